import type { CampaignJob } from '../domain/campaign.js';
import type { ChannelType } from '../domain/channel-choice.js';
import type { Tx } from '../persistence/engine/database.js';
import { noteLife, restCalls } from '../persistence/stores/call-count-store.js';
import type { Reservation } from '../persistence/stores/ledger-store.js';
import type { KnownPerson } from '../persistence/stores/person-store.js';
import { closedChannels } from '../persistence/stores/send-log-store.js';
import { addressOf, requestsTo } from './address-of.js';
import type { DispatchContext } from './context.js';
import { eventKeyOf } from './event-key-of.js';
import { type Candidate, judge, type Judgement, lookAt, type Particulars, standstill } from './judge.js';
import { endWaiting, logUnasked } from './log-line.js';
import { hasCome } from './standby-turns.js';
import { canBeToldApart, takeUp } from './take-up.js';

/** The final row that a decision not to send has written. */
interface Ended {
  readonly outcome: 'skipped' | 'failed' | 'unknown';
  readonly reason: string;
  readonly code: string | null;
  readonly channel: ChannelType | null;
  readonly attempt: number;
}

/** Slots of a channel's pacer: one for each request of a message. */
export interface Slots {
  readonly channel: ChannelType;
  readonly requests: number;
}

/** What a person waits for: their own moment, a paused channel, the outcome of their start message, or the minute they named. */
export type WaitsFor = 'moment' | 'channel' | 'start' | 'late';

/** Call this person once there are slots. */
interface Ready {
  readonly kind: 'ready';
  readonly slots: Slots;
  readonly own: Reservation | null;
  readonly userId: string;
  readonly person: KnownPerson;
  readonly others: readonly ChannelType[];
  readonly particulars: Particulars;
}

/** Why a person is not called now. */
export type NotNow =
  | {
      readonly kind: 'not_yet';
      readonly at: number;
      readonly waitsFor: WaitsFor;
      /** The channel whose gate they wait for, until `at` at the latest. */
      readonly channel?: ChannelType;
    }
  | { readonly kind: 'ended'; readonly row: Ended }
  /** Another step is sending or settling their row, or has done so meanwhile. */
  | { readonly kind: 'being_sent' }
  | { readonly kind: 'stop'; readonly reason: 'claim_lost' | 'paused' | 'expired' | 'presence' };

/** The person's ledger row is reserved. */
interface Reserved extends Pick<Ready, 'person' | 'others' | 'particulars'> {
  readonly kind: 'go';
  readonly reservation: Reservation;
}

const NONE: ReadonlySet<ChannelType> = new Set();

/** This near the last useful moment people no longer wait for a channel in trouble. */
const PATIENCE_BEFORE_EXPIRY_MS = 2 * 60_000;

/**
 * Decides whether and how to call a person now. A person who won't be called gets their final row in the same
 * transaction.
 */
export async function decide(context: DispatchContext, tx: Tx, call: Candidate): Promise<Ready | NotNow> {
  const { job } = call;
  const now = context.clock.now();
  const look = await lookAt(context, tx, call);
  const still = standstill(context, job, look);
  if (still) return still;
  const { own } = look;
  if (own && own.state !== 'retry') return { kind: 'being_sent' };
  if (own?.nextAttemptAt && own.nextAttemptAt > now)
    return { kind: 'not_yet', at: own.nextAttemptAt, waitsFor: 'moment' };
  const verdict = await judge(context, tx, call, look);
  const end = (outcome: 'skipped' | 'failed', reason: string, userId: string): Promise<NotNow> =>
    endWithoutSending(
      tx,
      { own, userId, eventKey: eventKeyOf(call.campaign, job), job },
      { outcome, reason },
      now,
    );
  if (verdict.kind === 'no') {
    if (verdict.reason === 'calls_rest') await restCalls(tx, [verdict.userId], now);
    if (verdict.reason === 'present') await noteLife(tx, [verdict.userId], now);
    return end('skipped', verdict.reason, verdict.userId);
  }
  if (verdict.kind !== 'yes') return verdict;
  // The count before this call ends with the sign of life.
  if (verdict.particulars.onGameServer || hasCome(context, verdict.userId))
    await noteLife(tx, [verdict.userId], now);
  // Whom nothing was sent to yet, no channel has turned away.
  const closed = own === null ? NONE : await closedChannels(tx, job.id, verdict.userId);
  const route = routeOf(context, job, verdict, { own, closed });
  return route.kind === 'closed' ? end(...route.end, verdict.userId) : route;
}

/**
 * Decides once more and reserves: writes a ledger row `sending` in the same transaction. `held` are the
 * caller's slots; a person who needs others by now is `ready` again.
 */
export async function reserve(
  context: DispatchContext,
  tx: Tx,
  call: Candidate,
  held: Slots,
): Promise<Reserved | Ready | NotNow> {
  const ready = await decide(context, tx, call);
  if (ready.kind !== 'ready') return ready;
  const { slots, own, userId, person, others, particulars } = ready;
  if (held.channel !== slots.channel || held.requests < slots.requests) return ready;
  const { campaign, job, recipient } = call;
  const otherwise = {
    kind: 'call',
    userId,
    eventKey: eventKeyOf(campaign, job),
    campaignId: campaign.id,
    jobId: job.id,
    recipientId: recipient.id,
  } as const;
  const reservation = await takeUp(context, tx, { own, otherwise, channel: slots.channel });
  if (!reservation) return { kind: 'being_sent' };
  return { kind: 'go', reservation, person, others, particulars };
}

/** Which of a person's channels to try now; `closed` have turned them away in this job. */
function routeOf(
  context: DispatchContext,
  job: CampaignJob,
  { userId, person, channels, particulars }: Extract<Judgement, { kind: 'yes' }>,
  { own, closed }: { readonly own: Reservation | null; readonly closed: ReadonlySet<ChannelType> },
): Ready | NotNow | { kind: 'closed'; end: ['skipped' | 'failed', string] } {
  const now = context.clock.now();
  const open = channels.filter((channel) => !closed.has(channel));
  const isAmbiguous = own !== null && own.ambiguousSince !== null;
  // Only the provider that may have delivered it knows a repeat, and only while it knows the nonce.
  if (isAmbiguous && (!open.includes(own.channel) || !canBeToldApart(context, own))) {
    return { kind: 'closed', end: ['skipped', 'maybe_delivered'] };
  }
  if (open.length === 0) return { kind: 'closed', end: ['failed', 'channel_closed'] };

  const pick = pickChannel(context, isAmbiguous ? [own.channel] : open, person, now, job.expiresAt);
  if ('lookAgainAt' in pick)
    return { kind: 'not_yet', at: pick.lookAgainAt, waitsFor: 'channel', channel: pick.waitsFor };
  const { channel } = pick;
  const tooSoonMs = context.channels
    .get(channel)
    .addresses.waitMs(addressOf(context.contacts, channel, person));
  if (tooSoonMs > 0) return { kind: 'not_yet', at: now + Math.ceil(tooSoonMs), waitsFor: 'moment' };
  const slots = { channel, requests: requestsTo(channel, person) };
  return {
    kind: 'ready',
    slots,
    own,
    userId,
    person,
    others: open.filter((other) => other !== channel),
    particulars,
  };
}

/** The best channel; while it is paused, people wait for it until shortly before `expiresAt`. */
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
  // A channel in trouble must not make us open new DMs in a burst: Discord quarantines bots for that.
  const fallbacks = others.filter((channel) => channel !== 'discord' || person.dmChannelId !== null);
  const fallback = fallbacks.find((channel) => waitMs(channel) <= 0);
  if (fallback) return { channel: fallback };
  // Now any channel will do. A probe has its answer soon, a pause ends at a known moment.
  const all = [best, ...fallbacks];
  const pauses = all.map(waitMs).filter(Number.isFinite);
  const probed = all.find((channel) => !Number.isFinite(waitMs(channel)));
  return { waitsFor: probed ?? best, lookAgainAt: Math.min(expiresAt, ...pauses.map((ms) => now + ms)) };
}

/** Writes the final row of a person who won't be called, and ends their ledger row if they have one. */
async function endWithoutSending(
  tx: Tx,
  person: { own: Reservation | null; userId: string; eventKey: string; job: CampaignJob },
  end: { outcome: 'skipped' | 'failed'; reason: string },
  now: number,
): Promise<NotNow> {
  const { own } = person;
  if (!own) await logUnasked(tx, person, { ...end, code: null }, now);
  const ended = own ? await endWaiting(tx, own, end, now) : { ...end, code: null };
  return { kind: 'ended', row: { ...ended, channel: own?.channel ?? null, attempt: own?.attempts ?? 0 } };
}
