import { addDays, isLocalDate } from '../domain/local-time.js';
import { ok, refuse, type Result } from '../domain/refusal.js';
import { LANGUAGES } from './languages.js';
import type { NamedDay } from './texts/typed.js';

const DOTTED_DATE = /^(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})$/;
const DAYS_AHEAD: Readonly<Record<NamedDay, number>> = { today: 0, tomorrow: 1 };

/** Days by their names, in every language, and how far they are from today; the first language with a name says which. */
const DAY_NAMES: ReadonlyMap<string, number> = new Map(
  [...LANGUAGES.values()]
    .flatMap(({ typed }) =>
      (['today', 'tomorrow'] as const).flatMap((day) =>
        typed.days[day].map((name): [string, number] => [name, DAYS_AHEAD[day]]),
      ),
    )
    .reverse(),
);

/**
 * Reads a date as people give it: `YYYY-MM-DD`, `31.12.2026`, or the name a language has for today or tomorrow, in any case
 * and with spaces around it. Nothing given means `today`. Anything else is refused with `invalid_date`; whether the date is
 * past is not asked.
 */
export function parseDateInput(input: string | undefined, today: string): Result<string> {
  if (input === undefined) return ok(today);
  const text = input.trim().toLowerCase();
  const daysAhead = DAY_NAMES.get(text);
  if (daysAhead !== undefined) return ok(addDays(today, daysAhead));
  const [, day = '', month = '', year = ''] = DOTTED_DATE.exec(text) ?? [];
  const date = year ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : text;
  return isLocalDate(date) ? ok(date) : refuse({ code: 'invalid_date', input });
}
