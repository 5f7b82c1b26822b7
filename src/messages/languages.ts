import { german } from './de/language.js';
import { english } from './en/language.js';
import { LANGUAGE_CODES, type LanguageCode } from '../domain/languages.js';
import type { Language } from './language.js';
import { slovenian } from './sl/language.js';

const BY_CODE: Readonly<Record<LanguageCode, Language>> = { en: english, de: german, sl: slovenian };

/**
 * Every language of `LANGUAGE_CODES`, by its code, which is the name of its folder: it is offered on Discord, in chats and
 * over HTTP. English comes first: it is for all whose own is missing, and a word that two languages share is taken for it.
 */
export const LANGUAGES: ReadonlyMap<string, Language> = new Map(
  LANGUAGE_CODES.map((code) => [code, BY_CODE[code]]),
);
