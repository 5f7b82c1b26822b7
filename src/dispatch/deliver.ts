import type { Urgency } from '../channels/pacer.js';
import type { CampaignRecipient } from '../domain/campaign.js';
import type { ChannelType } from '../domain/channel-choice.js';
import { failpoint } from '../domain/failpoints.js';
import type { Tx } from '../persistence/engine/database.js';
import { noteAsked } from '../persistence/stores/call-count-store.js';
import { addressOf } from './address-of.js';
import { callMessage } from './call-message.js';
import type { DispatchContext } from './context.js';
import { type Left, type Letter, send } from './outgoing.js';
import { decide, type NotNow, reserve, type Slots, type WaitsFor } from './reserve.js';
import type { Roster } from './roster.js';
import type { Work } from './run.js';

/** How soon to look again at a row that another step is settling. */
const BEING_SENT_RETRY_MS = 1_000;

/** The result for one person in one pass of a job. */
export type Delivered =
  | { readonly kind: 'done' }
  /** Look at them again at `at`, in this lane or in `channel`'s. */
  | {
      readonly kind: 'later';
      readonly at: number;
      readonly waitsFor: WaitsFor;
      readonly channel?: ChannelType;
    }
  | {
      readonly kind: 'stop';
      readonly reason: 'claim_lost' | 'paused' | 'expired' | 'draining' | 'directory' | 'presence';
    };

/** The request has left; its outcome is still to come. */
interface UnderWay {
  readonly kind: 'under_way';
  readonly settled: Promise<Delivered>;
}

/** A call about to be made. */
export interface Call extends Work {
  readonly recipient: CampaignRecipient;
  readonly roster: Roster;
  /** Their lane's channel. */
  readonly channel: ChannelType;
  readonly urgency: Urgency;
}

/**
 * Calls one person once: waits for the channel's slot, checks consent again, reserves and sends; the outcome
 * settles by itself. Expected failures are in the result or in the ledger. When `isStopped`, the person stays
 * for another pass.
 */
export async function approach(
  context: DispatchContext,
  call: Call,
  isStopped: () => boolean,
): Promise<Delivered | UnderWay> {
  const came = await callWithSlot(context, call, isStopped);
  switch (came.kind) {
    case 'stop':
    case 'later':
      return came;
    case 'not_yet': {
      const { at, waitsFor, channel = call.channel } = came;
      return { kind: 'later', at, waitsFor, channel };
    }
    case 'being_sent':
      return { kind: 'later', at: context.clock.now() + BEING_SENT_RETRY_MS, waitsFor: 'moment' };
    case 'ended':
      failpoint('skip.after');
      tell(context, call, came.row);
      return { kind: 'done' };
    case 'left':
      return { kind: 'under_way', settled: outcomeOf(context, call, came) };
  }
}

/** A reserved call, and its message worded. */
interface CallLetter extends Letter {
  readonly others: readonly ChannelType[];
}
/** Something changed during the wait for the slot: decide again. */
interface LookAgain {
  readonly kind: 'look_again';
}
type Later = Extract<Delivered, { kind: 'stop' | 'later' }>;

/** Decides how to call a person, and only then asks for a slot of their lane's channel. */
async function callWithSlot(
  context: DispatchContext,
  call: Call,
  isStopped: () => boolean,
): Promise<Left<CallLetter> | NotNow | Later> {
  const { roster, rollcall, recipient } = call;
  const { userId } = recipient;
  for (;;) {
    // Taken first, so that no interruption gets lost from here on.
    const { signal } = call.run;
    const inGuild = await roster.has(userId);
    const known = (await rollcall?.canJudge(userId)) ?? true;
    if (call.draining.aborted) return { kind: 'stop', reason: 'draining' };
    if (inGuild === null) return { kind: 'stop', reason: 'directory' };
    if (!known) return { kind: 'stop', reason: 'presence' };
    if (isStopped()) return { kind: 'later', at: context.clock.now(), waitsFor: 'moment' };
    const first = await context.database.withTransaction((tx) => decide(context, tx, { ...call, inGuild }));
    if (first.kind !== 'ready') return first;
    const { channel, requests } = first.slots;
    // They belong in another channel's lane now.
    if (channel !== call.channel)
      return { kind: 'later', at: context.clock.now(), waitsFor: 'moment', channel };
    const came = await send<CallLetter, NotNow | LookAgain>(context, {
      job: call.job,
      channel,
      slot: { requests, urgency: call.urgency, party: call.run },
      signal,
      meanwhile: (over) => {
        void roster.keepFresh(over);
        void rollcall?.attendance.keepFresh(over);
      },
      inFlight: call.inFlight,
      reserve: (tx) => callLetter(context, tx, call, first.slots, isStopped),
    });
    if (came && came.kind !== 'look_again') return came;
  }
}

/** Decides about a person while holding a slot; reserves and words the call if it may leave. */
async function callLetter(
  context: DispatchContext,
  tx: Tx,
  call: Call,
  held: Slots,
  isStopped: () => boolean,
): Promise<CallLetter | NotNow | LookAgain> {
  const { roster, rollcall, recipient } = call;
  // Ask nobody while holding a slot: use what is known, or wait for another slot.
  const inGuild = roster.known(recipient.userId);
  const canJudge = rollcall?.canStillJudge(recipient.userId) ?? true;
  if (inGuild === null || !canJudge || call.draining.aborted || isStopped()) return { kind: 'look_again' };
  const decided = await reserve(context, tx, { ...call, inGuild }, held);
  if (decided.kind === 'ready') return { kind: 'look_again' };
  if (decided.kind !== 'go') return decided;
  const { reservation, person, others, particulars } = decided;
  const { channel } = reservation;
  return {
    kind: 'go',
    reservation,
    address: addressOf(context.contacts, channel, person),
    message: await callMessage(context, tx, call, { person, channel, particulars }),
    hasOtherChannel: others.length > 0,
    others,
    ...(particulars.asksToStay && {
      onceSent: (settling, now) =>
        noteAsked(settling, reservation.userId, { leftAt: reservation.firstAttemptAt, now }),
    }),
  };
}

/** What the outcome means for their place in the pass. */
async function outcomeOf(
  context: DispatchContext,
  call: Call,
  { letter, settled }: Left<CallLetter>,
): Promise<Delivered> {
  const attempt = await settled;
  if (!attempt) return { kind: 'done' };
  const { outcome, reason, code, settlement } = attempt;
  const { channel, attempts } = letter.reservation;
  tell(context, call, { outcome, reason, code, channel, attempt: attempts });
  if (settlement.state === 'retry') return { kind: 'later', at: settlement.at, waitsFor: 'moment' };
  if (settlement.state !== 'next_channel') return { kind: 'done' };
  return {
    kind: 'later',
    at: context.clock.now(),
    waitsFor: 'moment',
    channel: letter.others[0] ?? call.channel,
  };
}

function tell(
  context: DispatchContext,
  call: Call,
  row: {
    outcome: 'sent' | 'failed' | 'unknown' | 'skipped' | 'simulated' | 'retry';
    reason: string | null;
    code: string | null;
    channel: ChannelType | null;
    attempt: number;
  },
): void {
  const { campaign, job, recipient } = call;
  context.events.emit({
    type: 'send_settled',
    campaignId: campaign.id,
    jobId: job.id,
    jobType: job.jobType,
    userId: recipient.userId,
    displayName: recipient.displayName,
    ...row,
  });
}
