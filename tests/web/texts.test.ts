import { expect, test } from 'vitest';
import { LANGUAGES as EVERY_LANGUAGE } from '../../src/messages/languages.js';
import { languageOf, LANGUAGES, loadTexts } from '../../web/src/texts.js';

test('the pages are worded in every language of the list', () => {
  expect([...LANGUAGES].sort()).toEqual([...EVERY_LANGUAGE.keys()].sort());
});

test.each([...EVERY_LANGUAGE])(
  'those who read %s get its words, whatever their region',
  async (code, { web }) => {
    expect(languageOf(`${code}-XX`)).toBe(code);
    expect(await loadTexts(`${code}-XX`)).toBe(web);
  },
);
