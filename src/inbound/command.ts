import type { AvailabilityStatus } from '../domain/availability.js';
import { LANGUAGES } from '../messages/languages.js';
import type { ChatCommandName, TypedWords, WordsFor } from '../messages/texts/typed.js';
import { looksLikeToken, TOKEN_LENGTH } from '../services/link-channel.js';

/** What a person asks for in a chat. */
export type ChatCommand =
  | { readonly kind: 'link'; readonly token: string }
  | { readonly kind: 'today'; readonly status: AvailabilityStatus | null }
  | { readonly kind: 'stop' | 'dont-ask' | 'unlink' | 'status' }
  | { readonly kind: 'help' };

type TypedByLanguage = readonly [code: string, words: TypedWords];

// In the order of the languages: a word that two share counts for the first.
const TYPED: readonly TypedByLanguage[] = [...LANGUAGES].map(([code, { typed }]) => [code, typed]);
const COMMANDS = meaningsOf(TYPED.map(([, words]) => words.commands));
const STATUSES = meaningsOf(TYPED.map(([, words]) => words.statuses));
const QUESTIONS = new Set(TYPED.flatMap(([, words]) => words.questions));
const NOT_TODAY = new Set(TYPED.flatMap(([, words]) => words.notToday));
const POLITE = new Set(TYPED.flatMap(([, words]) => words.polite));

/** We read so much of a message, in UTF-16 units: more than our longest reply that people send back. */
const MOST_READ = 600;
/** Invisible letters, marks on letters, and direction marks. */
const UNSEEN = /[\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
const NAMED = /@\w+/g;
const BETWEEN_WORDS = /[^\p{L}\p{N}]+/u;

/**
 * Reads a message: `/stop`, `STOP` and `*stop!* 🙏` alike, in every language, with or without a bot's name.
 * The first words decide; in doubt it is a way out. A token links wherever it stands.
 */
export function parseCommand(text: string): ChatCommand {
  const words = wordsOf(text);
  if (NOT_TODAY.has(firstTwo(words))) {
    return { kind: 'today', status: 'NOT_PLAYING' };
  }
  const [first = '', second = '', third = ''] = words;
  const kind: ChatCommandName = COMMANDS.get(first) ?? 'help';
  switch (kind) {
    case 'help':
    case 'link': {
      const typed = seen(text).trim().split(/\s+/u)[1];
      const token = tokenIn(seen(text)) ?? (kind === 'link' ? typed : undefined);
      return token === undefined ? { kind: 'help' } : { kind: 'link', token };
    }
    case 'today': {
      const status = STATUSES.get(second) ?? STATUSES.get(`${second} ${third}`);
      return { kind: 'today', status: status ?? null };
    }
    case 'stop':
      return { kind: QUESTIONS.has(second) ? 'dont-ask' : 'stop' };
    default:
      return { kind };
  }
}

/** Whether a command is a way out: everybody may use those at any time, however much they write. */
export function isWayOut(command: ChatCommand): boolean {
  return command.kind === 'today'
    ? command.status === 'NOT_PLAYING'
    : command.kind === 'stop' || command.kind === 'dont-ask' || command.kind === 'unlink';
}

/** The language of a message's command, as an ISO 639-1 code; `null` if no language has it. */
export function languageOf(text: string): string | null {
  const words = wordsOf(text);
  const [first = ''] = words;
  const spoken = TYPED.find(
    ([, { commands, notToday }]) =>
      Object.values(commands).some((typed) => typed.includes(first)) || notToday.includes(firstTwo(words)),
  );
  return spoken?.[0] ?? null;
}

/** A message in plain letters: full-width letters and the like become normal ones, marks are dropped. */
function seen(text: string): string {
  return text.slice(0, MOST_READ).normalize('NFKD').replace(UNSEEN, '');
}

/** A message's words in small letters, without decoration, names of bots, and a leading "please". */
function wordsOf(text: string): string[] {
  const words = seen(text).replace(NAMED, ' ').toLowerCase().replace(UNSEEN, '').split(BETWEEN_WORDS);
  const said = words.filter((word) => word !== '');
  return POLITE.has(said[0] ?? '') ? said.slice(1) : said;
}

function firstTwo(words: readonly string[]): string {
  return words.slice(0, 2).join(' ');
}

/**
 * The last token in a text. Signs around it that a token may also have (`_`, `-`) are cut off if they make it
 * too long.
 */
function tokenIn(text: string): string | null {
  const candidates = (text.match(/[\w-]+/g) ?? []).map((run) => {
    const extra = run.length - TOKEN_LENGTH;
    const before = extra > 0 ? Math.floor(extra / 2) : 0;
    const token = run.slice(before, before + TOKEN_LENGTH);
    return /[^_-]/.test(run.replace(token, '')) ? run : token;
  });
  return candidates.findLast(looksLikeToken) ?? null;
}

/** What each word means; the first language that has it decides. */
function meaningsOf<M extends string>(
  languages: readonly Readonly<Record<M, WordsFor>>[],
): ReadonlyMap<string, M> {
  const pairs = languages.flatMap((language) =>
    (Object.entries(language) as [M, WordsFor][]).flatMap(([meaning, words]) =>
      words.map((word): [string, M] => [word, meaning]),
    ),
  );
  return new Map(pairs.reverse());
}
