import fc from 'fast-check';
import { expect, it } from 'vitest';
import { codesIn, newProofCode } from '../../src/domain/player-proof.js';

const code = fc.infiniteStream(fc.nat(22)).map((numbers) =>
  newProofCode((below) => {
    expect(below).toBe(23);
    return (numbers.next().value as number | undefined) ?? 0;
  }),
);

it('a code is short, and nothing in it is mistaken for something else or makes a word', () => {
  fc.assert(
    fc.property(code, (text) => {
      expect(text).toMatch(/^[BCDFGHJKMNPQRTVWXY34679]{6}$/);
    }),
  );
});

it('a code is found wherever it is worn, in any case and under any paint', () => {
  const paint = fc.array(fc.constantFrom('', '^1', '^7', '-', '.', ' '), { minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(
      code,
      paint,
      fc.string(),
      fc.string(),
      fc.boolean(),
      (text, between, before, after, lower) => {
        const worn = Array.from(
          lower ? text.toLowerCase() : text,
          (letter, n) => `${between[n] ?? ''}${letter}`,
        );
        // A colour sign right before it would swallow a letter.
        expect(codesIn(`${before.replace(/[\^§]+$/u, '')}${worn.join('')}${after}`)).toContain(text);
      },
    ),
  );
});

it('no code is in a name of ordinary letters, or in one that is too short', () => {
  expect(codesIn('Tommy the Great')).toEqual([]);
  expect(codesIn('KTR47')).toEqual([]);
  expect(codesIn('KTR479C')).toEqual(['KTR479', 'TR479C']);
});
