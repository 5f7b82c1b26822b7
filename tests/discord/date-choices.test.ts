import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateChoices } from '../../src/discord/date-choices.js';
import { addDays, daysBetween, isLocalDate } from '../../src/domain/local-time.js';
import { de } from '../../src/messages/de/messages.js';
import { en } from '../../src/messages/en/messages.js';

const SATURDAY = '2026-01-10';
const aDay = fc.integer({ min: -20_000, max: 40_000 }).map((days) => addDays(SATURDAY, days));

describe('dateChoices', () => {
  it('offers today, tomorrow and the next days with their weekdays', () => {
    const choices = dateChoices(en, SATURDAY, '');
    expect(choices).toHaveLength(25);
    expect(choices.slice(0, 3)).toEqual([
      { name: 'Today, Saturday 10 January', value: '2026-01-10' },
      { name: 'Tomorrow, Sunday 11 January', value: '2026-01-11' },
      { name: 'Monday 12 January', value: '2026-01-12' },
    ]);
  });

  it.each([
    ['tom', ['2026-01-11']],
    ['  TODAY ', ['2026-01-10']],
    ['friday 2026-01', ['2026-01-16', '2026-01-23', '2026-01-30']],
    ['2026-04-10', ['2026-04-10']],
    ['2026-04-11', []],
    ['2026-01-09', []],
    ['gibberish', []],
  ])('narrows to %j', (typed, values) => {
    expect(dateChoices(en, SATURDAY, typed).map(({ value }) => value)).toEqual(values);
  });

  it('finds a day by its German name and by its date', () => {
    const found = (typed: string) => dateChoices(de, SATURDAY, typed).map(({ name, value }) => [value, name]);
    expect(found('morg')).toEqual([['2026-01-11', 'Morgen, Sonntag, 11. Januar']]);
    expect(found('12.01.')).toEqual([['2026-01-12', 'Montag, 12. Januar']]);
    expect(found('2026-01-12')).toEqual(found('12.01.'));
  });

  it('looks back where it is asked to', () => {
    expect(dateChoices(en, SATURDAY, '', -2)).toEqual([
      { name: 'Today, Saturday 10 January', value: '2026-01-10' },
      { name: 'Yesterday, Friday 9 January', value: '2026-01-09' },
      { name: 'Thursday 8 January', value: '2026-01-08' },
    ]);
  });

  it('stays within what Discord takes, in order and without repeats, whatever is typed', () => {
    fc.assert(
      fc.property(
        aDay,
        fc.string({ unit: 'binary' }),
        fc.integer({ min: -400, max: 400 }),
        (today, typed, reach) => {
          const choices = dateChoices(en, today, typed, reach);
          expect(choices.length).toBeLessThanOrEqual(25);
          const distances = choices.map(({ value }) =>
            reach < 0 ? daysBetween(value, today) : daysBetween(today, value),
          );
          expect(distances).toEqual([...new Set(distances)].sort((a, b) => a - b));
          for (const [index, { name, value }] of choices.entries()) {
            expect(isLocalDate(value)).toBe(true);
            expect(name.length).toBeLessThanOrEqual(100);
            expect(name).toContain(en.day(value));
            expect(distances[index]).toBeGreaterThanOrEqual(0);
            expect(distances[index]).toBeLessThanOrEqual(Math.abs(reach));
          }
        },
      ),
    );
  });

  it('finds every day within reach by its date', () => {
    fc.assert(
      fc.property(aDay, fc.integer({ min: 0, max: 90 }), (today, ahead) => {
        const date = addDays(today, ahead);
        expect(dateChoices(en, today, date).map(({ value }) => value)).toEqual([date]);
      }),
    );
  });
});
