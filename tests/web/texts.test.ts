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

const nobody = { nudge: false, dryRun: false, reached: 0, unclear: 0, failed: 0, present: 0, leftOut: 0 };
test.each([
  [{ ...nobody, reached: 5, leftOut: 1 }, 'Done: 5 reached, 1 left out', 'Fertig: 5 erreicht, 1 ausgelassen'],
  [
    { ...nobody, nudge: true, reached: 2, present: 3, leftOut: 6 },
    'Done: 2 nudged, 3 already there, 6 not expected',
    'Fertig: 2 erinnert, 3 schon da, 6 nicht erwartet',
  ],
  [
    { ...nobody, reached: 1, unclear: 1, failed: 2 },
    'Done: 1 reached, 1 unclear, 2 not reached',
    'Fertig: 1 erreicht, 1 unklar, 2 nicht erreicht',
  ],
  [
    { ...nobody, dryRun: true, reached: 4 },
    'Done: 4 would have been messaged',
    'Fertig: 4 hätten eine Nachricht bekommen',
  ],
  [nobody, 'Done', 'Fertig'],
])('what came of a job is said in people, and zeros are left out: %o', (end, en, de) => {
  expect(EVERY_LANGUAGE.get('en')!.web.progress.ended(end)).toBe(en);
  expect(EVERY_LANGUAGE.get('de')!.web.progress.ended(end)).toBe(de);
});

test('one closed door does not spoil an evening’s title', () => {
  const { headline } = EVERY_LANGUAGE.get('en')!.web.progress;
  const standing = { status: 'partial', dryRun: false, reached: 5, of: 6 } as const;
  expect(headline(standing)).toBe('Tonight’s pings went out · 5\u00a0of\u00a06 reached');
  expect(headline({ ...standing, status: 'cancelled' })).toBe('Cancelled · 5 of 6 had been reached');
  expect(headline({ ...standing, status: 'cancelled', reached: 0, of: 0 })).toBe('Cancelled');
});
