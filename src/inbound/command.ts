import type { AvailabilityStatus } from '../domain/availability.js';
import type { EndAction } from '../domain/consent.js';
import type { Weekday } from '../domain/session-plan.js';
import { WEEK, WEEKLY_STATUSES, type WeeklyStatus } from '../domain/standing-answers.js';
import { LANGUAGES } from '../messages/languages.js';
import { plainLetters, plainSmallLetters } from '../messages/plain-letters.js';
import type { ChatCommandName, TypedWords, WordsFor } from '../messages/texts/typed.js';
import { looksLikeToken, TOKEN_LENGTH } from '../services/link-channel.js';

/** What somebody says about a day. */
export interface TypedAnswer {
  /** `null`: nothing that is understood. */
  readonly status: AvailabilityStatus | null;
  /** They are in as soon as so many are; left out where they do not say so. */
  readonly ifAtLeast?: number;
}

/** What a person asks for in a chat. */
export type ChatCommand =
  | { readonly kind: 'link'; readonly token: string }
  | { readonly kind: 'coming' }
  /** The minutes as typed; `null`: there are none. */
  | { readonly kind: 'late'; readonly minutes: number | null }
  | ({ readonly kind: 'today' } & TypedAnswer)
  /** The date as it was typed; empty where there is none. */
  | ({ readonly kind: 'on'; readonly date: string } & TypedAnswer)
  | { readonly kind: 'clear'; readonly date: string }
  /** What is asked for of the whole week; `how`: that was not understood. */
  | { readonly kind: 'weekly'; readonly what: 'show' | 'keep' | 'how' }
  /** A weekday's answer; `null`: it has none any more. */
  | { readonly kind: 'weekly'; readonly what: WeeklyStatus | null; readonly day: Weekday }
  /** The last date away as it was typed; empty where there is none. */
  | { readonly kind: 'away'; readonly date: string }
  | { readonly kind: 'back' | 'keep' }
  /** How many pings a week at most; `null`: no limit; left out: that is not said. */
  | { readonly kind: 'limit'; readonly most?: number | null }
  | { readonly kind: 'stop' | EndAction | 'unlink' | 'status' }
  | { readonly kind: 'help' };

type TypedByLanguage = readonly [code: string, words: TypedWords];

// In the order of the languages: a word that two share counts for the first.
const TYPED: readonly TypedByLanguage[] = [...LANGUAGES].map(([code, { typed }]) => [code, typed]);
const COMMANDS = meaningsOf(TYPED.map(([, words]) => words.commands));
const STATUSES = meaningsOf(TYPED.map(([, words]) => words.statuses));
const ENDINGS = meaningsOf(TYPED.map(([, words]) => words.ends));
const IF_AT_LEAST = new Set(TYPED.flatMap(([, words]) => words.ifAtLeast));
const KEEP = new Set(TYPED.flatMap(([, words]) => words.weekly.keep));
const OFF = new Set(TYPED.flatMap(([, words]) => words.weekly.off));
const UNTIL = new Set(TYPED.flatMap(([, words]) => words.until));
const WEEKDAY_NAMES: ReadonlyMap<string, Weekday> = new Map(
  TYPED.flatMap(([, words]) =>
    WEEK.flatMap((day, index) =>
      (words.weekdays[index] ?? []).map((name): [string, Weekday] => [plainSmallLetters(name), day]),
    ),
  ).reverse(),
);
const NOT_TODAY = new Set(TYPED.flatMap(([, words]) => words.notToday));
const POLITE = new Set(TYPED.flatMap(([, words]) => words.polite));

/** We read so much of a message, in UTF-16 units: more than our longest reply that people send back. */
const MOST_READ = 600;
const NAMED = /@\w+/g;
const WORD = /[\p{L}\p{N}]+/gu;
const SPACES = /\s+/gu;
const NUMBER = /^\d+/;
const WHOLE_NUMBER = /^\d+$/;

/** A message in plain small letters, and where its words stand. */
interface Said {
  readonly text: string;
  readonly words: readonly { readonly word: string; readonly at: number }[];
}

/**
 * Reads a message: `/stop`, `STOP` and `*stop!* 🙏` alike, in every language, with or without a bot's name.
 * The first words decide; in doubt it is a way out. A token links wherever it stands.
 */
export function parseCommand(text: string): ChatCommand {
  // Its letters are chance: up to the first `-` or `_` they may be a command's name.
  const alone = seen(text).trim();
  if (looksLikeToken(alone)) return { kind: 'link', token: alone };
  const said = saidIn(text);
  const words = said.words.map(({ word }) => word);
  if (NOT_TODAY.has(firstTwo(words))) {
    return { kind: 'today', status: 'NOT_PLAYING' };
  }
  const [first = ''] = words;
  const kind: ChatCommandName = COMMANDS.get(first) ?? 'help';
  switch (kind) {
    case 'help':
    case 'link': {
      const typed = seen(text).trim().split(/\s+/u)[1];
      const token = tokenIn(seen(text)) ?? (kind === 'link' ? typed : undefined);
      return token === undefined ? { kind: 'help' } : { kind: 'link', token };
    }
    case 'late': {
      const minutes = words.find((word) => NUMBER.test(word));
      return { kind, minutes: minutes === undefined ? null : Number.parseInt(minutes, 10) };
    }
    case 'today':
      return { kind: 'today', ...answerAt(words, 1) };
    case 'tomorrow':
      return { kind: 'on', date: 'tomorrow', ...answerAt(words, 1) };
    case 'on': {
      const at = words.findIndex((_, index) => index > 0 && statusAt(words, index) !== null);
      return at === -1
        ? { kind: 'on', date: textBetween(said, 1), status: null }
        : { kind: 'on', date: textBetween(said, 1, at), ...answerAt(words, at) };
    }
    case 'clear':
      return { kind: 'clear', date: textBetween(said, 1) };
    case 'weekly':
      return weeklyIn(words);
    case 'away':
      return { kind, date: textBetween(said, isUntil(words) ? 2 : 1) };
    case 'limit':
      return limitIn(words);
    case 'stop':
      return { kind: ENDINGS.get(words[1] ?? '') ?? 'stop' };
    default:
      return { kind };
  }
}

/** Whether a command is a way out: everybody may use those at any time, however much they write. */
export function isWayOut(command: ChatCommand): boolean {
  switch (command.kind) {
    case 'stop':
    case 'dont-ask':
    case 'stop-ready':
    case 'unlink':
      return true;
    case 'today':
      return command.status === 'NOT_PLAYING';
    case 'on':
      return command.status === 'NOT_PLAYING' && command.date !== '';
    case 'clear':
    case 'away':
      return command.date !== '';
    case 'weekly':
      return command.what === null;
    default:
      return false;
  }
}

/** What is said about weekdays. */
function weeklyIn(words: readonly string[]): ChatCommand {
  const [, first, second = ''] = words;
  if (first === undefined) return { kind: 'weekly', what: 'show' };
  if (KEEP.has(first)) return { kind: 'weekly', what: 'keep' };
  const day = WEEKDAY_NAMES.get(first);
  if (day === undefined) return { kind: 'weekly', what: 'how' };
  if (OFF.has(second)) return { kind: 'weekly', what: null, day };
  const status = WEEKLY_STATUSES.find((known) => known === statusAt(words, 2));
  return status ? { kind: 'weekly', what: status, day } : { kind: 'weekly', what: 'how' };
}

/** How many pings a week are asked for. */
function limitIn([, said = '']: readonly string[]): ChatCommand {
  if (OFF.has(said)) return { kind: 'limit', most: null };
  return WHOLE_NUMBER.test(said) ? { kind: 'limit', most: Number(said) } : { kind: 'limit' };
}

/** Whether a day follows behind "until". The Slovenian "do" alone is a day itself: the German Thursday. */
function isUntil([, word = '', behind]: readonly string[]): boolean {
  return UNTIL.has(word) && (behind !== undefined || !WEEKDAY_NAMES.has(word));
}

/** The language of a message's command, as an ISO 639-1 code; `null` if no language has it. */
export function languageOf(text: string): string | null {
  if (looksLikeToken(seen(text).trim())) return null;
  const words = saidIn(text).words.map(({ word }) => word);
  const [first = ''] = words;
  const spoken = TYPED.find(
    ([, { commands, notToday }]) =>
      Object.values(commands).some((typed) => typed.includes(first)) || notToday.includes(firstTwo(words)),
  );
  return spoken?.[0] ?? null;
}

function seen(text: string): string {
  return plainLetters(text.slice(0, MOST_READ));
}

/** A message without decoration, names of bots, and a "please" at its beginning or end. */
function saidIn(text: string): Said {
  const small = plainSmallLetters(seen(text).replace(NAMED, ' '));
  const words = [...small.matchAll(WORD)].map(({ 0: word, index: at }) => ({ word, at }));
  if (POLITE.has(words[0]?.word ?? '')) words.shift();
  if (words.length > 1 && POLITE.has(words.at(-1)?.word ?? '')) words.pop();
  return { text: small, words };
}

/** The text from a word up to another one, or to the last. */
function textBetween({ text, words }: Said, from: number, to = words.length): string {
  const [first, last] = [words[from], words[to - 1]];
  if (!first || !last || to <= from) return '';
  return text.slice(first.at, last.at + last.word.length).replace(SPACES, ' ');
}

/** The status that a word names, or with the one behind it. */
function statusAt(words: readonly string[], index: number): AvailabilityStatus | null {
  const [word = '', next = ''] = words.slice(index);
  return STATUSES.get(word) ?? STATUSES.get(`${word} ${next}`) ?? null;
}

/** The status that a word names, and from how many players on somebody is in where the words behind it say so. */
function answerAt(words: readonly string[], index: number): TypedAnswer {
  const status = statusAt(words, index);
  const behind = words.slice(index + 1);
  const at = behind.findIndex((word) => WHOLE_NUMBER.test(word));
  const isCondition = status !== null && at > 0 && IF_AT_LEAST.has(behind.slice(0, at).join(' '));
  return isCondition ? { status, ifAtLeast: Number(behind[at]) } : { status };
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
