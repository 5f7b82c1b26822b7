import type { WebTexts } from '../../src/messages/texts/web.js';

// The folders of the languages, each named by its two letters. Every file is a chunk of its own: only the needed
// language is fetched, and of its folder nothing but what the pages say.
const FILES = import.meta.glob<WebTexts>('../../src/messages/??/web.ts', { import: 'web' });

const LOADERS: ReadonlyMap<string, () => Promise<WebTexts>> = new Map(
  Object.entries(FILES).map(([file, load]) => [file.split('/').at(-2) ?? '', load]),
);

/** The languages the pages are worded in, by their ISO 639-1 codes. */
export const LANGUAGES: readonly string[] = [...LOADERS.keys()];

/** The language a BCP 47 tag is worded in: its own where there is a folder for it, else English. */
export function languageOf(locale: string): string {
  const [language = ''] = locale.toLowerCase().split('-');
  return LOADERS.has(language) ? language : 'en';
}

/** The wording for a BCP 47 tag. Rejects when it can't be fetched. */
export async function loadTexts(locale: string): Promise<WebTexts> {
  const load = LOADERS.get(languageOf(locale));
  if (!load) throw new Error(`no texts for ${locale}`);
  return load();
}
