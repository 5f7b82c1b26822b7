import {
  type Campaign,
  type CampaignJob,
  type CampaignRecipient,
  ERASED_PREFIX,
  type SkipReason,
} from '../domain/campaign.js';
import type { ChannelType } from '../domain/channel-choice.js';
import { consentAtSend } from '../domain/eligibility.js';
import { currentUserId } from '../persistence/campaign-store.js';
import type { Tx } from '../persistence/database.js';
import { holdsJob } from '../persistence/job-store.js';
import {
  closeReservation,
  findReservation,
  insertReservation,
  type Reservation,
  reservationOfRecipient,
  resumeReservation,
} from '../persistence/ledger-store.js';
import { type KnownPerson, personFor } from '../persistence/person-store.js';
import { appendSendLog, closedChannels } from '../persistence/send-log-store.js';
import { promotionsPaused, readState } from '../persistence/system-state-store.js';
import { addressOf } from './address-of.js';
import type { DispatchContext } from './context.js';
import { eventKeyOf } from './event-key-of.js';
import type { Rollcall } from './rollcall.js';

/** A final row that a decision not to send has written. */
export interface Ended {
  readonly outcome: 'skipped' | 'failed' | 'unknown';
  readonly reason: string;
  readonly code: string | null;
  readonly channel: ChannelType | null;
  readonly attempt: number;
}

/** Slots of a channel's pacer: one for each request a message takes. */
export interface Slots {
  readonly channel: ChannelType;
  readonly requests: number;
}

/** What somebody waits for: a moment of their own, a channel that is paused, or what becomes of their start message. */
export type WaitsFor = 'moment' | 'channel' | 'start';

/** What the reservation decided. Only `go` may be followed by a request. */
export type Decision =
  | {
      readonly kind: 'go';
      readonly reservation: Reservation;
      readonly person: KnownPerson;
      readonly others: readonly ChannelType[];
      /** Missing in voice, but seen on the game server. */
      readonly onGameServer: boolean;
    }
  /** Ask again while holding these slots. */
  | { readonly kind: 'needs_slots'; readonly slots: Slots }
  | {
      readonly kind: 'not_yet';
      readonly at: number;
      readonly waitsFor: WaitsFor;
      /** The channel whose gate they wait for, `at` at the latest. */
      readonly channel?: ChannelType;
    }
  | { readonly kind: 'ended'; readonly row: Ended }
  /** Their row is being sent or settled at this moment, or has been meanwhile. */
  | { readonly kind: 'being_sent' }
  | { readonly kind: 'stop'; readonly reason: 'claim_lost' | 'paused' | 'expired' | 'presence' };

/** This near the last useful moment people no longer wait for a channel in trouble. */
const PATIENCE_BEFORE_EXPIRY_MS = 2 * 60_000;

/**
 * Asks once more whether and how a person may be called, and if so reserves the moment for them: a ledger row
 * `sending`, in the same transaction as the question. `held` is what the caller holds.
 */
export async function reserve(
  context: DispatchContext,
  tx: Tx,
  call: {
    campaign: Campaign;
    job: CampaignJob;
    recipient: CampaignRecipient;
    inGuild: boolean;
    /** A follow-up's. */
    rollcall: Rollcall | null;
  },
  held: Slots | null,
): Promise<Decision> {
  const { campaign, job, recipient } = call;
  const now = context.clock.now();
  if (!(await holdsJob(tx, job.id, context.owner))) return { kind: 'stop', reason: 'claim_lost' };
  if (now >= job.expiresAt) return { kind: 'stop', reason: 'expired' };
  // The wall clock was set back while the job ran: its moment is still to come.
  if (now < job.runAt) return { kind: 'not_yet', at: job.runAt, waitsFor: 'moment' };
  if (await promotionsPaused(tx)) return { kind: 'stop', reason: 'paused' };

  const own = await reservationOfRecipient(tx, job.id, recipient.id);
  if (own && own.state !== 'retry') return { kind: 'being_sent' };
  if (own?.nextAttemptAt && own.nextAttemptAt > now)
    return { kind: 'not_yet', at: own.nextAttemptAt, waitsFor: 'moment' };

  const userId = (await currentUserId(tx, recipient.id)) ?? recipient.userId;
  const eventKey = eventKeyOf(campaign, job);
  const end = async (reason: string, outcome?: Ended['outcome']): Promise<Decision> => {
    const row = await endWithoutSending(tx, { own, userId, eventKey, job, reason, outcome }, now);
    return { kind: 'ended', row };
  };
  if (userId.startsWith(ERASED_PREFIX)) return end('erased' satisfies SkipReason);
  if (!own && (await findReservation(tx, [userId, ...context.blindIndex.all(userId)], eventKey))) {
    return end('already_contacted' satisfies SkipReason);
  }
  if (!own && (await readState(tx, `lost:${eventKey}`)) !== null) {
    return end('restored' satisfies SkipReason);
  }
  const verdict = await call.rollcall?.verdictOn(tx, userId);
  if (verdict?.kind === 'start_open') return { kind: 'not_yet', at: job.expiresAt, waitsFor: 'start' };
  if (verdict?.kind === 'too_soon') return { kind: 'not_yet', at: verdict.until, waitsFor: 'moment' };
  if (verdict?.kind === 'unknown') return { kind: 'stop', reason: 'presence' };
  if (verdict?.kind === 'left_out') return end(verdict.reason satisfies SkipReason);
  const person = await personFor(tx, userId, campaign.date, context.timezone, context.contacts);
  const consent = consentAtSend({ ...person, inGuild: call.inGuild }, now, context.channels.configured);
  if (!consent.go) return end(consent.reason);

  const closed = await closedChannels(tx, job.id, userId);
  const open = consent.channels.filter((channel) => !closed.has(channel));
  if (own?.ambiguousSince != null) {
    // Only the provider that may have delivered it can tell, and only while it still knows the nonce.
    if (!open.includes(own.channel) || !canBeToldApart(context, own)) return end('maybe_delivered');
  }
  if (open.length === 0) return end('channel_closed', 'failed');

  const candidates = own?.ambiguousSince != null ? [own.channel] : open;
  const pick = pickChannel(context, candidates, person, now, job.expiresAt);
  if ('lookAgainAt' in pick)
    return { kind: 'not_yet', at: pick.lookAgainAt, waitsFor: 'channel', channel: pick.waitsFor };
  const { addresses } = context.channels.get(pick.channel);
  const tooSoonMs = addresses.waitMs(addressOf(context.contacts, pick.channel, person));
  if (tooSoonMs > 0) return { kind: 'not_yet', at: now + Math.ceil(tooSoonMs), waitsFor: 'moment' };
  // Whom we have never written to takes a request more, to open their direct message.
  const requests = pick.channel === 'discord' && person.dmChannelId === null ? 2 : 1;
  if (held?.channel !== pick.channel || held.requests < requests) {
    return { kind: 'needs_slots', slots: { channel: pick.channel, requests } };
  }
  const reservation = own
    ? await resume(context, tx, own, pick.channel, now)
    : await insertReservation(
        tx,
        {
          id: context.newId(),
          userId,
          eventKey,
          campaignId: campaign.id,
          jobId: job.id,
          recipientId: recipient.id,
          channel: pick.channel,
          nonce: context.newNonce(),
        },
        context.owner,
        now,
      );
  if (!reservation) return { kind: 'being_sent' };
  return {
    kind: 'go',
    reservation,
    person,
    others: open.filter((channel) => channel !== pick.channel),
    onGameServer: verdict?.onServer ?? false,
  };
}

/**
 * Whether another request for this row can't deliver it twice: none has arrived so far, or the provider still
 * recognises its nonce. Everybody who takes up a row asks this first, and ends the row where it is too late.
 */
export function canBeToldApart(context: DispatchContext, row: Reservation): boolean {
  if (row.ambiguousSince === null) return true;
  return context.channels.get(row.channel).nonces.isFresh(row.nonce, row.firstAttemptAt);
}

/**
 * Takes up a row for its next attempt. The nonce stays while the provider knows it; after that a new one is safe only
 * for a row of which nothing has arrived. `null`: it waits no more, or may not be sent again; nothing may leave.
 */
export async function resume(
  context: DispatchContext,
  tx: Tx,
  own: Reservation,
  channel: ChannelType,
  now: number,
): Promise<Reservation | null> {
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
    context.owner,
    now,
  );
}

/** The best channel that takes messages; while the best is paused, the person waits for it as long as that makes sense. */
function pickChannel(
  context: DispatchContext,
  channels: readonly ChannelType[],
  person: KnownPerson,
  now: number,
  expiresAt: number,
): { channel: ChannelType } | { waitsFor: ChannelType; lookAgainAt: number } {
  const [best, ...others] = channels as [ChannelType, ...ChannelType[]];
  const waitMs = (channel: ChannelType): number => context.channels.get(channel).gate.waitMs();
  if (waitMs(best) <= 0) return { channel: best };
  const lastCall = expiresAt - PATIENCE_BEFORE_EXPIRY_MS;
  if (now < lastCall) return { waitsFor: best, lookAgainAt: others.length > 0 ? lastCall : expiresAt };
  // A channel in trouble must not make us open new DMs in a burst: that is what gets bots quarantined.
  const fallbacks = others.filter((channel) => channel !== 'discord' || person.dmChannelId !== null);
  const fallback = fallbacks.find((channel) => waitMs(channel) <= 0);
  if (fallback) return { channel: fallback };
  // Now any channel will do. A probe has its answer soon, a pause its end at a known moment.
  const all = [best, ...fallbacks];
  const pauses = all.map(waitMs).filter(Number.isFinite);
  const probed = all.find((channel) => !Number.isFinite(waitMs(channel)));
  return { waitsFor: probed ?? best, lookAgainAt: Math.min(expiresAt, ...pauses.map((ms) => now + ms)) };
}

/** Writes the final row of somebody who is not called (any more), and ends the ledger row they may have. */
async function endWithoutSending(
  tx: Tx,
  person: {
    own: Reservation | null;
    userId: string;
    eventKey: string;
    job: CampaignJob;
    reason: string;
    outcome: Ended['outcome'] | undefined;
  },
  now: number,
): Promise<Ended> {
  const { own, reason } = person;
  const maybeArrived = own?.ambiguousSince != null;
  const outcome = maybeArrived ? 'unknown' : (person.outcome ?? 'skipped');
  const code = own?.errorCode ?? null;
  if (own) {
    await closeReservation(tx, own.id, maybeArrived ? 'unknown' : 'failed', code ?? reason, now);
  }
  const ended = {
    outcome,
    reason,
    code,
    channel: own?.channel ?? null,
    attempt: own?.attempts ?? 0,
  } as const;
  await appendSendLog(
    tx,
    {
      campaignId: person.job.campaignId,
      jobId: person.job.id,
      userId: person.userId,
      channel: ended.channel,
      outcome,
      reason,
      isFinal: true,
      messageId: null,
      errorCode: code,
      attempt: ended.attempt,
      eventKey: person.eventKey,
    },
    now,
  );
  return ended;
}
