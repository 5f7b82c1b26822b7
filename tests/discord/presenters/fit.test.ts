import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fit } from '../../../src/discord/presenters/fit.js';
import { en } from '../../../src/messages/en/messages.js';

describe('fit', () => {
  it('leaves what fits as it is', () => {
    expect(fit(en, ['Ada', 'Bob'], ', ', 8)).toBe('Ada, Bob');
    expect(fit(en, [], ', ', 8)).toBe('');
  });

  it('counts what does not', () => {
    expect(fit(en, ['Ada', 'Bob', 'Cyd', 'Dan', 'Eve'], ', ', 22)).toBe('Ada, Bob, and 3 more');
    expect(fit(en, ['x'.repeat(50), 'y'], ', ', 20)).toBe('and 2 more');
  });

  it('never goes beyond, and loses nobody', () => {
    const parts = fc.array(fc.string({ minLength: 1, maxLength: 32 }), { maxLength: 80 });
    fc.assert(
      fc.property(parts, fc.integer({ min: 20, max: 300 }), (names, max) => {
        const text = fit(en, names, '\n', max);
        expect(text.length).toBeLessThanOrEqual(max);
        const whole = names.join('\n');
        if (whole.length <= max) expect(text).toBe(whole);
        else {
          const left = Number(/and (\d+) more$/.exec(text)?.[1]);
          const shown = text.replace(/\n?and \d+ more$/, '');
          expect(names.slice(0, names.length - left).join('\n')).toBe(shown);
        }
      }),
    );
  });
});
