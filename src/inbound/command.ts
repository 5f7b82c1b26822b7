import type { AvailabilityStatus } from '../domain/availability.js';
import { looksLikeToken } from '../services/link-channel.js';

/** What somebody asks for in a chat. */
export type ChatCommand =
  | { readonly kind: 'link'; readonly token: string }
  | { readonly kind: 'today'; readonly status: AvailabilityStatus | null }
  | { readonly kind: 'stop' | 'unlink' | 'status' }
  | { readonly kind: 'help' };

/** One language's words: what a message begins with, what may follow `today`, and "not tonight" as people put it. */
interface Vocabulary {
  readonly commands: Readonly<Record<string, ChatCommand['kind']>>;
  readonly statuses: Readonly<Record<string, AvailabilityStatus>>;
  readonly notToday: readonly string[];
}

/** By ISO 639-1 code. English comes first: a word that two languages share is taken for it. */
const VOCABULARIES: Readonly<Record<string, Vocabulary>> = {
  en: {
    commands: {
      start: 'link',
      link: 'link',
      today: 'today',
      stop: 'stop',
      unlink: 'unlink',
      status: 'status',
      help: 'help',
    },
    statuses: {
      looking: 'LOOKING',
      available: 'AVAILABLE',
      maybe: 'MAYBE',
      no: 'NOT_PLAYING',
      not_playing: 'NOT_PLAYING',
    },
    notToday: ['not today', 'not tonight'],
  },
  de: {
    commands: {
      verknüpfen: 'link',
      verknuepfen: 'link',
      heute: 'today',
      stopp: 'stop',
      trennen: 'unlink',
      hilfe: 'help',
    },
    statuses: {
      suche: 'LOOKING',
      verfügbar: 'AVAILABLE',
      verfuegbar: 'AVAILABLE',
      vielleicht: 'MAYBE',
      nein: 'NOT_PLAYING',
      nicht: 'NOT_PLAYING',
    },
    notToday: ['nicht heute'],
  },
};

/**
 * Reads a message: `/stop` and `STOP` alike, in every language, with or without a bot's name behind it. A token alone
 * is one to link.
 */
export function parseCommand(text: string): ChatCommand {
  const words = wordsOf(text);
  const [first = '', second = ''] = words;
  if (words.length === 1 && looksLikeToken(first)) return { kind: 'link', token: first };
  const vocabularies = Object.values(VOCABULARIES);
  const said = words.map(plain).join(' ');
  if (vocabularies.some(({ notToday }) => notToday.includes(said))) {
    return { kind: 'today', status: 'NOT_PLAYING' };
  }
  const kind =
    found(
      vocabularies.map(({ commands }) => commands),
      plain(first),
    ) ?? 'help';
  switch (kind) {
    case 'link':
      return second === '' ? { kind: 'help' } : { kind: 'link', token: second };
    case 'today':
      return {
        kind: 'today',
        status:
          found(
            vocabularies.map(({ statuses }) => statuses),
            plain(second),
          ) ?? null,
      };
    default:
      return { kind };
  }
}

/** The language a message's command is in, as an ISO 639-1 code; `null` where it is in none. */
export function languageOf(text: string): string | null {
  const words = wordsOf(text).map(plain);
  const spoken = Object.entries(VOCABULARIES).find(
    ([, { commands, notToday }]) =>
      Object.hasOwn(commands, words[0] ?? '') || notToday.includes(words.join(' ')),
  );
  return spoken?.[0] ?? null;
}

function wordsOf(text: string): string[] {
  return text.trim().normalize('NFC').split(/\s+/u);
}

/** A word without its slash, the bot's name behind it and its full stop. */
function plain(word: string): string {
  return word
    .toLowerCase()
    .replace(/^\//, '')
    .replace(/@\w+$/, '')
    .replace(/[.!]+$/, '');
}

function found<T>(dictionaries: readonly Readonly<Record<string, T>>[], word: string): T | undefined {
  return dictionaries.find((dictionary) => Object.hasOwn(dictionary, word))?.[word];
}
