import type { OutgoingMessage } from '../domain/channel.js';
import { eveningAt, plannedSessionOn, type SessionTime } from '../domain/evening.js';
import { channelAsUser, isTidingsKey, tidingsKey } from '../domain/event-key.js';
import { type Gathering, isLastHour, isTrue, TIDINGS, type Tidings, tidingsOf } from '../domain/ready.js';
import type { SystemCampaign } from '../domain/system-campaigns.js';
import type { Messages } from '../messages/messages.js';
import type { Tx, View } from '../persistence/engine/database.js';
import { countsBetween, lookersOn } from '../persistence/stores/availability-store.js';
import { turnedOn } from '../persistence/stores/condition-store.js';
import { isPostedElsewhere } from '../persistence/stores/ledger-store.js';
import {
  clearState,
  promotionsPaused,
  readState,
  writeState,
} from '../persistence/stores/system-state-store.js';
import { type ChannelPost, endOtherPosts, postOnce } from './channel-post.js';
import type { DispatchContext } from './context.js';
import type { RunControl } from './run-result.js';

/** What a verdict goes by. */
export interface Judging {
  readonly clock: Pick<DispatchContext['clock'], 'now'>;
  readonly settings: Pick<
    DispatchContext['settings'],
    'promotionsEnabled' | 'sessionReadyThreshold' | keyof SessionTime
  >;
}

/** Today's session that the plan has. */
interface Session {
  readonly date: string;
  readonly startAt: number;
}

/** What has happened since today's session was last judged. */
export interface Occasion {
  /** Who has answered, in their order. */
  readonly answered: readonly string[];
  /** A setting may have made it ready, and then no answer has. */
  readonly isSetAnew: boolean;
}

/**
 * Judges how today's session stands, and puts on record what is to be told of it: by that row each is told once for its
 * date, whatever the numbers do afterwards. Nothing while promotions are paused or switched off.
 * @returns what it has put on record.
 */
export async function judgeSession(context: DispatchContext, occasion: Occasion): Promise<Tidings | null> {
  const { database, events } = context;
  const session = sessionAhead(context);
  if (!session || !(await verdict(context, database.view, session))) return null;
  const tidings = await database.withTransaction((tx) => judgeIn(context, tx, occasion));
  if (tidings) events.emit({ type: 'session_tidings', tidings, date: session.date });
  return tidings;
}

/** {@link judgeSession} within the transaction of the answers that may have made it so, of which its caller tells. */
export async function judgeIn(context: Judging, tx: Tx, occasion: Occasion): Promise<Tidings | null> {
  const session = sessionAhead(context);
  const found = session && (await verdict(context, tx, session));
  if (!session || !found) return null;
  const now = context.clock.now();
  await writeState(tx, reached(found, session.date), new Date(now).toISOString(), now);
  if (found === 'ready')
    await writeState(tx, untold(session.date), await whoMadeItReady(context, tx, session, occasion), now);
  return found;
}

/** The campaign by which people are told that it is on, where that is on record and was not told yet; `null`: none is due. */
export async function untoldIn(context: DispatchContext, view: View): Promise<SystemCampaign | null> {
  const session = sessionAhead(context);
  if (!session || (await readState(view, untold(session.date))) === null) return null;
  return { kind: 'ready', ...session, runAt: context.clock.now() };
}

/** Those of these people who are told: whoever's own answer made it ready knows. */
export async function withoutWhoMadeItReady<P extends { readonly userId: string }>(
  view: View,
  date: string,
  people: readonly P[],
): Promise<P[]> {
  const knows = await readState(view, untold(date));
  return people.filter(({ userId }) => userId !== knows);
}

/** People have been told that it is on, or nobody wants to be. */
export async function hasToldPeople(tx: Tx, date: string): Promise<void> {
  await clearState(tx, untold(date));
}

/** Whether today's session starts within the hour: then it is worth a look though nobody has answered. */
export function startsWithinTheHour(context: DispatchContext): boolean {
  const session = sessionAhead(context);
  return session !== null && isLastHour(context.clock.now(), session.startAt);
}

/**
 * Posts in the board channel what is on record of today's session, once each, until it starts. What is no longer true
 * when it could leave waits until it is again.
 */
export async function postTidings(context: DispatchContext, control: RunControl): Promise<void> {
  const due = await duePosts(context);
  await endOtherPosts(context, isTidingsKey, due);
  for (const post of due) await postOnce(context, post, control);
}

/** Today's session while it is ahead; `null`: the plan has none today, it has started, or nothing is to be told. */
function sessionAhead({ clock, settings }: Judging): Session | null {
  const now = clock.now();
  const date = eveningAt(now, settings);
  const startAt = plannedSessionOn(date, settings);
  return settings.promotionsEnabled && startAt !== null && now < startAt ? { date, startAt } : null;
}

async function verdict(context: Judging, view: View, session: Session): Promise<Tidings | null> {
  if (await promotionsPaused(view)) return null;
  return tidingsOf(context.clock.now(), await gatheringOf(context, view, session));
}

async function gatheringOf(
  { settings }: Judging,
  view: View,
  { date, startAt }: Session,
): Promise<Gathering> {
  const looking = (await countsBetween(view, date, date)).get(date)?.LOOKING ?? 0;
  const told = new Set<Tidings>();
  for (const tidings of TIDINGS) {
    if (await isOnRecord(view, tidings, date)) told.add(tidings);
    // A restore does not know what was told in the time it lost.
    else if ((await readState(view, `lost:${tidingsKey(tidings, date)}`)) !== null) told.add(tidings);
  }
  return { startAt, looking, threshold: settings.sessionReadyThreshold, told };
}

/** Whose answer made it ready; empty: nobody's did. */
async function whoMadeItReady(
  { settings }: Judging,
  tx: Tx,
  { date }: Session,
  { answered, isSetAnew }: Occasion,
): Promise<string> {
  const lookers = await lookersOn(tx, date);
  // Of answers in the same millisecond those came first that had been heard before.
  lookers.sort(
    (a, b) =>
      a.since.localeCompare(b.since) || answered.lastIndexOf(a.userId) - answered.lastIndexOf(b.userId),
  );
  const last = lookers[settings.sessionReadyThreshold - 1];
  // Those whose answers turned with it are told: it was another's answer that turned them.
  const turned = await turnedOn(tx, date);
  const made = lookers.filter(
    ({ userId, since }) => since === last?.since && (!turned.has(userId) || answered.includes(userId)),
  );
  const maker = (last && turned.has(last.userId) ? made.at(-1) : last)?.userId ?? '';
  return isSetAnew && !answered.includes(maker) ? '' : maker;
}

async function duePosts(context: DispatchContext): Promise<ChannelPost[]> {
  const { database, settings, followUp } = context;
  const session = sessionAhead(context);
  const channelId = settings.boardChannelId;
  if (!session || channelId === null) return [];
  const { date, startAt: expiresAt } = session;
  const told: Tidings[] = [];
  for (const each of TIDINGS) if (await isOnRecord(database.view, each, date)) told.push(each);
  return told
    .filter((each) => each === 'ready' || !told.includes('ready'))
    .map((tidings) => {
      const eventKey = tidingsKey(tidings, date);
      return {
        post: tidings,
        date,
        channelId,
        eventKey,
        expiresAt,
        word: async () => {
          const { looking } = await gatheringOf(context, database.view, session);
          return tidingsMessage(followUp.messages(), tidings, { looking, startAt: expiresAt });
        },
        mayLeave: async (view) => {
          if (await promotionsPaused(view)) return false;
          // A second board channel is no reason to say it twice.
          if (await isPostedElsewhere(view, eventKey, channelAsUser(channelId))) return false;
          const gathering = await gatheringOf(context, view, session);
          return isTrue(tidings, gathering) && (tidings === 'ready' || !gathering.told.has('ready'));
        },
      };
    });
}

function tidingsMessage(
  { board }: Messages,
  tidings: Tidings,
  { looking, startAt }: { readonly looking: number; readonly startAt: number },
): OutgoingMessage {
  const said = tidings === 'ready' ? board.ready(looking) : board.oneShort;
  return { text: `${said}\n${board.starts(startAt)}`, actions: [] };
}

const reached = (tidings: Tidings, date: string): `reached:${string}` =>
  `reached:${tidingsKey(tidings, date)}`;

const untold = (date: string): `untold:${string}` => `untold:${tidingsKey('ready', date)}`;

async function isOnRecord(view: View, tidings: Tidings, date: string): Promise<boolean> {
  return (await readState(view, reached(tidings, date))) !== null;
}
