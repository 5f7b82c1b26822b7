import type { Urgency } from '../channels/pacer.js';
import type { CampaignRecipient } from '../domain/campaign.js';
import type { OutgoingMessage } from '../domain/channel.js';
import type { ChannelType } from '../domain/channel-choice.js';
import { failpoint } from '../domain/failpoints.js';
import { addressOf } from './address-of.js';
import { callMessage } from './call-message.js';
import type { DispatchContext } from './context.js';
import { reserving } from './in-flight.js';
import { type Decision, reserve, type Slots, type WaitsFor } from './reserve.js';
import type { Roster } from './roster.js';
import type { Work } from './run.js';
import { settle } from './settle.js';
import { transmit } from './transmit.js';

/** How soon a row that something else is settling is looked at again. */
const BEING_SENT_RETRY_MS = 1_000;

/** What became of one person in one pass of a job. */
export type Delivered =
  | { readonly kind: 'done' }
  /** Come back to them then, in the lane they are in or in another. */
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

/** Their request has left; what becomes of it is still to come. */
interface UnderWay {
  readonly kind: 'under_way';
  readonly settled: Promise<Delivered>;
}

/** A call about to be made. */
export interface Call extends Work {
  readonly recipient: CampaignRecipient;
  readonly roster: Roster;
  /** Whose lane they are in. */
  readonly channel: ChannelType;
  readonly urgency: Urgency;
}

/**
 * Calls one person once: waits for the channel's slot, asks consent again, reserves and sends. What comes of the
 * request settles by itself. Everything that can go wrong on the way is in the answer or in the ledger. Where
 * `isStopped`, they are left for another pass.
 */
export async function approach(
  context: DispatchContext,
  call: Call,
  isStopped: () => boolean,
): Promise<Delivered | UnderWay> {
  const decision = await reserveWithSlot(context, call, isStopped);
  switch (decision.kind) {
    case 'stop':
    case 'later':
      return decision;
    case 'not_yet':
      return {
        kind: 'later',
        at: decision.at,
        waitsFor: decision.waitsFor,
        channel: decision.channel ?? call.channel,
      };
    case 'being_sent':
      return { kind: 'later', at: context.clock.now() + BEING_SENT_RETRY_MS, waitsFor: 'moment' };
    case 'ended':
      report(context, call, { ...decision.row });
      return { kind: 'done' };
    case 'go':
      return { kind: 'under_way', settled: send(context, call, decision) };
  }
}

type Go = Extract<Decision, { kind: 'go' }> & { readonly message: OutgoingMessage };
type Decided = Exclude<Decision, { kind: 'go' }> | Go;
type Settled = Exclude<Decided, { kind: 'needs_slots' }>;

/** Reserves while holding a slot of their lane's channel, which is asked for only when they are to be called. */
async function reserveWithSlot(
  context: DispatchContext,
  call: Call,
  isStopped: () => boolean,
): Promise<Settled | Extract<Delivered, { kind: 'stop' | 'later' }>> {
  const { run, roster, rollcall, recipient } = call;
  const { userId } = recipient;
  const isDraining = (): boolean => call.draining.aborted;
  for (;;) {
    const { signal } = run;
    const inGuild = await roster.has(userId);
    const known = (await rollcall?.canJudge(userId)) ?? true;
    if (isDraining()) return { kind: 'stop', reason: 'draining' };
    if (inGuild === null) return { kind: 'stop', reason: 'directory' };
    if (!known) return { kind: 'stop', reason: 'presence' };
    if (isStopped()) return { kind: 'later', at: context.clock.now(), waitsFor: 'moment' };
    const first = await decide(context, call, inGuild, null);
    if (first.kind !== 'needs_slots') return decided(first);
    const { channel, requests } = first.slots;
    // They have come to another channel's lane.
    if (channel !== call.channel)
      return { kind: 'later', at: context.clock.now(), waitsFor: 'moment', channel };
    const { pacer } = context.channels.get(channel);
    const waiting = pacer.acquire(signal, { requests, urgency: call.urgency, party: run });
    const slot = await keptFresh(call, waiting);
    if (!slot) continue;
    // Nobody is asked while a slot is held: what is known by now has to do, or they wait for another.
    const stillInGuild = roster.known(userId);
    const isKnown = stillInGuild !== null && (rollcall?.canStillJudge(userId) ?? true);
    const mayGo = isKnown && !isDraining() && !isStopped();
    let second: Decided | null = null;
    try {
      second = mayGo ? await decide(context, call, stillInGuild, { channel, requests }) : null;
    } finally {
      if (second?.kind !== 'go') pacer.giveBack(slot);
    }
    if (second && second.kind !== 'needs_slots') return decided(second);
  }
}

/** Waits for something, and keeps what has to be known by then from becoming old meanwhile. */
async function keptFresh<T>({ roster, rollcall }: Call, wait: Promise<T>): Promise<T> {
  const over = new AbortController();
  void roster.keepFresh(over.signal);
  void rollcall?.attendance.keepFresh(over.signal);
  try {
    return await wait;
  } finally {
    over.abort();
  }
}

/** The places where a kill is tried, once something is decided. */
function decided(decision: Settled): Settled {
  if (decision.kind === 'go') failpoint('reserve.after');
  if (decision.kind === 'ended') failpoint('skip.after');
  return decision;
}

/** Decides about somebody, and if they are to be called reserves and words it, in one transaction. */
async function decide(
  context: DispatchContext,
  call: Call,
  inGuild: boolean,
  held: Slots | null,
): Promise<Decided> {
  return reserving(context.database, call.inFlight, async (tx, leaves) => {
    const decided = await reserve(context, tx, { ...call, inGuild }, held);
    if (decided.kind !== 'go') return decided;
    // Worded before the commit, so that a fault in it leaves no row that looks as if something had left.
    const { person, reservation, onGameServer } = decided;
    const message = callMessage(context, call, { person, channel: reservation.channel, onGameServer });
    leaves(reservation.id);
    failpoint('reserve.before');
    return { ...decided, message };
  });
}

async function send(context: DispatchContext, call: Call, go: Go): Promise<Delivered> {
  const { reservation, person } = go;
  try {
    const paced = context.channels.get(reservation.channel);
    const result = await transmit(paced, {
      recipient: {
        userId: reservation.userId,
        address: addressOf(context.contacts, reservation.channel, person),
      },
      message: go.message,
      nonce: reservation.nonce,
      jobType: call.job.jobType,
    });
    failpoint('send.after');
    const settled = await settle(context, reservation, result, {
      expiresAt: call.job.expiresAt,
      hasOtherChannel: go.others.length > 0,
      isCall: true,
    });
    if (!settled) return { kind: 'done' };
    const { outcome, reason, code, settlement } = settled;
    report(context, call, {
      outcome,
      reason,
      code,
      channel: reservation.channel,
      attempt: reservation.attempts,
    });
    if (settlement.state === 'retry') return { kind: 'later', at: settlement.at, waitsFor: 'moment' };
    if (settlement.state !== 'next_channel') return { kind: 'done' };
    return {
      kind: 'later',
      at: context.clock.now(),
      waitsFor: 'moment',
      channel: go.others[0] ?? call.channel,
    };
  } finally {
    call.inFlight.delete(reservation.id);
  }
}

function report(
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
