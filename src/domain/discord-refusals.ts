/**
 * Counts what Discord refuses us, whichever part asked: it shuts out an address that collects 10,000 answers of 401,
 * 403 or 429 within ten minutes, for everything it does.
 */
export interface DiscordRefusals {
  /**
   * Counts an answer of Discord's, if it is a refusal that counts there. `scope` is its `X-RateLimit-Scope`: a limit
   * that others used up (`shared`) does not.
   */
  saw(status: number, scope: string | null): void;
  /** So many were refused that nothing but sends, ways out and alerts may go there for now. */
  readonly heldBack: boolean;
}
