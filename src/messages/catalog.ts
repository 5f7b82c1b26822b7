import { de } from './de.js';
import { en } from './en.js';
import type { Messages } from './messages.js';

/** The languages other than English, by their ISO 639-1 code. One file a language, and one line here. */
export const TRANSLATIONS: ReadonlyMap<string, Messages> = new Map([['de', de]]);

/** The wording for a BCP 47 tag, matched by its language; English for all that have no file of their own. */
export function messagesFor(locale: string): Messages {
  const [language = ''] = locale.toLowerCase().split(/[-_]/);
  return TRANSLATIONS.get(language) ?? en;
}
