const MAX_LENGTH = 40;
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029]+/gu;
const MARKUP = /[*~`|<>@[\]\\„“”]/gu;

/** What a language puts before and after what somebody said. */
export type Quotes = readonly [open: string, close: string];

const ENGLISH: Quotes = ['“', '”'];

/**
 * What somebody typed, fit to be told back to them in the middle of a sentence: on one line, without markup and
 * mentions, in quotes, at most 40 code points. Underscores stay, for zones and ids have them.
 */
export function echo(input: string, [open, close]: Quotes = ENGLISH): string {
  const text = input.replace(UNPRINTABLE, ' ').replace(MARKUP, '').replace(/\s+/gu, ' ').trim();
  const points = Array.from(text);
  const shown = points.length > MAX_LENGTH ? `${points.slice(0, MAX_LENGTH - 1).join('')}…` : text;
  return `${open}${shown}${close}`;
}
