import { german } from './de/language.js';
import { english } from './en/language.js';
import type { Language } from './language.js';
import { slovenian } from './sl/language.js';

/**
 * Every language, by its ISO 639-1 code, which is the name of its folder: one line here offers it on Discord, in chats and
 * over HTTP. English comes first: it is for all whose own is missing, and a word that two languages share is taken for it.
 */
export const LANGUAGES: ReadonlyMap<string, Language> = new Map([
  ['en', english],
  ['de', german],
  ['sl', slovenian],
]);
