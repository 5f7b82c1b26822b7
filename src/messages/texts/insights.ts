import type { Weekday } from '../../domain/session-plan.js';
import type { Shortfall, ShortfallTogether, SteppedIn } from '../../domain/shortfall.js';
import type { WeekdayTurnout } from '../../domain/weekdays.js';

/** Why evenings did not fill, the weekday that works, and who stepped in: for Discord and the page, without markup. */
export interface InsightsTexts {
  readonly whyTitle: string;
  /** One evening, in a list: what there was of each cause, the causes in their order; `null`: nothing to say. */
  why(shortfall: Shortfall): string | null;
  /** Several evenings, as sentences. */
  whyTogether(together: ShortfallTogether): string;
  readonly weekdayTitle: string;
  /** A weekday in a list. `threshold`: how many players make a session. */
  weekday(of: WeekdayTurnout, threshold: number): string;
  /** The weekday that works, as a sentence. */
  best(weekday: Weekday): string;
  /** On what a weekday has to rest to be told: so many evenings, to each of which so many people at least were called. */
  restsOn(evenings: number, people: number): string;
  readonly standbyTitle: string;
  /** How many standbys stepped in, in a list or as a sentence of its own. */
  steppedIn(of: SteppedIn): string;
  /** On the page alone. */
  readonly page: {
    readonly turnout: string;
    readonly atFollowUp: string;
    readonly joinedLater: string;
    readonly missing: string;
    readonly notKnown: string;
    /** A column in words. `joined`: `null`, that is not known. */
    evening(day: string, expected: number, joined: number | null): string;
    /** Opens a list of the evenings, each by itself. */
    readonly eachEvening: string;
    /** Heads of the table. */
    readonly weekday: string;
    readonly evenings: string;
    reached(threshold: number): string;
    readonly average: string;
    /** With one decimal. */
    number(value: number): string;
    nothing(weeks: number): string;
  };
  /** One more sentence under a summary for the whole channel, of what is known; `null`: there is nothing to add. */
  summary(why: Shortfall | null, standbys: SteppedIn | null): string | null;
}
