import { MAX_DAYS_AHEAD } from '../domain/availability.js';
import { addDays } from '../domain/local-time.js';
import type { Messages } from '../messages/messages.js';

/** Discord shows no more. */
const MAX_CHOICES = 25;

/** A day as Discord offers it while somebody types: told with its weekday, given as `YYYY-MM-DD`. */
export interface DateChoice {
  readonly name: string;
  readonly value: string;
}

/**
 * The days that fit what somebody has typed so far, by their name, as `YYYY-MM-DD` or as `31.12.2026`, nearest first, at most 25. `reach` is how many days to look
 * ahead, or, when negative, back.
 */
export function dateChoices(
  messages: Messages,
  today: string,
  typed: string,
  reach: number = MAX_DAYS_AHEAD,
): DateChoice[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return Array.from({ length: Math.abs(reach) + 1 }, (_, days) => addDays(today, reach < 0 ? -days : days))
    .map((value) => ({ name: messages.dateChoice(value, today), value }))
    .filter(({ name, value }) => {
      const known = `${name.toLowerCase()} ${value} ${dotted(value)}`;
      return words.every((word) => known.includes(word));
    })
    .slice(0, MAX_CHOICES);
}

function dotted(date: string): string {
  return date.split('-').reverse().join('.');
}
