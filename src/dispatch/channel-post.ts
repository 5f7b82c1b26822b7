import type { OutgoingMessage } from '../domain/channel.js';
import { channelAsUser } from '../domain/event-key.js';
import type { MusterEvent } from '../domain/events.js';
import type { Tx, View } from '../persistence/engine/database.js';
import { findReservation, openPosts, type Reservation } from '../persistence/stores/ledger-store.js';
import { readState } from '../persistence/stores/system-state-store.js';
import type { DispatchContext } from './context.js';
import { endWaiting } from './log-line.js';
import { type Letter, send } from './outgoing.js';
import type { RunControl } from './run-result.js';
import { canBeToldApart, takeUp } from './take-up.js';

/** Something of a date that is to be posted in a channel once, or has been. */
export interface ChannelPost {
  readonly post: Extract<MusterEvent, { type: 'post_settled' }>['post'];
  readonly date: string;
  readonly channelId: string;
  readonly eventKey: string;
  /** From then on (ms) nobody wants to read it. */
  readonly expiresAt: number;
  /** Worded before it is reserved: no transaction may wait for that. */
  readonly word: () => Promise<OutgoingMessage>;
  /** Asked before it is worded, and again while it is reserved; false: not now. */
  readonly mayLeave?: (view: View) => Promise<boolean>;
}

/**
 * Posts it, unless that was done before, or something holds it up now: then it waits for the next look. By a ledger row of
 * its channel and key, reserved before the send.
 */
export async function postOnce(
  context: DispatchContext,
  due: ChannelPost,
  control: RunControl,
): Promise<void> {
  if (!(await isOpen(context, due))) return;
  const { post, date, channelId, expiresAt } = due;
  const message = await due.word();
  const came = await send<Letter, NotNow>(context, {
    job: { expiresAt },
    channel: 'discord',
    signal: control.draining,
    inFlight: control.inFlight,
    reserve: (tx) => letterFor(context, tx, due, message),
  });
  const settled = came?.kind === 'left' ? await came.settled : null;
  if (!settled) return;
  const { outcome, code } = settled;
  context.events.emit({ type: 'post_settled', post, date, channelId, outcome, code });
}

/** Ends posts of a kind that wait and will not come: it is too late for them, or there is another channel now. */
export async function endOtherPosts(
  { database, clock }: DispatchContext,
  isOfTheKind: (eventKey: string) => boolean,
  due: readonly ChannelPost[],
): Promise<void> {
  const isOver = ({ kind, state, eventKey, userId }: Reservation): boolean =>
    kind === 'post' &&
    state === 'retry' &&
    isOfTheKind(eventKey) &&
    !due.some((post) => userId === channelAsUser(post.channelId) && eventKey === post.eventKey);
  // Looked at often, and seldom so.
  if (!(await openPosts(database.view)).some(isOver)) return;
  await database.withTransaction(async (tx) => {
    for (const row of (await openPosts(tx)).filter(isOver))
      await endWaiting(tx, row, { outcome: 'failed', reason: 'expired' }, clock.now());
  });
}

/** Whether a row may still be sent. */
async function isOpen({ database, clock, channels }: DispatchContext, due: ChannelPost): Promise<boolean> {
  if (channels.get('discord').gate.waitMs() > 0) return false;
  const { view } = database;
  const row = await findReservation(view, [channelAsUser(due.channelId)], due.eventKey);
  if (row && (row.state !== 'retry' || (row.nextAttemptAt ?? 0) > clock.now())) return false;
  return due.mayLeave?.(view) ?? true;
}

/** The row no longer waits, or something holds it up. */
interface NotNow {
  readonly kind: 'not_now';
}

const NOT_NOW: NotNow = { kind: 'not_now' };

/** Decides while holding a slot: the row may have changed since, and a restore may have lost one. */
async function letterFor(
  context: DispatchContext,
  tx: Tx,
  { eventKey, channelId, expiresAt, mayLeave }: ChannelPost,
  message: OutgoingMessage,
): Promise<Letter | NotNow> {
  const now = context.clock.now();
  const userId = channelAsUser(channelId);
  const own = await findReservation(tx, [userId], eventKey);
  if (now >= expiresAt || (own && own.state !== 'retry')) return NOT_NOW;
  if (own && !canBeToldApart(context, own)) {
    await endWaiting(tx, own, { outcome: 'unknown', reason: 'maybe_delivered' }, now);
    return NOT_NOW;
  }
  if (!own && (await readState(tx, `lost:${eventKey}`)) !== null) return NOT_NOW;
  if (mayLeave && !(await mayLeave(tx))) return NOT_NOW;
  const otherwise = { kind: 'post', userId, eventKey, campaignId: '', jobId: '', recipientId: null } as const;
  const reservation = await takeUp(context, tx, { own, otherwise, channel: 'discord' });
  return reservation
    ? { kind: 'go', reservation, address: channelId, message, hasOtherChannel: false }
    : NOT_NOW;
}
