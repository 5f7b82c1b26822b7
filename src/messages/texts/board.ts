import type { AvailabilityStatus } from '../../domain/availability.js';

/** A day's availability. Dates are `YYYY-MM-DD`. */
export interface BoardTexts {
  title(date: string): string;
  /** A status and how many chose it; with its emoji. */
  count(status: AvailabilityStatus, number: number): string;
  own(status: AvailabilityStatus): string;
  /** What each status means for being messaged. */
  readonly meanings: Readonly<Record<AvailabilityStatus, string>>;
  /** Under a board with buttons. */
  readonly hint: string;
  /** Where names are left out, for the viewer isn't linked. */
  readonly namesForLinked: string;
  posted(date: string): string;
}
