import { en } from './en.js';
import type { Messages } from './messages.js';

/** The wording for a BCP 47 tag, matched by its language; English for all that have no file of their own. */
export function messagesFor(locale: string): Messages {
  const [language = ''] = locale.toLowerCase().split('-');
  return BY_LANGUAGE.get(language) ?? en;
}

const BY_LANGUAGE: ReadonlyMap<string, Messages> = new Map([['en', en]]);
