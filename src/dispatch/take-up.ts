import type { ChannelType } from '../domain/channel-choice.js';
import type { Tx } from '../persistence/engine/database.js';
import {
  insertReservation,
  type Reservation,
  resumeReservation,
} from '../persistence/stores/ledger-store.js';
import type { DispatchContext } from './context.js';

/** A ledger row that does not exist yet. */
type NewRow = Pick<Reservation, 'kind' | 'userId' | 'eventKey' | 'campaignId' | 'jobId' | 'recipientId'>;

/**
 * Whether another request for this row can't deliver it twice: none can have arrived, or the provider still
 * recognises its nonce. Every caller checks this before it takes up a row, and ends the row where it is too
 * late.
 */
export function canBeToldApart(context: DispatchContext, row: Reservation): boolean {
  if (row.ambiguousSince === null) return true;
  return context.channels.get(row.channel).nonces.isFresh(row.nonce, row.firstAttemptAt);
}

/**
 * Reserves a row for its next attempt: the waiting row `own`, or a new one. `null`: the row no longer waits,
 * or must not be sent again; nothing may leave.
 */
export function takeUp(
  context: DispatchContext,
  tx: Tx,
  { own, otherwise, channel }: { own: Reservation | null; otherwise: NewRow; channel: ChannelType },
): Promise<Reservation | null> {
  if (own) return resume(context, tx, own, channel);
  const row = { ...otherwise, id: context.newId(), channel, nonce: context.newNonce() };
  return insertReservation(tx, row, context.liveness.me, context.clock.now());
}

/**
 * Takes up a row that waits. It keeps the nonce while the provider knows it; after that, only a row that
 * can't have arrived gets a new one. `null` as in {@link takeUp}.
 */
export async function resume(
  context: DispatchContext,
  tx: Tx,
  own: Reservation,
  channel: ChannelType,
): Promise<Reservation | null> {
  const now = context.clock.now();
  const sameChannel = own.channel === channel;
  const { nonces } = context.channels.get(channel);
  const keepNonce = sameChannel && nonces.isFresh(own.nonce, own.firstAttemptAt);
  if (own.ambiguousSince !== null && !keepNonce) return null;
  return resumeReservation(
    tx,
    own,
    {
      channel,
      nonce: keepNonce ? own.nonce : context.newNonce(),
      firstAttemptAt: keepNonce ? own.firstAttemptAt : now,
      attempts: sameChannel ? own.attempts + 1 : 1,
    },
    context.liveness.me,
    now,
  );
}
