/**
 * Counts Discord's refusals, of all parts of Muster: Discord blocks an address, for everything, after 10,000
 * answers of 401, 403 or 429 within ten minutes.
 */
export interface DiscordRefusals {
  /**
   * Counts an answer if it is a refusal that Discord counts. `scope` is its `X-RateLimit-Scope`: a limit that
   * others used up (`shared`) does not count.
   */
  saw(status: number, scope: string | null): void;
  /** After so many refusals, only sends, ways out and alerts may go to Discord for now. */
  readonly heldBack: boolean;
}
