import type { Slot, SlotRequest } from '../channels/pacer.js';
import type { CampaignJob } from '../domain/campaign.js';
import { type DeliveryOutcome, HELD_UP, type OutgoingMessage } from '../domain/channel.js';
import type { ChannelType } from '../domain/channel-choice.js';
import { failpoint } from '../domain/failpoints.js';
import { LIFE_TTL_MS, takingSince } from '../domain/liveness.js';
import { lastMomentOf } from '../domain/schedule.js';
import type { Tx } from '../persistence/engine/database.js';
import type { Reservation } from '../persistence/stores/ledger-store.js';
import type { DispatchContext } from './context.js';
import { settle, type SettledAttempt } from './settle.js';
import { canBeToldApart } from './take-up.js';
import { transmit } from './transmit.js';

/** How often a process that can't tell whether it counts as alive looks again, in milliseconds. */
const SURE_AGAIN_MS = 200;

/** A reserved ledger row, and the message it sends. No request leaves without one. */
export interface Letter {
  readonly kind: 'go';
  readonly reservation: Reservation;
  readonly address: string | null;
  readonly message: OutgoingMessage;
  /** Whether another channel may reach them if this one is closed. */
  readonly hasOtherChannel: boolean;
  /** What else is written down with its arrival, in the same transaction; `now` in milliseconds. */
  readonly onceSent?: (tx: Tx, now: number) => Promise<void>;
}

/** What {@link send} needs for a ledger row. */
interface Outgoing<L extends Letter, D> {
  /** Whose last useful moment counts: the row's job, or what stands for one. */
  readonly job: Pick<CampaignJob, 'expiresAt'>;
  readonly channel: ChannelType;
  readonly slot?: SlotRequest;
  /** Ends the wait for the slot. */
  readonly signal: AbortSignal;
  /** Keeps what `reserve` must know fresh during the wait for the slot, until `over` aborts. */
  readonly meanwhile?: (over: AbortSignal) => void;
  /** Ledger rows this process is sending at the moment. */
  readonly inFlight: Set<string>;
  /**
   * Decides, in a transaction and holding the slot, whether anything leaves; if so, reserves and words it, so
   * that an error in the wording leaves no row that looks sent. It must wait for nobody.
   */
  readonly reserve: (tx: Tx) => Promise<L | D>;
}

/** The request has left; its outcome is still to come, `null` where the row was no longer ours. */
export interface Left<L extends Letter> {
  readonly kind: 'left';
  readonly letter: L;
  readonly settled: Promise<SettledAttempt | null>;
}

/**
 * The only sender of ledger rows: waits for a slot of the channel, reserves the row, makes the request and
 * settles its outcome. Resolves once the request has left; otherwise with what `reserve` decided, or with
 * `null` without a slot or when the channel has been paused. Then it gives the slot back.
 */
export async function send<L extends Letter, D extends { readonly kind: string }>(
  context: DispatchContext,
  outgoing: Outgoing<L, D>,
): Promise<Left<L> | D | null> {
  const { pacer, gate } = context.channels.get(outgoing.channel);
  const slot = await slotFor(context, outgoing);
  if (!slot) return null;
  let letter: L | null = null;
  let hasLeft = (): void => undefined;
  try {
    if (gate.isShared) hasLeft = await gate.look();
    if (gate.waitMs() > 0) return null;
    const { decided, taking } = await reserved(context, outgoing);
    if (!isLetter(decided)) return decided;
    letter = decided;
    failpoint('reserve.after');
    return { kind: 'left', letter, settled: carry(context, outgoing, letter, { slot, taking, hasLeft }) };
  } finally {
    if (!letter) {
      pacer.giveBack(slot);
      hasLeft();
    }
  }
}

function isLetter<L extends Letter>(decided: L | { readonly kind: string }): decided is L {
  return decided.kind === 'go';
}

async function slotFor<L extends Letter, D>(
  context: DispatchContext,
  { channel, slot, signal, meanwhile }: Outgoing<L, D>,
): Promise<Slot | null> {
  const over = new AbortController();
  meanwhile?.(over.signal);
  try {
    const { clock, liveness } = context;
    while (!liveness.isSure() && !signal.aborted) await clock.sleep(SURE_AGAIN_MS, signal);
    return await context.channels.get(channel).pacer.acquire(signal, slot);
  } finally {
    over.abort();
  }
}

/**
 * Marks the row as in flight before the commit, so that no sweep takes it for an abandoned one. @returns what
 * `reserve` decided, and how long ago it began to, always (ms): what it found may have changed since.
 */
async function reserved<L extends Letter, D extends { readonly kind: string }>(
  { database, clock }: DispatchContext,
  { inFlight, reserve }: Outgoing<L, D>,
): Promise<{ readonly decided: L | D; readonly taking: () => number }> {
  const leaving: string[] = [];
  try {
    return await database.withTransaction(async (tx) => {
      const taking = takingSince(clock);
      const decided = await reserve(tx);
      if (!isLetter<L>(decided)) return { decided, taking };
      leaving.push(decided.reservation.id);
      inFlight.add(decided.reservation.id);
      failpoint('reserve.before');
      return { decided, taking };
    });
  } catch (error) {
    // Not committed, so nothing leaves.
    for (const id of leaving) inFlight.delete(id);
    throw error;
  }
}

/** A message that is about to leave. */
interface Leaving {
  readonly slot: Slot;
  /** How long ago it was decided, in milliseconds. */
  readonly taking: () => number;
  /** To be called when the request was made, or none was. */
  readonly hasLeft: () => void;
}

async function carry<L extends Letter, D>(
  context: DispatchContext,
  { job, inFlight }: Outgoing<L, D>,
  { reservation, address, message, hasOtherChannel, onceSent }: Letter,
  { slot, taking, hasLeft }: Leaving,
): Promise<SettledAttempt | null> {
  // Else others may have taken the row; and a nonce may be forgotten that was known when it was reserved.
  const mayLeave = (): boolean =>
    taking() <= LIFE_TTL_MS && context.liveness.isSure() && canBeToldApart(context, reservation);
  const paced = context.channels.get(reservation.channel);
  try {
    // The transaction may have waited for others, or for the disk.
    await paced.pacer.renewed(slot);
    const result = await transmit(paced, {
      recipient: { userId: reservation.userId, address },
      message,
      nonce: reservation.nonce,
      mayLeave,
    }).finally(hasLeft);
    const tookMs = taking();
    failpoint('send.after');
    const expiresAt = lastMomentOf(reservation.kind, job);
    const attempt = await settle(context, reservation, result, { expiresAt, hasOtherChannel, onceSent });
    if (attempt && isHeldUp(result)) {
      const { id: reservationId, jobId, channel } = reservation;
      const held = { reservationId, jobId, channel, heldUpMs: Math.round(tookMs) };
      context.events.emit({ type: 'held_up', ...held, waits: attempt.outcome === 'retry' });
    }
    return attempt;
  } finally {
    hasLeft();
    inFlight.delete(reservation.id);
  }
}

function isHeldUp(result: DeliveryOutcome): boolean {
  return 'code' in result && result.code === HELD_UP.code;
}
