import type { AvailabilityStatus } from '../../domain/availability.js';
import type { LinkableChannel } from '../../domain/channel-choice.js';
import type { Weekday } from '../../domain/session-plan.js';
import type { WeeklyStatus } from '../../domain/standing-answers.js';

/** What somebody says about weekdays, `null`: nothing, and the last date they are away, `null`: they are not. */
export interface StandingInput {
  /** From Monday on. */
  readonly week: readonly { readonly day: Weekday; readonly status: WeeklyStatus | null }[];
  /** The last date on which the week counts. */
  readonly weeklyUntil: string | null;
  readonly awayUntil: string | null;
  readonly today: string;
}

/** Weekly answers and being away. Told on every channel, so without markup. Dates are `YYYY-MM-DD`. */
export interface StandingTexts {
  readonly title: string;
  /** What weekly answers do. */
  readonly about: string;
  weekday(day: Weekday): string;
  /** All of it, in lines: one for each weekday with an answer, until when they count, and until when somebody is away. */
  summary(standing: StandingInput): string;
  /** Over the choice of weekdays with a status. At most 150 characters. */
  choose(status: WeeklyStatus): string;
  /** On buttons. */
  readonly keep: string;
  readonly back: string;
  readonly open: string;
  /** They are kept; `null`: there are none. */
  kept(until: string | null): string;
  /** Somebody is away until a date, that day too; so many answers became a no. */
  wentAway(until: string, today: string, declined: number): string;
  readonly cameBack: string;
  /** Said where nothing is said about a day (any more): the weekly answer counts. */
  countsThen(status: WeeklyStatus): string;
  /** In a question: the weekly answers end, and what keeps them: a button under it, or on Signal words to reply. */
  endSoon(until: string, asWords: boolean): string;
  /** An answer or a name, marked as that for the weekday. */
  marked(text: string): string;
  /** What a reader said of a day: with the mark where it is for the weekday. */
  own(status: AvailabilityStatus, weekly: boolean): string;
  /** What to write to change the week. */
  weeklyHow(channel: LinkableChannel): string;
  /** What to write to be away, where the date is missing. */
  awayHow(channel: LinkableChannel): string;
}
