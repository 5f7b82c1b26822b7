import { en } from './en/messages.js';
import { LANGUAGES } from './languages.js';
import type { Messages } from './messages.js';

/** The wording of the languages other than English, by their ISO 639-1 code. */
export const TRANSLATIONS: ReadonlyMap<string, Messages> = new Map(
  [...LANGUAGES].flatMap(([code, { messages }]) => (messages === en ? [] : [[code, messages] as const])),
);

/** The wording for a BCP 47 tag, matched by its language; English for all that have no folder of their own. */
export function messagesFor(locale: string): Messages {
  const [language = ''] = locale.toLowerCase().split(/[-_]/);
  return LANGUAGES.get(language)?.messages ?? en;
}
