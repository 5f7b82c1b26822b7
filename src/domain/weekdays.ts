import { FEWEST_TOLD } from './answer.js';
import { type Weekday, weekdayOf } from './session-plan.js';
import { WEEK } from './standing-answers.js';
import type { Turnout } from './turnout.js';

/** Fewer evenings of a weekday say nothing about it. */
export const FEWEST_EVENINGS = 3;

/** How the evenings of one weekday went. */
export interface WeekdayTurnout {
  readonly weekday: Weekday;
  /** How many of them count: it is known who came, and at least {@link FEWEST_TOLD} people were called. */
  readonly evenings: number;
  /** On how many of these at least the threshold came. */
  readonly reached: number;
  /** How many came to all of them together. */
  readonly came: number;
}

/** The weekdays of which enough is known, from Monday on, and the one that works. */
export interface Weekdays {
  readonly weekdays: readonly WeekdayTurnout[];
  /** The one whose evenings reached the threshold most often, and of several the one to which more came; `null`: none alone. */
  readonly best: WeekdayTurnout | null;
}

/**
 * How the evenings of each weekday went, of which there were at least {@link FEWEST_EVENINGS} that count. Several campaigns of
 * one date are one evening, to which as many came as to the one to which most came. `threshold`: how many players make a session.
 */
export function weekdaysOf(turnouts: readonly Turnout[], threshold: number): Weekdays {
  const evenings = new Map<string, number>();
  for (const { date, expected, joined } of turnouts) {
    if (joined === null || expected < FEWEST_TOLD) continue;
    evenings.set(date, Math.max(joined, evenings.get(date) ?? 0));
  }
  const weekdays = WEEK.map((weekday): WeekdayTurnout => {
    const came = [...evenings].filter(([date]) => weekdayOf(date) === weekday).map(([, joined]) => joined);
    return {
      weekday,
      evenings: came.length,
      reached: came.filter((joined) => joined >= threshold).length,
      came: came.reduce((sum, joined) => sum + joined, 0),
    };
  }).filter(({ evenings: held }) => held >= FEWEST_EVENINGS);
  const [first, second] = weekdays.toSorted((a, b) => better(b, a));
  const isBest = first && first.reached > 0 && (!second || better(first, second) > 0);
  return { weekdays, best: isBest ? first : null };
}

/** Above 0: the one works better than the other. In whole numbers, so that equals are equal. */
function better(one: WeekdayTurnout, other: WeekdayTurnout): number {
  const byReached = one.reached * other.evenings - other.reached * one.evenings;
  return byReached === 0 ? one.came * other.evenings - other.came * one.evenings : byReached;
}
