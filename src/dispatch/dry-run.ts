import {
  type Campaign,
  type CampaignJob,
  type CampaignRecipient,
  ERASED_PREFIX,
  type SkipReason,
} from '../domain/campaign.js';
import type { ChannelType } from '../domain/channel-choice.js';
import { type Consent, consentAtSend } from '../domain/eligibility.js';
import type { MusterEvent } from '../domain/events.js';
import { currentUserId, findCampaign, recipientsWithoutFinalRow } from '../persistence/campaign-store.js';
import type { Tx } from '../persistence/database.js';
import { holdsJob } from '../persistence/job-store.js';
import {
  closeReservation,
  findReservation,
  insertReservation,
  type Reservation,
} from '../persistence/ledger-store.js';
import { personFor } from '../persistence/person-store.js';
import { appendSendLog, sendLogOf, type SendLogLine } from '../persistence/send-log-store.js';
import { promotionsPaused } from '../persistence/system-state-store.js';
import { callMessage } from './call-message.js';
import { closeOut, type Ending, EXPIRED, NOT_CHECKED, PRESENCE_UNKNOWN } from './close-out.js';
import { conclude } from './conclude.js';
import type { DispatchContext } from './context.js';
import { eventKeyOf } from './event-key-of.js';
import { reserving } from './in-flight.js';
import { PRESENCE_UNKNOWN_CODE } from './presence-wait.js';
import { canBeToldApart, resume } from './reserve.js';
import { Rollcall } from './rollcall.js';
import { Roster } from './roster.js';
import {
  type RunControl,
  type RunResult,
  waitForDirectory,
  waitForPresence,
  waitUntil,
} from './run-result.js';
import { settle } from './settle.js';
import { transmit } from './transmit.js';

/**
 * Runs a job of a dry run: every recipient gets a `simulated` row that says how they would have been called, or why
 * not, and the promoter alone gets one message with the counts and every text.
 */
export async function runDryJob(
  context: DispatchContext,
  campaign: Campaign,
  job: CampaignJob,
  control: RunControl,
): Promise<RunResult> {
  // A clock that was set back may have brought us here before the moment.
  if (context.clock.now() < job.runAt) return { kind: 'waiting', until: job.runAt, reason: 'early' };
  const rollcall = job.jobType === 'follow_up' ? await Rollcall.open(context, campaign) : null;
  if (rollcall && !rollcall.attendance.checksAnything) {
    return finish(context, campaign, job, { ending: NOT_CHECKED });
  }
  if (context.clock.now() >= job.expiresAt) {
    const ending = job.lastError === PRESENCE_UNKNOWN_CODE ? PRESENCE_UNKNOWN : EXPIRED;
    return finish(context, campaign, job, { ending });
  }
  const todo = await context.database.withTransaction((tx) =>
    recipientsWithoutFinalRow(tx, campaign.id, job.id),
  );
  const roster = new Roster(context.directory, context.clock, () => todo.map(({ userId }) => userId));
  for (const recipient of todo) {
    const inGuild = await roster.has(recipient.userId);
    if (control.draining.aborted) return { kind: 'waiting', until: context.clock.now(), reason: 'draining' };
    if (inGuild === null) return waitForDirectory(context.clock.now(), job);
    const known = (await rollcall?.canJudge(recipient.userId)) ?? true;
    if (!known) return waitForPresence(context.clock.now(), job);
    const simulated = await context.database.withTransaction((tx) =>
      simulate(context, tx, { campaign, job, recipient, inGuild, rollcall }),
    );
    if (simulated === 'claim_lost') return { kind: 'finished', conclusion: null };
    if (simulated === 'presence') return waitForPresence(context.clock.now(), job);
    context.events.emit(simulated);
  }
  return sendReport(context, campaign, job, { ...control, rollcall });
}

/** Writes what would have become of somebody, or tells why that can't be done now. */
async function simulate(
  context: DispatchContext,
  tx: Tx,
  call: {
    campaign: Campaign;
    job: CampaignJob;
    recipient: CampaignRecipient;
    inGuild: boolean;
    rollcall: Rollcall | null;
  },
): Promise<MusterEvent | 'claim_lost' | 'presence'> {
  const { campaign, job, recipient } = call;
  if (!(await holdsJob(tx, job.id, context.owner))) return 'claim_lost';
  const now = context.clock.now();
  const userId = (await currentUserId(tx, recipient.id)) ?? recipient.userId;
  const verdict = await call.rollcall?.verdictOn(tx, userId);
  if (verdict?.kind === 'unknown') return 'presence';
  const consent: Consent =
    verdict?.kind === 'left_out' && !userId.startsWith(ERASED_PREFIX)
      ? { go: false, reason: verdict.reason }
      : await consentOf(context, tx, { campaign, userId, inGuild: call.inGuild }, now);
  const channel = consent.go ? (consent.channels[0] ?? null) : null;
  const reason = consent.go ? null : consent.reason;
  await appendSendLog(
    tx,
    {
      campaignId: campaign.id,
      jobId: job.id,
      userId,
      channel,
      outcome: 'simulated',
      reason,
      isFinal: true,
      messageId: null,
      errorCode: null,
      attempt: 0,
      eventKey: eventKeyOf(campaign, job),
    },
    now,
  );
  return {
    type: 'send_settled',
    campaignId: campaign.id,
    jobId: job.id,
    jobType: job.jobType,
    userId,
    displayName: recipient.displayName,
    channel,
    outcome: 'simulated',
    reason,
    code: null,
    attempt: 0,
  };
}

async function consentOf(
  context: DispatchContext,
  tx: Tx,
  { campaign, userId, inGuild }: { campaign: Campaign; userId: string; inGuild: boolean },
  now: number,
): Promise<Consent> {
  if (userId.startsWith(ERASED_PREFIX)) return { go: false, reason: 'erased' };
  const person = await personFor(tx, userId, campaign.date, context.timezone, context.contacts);
  return consentAtSend({ ...person, inGuild }, now, context.channels.configured);
}

async function sendReport(
  context: DispatchContext,
  campaign: Campaign,
  job: CampaignJob,
  control: RunControl & { rollcall: Rollcall | null },
): Promise<RunResult> {
  const paced = context.channels.get('discord');
  const { clock } = context;
  // A pause has an end, until which the job is given back; what comes of a probe is known soon.
  while (paced.gate.waitMs() === Number.POSITIVE_INFINITY && !control.draining.aborted)
    await paced.gate.changed(job.expiresAt - clock.now(), control.draining);
  const waitMs = paced.gate.waitMs();
  if (waitMs > 0) return waitUntil(clock.now() + waitMs, job, 'channel_paused');
  // Worded first, so that a fault in it leaves no row that looks as if something had left.
  const message = await reportFor(context, campaign, job, control.rollcall);
  const slot = await paced.pacer.acquire(control.draining);
  if (!slot) return { kind: 'waiting', until: clock.now(), reason: 'draining' };
  if (paced.gate.waitMs() > 0) {
    paced.pacer.giveBack(slot);
    return waitUntil(clock.now(), job, 'channel_paused');
  }
  const decision = await reserving(context.database, control.inFlight, async (tx, leaves) => {
    const decided = await reserveReport(context, tx, campaign, job);
    if (decided.kind === 'go') leaves(decided.reservation.id);
    return decided;
  });
  if (decision.kind !== 'go') paced.pacer.giveBack(slot);
  if (decision.kind === 'waiting') return decision;
  if (decision.kind === 'over') return finish(context, campaign, job, endOf(decision.failed));
  const { reservation, dmChannelId } = decision;
  try {
    const result = await transmit(paced, {
      recipient: { userId: reservation.userId, address: dmChannelId },
      message,
      nonce: reservation.nonce,
      jobType: job.jobType,
    });
    const settled = await settle(context, reservation, result, {
      expiresAt: job.expiresAt,
      hasOtherChannel: false,
      isCall: false,
    });
    if (settled?.settlement.state === 'retry') {
      return { kind: 'waiting', until: settled.settlement.at, reason: 'retry' };
    }
    return await finish(
      context,
      campaign,
      job,
      endOf(settled?.outcome === 'sent' ? null : (settled?.code ?? 'claim_lost')),
    );
  } finally {
    control.inFlight.delete(reservation.id);
  }
}

type ReportDecision =
  | { kind: 'go'; reservation: Reservation; dmChannelId: string | null }
  | Extract<RunResult, { kind: 'waiting' }>
  | { kind: 'over'; failed: string | null };

async function reserveReport(
  context: DispatchContext,
  tx: Tx,
  campaign: Campaign,
  job: CampaignJob,
): Promise<ReportDecision> {
  const now = context.clock.now();
  if (!(await holdsJob(tx, job.id, context.owner))) return { kind: 'over', failed: 'claim_lost' };
  if (await promotionsPaused(tx)) return { kind: 'waiting', until: now, reason: 'paused' };
  const eventKey = eventKeyOf(campaign, job);
  const promoterId = await currentPromoterId(tx, campaign);
  if (promoterId.startsWith(ERASED_PREFIX)) return { kind: 'over', failed: 'erased' };
  const own = await findReservation(tx, [promoterId], eventKey);
  if (own?.state === 'sent') return { kind: 'over', failed: null };
  if (own && own.state !== 'retry') return { kind: 'over', failed: own.errorCode ?? own.state };
  if (own && !canBeToldApart(context, own)) return { kind: 'over', failed: 'maybe_delivered' };
  if (own?.nextAttemptAt && own.nextAttemptAt > now) {
    return { kind: 'waiting', until: own.nextAttemptAt, reason: 'retry' };
  }
  if (now >= job.expiresAt) return { kind: 'over', failed: 'expired' };
  const person = await personFor(tx, promoterId, campaign.date, context.timezone, context.contacts);
  const reservation = own
    ? await resume(context, tx, own, 'discord', now)
    : await insertReservation(
        tx,
        {
          id: context.newId(),
          userId: promoterId,
          eventKey,
          campaignId: campaign.id,
          jobId: job.id,
          recipientId: null,
          channel: 'discord',
          nonce: context.newNonce(),
        },
        context.owner,
        now,
      );
  if (!reservation) return { kind: 'waiting', until: now, reason: 'retry' };
  return { kind: 'go', reservation, dmChannelId: person.dmChannelId };
}

/** An erasure may have come since the campaign was read. */
async function currentPromoterId(tx: Tx, campaign: Campaign): Promise<string> {
  return (await findCampaign(tx, campaign.id))?.promoterId ?? campaign.promoterId;
}

/** The promoter's message: the counts as text, and every rendered text as a file. */
async function reportFor(
  context: DispatchContext,
  campaign: Campaign,
  job: CampaignJob,
  rollcall: Rollcall | null,
): Promise<{ text: string; actions: []; attachment: { name: string; text: string } }> {
  const promoter = await personFor(
    context.database.view,
    campaign.promoterId,
    campaign.date,
    context.timezone,
    context.contacts,
  );
  const messages = context.messagesFor(promoter.locale);
  const log = await sendLogOf(context.database.view, campaign.id, 'simulated');
  const lines = log.filter((line) => line.jobType === job.jobType);
  const channels: Partial<Record<ChannelType, number>> = {};
  const skipped: Partial<Record<SkipReason, number>> = {};
  const texts: string[] = [];
  for (const line of lines) {
    if (line.channel) channels[line.channel] = (channels[line.channel] ?? 0) + 1;
    else skipped[line.reason as SkipReason] = (skipped[line.reason as SkipReason] ?? 0) + 1;
    const onGameServer = rollcall?.attendance.of(line.userId)?.onServer ?? false;
    texts.push(await rendered(context, campaign, job, { ...line, onGameServer }));
  }
  return {
    text: messages.dryRunReport({ jobType: job.jobType, campaignId: campaign.id, channels, skipped }),
    actions: [],
    attachment: { name: `dry-run-${job.jobType}.txt`, text: texts.join('\n\n') },
  };
}

async function rendered(
  context: DispatchContext,
  campaign: Campaign,
  job: CampaignJob,
  line: SendLogLine & { onGameServer: boolean },
): Promise<string> {
  const heading = `${line.displayName ?? ''} (${line.channel ?? line.reason ?? ''})`;
  if (!line.channel) return heading;
  const person = await personFor(
    context.database.view,
    line.userId,
    campaign.date,
    context.timezone,
    context.contacts,
  );
  const { text } = callMessage(
    context,
    { campaign, job },
    { person, channel: line.channel, onGameServer: line.onGameServer },
  );
  return `${heading}\n${text}`;
}

/** How a job of a dry run ends: with its report sent, with that code, or closed out. */
interface DryEnd {
  readonly failed?: string;
  readonly ending?: Ending;
}

function endOf(failed: string | null): DryEnd {
  if (failed === null) return {};
  return failed === 'expired' ? { ending: EXPIRED } : { failed };
}

async function finish(
  context: DispatchContext,
  campaign: Campaign,
  job: CampaignJob,
  { failed, ending }: DryEnd,
): Promise<RunResult> {
  const now = context.clock.now();
  const conclusion = await context.database.withTransaction(async (tx) => {
    const promoterId = await currentPromoterId(tx, campaign);
    const report = await findReservation(tx, [promoterId], eventKeyOf(campaign, job));
    if (report?.state === 'retry') {
      const state = report.ambiguousSince === null ? 'failed' : 'unknown';
      await closeReservation(tx, report.id, state, report.errorCode ?? 'expired', now);
    }
    if (ending) await closeOut(tx, campaign, job, ending, now);
    // Nobody simulated and the moment over: the job was missed, which its rows say by themselves.
    return conclude(context, tx, job, failed);
  });
  return { kind: 'finished', conclusion };
}
