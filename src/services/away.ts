import { eveningAt } from '../domain/evening.js';
import { addDays, daysBetween } from '../domain/local-time.js';
import { ok, refuse, type Result } from '../domain/refusal.js';
import type { Arrival } from '../domain/ways-out.js';
import type { Tx } from '../persistence/engine/database.js';
import { availabilityOf, declineEntry } from '../persistence/stores/availability-store.js';
import { findPlayerLink } from '../persistence/stores/player-link-store.js';
import { countAnew, findPreferences } from '../persistence/stores/preference-store.js';
import { saveAway } from '../persistence/stores/standing-store.js';
import type { Actor, ServiceContext } from './context.js';
import { asLinked, type Chat, type LinkedAccount } from './link-channel.js';
import { arrivalOf } from './said-since.js';
import { dateToSet } from './set-availability.js';
import { keepNo, notDoneFor } from './way-out.js';

/** An absence that was kept: its last date, and the dates to which an earlier answer became a no. All `YYYY-MM-DD`. */
export interface WentAway {
  readonly today: string;
  readonly until: string;
  readonly declined: readonly string[];
}

/** A person who is away; we need only their id. */
type Person = Pick<Actor, 'userId' | 'cameIn'>;

/**
 * Somebody is away from today until a date, which is included: their weekly answers do not count, nobody asks whether they
 * play, and what they said about these dates becomes a no. A way out: open to everybody of whom anything is kept that it could
 * end, and Discord is not asked. What they say about such a date afterwards counts.
 */
export async function goAway(
  context: ServiceContext,
  person: Person,
  untilInput: string,
): Promise<Result<WentAway>> {
  const until = dateToSet(context, untilInput);
  if (!until.ok) return until;
  const arrival = arrivalOf(context, person);
  const { userId } = person;
  const declined = await context.database.withTransaction(async (tx) =>
    (await isKnown(tx, userId)) ? leave(context, tx, { userId, until: until.value, arrival }) : null,
  );
  if (!declined) return refuse({ code: 'not_linked' });
  tell(context, userId, declined);
  return ok({ today: eveningAt(context.clock.now(), context.settings), until: until.value, declined });
}

/** {@link goAway} from a chat, for every account that was linked to it until now. */
export async function goAwayInChat(
  context: ServiceContext,
  chat: Chat,
  until: string,
): Promise<Result<{ account: LinkedAccount; went: WentAway }>> {
  const arrival = arrivalOf(context, chat);
  const found = await asLinked(context, chat, async (tx, account) => {
    const left = new Map<string, readonly string[]>();
    for (const userId of notDoneFor(chat, account))
      left.set(userId, await leave(context, tx, { userId, until, arrival, channel: chat.channel }));
    return left;
  });
  if (!found.ok) return found;
  const { account, value: left } = found.value;
  for (const [userId, declined] of left) tell(context, userId, declined);
  const today = eveningAt(context.clock.now(), context.settings);
  return ok({ account, went: { today, until, declined: left.get(account.userId) ?? [] } });
}

/** Somebody is there again. What became a no meanwhile stays one. */
export async function comeBack(context: ServiceContext, { userId }: Person): Promise<void> {
  await context.database.withTransaction((tx) => saveAway(tx, userId, null, context.clock.now()));
  context.events.emit({ type: 'standing_answers_changed', userId, what: 'back' });
}

/** An absence as it is asked for. */
interface Leaving {
  readonly userId: string;
  readonly until: string;
  readonly arrival: Arrival;
  readonly channel?: Chat['channel'];
}

async function leave(context: ServiceContext, tx: Tx, leaving: Leaving): Promise<string[]> {
  const { userId, until, arrival, channel } = leaving;
  const now = context.clock.now();
  const today = eveningAt(now, context.settings);
  const dates = Array.from({ length: daysBetween(today, until) + 1 }, (_, index) => addDays(today, index));
  const matters = dates.map((date) => `date ${date}` as const);
  await context.waysOut.note(userId, matters, arrival);
  const yes = (await availabilityOf(tx, userId, today)).filter(
    ({ date, status }) => date <= until && status !== 'NOT_PLAYING',
  );
  for (const { date } of yes) {
    await declineEntry(tx, { id: context.newId(), userId, date }, now);
    await keepNo(context, tx, { userId, date, ...(channel && { channel }) }, now);
  }
  await saveAway(tx, userId, { from: today, until }, now);
  await countAnew(tx, userId, now);
  return yes.map(({ date }) => date);
}

async function isKnown(tx: Tx, userId: string): Promise<boolean> {
  return (await findPlayerLink(tx, userId)) !== null || (await findPreferences(tx, userId)) !== null;
}

function tell({ events }: ServiceContext, userId: string, declined: readonly string[]): void {
  for (const date of declined) events.emit({ type: 'availability_set', userId, date, status: 'NOT_PLAYING' });
  events.emit({ type: 'standing_answers_changed', userId, what: 'away' });
}
