import type { WebTexts } from '../../src/messages/web-texts.js';

// Each is a chunk of its own: only the needed language is fetched.
const LANGUAGES: ReadonlyMap<string, () => Promise<WebTexts>> = new Map([
  ['en', async () => (await import('../../src/messages/web/en.js')).webEn],
  ['de', async () => (await import('../../src/messages/web/de.js')).webDe],
]);

/** The language a BCP 47 tag is worded in: its own where there is a file for it, else English. */
export function languageOf(locale: string): string {
  const [language = ''] = locale.toLowerCase().split('-');
  return LANGUAGES.has(language) ? language : 'en';
}

/** The wording for a BCP 47 tag. Rejects when it can't be fetched. */
export async function loadTexts(locale: string): Promise<WebTexts> {
  const load = LANGUAGES.get(languageOf(locale));
  if (!load) throw new Error(`no texts for ${locale}`);
  return load();
}
