/**
 * A person's calendar: what a calendar program shows of it, and what is said about its address on Discord and on the page, which
 * fetches these words when they are needed.
 */
export interface CalendarTexts {
  /** The calendar's name; `null`: the community's name is not known. */
  name(community: string | null): string;
  /** An evening's title. */
  event(community: string | null): string;
  /** The title of an evening that is off. */
  calledOff(event: string): string;
  /** Under an evening: what its person answered. */
  readonly said: Readonly<Record<'yes' | 'available', string>>;
  /** Under an evening that is off. */
  readonly off: string;
  /** What the address is for. */
  readonly about: string;
  /** Since when there is one, which nobody can be shown again. `made`: a moment in words. */
  since(made: string): string;
  readonly none: string;
  /** Over the address, which is shown this once. */
  readonly shown: string;
  /** On buttons. */
  readonly make: string;
  readonly renew: string;
  readonly end: string;
  /** Opens the calendar program on this device. */
  readonly open: string;
  /** What making another one does. */
  readonly renewHint: string;
  readonly ended: string;
}
