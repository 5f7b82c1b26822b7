/** The most characters of a note, in code points. */
export const NOTE_LENGTH = 140;

/** What is wrong with a note: too long, more than a line, a link, a mention, or markup. */
export type NoteProblem = 'length' | 'lines' | 'link' | 'mention' | 'markup';

/** Each in the order it is told. Letters nobody sees are no part of a line; the joiner of emoji is. */
const PROBLEMS: readonly (readonly [NoteProblem, RegExp])[] = [
  ['lines', /[\p{Cc}\p{Cs}\p{Co}\u2028\u2029]|(?!\u200D)\p{Cf}/u],
  // Also an address without a scheme: Telegram makes a link of it.
  ['link', /:\/\/|www\.|[\p{L}\p{N}]\.\p{L}{2}/iu],
  ['mention', /[@<>]/u],
  ['markup', /[*`~|[\]\\]|(?:^|[^\p{L}\p{N}])_|_(?:$|[^\p{L}\p{N}])/u],
];

/** What is wrong with a line of a promoter's own, which goes to people as it is; `null`: nothing. */
export function noteProblem(note: string): NoteProblem | null {
  if (Array.from(note).length > NOTE_LENGTH) return 'length';
  return PROBLEMS.find(([, pattern]) => pattern.test(note))?.[0] ?? null;
}
