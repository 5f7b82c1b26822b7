import { isYes } from '../domain/answer.js';
import { type Campaign, type CampaignJob, ERASED_PREFIX, type SkipReason } from '../domain/campaign.js';
import { type OutgoingMessage, textOn } from '../domain/channel.js';
import type { ChannelType } from '../domain/channel-choice.js';
import { findAnswer } from '../persistence/stores/answer-store.js';
import { findCampaign } from '../persistence/stores/campaign-store.js';
import type { Tx } from '../persistence/engine/database.js';
import { holdsOf } from '../persistence/stores/job-store.js';
import { findReservation } from '../persistence/stores/ledger-store.js';
import { type KnownPerson, personFor } from '../persistence/stores/person-store.js';
import { sendLogOf, type SendLogLine } from '../persistence/stores/send-log-store.js';
import { addressOf, requestsTo } from './address-of.js';
import { callMessage } from './call-message.js';
import { noteOf } from './call-message.js';
import type { DispatchContext } from './context.js';
import { eventKeyOf } from './event-key-of.js';
import { endWaiting } from './log-line.js';
import { type Letter, send } from './outgoing.js';
import type { Rollcall } from './rollcall.js';
import { type RunControl, type Waiting, waitUntil } from './run-result.js';
import { canBeToldApart, takeUp } from './take-up.js';

/** The end of a report: it was sent, or `failed` says why not. */
interface ReportOver {
  readonly kind: 'over';
  readonly failed: string | null;
}

/** The dry run to report. */
interface DryRun {
  readonly campaign: Campaign;
  readonly job: CampaignJob;
  readonly rollcall: Rollcall | null;
}

/** Sends the promoter, once, what one job of a dry run would have done. */
export async function sendReport(
  context: DispatchContext,
  run: DryRun,
  { draining, inFlight }: RunControl,
): Promise<Waiting | ReportOver> {
  const { clock } = context;
  const { job } = run;
  const { gate } = context.channels.get('discord');
  // A pause has a known end, so the job is given back; a probe has its answer soon, so we wait.
  const isProbed = (): boolean => gate.waitMs() === Number.POSITIVE_INFINITY;
  while (isProbed() && !draining.aborted && clock.now() < job.expiresAt)
    await gate.changed(job.expiresAt - clock.now(), draining);
  const waitMs = gate.waitMs();
  if (waitMs > 0) return waitUntil(clock.now() + waitMs, job, 'channel_paused');
  // Worded first: a transaction must not wait for it.
  const promoter = await personOf(context, run, run.campaign.promoterId);
  const message = await reportFor(context, run, promoter);
  const came = await send<Letter, Waiting | ReportOver>(context, {
    job,
    channel: 'discord',
    slot: { requests: requestsTo('discord', promoter) },
    signal: draining,
    inFlight,
    reserve: (tx) => reportLetter(context, tx, run, message),
  });
  if (!came && draining.aborted) return { kind: 'waiting', until: clock.now(), reason: 'draining' };
  if (!came) return waitUntil(clock.now(), job, 'channel_paused');
  if (came.kind !== 'left') return came;
  const settled = await came.settled;
  if (settled?.settlement.state === 'retry')
    return { kind: 'waiting', until: settled.settlement.at, reason: 'retry' };
  return { kind: 'over', failed: settled?.outcome === 'sent' ? null : (settled?.code ?? 'claim_lost') };
}

/** Ends the waiting row of a report whose job ends without it. */
export async function closeReport(tx: Tx, campaign: Campaign, job: CampaignJob, now: number): Promise<void> {
  const report = await findReservation(tx, [await promoterOf(tx, campaign)], eventKeyOf(campaign, job));
  if (report?.state === 'retry') await endWaiting(tx, report, { outcome: 'failed', reason: 'expired' }, now);
}

async function reportLetter(
  context: DispatchContext,
  tx: Tx,
  { campaign, job }: DryRun,
  message: OutgoingMessage,
): Promise<Letter | Waiting | ReportOver> {
  const now = context.clock.now();
  const over = (failed: string | null): ReportOver => ({ kind: 'over', failed });
  const waiting = (until: number, reason: 'retry' | 'paused'): Waiting => ({
    kind: 'waiting',
    until,
    reason,
  });
  const { isHeld, isPaused } = await holdsOf(tx, job.id, context.liveness.me);
  if (!isHeld) return over('claim_lost');
  if (isPaused) return waiting(now, 'paused');
  const eventKey = eventKeyOf(campaign, job);
  const userId = await promoterOf(tx, campaign);
  if (userId.startsWith(ERASED_PREFIX)) return over('erased');
  const own = await findReservation(tx, [userId], eventKey);
  if (own?.state === 'sent') return over(null);
  if (own && own.state !== 'retry') return over(own.errorCode ?? own.state);
  if (own && !canBeToldApart(context, own)) return over('maybe_delivered');
  if (own?.nextAttemptAt && own.nextAttemptAt > now) return waiting(own.nextAttemptAt, 'retry');
  if (now >= job.expiresAt) return over('expired');
  const person = await personFor(tx, userId, campaign.date, context.timezone, context.contacts);
  const ids = { campaignId: campaign.id, jobId: job.id, recipientId: null };
  const otherwise = { kind: 'report', userId, eventKey, ...ids } as const;
  const reservation = await takeUp(context, tx, { own, otherwise, channel: 'discord' });
  if (!reservation) return waiting(now, 'retry');
  const address = addressOf(context.contacts, 'discord', person);
  return { kind: 'go', reservation, address, message, hasOtherChannel: false };
}

/** Read again: the promoter may have erased their data. */
async function promoterOf(tx: Tx, campaign: Campaign): Promise<string> {
  return (await findCampaign(tx, campaign.id))?.promoterId ?? campaign.promoterId;
}

/** Not for decisions: read outside the transaction. */
function personOf(context: DispatchContext, { campaign }: DryRun, userId: string): Promise<KnownPerson> {
  const { database, timezone, contacts } = context;
  return personFor(database.view, userId, campaign.date, timezone, contacts);
}

/** The promoter's message: the counts as text, and every rendered text as a file. */
async function reportFor(
  context: DispatchContext,
  run: DryRun,
  promoter: KnownPerson,
): Promise<OutgoingMessage> {
  const { campaign, job } = run;
  const messages = context.messagesFor(promoter.locale);
  const log = await sendLogOf(context.database.view, campaign.id, 'simulated');
  const channels: Partial<Record<ChannelType, number>> = {};
  const skipped: Partial<Record<SkipReason, number>> = {};
  const texts: string[] = [];
  for (const line of log.filter(({ jobType }) => jobType === job.jobType)) {
    if (line.channel) channels[line.channel] = (channels[line.channel] ?? 0) + 1;
    else skipped[line.reason as SkipReason] = (skipped[line.reason as SkipReason] ?? 0) + 1;
    texts.push(await rendered(context, run, line));
  }
  return {
    text: messages.dryRunReport({
      jobType: job.jobType,
      campaignId: campaign.id,
      note: noteOf(campaign),
      channels,
      skipped,
    }),
    actions: [],
    attachment: { name: `dry-run-${job.jobType}.txt`, text: texts.join('\n\n') },
  };
}

async function rendered(context: DispatchContext, run: DryRun, line: SendLogLine): Promise<string> {
  const { channel } = line;
  const heading = `${line.displayName ?? ''} (${channel ?? line.reason ?? ''})`;
  if (!channel) return heading;
  const person = await personOf(context, run, line.userId);
  const { rollcall } = run;
  const particulars = {
    onGameServer: rollcall?.attendance.of(line.userId)?.onServer ?? false,
    saidYes:
      rollcall !== null && isYes(await findAnswer(context.database.view, line.userId, run.campaign.date)),
    othersThere: rollcall?.isAnybodyThere ?? false,
    isLastQuestion: false,
    weeklyEnds: null,
    hasTurned: false,
    asksToStay: false,
    promotes: false,
  };
  const message = await callMessage(context, context.database.view, run, { person, channel, particulars });
  return `${heading}\n${textOn(channel, message)}`;
}
