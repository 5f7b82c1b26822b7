/**
 * The starts campaigns have of their own, by the date of their evening: an evening goes on after the last of them, on
 * whichever side of midnight that is. Kept in memory, for what day it is is asked all the time.
 */
export class OwnStarts {
  #latest: ReadonlyMap<string, number> = new Map();

  /** The last start (ms) that a campaign of that date has of its own; `null`: none has one. */
  on(date: string): number | null {
    return this.#latest.get(date) ?? null;
  }

  /** Takes what the database knows: dates with their last start. */
  adopt(latest: ReadonlyMap<string, number>): void {
    this.#latest = latest;
  }
}
