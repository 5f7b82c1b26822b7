import type { AvailabilityStatus } from '../../domain/availability.js';
import type { EndAction } from '../../domain/consent.js';

/** What a message in a chat can begin with. */
export type ChatCommandName =
  | 'link'
  | 'coming'
  | 'late'
  | 'today'
  | 'tomorrow'
  | 'on'
  | 'clear'
  | 'weekly'
  | 'away'
  | 'back'
  | 'keep'
  | 'limit'
  | 'stop'
  | 'unlink'
  | 'status'
  | 'help';

/** The days that have names of their own. */
export type NamedDay = 'yesterday' | 'today' | 'tomorrow';

/** At least one word for a thing. */
export type WordsFor = readonly [string, ...string[]];

/** One for each weekday. */
export type Seven<T> = readonly [T, T, T, T, T, T, T];
/** One for each month. */
export type Twelve<T> = readonly [T, T, T, T, T, T, T, T, T, T, T, T];

/**
 * What people may type. In small letters; those for chats without marks on them as well (`verfügbar` is read as
 * `verfugbar`). A word that two languages share is taken for the one that comes first in the list of languages.
 */
export interface TypedWords {
  readonly commands: Readonly<Record<ChatCommandName, WordsFor>>;
  /** What may follow a day, of one word or two. */
  readonly statuses: Readonly<Record<AvailabilityStatus, WordsFor>>;
  /** Between "maybe" and from how many players on somebody is in; of any number of words. */
  readonly ifAtLeast: WordsFor;
  /** What may follow `stop`, where it is one kind of message alone. */
  readonly ends: Readonly<Record<EndAction, WordsFor>>;
  /** Between "away" and its last day. */
  readonly until: WordsFor;
  /** Behind "weekly": keep them, or a weekday has none any more. The latter behind "limit", too. */
  readonly weekly: Readonly<Record<'keep' | 'off', WordsFor>>;
  /** "Not tonight" as people put it, of two words each. */
  readonly notToday: WordsFor;
  /** What may stand around a command: "please". */
  readonly polite: WordsFor;
  /** Where a date is asked for. */
  readonly days: Readonly<Record<NamedDay, WordsFor>>;
  /** From Monday on. Whole and short, such as `mon`. */
  readonly weekdays: Seven<WordsFor>;
  /** Between the last two weekdays of several. */
  readonly and: WordsFor;
  /** From January on. */
  readonly months: Twelve<WordsFor>;
}
