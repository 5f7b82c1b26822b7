import type { Slot } from '../channels/pacer.js';
import type { Campaign, CampaignJob, CampaignRecipient } from '../domain/campaign.js';
import type { OutgoingMessage } from '../domain/channel.js';
import type { ChannelType } from '../domain/channel-choice.js';
import { failpoint } from '../domain/failpoints.js';
import { addressOf } from './address-of.js';
import { callMessage } from './call-message.js';
import type { DispatchContext } from './context.js';
import { reserving } from './in-flight.js';
import { type Decision, reserve, type Slots } from './reserve.js';
import type { Rollcall } from './rollcall.js';
import type { Roster } from './roster.js';
import { settle } from './settle.js';
import { transmit } from './transmit.js';

/** How soon a row that something else is settling is looked at again. */
const BEING_SENT_RETRY_MS = 1_000;

/** What became of one person in one pass of a job. */
export type Delivered =
  | { readonly kind: 'done' }
  /** Come back to them then. */
  | { readonly kind: 'later'; readonly at: number }
  | {
      readonly kind: 'stop';
      readonly reason: 'claim_lost' | 'paused' | 'expired' | 'draining' | 'directory' | 'presence';
    };

/** A call about to be made. */
export interface Call {
  readonly campaign: Campaign;
  readonly job: CampaignJob;
  readonly recipient: CampaignRecipient;
  readonly roster: Roster;
  /** A follow-up's: who has come is looked at again before each nudge. */
  readonly rollcall: Rollcall | null;
  /** Aborts when the process drains: nothing new is reserved from then on. */
  readonly draining: AbortSignal;
  /** Ledger rows this process is sending at the moment. */
  readonly inFlight: Set<string>;
}

/**
 * Calls one person once: waits for the channel's slot, asks consent again, reserves, sends, settles. Everything that
 * can go wrong on the way is in the answer or in the ledger.
 */
export async function deliver(context: DispatchContext, call: Call): Promise<Delivered> {
  const decision = await reserveWithSlot(context, call);
  switch (decision.kind) {
    case 'stop':
      return decision;
    case 'not_yet':
      return { kind: 'later', at: decision.at };
    case 'being_sent':
      return { kind: 'later', at: context.clock.now() + BEING_SENT_RETRY_MS };
    case 'ended':
      report(context, call, { ...decision.row });
      return { kind: 'done' };
    case 'go':
      return send(context, call, decision);
  }
}

type Go = Extract<Decision, { kind: 'go' }> & { readonly message: OutgoingMessage };
type Settled = Exclude<Decision, { kind: 'needs_slots' } | { kind: 'stop' } | { kind: 'go' }> | Go;

/** Reserves while holding a slot of the channel the person is reached by, which may change while waiting for it. */
async function reserveWithSlot(
  context: DispatchContext,
  call: Call,
): Promise<Settled | Extract<Delivered, { kind: 'stop' }>> {
  let held: HeldSlots | null = null;
  for (;;) {
    const inGuild = await call.roster.has(call.recipient.userId);
    const known = (await call.rollcall?.canJudge(call.recipient.userId)) ?? true;
    if (call.draining.aborted || inGuild === null || !known) {
      giveBack(context, held);
      return { kind: 'stop', reason: inGuild === null ? 'directory' : known ? 'draining' : 'presence' };
    }
    const decision = await decide(context, call, inGuild, held);
    if (decision.kind === 'go') {
      failpoint('reserve.after');
      return decision;
    }
    giveBack(context, held);
    if (decision.kind === 'ended') failpoint('skip.after');
    if (decision.kind !== 'needs_slots') return decision;
    held = await acquire(context, decision.slots, call.draining);
  }
}

/** Decides about somebody, and if they are to be called reserves and words it, in one transaction. */
async function decide(
  context: DispatchContext,
  call: Call,
  inGuild: boolean,
  held: Slots | null,
): Promise<Exclude<Decision, { kind: 'go' }> | Go> {
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

interface HeldSlots extends Slots {
  readonly held: readonly Slot[];
}

async function acquire(context: DispatchContext, slots: Slots, draining: AbortSignal): Promise<HeldSlots> {
  const { pacer } = context.channels.get(slots.channel);
  const held = await Promise.all(Array.from({ length: slots.requests }, () => pacer.acquire(draining)));
  return { ...slots, held };
}

function giveBack(context: DispatchContext, slots: HeldSlots | null): void {
  if (!slots) return;
  const { pacer } = context.channels.get(slots.channel);
  for (const slot of slots.held.toReversed()) pacer.giveBack(slot);
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
    if (settlement.state === 'retry') return { kind: 'later', at: settlement.at };
    if (settlement.state === 'next_channel') return { kind: 'later', at: context.clock.now() };
    return { kind: 'done' };
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
