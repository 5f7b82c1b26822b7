import type { AvailabilityStatus } from '../../domain/availability.js';

/** A day's availability. Dates are `YYYY-MM-DD`. */
export interface BoardTexts {
  title(date: string): string;
  /** The first line of a board: its day, and when the session starts there, as `21:00`; `null`: there is none that day. */
  heading(day: { readonly date: string; readonly isTonight: boolean; readonly time: string | null }): string;
  /** When the session starts, for readers in other zones. Milliseconds. */
  starts(at: number): string;
  /** How many are looking for a game, of those a session needs. */
  towards(looking: number, threshold: number): string;
  /** The same once the session has started. */
  went(looking: number, threshold: number): string;
  /** That enough are looking for a game tonight. */
  ready(looking: number): string;
  /** That one more would do. */
  readonly oneShort: string;
  /** How many came. */
  came(number: number): string;
  /** A status and how many chose it; with its emoji. */
  count(status: AvailabilityStatus, number: number): string;
  own(status: AvailabilityStatus): string;
  /** In as soon as so many are: on a board's button, and beside one's own answer. */
  ifAtLeast(number: number): string;
  /** What each status means for being messaged. */
  readonly meanings: Readonly<Record<AvailabilityStatus, string>>;
  /** Under a board with buttons. */
  readonly hint: string;
  /** Where names are left out, for the viewer isn't linked. */
  readonly namesForLinked: string;
  posted(date: string): string;
}
