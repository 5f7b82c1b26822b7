import type { OutgoingMessage } from '../domain/channel.js';
import { boardMoment, eveningAt, plannedStart, startOn } from '../domain/evening.js';
import { boardKey, channelAsUser } from '../domain/event-key.js';
import { recordBoard } from '../persistence/stores/board-store.js';
import type { Tx } from '../persistence/engine/database.js';
import {
  closeReservation,
  findReservation,
  openPosts,
  type Reservation,
  sentMessageOf,
} from '../persistence/stores/ledger-store.js';
import { readState } from '../persistence/stores/system-state-store.js';
import type { DispatchContext } from './context.js';
import { boardMessage, dayBoardOf } from './day-board.js';
import { endWaiting } from './log-line.js';
import { type Letter, send } from './outgoing.js';
import type { RunControl } from './run-result.js';
import { canBeToldApart, takeUp } from './take-up.js';

/** A board that is to be posted by itself, or has been. */
interface DueBoard {
  readonly date: string;
  readonly channelId: string;
  readonly userId: string;
  readonly eventKey: string;
  /** The start of the session: after it nobody asks who is in. */
  readonly expiresAt: number;
}

/**
 * Posts today's board in the board channel, once, from its moment until the session starts, by a ledger row like
 * anything that leaves. What was posted is on record as a board afterwards, also if the process died in between.
 */
export async function postDueBoard(context: DispatchContext, control: RunControl): Promise<void> {
  const due = dueBoard(context);
  await endOthers(context, due);
  if (!due) return;
  if (await isOpen(context, due)) await post(context, due, control);
  const messageId = await sentMessageOf(context.database.view, due.userId, due.eventKey);
  if (messageId === null) return;
  const { channelId, date } = due;
  // What it shows is not known for sure: somebody may have answered since.
  const board = { messageId, channelId, date, shown: '' };
  await context.database.withTransaction((tx) => recordBoard(tx, board, context.clock.now()));
}

/** The board whose time it is; `null`: none. */
function dueBoard({ clock, settings }: DispatchContext): DueBoard | null {
  const channelId = settings.boardChannelId;
  const now = clock.now();
  const date = eveningAt(now, settings);
  const expiresAt = startOn(date, settings);
  if (channelId === null || expiresAt === null || plannedStart(date, settings) === null) return null;
  if (now < boardMoment(date, settings) || now >= expiresAt) return null;
  return { date, channelId, userId: channelAsUser(channelId), eventKey: boardKey(date), expiresAt };
}

/** Ends posts that wait and will not come: their session has started, or there is another board channel now. */
async function endOthers({ database, clock }: DispatchContext, due: DueBoard | null): Promise<void> {
  const isDue = ({ userId, eventKey }: Reservation): boolean =>
    userId === due?.userId && eventKey === due.eventKey;
  await database.withTransaction(async (tx) => {
    for (const row of await openPosts(tx)) {
      if (row.kind !== 'post' || row.state !== 'retry' || isDue(row)) continue;
      await endWaiting(tx, row, { outcome: 'failed', reason: 'expired' }, clock.now());
    }
  });
}

/** Whether a row may still be sent. */
async function isOpen({ database, clock, channels }: DispatchContext, due: DueBoard): Promise<boolean> {
  if (channels.get('discord').gate.waitMs() > 0) return false;
  const row = await database.withTransaction((tx) => findReservation(tx, [due.userId], due.eventKey));
  return row ? row.state === 'retry' && (row.nextAttemptAt ?? 0) <= clock.now() : true;
}

async function post(context: DispatchContext, due: DueBoard, control: RunControl): Promise<void> {
  const { date, channelId, expiresAt } = due;
  // Worded here: no transaction may wait for that.
  const message = boardMessage(context.followUp.messages(), await dayBoardOf(context, date));
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
  context.events.emit({ type: 'board_settled', date, channelId, outcome, code });
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
  { userId, eventKey, channelId, expiresAt }: DueBoard,
  message: OutgoingMessage,
): Promise<Letter | NotNow> {
  const now = context.clock.now();
  const own = await findReservation(tx, [userId], eventKey);
  if (now >= expiresAt || (own && own.state !== 'retry')) return NOT_NOW;
  if (own && !canBeToldApart(context, own)) {
    await closeReservation(tx, own.id, 'unknown', own.errorCode ?? 'maybe_delivered', now);
    return NOT_NOW;
  }
  if (!own && (await readState(tx, `lost:${eventKey}`)) !== null) return NOT_NOW;
  const otherwise = { kind: 'post', userId, eventKey, campaignId: '', jobId: '', recipientId: null } as const;
  const reservation = await takeUp(context, tx, { own, otherwise, channel: 'discord' });
  return reservation
    ? { kind: 'go', reservation, address: channelId, message, hasOtherChannel: false }
    : NOT_NOW;
}
