import type { AvailabilityStatus } from '../domain/availability.js';
import { looksLikeToken, TOKEN_LENGTH } from '../services/link-channel.js';

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
  /** Of two words each. */
  readonly notToday: readonly string[];
  readonly polite: readonly string[];
}

/**
 * By ISO 639-1 code, in letters without marks on them (`verfügbar` is read as `verfugbar`). English comes first: a word
 * that two languages share is taken for it.
 */
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
      'not playing': 'NOT_PLAYING',
    },
    notToday: ['not today', 'not tonight'],
    polite: ['please'],
  },
  de: {
    commands: {
      verknupfen: 'link',
      verknuepfen: 'link',
      heute: 'today',
      stopp: 'stop',
      trennen: 'unlink',
      hilfe: 'help',
    },
    statuses: {
      suche: 'LOOKING',
      verfugbar: 'AVAILABLE',
      verfuegbar: 'AVAILABLE',
      vielleicht: 'MAYBE',
      nein: 'NOT_PLAYING',
      nicht: 'NOT_PLAYING',
    },
    notToday: ['nicht heute'],
    polite: ['bitte'],
  },
};

const vocabularies = Object.values(VOCABULARIES);
const commands = vocabularies.map((vocabulary) => vocabulary.commands);
const statuses = vocabularies.map((vocabulary) => vocabulary.statuses);

/** So much of a message is read, in UTF-16 units: more than the longest reply of ours that somebody may send back whole. */
const MOST_READ = 600;
/** Letters that show nothing, marks on letters, and direction marks. */
const UNSEEN = /[\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
const NAMED = /@\w+/g;
const BETWEEN_WORDS = /[^\p{L}\p{N}]+/u;

/**
 * Reads a message: `/stop`, `STOP` and `*stop!* 🙏` alike, in every language, with or without a bot's name. The first
 * words decide, whatever follows; a way out is honoured rather than not. A token is one to link wherever it stands.
 */
export function parseCommand(text: string): ChatCommand {
  const words = wordsOf(text);
  if (vocabularies.some((vocabulary) => isNotToday(vocabulary, words))) {
    return { kind: 'today', status: 'NOT_PLAYING' };
  }
  const [first = '', second = '', third = ''] = words;
  const kind = found(commands, first) ?? 'help';
  switch (kind) {
    case 'help':
    case 'link': {
      const typed = seen(text).trim().split(/\s+/u)[1];
      const token = tokenIn(seen(text)) ?? (kind === 'link' ? typed : undefined);
      return token === undefined ? { kind: 'help' } : { kind: 'link', token };
    }
    case 'today': {
      const status = found(statuses, second) ?? found(statuses, `${second} ${third}`);
      return { kind: 'today', status: status ?? null };
    }
    default:
      return { kind };
  }
}

/** Whether it says no to us: that is done for everybody at any time, however much they write. */
export function isWayOut(command: ChatCommand): boolean {
  return command.kind === 'today'
    ? command.status === 'NOT_PLAYING'
    : command.kind === 'stop' || command.kind === 'unlink';
}

/** The language a message's command is in, as an ISO 639-1 code; `null` where it is in none. */
export function languageOf(text: string): string | null {
  const words = wordsOf(text);
  const spoken = Object.entries(VOCABULARIES).find(
    ([, vocabulary]) => Object.hasOwn(vocabulary.commands, words[0] ?? '') || isNotToday(vocabulary, words),
  );
  return spoken?.[0] ?? null;
}

/** A message in plain letters: full-width ones and the like are those they look like, marks on them are dropped. */
function seen(text: string): string {
  return text.slice(0, MOST_READ).normalize('NFKD').replace(UNSEEN, '');
}

/** Its words, in small letters, without what decorates them, names of bots, and a "please" before them. */
function wordsOf(text: string): string[] {
  const words = seen(text).replace(NAMED, ' ').toLowerCase().replace(UNSEEN, '').split(BETWEEN_WORDS);
  const said = words.filter((word) => word !== '');
  const isPolite = (word: string): boolean => vocabularies.some(({ polite }) => polite.includes(word));
  return isPolite(said[0] ?? '') ? said.slice(1) : said;
}

function isNotToday({ notToday }: Vocabulary, words: readonly string[]): boolean {
  return notToday.includes(words.slice(0, 2).join(' '));
}

/** The last token in a text; signs that a token may have, too, are taken off where they make it too long. */
function tokenIn(text: string): string | null {
  const candidates = (text.match(/[\w-]+/g) ?? []).map((run) => {
    const extra = run.length - TOKEN_LENGTH;
    const before = extra > 0 ? Math.floor(extra / 2) : 0;
    const token = run.slice(before, before + TOKEN_LENGTH);
    return /[^_-]/.test(run.replace(token, '')) ? run : token;
  });
  return candidates.findLast(looksLikeToken) ?? null;
}

function found<T>(dictionaries: readonly Readonly<Record<string, T>>[], word: string): T | undefined {
  return dictionaries.find((dictionary) => Object.hasOwn(dictionary, word))?.[word];
}
