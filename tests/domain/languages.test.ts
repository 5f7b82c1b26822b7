import { Locale } from 'discord.js';
import { expect, it } from 'vitest';
import { isNotOnDiscord, LANGUAGE_CODES, languageFor, NOT_ON_DISCORD } from '../../src/domain/languages.js';

it('those that Discord lacks are those that discord.js names no locale for', () => {
  const onDiscord = new Set(Object.values(Locale).map((locale) => locale.split('-')[0]));
  expect(NOT_ON_DISCORD).toEqual(LANGUAGE_CODES.filter((code) => !onDiscord.has(code)));
});

it.each([
  ['sl', true],
  ['sl-SI', true],
  ['SL_si', true],
  ['slk', false],
  ['de', false],
  ['', false],
])('%j is one that Discord lacks: %j', (tag, lacks) => expect(isNotOnDiscord(tag)).toBe(lacks));

it.each([
  [null, 'de', 'de'],
  ['de', 'en-US', 'en-US'],
  ['sl', 'en-US', 'sl'],
  ['sl-SI', 'de', 'sl-SI'],
])('of whom %j is kept, and who uses Discord in %j, is spoken to in %j', (kept, uses, language) => {
  expect(languageFor(kept, uses)).toBe(language);
});
