import * as z from 'zod';

/*
 * How the text of a setting becomes a value, for the environment and for what admins change while Muster runs: one rule
 * judges both. A reason completes "NAME …" and never contains what was given: it may be a secret in the wrong place.
 */

/** A parser that turns text into a value, or into undefined where the text is not one. */
export function parsed<T>(parse: (text: string) => T | undefined, reason: string) {
  return z.string().transform((text, context): T => {
    const value = parse(text);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: reason });
    return z.NEVER;
  });
}

/** The items of a text with commas between them. */
export const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

const SNOWFLAKE = /^\d{17,20}$/;

export const snowflake = z
  .string()
  .regex(SNOWFLAKE, 'must be a Discord id: 17 to 20 digits (turn on Developer Mode, then "Copy ID")');

export const snowflakes = parsed((text): ReadonlySet<string> | undefined => {
  const ids = listOf(text);
  return ids.every((id) => SNOWFLAKE.test(id)) ? new Set(ids) : undefined;
}, 'must be Discord ids of 17 to 20 digits, with commas between them');

const BOOLEANS: Readonly<Record<string, boolean>> = {
  true: true,
  1: true,
  yes: true,
  on: true,
  false: false,
  0: false,
  no: false,
  off: false,
};

export const boolean = parsed(
  (text) => (Object.hasOwn(BOOLEANS, text.toLowerCase()) ? BOOLEANS[text.toLowerCase()] : undefined),
  'must be true or false (yes/no, on/off and 1/0 will do too)',
);

export const wholeNumber = (least: number, most: number) =>
  parsed((text) => {
    const number = Number(text);
    return /^\d+$/.test(text) && number >= least && number <= most ? number : undefined;
  }, `must be a whole number from ${least} to ${most}`);

/** HH:MM or HH:MM:SS; always HH:MM:SS afterwards, so that two times compare as text. */
export const timeOfDay = parsed((text) => {
  if (!/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(text)) return undefined;
  return text.length === 5 ? `${text}:00` : text;
}, 'must be a time of day, HH:MM or HH:MM:SS, from 00:00 to 23:59:59');

const LINE_LENGTH = 100;

/** What is shown to everybody as it is: one line of letters that can be seen, which is no markup within backticks. */
export const line = parsed(
  (text) =>
    Array.from(text).length <= LINE_LENGTH && !/[\p{C}\u2028\u2029`]/u.test(text) ? text : undefined,
  `must be one line of at most ${LINE_LENGTH} characters, without backticks`,
);
