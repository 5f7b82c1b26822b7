import type { Source } from '../../upkeep/import/original.js';
import type { ImportPlan } from '../../upkeep/import/plan.js';
import type { NoteName } from '../../upkeep/import/planning.js';
import { type Fate, LEFT_REASONS, type LeftReason, type TableTally } from '../../upkeep/import/tally.js';

/** Why rows are left, in words that go on from a number. */
const LEFT: Readonly<Record<LeftReason, string>> = {
  erased: 'of people who had themselves erased here',
  no_account: 'of accounts without a Discord account',
  changed_here: 'changed here since',
  said_here: 'said otherwise here',
  older: 'older than what was brought before',
  superseded: 'beside a newer one of the same person',
  unknown_status: 'with a status nobody knows',
  unreadable_date: 'with a date nobody can read',
  too_old: 'older than what is kept (RETENTION_DAYS)',
  too_far: 'further ahead than people may answer',
  unusable_guid: 'with a GUID that is none',
  guid_taken: 'with a game account that somebody else has',
  unusable_name: 'with a name that shows nothing',
  not_verified: 'never confirmed from the channel',
  unusable_address: 'with an address that is no private chat',
  address_taken: 'with a chat that serves somebody else',
  no_key: 'for want of CONTACT_DATA_ENCRYPTION_KEY',
  unknown_channel: 'of a channel nobody knows',
  other_channel: 'for another channel than the one that reaches them first',
  nothing_said: 'that ask for nothing',
  unknown_key: 'of messages nobody knows',
  other_evening: 'of earlier evenings',
  same_moment: 'of a moment that is known already',
  history: 'of history, which stays where it is',
  only_read: 'only read, to understand others',
  column_missing: 'unread, for a column is missing',
};

/** What the numbers of people mean. */
const NOTES: Readonly<Record<NoteName, string>> = {
  calls: 'agree to session pings',
  questions: 'agree to the question',
  ready: 'agree to the notice when it is on',
  withdrawn: 'agree no more to something they had agreed to',
  telegram: 'are linked on Telegram',
  signal: 'are linked on Signal',
  link_again_telegram: 'have to link Telegram again; /preferences and the page say so',
  link_again_signal: 'have to link Signal again; /preferences and the page say so',
  unreadable_quiet_hours: 'have quiet hours nobody can read, so they are asked for their consent again',
  unknown_zone: 'have a time zone nobody knows',
  unknown_preferred: 'prefer a channel nobody knows',
  own_threshold: 'had a threshold of their own, which there is not here',
  still_sending: 'of its jobs are still sending: stop the original first, and import once more',
};

const WIDEST = 'availability_promotion_send_logs'.length;

/** The report of an import, line by line: numbers, and no name, id or address of anybody. */
export function linesOf(plan: ImportPlan, source: Source, isDone: boolean): string[] {
  const { missing, notes, unknownErased } = plan;
  return [
    `From ${source.place}, time stamps without a zone read as ${source.zone}:`,
    `${' '.repeat(WIDEST)}${columns('rows', 'new', 'newer', 'same', 'left')}`,
    ...plan.tables.flatMap(tableLines),
    ...(missing.length > 0 ? [`Tables that are not there: ${missing.join(', ')}.`] : []),
    ...Object.entries(notes).map(
      ([name, people]) => `${String(people).padStart(6)} ${NOTES[name as NoteName]}`,
    ),
    ...(unknownErased > 0 && !isDone
      ? [
          `${String(unknownErased).padStart(6)} had themselves erased under a key that is no longer set: nobody can tell whether this ` +
            'would bring them back',
        ]
      : []),
  ];
}

function tableLines({ table, rows, fates, lacks }: TableTally): string[] {
  const of = (fate: Fate): number => fates[fate] ?? 0;
  const reasons = LEFT_REASONS.filter((reason) => of(reason) > 0);
  const left = reasons.reduce((sum, reason) => sum + of(reason), 0);
  const numbers = [rows, of('new'), of('newer'), of('same'), left].map(String) as [
    string,
    string,
    string,
    string,
    string,
  ];
  return [
    `${table.padEnd(WIDEST)}${columns(...numbers)}`,
    ...reasons.map((reason) => `${String(of(reason)).padStart(10)} ${LEFT[reason]}`),
    ...(lacks.length > 0 ? [`           without ${lacks.join(', ')}`] : []),
  ];
}

function columns(...texts: readonly [string, string, string, string, string]): string {
  return texts.map((text) => text.padStart(7)).join('');
}
