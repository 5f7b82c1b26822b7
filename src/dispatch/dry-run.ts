import type { Campaign, CampaignJob } from '../domain/campaign.js';
import type { MusterEvent } from '../domain/events.js';
import { failpoint } from '../domain/failpoints.js';
import { kindOf } from '../domain/message-kinds.js';
import { recipientsWithoutFinalRow } from '../persistence/stores/campaign-store.js';
import type { Tx } from '../persistence/engine/database.js';
import { claimOf } from './claim.js';
import { closeOut, type Ending, EXPIRED, lateEndingOf, NOT_CHECKED } from './close-out.js';
import { conclude } from './conclude.js';
import type { DispatchContext } from './context.js';
import { eventKeyOf } from './event-key-of.js';
import { type Candidate, judge, type Judgement, lookAt, standstill, type Standstill } from './judge.js';
import { logUnasked } from './log-line.js';
import { closeReport, sendReport } from './report.js';
import { Rollcall } from './rollcall.js';
import { Roster } from './roster.js';
import {
  type RunControl,
  type RunResult,
  waitForDirectory,
  waitForPresence,
  waitUntil,
} from './run-result.js';

/**
 * Runs a job of a dry run: every recipient gets a `simulated` row with the channel of their call, or the
 * reason for none. Only the promoter gets a message, with the counts and every text.
 */
export async function runDryJob(
  context: DispatchContext,
  campaign: Campaign,
  job: CampaignJob,
  control: RunControl,
): Promise<RunResult> {
  const { clock } = context;
  // A clock that was set back may have brought us here too early.
  if (clock.now() < job.runAt) return { kind: 'waiting', until: job.runAt, reason: 'early' };
  const rollcall = kindOf(job.jobType).whom === 'missing' ? await Rollcall.open(context, campaign) : null;
  if (rollcall && !rollcall.attendance.checksAnything) {
    return finish(context, campaign, job, { ending: NOT_CHECKED });
  }
  if (clock.now() >= job.expiresAt) return finish(context, campaign, job, { ending: lateEndingOf(job) });
  const todo = await context.database.withTransaction((tx) => recipientsWithoutFinalRow(tx, job));
  const roster = new Roster(context.directory, clock, () => todo.map(({ userId }) => userId));
  for (const recipient of todo) {
    const inGuild = await roster.has(recipient.userId);
    if (control.draining.aborted) return { kind: 'waiting', until: clock.now(), reason: 'draining' };
    if (inGuild === null) return waitForDirectory(clock.now(), job);
    const known = (await rollcall?.canJudge(recipient.userId)) ?? true;
    if (!known) return waitForPresence(clock.now(), job);
    const simulated = await context.database.withTransaction((tx) =>
      simulate(context, tx, { campaign, job, recipient, inGuild, rollcall }),
    );
    if ('kind' in simulated) return hindered(context, campaign, job, simulated);
    context.events.emit(simulated);
  }
  const report = await sendReport(context, { campaign, job, rollcall }, control);
  if (report.kind === 'waiting') return report;
  return finish(context, campaign, job, endOf(report.failed));
}

type Hindrance = Standstill | Extract<Judgement, { kind: 'not_yet' | 'stop' }>;

/** Records how a person would have been called, or returns why it can't decide now. */
async function simulate(
  context: DispatchContext,
  tx: Tx,
  call: Candidate,
): Promise<Extract<MusterEvent, { type: 'send_settled' }> | Hindrance> {
  const { campaign, job, recipient } = call;
  const look = await lookAt(context, tx, call);
  const still = standstill(context, job, look);
  if (still) return still;
  const verdict = await judge(context, tx, call, look);
  if (verdict.kind !== 'yes' && verdict.kind !== 'no') return verdict;
  const { userId } = verdict;
  const channel = verdict.kind === 'yes' ? (verdict.channels[0] ?? null) : null;
  const reason = verdict.kind === 'no' ? verdict.reason : null;
  const about = { job, userId, eventKey: eventKeyOf(campaign, job), channel };
  await logUnasked(tx, about, { outcome: 'simulated', reason, code: null }, context.clock.now());
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

/** What a run does when it can't go on. */
async function hindered(
  context: DispatchContext,
  campaign: Campaign,
  job: CampaignJob,
  by: Hindrance,
): Promise<RunResult> {
  const now = context.clock.now();
  if (by.kind === 'not_yet') return waitUntil(by.at, job, by.waitsFor === 'start' ? 'start_open' : 'retry');
  switch (by.reason) {
    case 'claim_lost':
      return { kind: 'finished', conclusion: null };
    case 'expired':
      return finish(context, campaign, job, { ending: lateEndingOf(job) });
    case 'paused':
      return { kind: 'waiting', until: now, reason: 'paused' };
    case 'presence':
      return waitForPresence(now, job);
  }
}

/** How a dry run's job ends: report sent, failed with a code, or closed out. */
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
    if ((await claimOf(context, tx, job.id)) !== 'held') return null;
    await closeReport(tx, campaign, job, now);
    if (ending) await closeOut(tx, campaign, job, ending, now);
    // If it simulated nobody before the moment passed, the rows alone say that the job was missed.
    const ended = await conclude(context, tx, job, failed);
    failpoint('conclude.before');
    return ended;
  });
  failpoint('conclude.after');
  return { kind: 'finished', conclusion };
}
