import { withoutColours } from './player-match.js';

/** Letters and digits that nobody confuses, without vowels, so that no code is a word. */
const ALPHABET = 'BCDFGHJKMNPQRTVWXY34679';
const LENGTH = 6;

/** How long a code is good. */
export const PROOF_LIFETIME_MS = 30 * 60_000;
/** How many times a person may check one code. */
export const MOST_LOOKS = 10;

/** A code to wear in one's name in the game: one of 148 million. `pick` gives a random whole number below its input. */
export function newProofCode(pick: (below: number) => number): string {
  return Array.from({ length: LENGTH }, () => ALPHABET.charAt(pick(ALPHABET.length))).join('');
}

/** All codes in this name, ignoring colours, case and signs between. */
export function codesIn(name: string): string[] {
  const text = withoutColours(name)
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');
  const pieces = Array.from({ length: Math.max(0, text.length - LENGTH + 1) }, (_, from) =>
    text.slice(from, from + LENGTH),
  );
  return pieces.filter((piece) => Array.from(piece).every((letter) => ALPHABET.includes(letter)));
}
