import type { AccountTexts } from '../../../src/messages/texts/account.js';
import type { CalendarTexts } from '../../../src/messages/texts/calendar.js';
import type { KeptTexts } from '../../../src/messages/texts/kept.js';
import type { InsightsTexts } from '../../../src/messages/texts/insights.js';
import type { SettingsTexts } from '../../../src/messages/texts/settings.js';
import { languageOf } from '../texts.js';

// Words that few visits need: each file a chunk of its own, fetched when somebody opens what it is about.
const ACCOUNT = import.meta.glob<AccountTexts>('../../../src/messages/??/account.ts', { import: 'account' });
const SETTINGS = import.meta.glob<SettingsTexts>('../../../src/messages/??/settings.ts', {
  import: 'settings',
});
const CALENDAR = import.meta.glob<CalendarTexts>('../../../src/messages/??/calendar.ts', {
  import: 'calendar',
});
const INSIGHTS = import.meta.glob<InsightsTexts>('../../../src/messages/??/insights.ts', {
  import: 'insights',
});
const KEPT = import.meta.glob<KeptTexts>('../../../src/messages/??/kept.ts', { import: 'kept' });

/** The words for whoever is signed in, in the language of the page. Rejects when they can't be fetched. */
export const loadAccountTexts = (): Promise<AccountTexts> => inLanguage(ACCOUNT);

/** The words of the settings, in the language of the page. Rejects when they can't be fetched. */
export const loadSettingsTexts = (): Promise<SettingsTexts> => inLanguage(SETTINGS);

/** The words for what is kept about a person, in the language of the page. Rejects when they can't be fetched. */
export const loadKeptTexts = (): Promise<KeptTexts> => inLanguage(KEPT);

/** The words of the viewer's calendar, in the language of the page. Rejects when they can't be fetched. */
export const loadCalendarTexts = (): Promise<CalendarTexts> => inLanguage(CALENDAR);

/** The words of the insights, in the language of the page. Rejects when they can't be fetched. */
export const loadInsightsTexts = (): Promise<InsightsTexts> => inLanguage(INSIGHTS);

async function inLanguage<T>(files: Readonly<Record<string, () => Promise<T>>>): Promise<T> {
  const language = languageOf(document.documentElement.lang);
  const [, load] = Object.entries(files).find(([file]) => file.split('/').at(-2) === language) ?? [];
  if (!load) throw new Error(`no such words in ${language}`);
  return load();
}
