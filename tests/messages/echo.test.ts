import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { echo } from '../../src/messages/echo.js';

describe('echo', () => {
  it.each([
    ['America/New_Yrok', '“America/New_Yrok”'],
    [' two\nlines ', '“two lines”'],
    ['`@everyone` <@1>', '“everyone 1”'],
    ['', '“”'],
    ['x'.repeat(41), `“${'x'.repeat(39)}…”`],
  ])('tells %j back as %s', (input, shown) => expect(echo(input)).toBe(shown));

  it('is one short line without markup for any input', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (input) => {
        expect(echo(input)).toMatch(/^“[^\n\r@<>`*~|]{0,80}”$/u);
        expect(Array.from(echo(input)).length).toBeLessThanOrEqual(42);
      }),
    );
  });
});
