import {
  CHANNEL_TYPES,
  channelOrder,
  PREFERRED_CHANNELS,
  type PreferredChannel,
} from '../../domain/channel-choice.js';
import { CONSENTS, type ConsentTo, isAllowed } from '../../domain/consent.js';
import type { QuietHours } from '../../domain/person.js';
import { timezoneNamed } from '../../domain/time-zone.js';
import type { KnownPreferences } from '../../persistence/stores/import-store.js';
import { newestOf } from './claims.js';
import type { SourceRow, TableName } from './original.js';
import type { Linked } from './plan-contacts.js';
import { type Change, fateOf, isTaken, type Planning } from './planning.js';
import type { Fate } from './tally.js';
import { instantIn, objectIn, quietHoursIn, truth } from './values.js';

const PREFERENCES = 'subscription_preferences';
const USER_SETTINGS = 'availability_user_settings';
const SUBSCRIPTIONS = 'availability_subscriptions';

/** A row of somebody's, and when it was written. */
interface Dated {
  readonly userId: string;
  readonly row: SourceRow;
  readonly at: number | null;
}

/** How somebody wants to hear from us. */
export interface Settings {
  readonly preferredChannel: PreferredChannel;
  readonly quietHours: QuietHours | null;
  readonly timezone: string | null;
}

const USUAL: Settings = { preferredChannel: 'any', quietHours: null, timezone: null };

/**
 * Plans settings and consents. A consent is what somebody said yes to there: to calls in their preferences; to questions and
 * ready notices by a subscription of the channel that reaches them first. Nobody is taken for agreeing whose quiet hours, or
 * the clock they go by, can't be read.
 */
export function planPreferences(planning: Planning, linked: Linked): void {
  const preferences = onePerPerson(planning, PREFERENCES);
  const extras = onePerPerson(planning, USER_SETTINGS);
  const members = new Map(
    (planning.source.tables.get('members')?.rows ?? []).flatMap((row) => {
      const userId = planning.people.idOf(row['user_id']);
      return userId === null || planning.isErased(userId) ? [] : [[userId, row] as const];
    }),
  );
  const subscriptions = subscriptionsOf(planning);
  const settled = new Map<string, Settings>();
  const unclear = new Set<string>();
  for (const userId of new Set([...preferences.keys(), ...extras.keys(), ...members.keys()])) {
    const own = preferences.get(userId) ?? null;
    const extra = extras.get(userId) ?? null;
    const { settings, isClear } = settingsIn(planning, userId, own, extra, members.get(userId)?.['timezone']);
    settled.set(userId, settings);
    if (!isClear) unclear.add(userId);
    const isSaid = own !== null || settings.timezone !== null;
    const fate = isSaid
      ? planSettings(planning, userId, settings, (own ?? extra)?.at ?? null)
      : 'nothing_said';
    if (extra) planning.tally.add(USER_SETTINGS, own ? 'only_read' : fate);
    if (own) planning.tally.add(PREFERENCES, strongest(fate, planCalls(planning, own, isClear)));
  }
  // What is linked, or was, stands in their preferences.
  for (const change of [...planning.changes])
    if (isLink(change) && !planning.hasPreferences(change.userId))
      planSettings(planning, change.userId, USUAL, null);
  for (const [userId, rows] of subscriptions) {
    const known = settled.get(userId) ?? planning.target.preferences.get(userId);
    planSubscriptions(planning, userId, rows, {
      preferred: known?.preferredChannel ?? 'any',
      linked,
      isClear: !unclear.has(userId),
      asked: truth(extras.get(userId)?.row['availability_reminders_enabled']),
    });
  }
}

function isLink({ kind }: Change): boolean {
  return kind === 'contact' || kind === 'link_again';
}

function onePerPerson(planning: Planning, table: TableName): Map<string, Dated> {
  const { source, tally } = planning;
  const found = planning.rows(table).flatMap((row): Dated[] => {
    const userId = planning.personOf(table, row['user_id']);
    return userId === null ? [] : [{ userId, row, at: instantIn(row['updated_at'], source.zone) }];
  });
  const newest = newestOf(
    found,
    ({ userId }) => userId,
    ({ at, row }) => ({ at, tie: JSON.stringify(row) }),
  );
  for (const each of found) if (!newest.has(each)) tally.add(table, 'superseded');
  return new Map([...newest].map((each) => [each.userId, each]));
}

/** `isClear`: whether it is known when they want to be left alone. */
function settingsIn(
  planning: Planning,
  userId: string,
  own: Dated | null,
  extra: Dated | null,
  memberZone: string | null | undefined,
): { readonly settings: Settings; readonly isClear: boolean } {
  const quiet = quietHoursIn(own?.row['quiet_hours']);
  if (quiet === 'unreadable') planning.note('unreadable_quiet_hours', userId);
  const zones = [own?.row['timezone'], extra?.row['timezone'], memberZone].flatMap((zone) => {
    const said = zone?.trim() ?? '';
    return said === '' ? [] : [timezoneNamed(said)];
  });
  const [first = null] = zones;
  if (zones.length > 0 && first === null) planning.note('unknown_zone', userId);
  const word = own?.row['preferred_channel']?.trim().toLowerCase() ?? '';
  const preferredChannel = PREFERRED_CHANNELS.find((known) => known === word);
  if (word !== '' && preferredChannel === undefined) planning.note('unknown_preferred', userId);
  if (Number(own?.row['notify_threshold'] ?? 0) > 0) planning.note('own_threshold', userId);
  const quietHours = quiet === 'unreadable' ? null : quiet;
  // What an older version had no column for says nothing.
  const columns = own ? planning.source.tables.get(PREFERENCES)?.columns : undefined;
  const known = planning.target.preferences.get(userId) ?? USUAL;
  return {
    settings: {
      preferredChannel: columns?.has('preferred_channel')
        ? (preferredChannel ?? 'any')
        : known.preferredChannel,
      quietHours: columns?.has('quiet_hours') ? quietHours : known.quietHours,
      timezone: first ?? (columns?.has('timezone') ? null : known.timezone),
    },
    isClear: quiet !== 'unreadable' && (quietHours === null || zones.length === 0 || first !== null),
  };
}

function planSettings(planning: Planning, userId: string, settings: Settings, at: number | null): Fate {
  const known = planning.target.preferences.get(userId);
  const mark = planning.mark(userId, 'settings');
  const kept = known && settingsMark(known);
  const isSame = kept === settingsMark(settings);
  if (isSame) planning.seen(userId, 'settings', at);
  const fate = fateOf(
    { exists: known !== undefined, isSame, isAsImported: mark?.mark === kept, isTheirs: false },
    mark,
    at,
  );
  if (isTaken(fate)) planning.change({ kind: 'settings', userId, ...settings, sourceAt: at });
  return fate;
}

/** Settings as an import wrote them. */
export function settingsMark({ preferredChannel, quietHours, timezone }: Settings): string {
  return JSON.stringify([preferredChannel, quietHours?.start ?? null, quietHours?.end ?? null, timezone]);
}

function planCalls(planning: Planning, { userId, row, at }: Dated, isClear: boolean): Fate {
  const says = truth(row['allow_promotions']);
  return planConsent(planning, userId, 'calls', { says: says === true && isClear, at });
}

/** What becomes of a consent that somebody gives where they come from, or does not give (any more). */
function planConsent(
  planning: Planning,
  userId: string,
  to: ConsentTo,
  { says, at }: { readonly says: boolean; readonly at: number | null },
): Fate {
  const known = planning.target.preferences.get(userId);
  const mark = planning.mark(userId, `consent:${to}`);
  const isAllowedNow = known !== undefined && isAllowed(known, to);
  if (isAllowedNow === says) {
    planning.seen(userId, `consent:${to}`, at);
    return 'same';
  }
  const isTheirs = planning.target.doings.has(`${userId} ${to}`);
  // Whoever has preferences that no import brought has seen the question, and left it at no.
  const isOwnRow = known !== undefined && planning.mark(userId, 'settings') === null;
  const isAsImported =
    known !== undefined && (mark === null ? !isAllowedNow : mark.mark === consentMark(known, to));
  const fate: Fate = isOwnRow
    ? 'said_here'
    : known === undefined && mark === null && !isTheirs
      ? 'new'
      : fateOf({ exists: known !== undefined, isSame: false, isAsImported, isTheirs }, mark ?? NO_MARK, at);
  if (!isTaken(fate)) return fate;
  const since = says ? planning.past(at) : null;
  planning.change({ kind: 'consent', userId, to, since, sourceAt: at });
  planning.note(says ? to : 'withdrawn', userId);
  return mark === null ? 'new' : 'newer';
}

const NO_MARK = { mark: '', sourceAt: null };

/** A consent as an import wrote it. */
export function consentMark(known: Pick<KnownPreferences, ConsentField>, to: ConsentTo): string {
  const { field, sinceField } = CONSENTS[to];
  return JSON.stringify([known[field], known[sinceField]]);
}

type ConsentField = (typeof CONSENTS)[ConsentTo]['field' | 'sinceField'];

interface Reading {
  readonly preferred: PreferredChannel;
  readonly linked: Linked;
  /** Whether they want to be reminded; `null`: they said neither. */
  readonly asked: boolean | null;
  /** Whether it is known when they want to be left alone. */
  readonly isClear: boolean;
}

function subscriptionsOf(planning: Planning): Map<string, Dated[]> {
  const { source } = planning;
  const people = new Map<string, Dated[]>();
  for (const row of planning.rows(SUBSCRIPTIONS)) {
    const userId = planning.personOf(SUBSCRIPTIONS, row['user_id']);
    if (userId === null) continue;
    const at = instantIn(row['updated_at'], source.zone);
    people.set(userId, [...(people.get(userId) ?? []), { userId, row, at }]);
  }
  return people;
}

function planSubscriptions(planning: Planning, userId: string, rows: Dated[], reading: Reading): void {
  const { tally } = planning;
  const targets = {
    discord: true,
    telegram: reading.linked.has(`${userId} telegram`),
    signal: reading.linked.has(`${userId} signal`),
  };
  const [first] = channelOrder(reading.preferred, targets, new Set(CHANNEL_TYPES));
  const isOn = ({ row }: Dated): boolean => truth(row['enabled']) === true;
  const channelOf = ({ row }: Dated): string => row['channel_type']?.trim().toLowerCase() ?? '';
  const counting = rows.filter((each) => isOn(each) && channelOf(each) === first);
  const at = Math.max(...rows.map((each) => each.at ?? -Infinity));
  const sourceAt = Number.isFinite(at) ? at : null;
  const wants = (to: 'questions' | 'ready'): boolean =>
    reading.isClear && counting.length > 0 && counting.every(({ row }) => !refuses(row, to));
  const says = { ready: wants('ready'), questions: wants('questions') && reading.asked !== false };
  if ((says.ready || says.questions) && !planning.hasPreferences(userId))
    planSettings(planning, userId, USUAL, null);
  const fates = (['ready', 'questions'] as const).map((to) =>
    planConsent(planning, userId, to, { says: says[to], at: sourceAt }),
  );
  const [one = 'same', other = 'same'] = fates;
  const fate = strongest(one, other);
  for (const each of rows) {
    const known = CHANNEL_TYPES.some((channel) => channel === channelOf(each));
    if (!known) tally.add(SUBSCRIPTIONS, 'unknown_channel');
    else if (counting.includes(each)) tally.add(SUBSCRIPTIONS, fate);
    else if (isOn(each)) tally.add(SUBSCRIPTIONS, 'other_channel');
    else tally.add(SUBSCRIPTIONS, counting.length === 0 && isTaken(fate) ? fate : 'nothing_said');
  }
}

const ABOUT: Readonly<Record<'questions' | 'ready', RegExp>> = {
  questions: /remind|daily|question/i,
  ready: /ready|threshold/i,
};

/** Whether a subscription's own settings say no to one of what it brings. */
function refuses(row: SourceRow, to: 'questions' | 'ready'): boolean {
  const said = objectIn(row['preferences']) ?? {};
  return Object.entries(said).some(([key, value]) => ABOUT[to].test(key) && truth(String(value)) === false);
}

/** What counts of two fates of one row: that something of it is taken over, else why something is not. */
function strongest(one: Fate, other: Fate): Fate {
  const order = (fate: Fate): number => (fate === 'new' ? 0 : fate === 'newer' ? 1 : fate === 'same' ? 3 : 2);
  return order(one) <= order(other) ? one : other;
}
