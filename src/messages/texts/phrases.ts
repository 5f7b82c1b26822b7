/** What stands in many sentences: days, and codes in words. */
export interface Phrases {
  /** What a send error's code stands for, short as in a list; a general phrase for a code nobody worded. */
  errorCode(code: string): string;
  /** With its weekday: `Saturday 2026-01-10`. */
  day(date: string): string;
  /** As a day is offered while somebody types one: `Today, Saturday 2026-01-10`. At most 100 characters. */
  dateChoice(date: string, today: string): string;
  /** Said of what did not fit any more: `and 3 more`. */
  andMore(number: number): string;
}
