/** What stands in many sentences: days, and codes in words. */
export interface Phrases {
  /** What a send error's code stands for, short as in a list; a general phrase for a code nobody worded. */
  errorCode(code: string): string;
  /** As people say it, of a day that is near: `Saturday 10 January`. */
  day(date: string): string;
  /** The same of any day: `Saturday 10 January 2026`. */
  dayAndYear(date: string): string;
  /** Behind "for", seen from today: `tonight`, `tomorrow`, `Saturday 10 January`, and with its year in another one. */
  dayFrom(date: string, today: string): string;
  /** As a day is offered while somebody types one: `Today, Saturday 10 January`. At most 100 characters. */
  dateChoice(date: string, today: string): string;
  /** Said of what did not fit any more: `and 3 more`. */
  andMore(number: number): string;
}
