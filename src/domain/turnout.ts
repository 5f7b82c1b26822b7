/** How many of a campaign's recipients came; `null`: not known, or not yet. */
export interface Turnout {
  readonly campaignId: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** Recipients the start message reached, or may have. */
  readonly expected: number;
  /** In voice when the follow-up looked. */
  readonly inVoice: number | null;
  /** On the game server, but not in voice, when the follow-up looked. */
  readonly onServer: number | null;
  /** Seen when the follow-up looked, or at the look a quarter of an hour after the last call. */
  readonly joined: number | null;
  /** Standbys who had been called by that look, and were there then or had said that they come. */
  readonly steppedIn: number | null;
}

/** How long after the last call people may still come because of it. */
export const JOIN_WINDOW_MS = 15 * 60_000;

/** A look this much later than its moment no longer shows who came in time. */
export const JOIN_LOOK_PATIENCE_MS = 3 * 60_000;

/** Whether a first look saw anything at all. */
export function wasSeen(turnout: Turnout): boolean {
  return turnout.inVoice !== null || turnout.onServer !== null;
}
