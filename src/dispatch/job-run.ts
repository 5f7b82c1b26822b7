import type { Campaign, CampaignJob, CampaignRecipient } from '../domain/campaign.js';
import { failpoint } from '../domain/failpoints.js';
import { CHANNEL_TYPES } from '../domain/channel-choice.js';
import { recipientsWithoutFinalRow } from '../persistence/campaign-store.js';
import { CANCELLED, closeOut, type Ending, EXPIRED, NOT_CHECKED, PRESENCE_UNKNOWN } from './close-out.js';
import { conclude, refreshCampaignStatus } from './conclude.js';
import type { DispatchContext } from './context.js';
import { type Delivered, deliver } from './deliver.js';
import { PRESENCE_UNKNOWN_CODE } from './presence-wait.js';
import { Rollcall } from './rollcall.js';
import { Roster } from './roster.js';
import {
  type RunControl,
  type RunResult,
  waitForDirectory,
  waitForPresence,
  waitUntil,
} from './run-result.js';
import { recordTurnout } from './turnout.js';

/** How many people of one job and channel are worked on at a time; the pacer, not this, sets the speed. */
const CONCURRENCY = 64;

/**
 * Works through everybody of a claimed job who has no final row yet, until all have one or there is nothing to do
 * but wait. All it knows is in the database: a run that dies is taken up where it stopped.
 */
export async function runJob(
  context: DispatchContext,
  campaign: Campaign,
  job: CampaignJob,
  control: RunControl,
): Promise<RunResult> {
  const rollcall = job.jobType === 'follow_up' ? await Rollcall.open(context, campaign) : null;
  if (rollcall && !rollcall.attendance.checksAnything) return finish(context, campaign, job, NOT_CHECKED);
  let lateEnding = job.lastError === PRESENCE_UNKNOWN_CODE ? PRESENCE_UNKNOWN : EXPIRED;
  for (;;) {
    const todo = await context.database.withTransaction((tx) =>
      recipientsWithoutFinalRow(tx, campaign.id, job.id),
    );
    if (context.clock.now() >= job.expiresAt) return finish(context, campaign, job, lateEnding);
    if (todo.length === 0) return finish(context, campaign, job, null);
    const known = !rollcall || (await rollcall.attendance.refresh());
    // Who was never called is left out, whoever is there.
    const able = known ? todo : todo.filter(({ userId }) => !rollcall.expected.has(userId));
    if (able.length === 0) return waitForPresence(context.clock.now(), job);
    if (rollcall && known) await recordTurnout(context, campaign, rollcall);
    const pass = await runPass(context, { campaign, job, rollcall }, able, control);
    const now = context.clock.now();
    switch (pass.stop) {
      case 'claim_lost':
        await endCancelled(context, campaign, job);
        return { kind: 'finished', conclusion: null };
      case 'draining':
      case 'paused':
        return { kind: 'waiting', until: now, reason: pass.stop };
      case 'directory':
        return waitForDirectory(now, job);
      case 'presence':
        return waitForPresence(now, job);
      default:
        if (known) lateEnding = EXPIRED;
        if (pass.nextAt > now) return waitUntil(pass.nextAt, job, 'retry');
    }
  }
}

type Stop = Extract<Delivered, { kind: 'stop' }>['reason'];

async function runPass(
  context: DispatchContext,
  work: { campaign: Campaign; job: CampaignJob; rollcall: Rollcall | null },
  todo: readonly CampaignRecipient[],
  control: RunControl,
): Promise<{ stop: Stop | null; nextAt: number }> {
  let stop: Stop | null = null;
  let failure: { error: unknown } | null = null;
  let nextAt = Number.POSITIVE_INFINITY;
  // A lane for each channel, so that those who wait for a slow one don't hold up the others. A preference changed
  // since the snapshot puts somebody into the wrong lane, where they are called all the same.
  const lanes = CHANNEL_TYPES.map((channel) => ({
    people: todo.filter((recipient) => recipient.channel === channel),
    next: 0,
  }));
  const roster = new Roster(context.directory, context.clock, () =>
    lanes
      .flatMap(({ people, next }) => people.slice(Math.max(0, next - CONCURRENCY)))
      .map(({ userId }) => userId),
  );
  const workThrough = async (lane: (typeof lanes)[number]): Promise<void> => {
    while (lane.next < lane.people.length && !stop) {
      const recipient = lane.people[lane.next++] as CampaignRecipient;
      try {
        const result = await deliver(context, { ...work, recipient, roster, ...control });
        if (result.kind === 'stop') stop ??= result.reason;
        if (result.kind === 'later') nextAt = Math.min(nextAt, result.at);
      } catch (error) {
        // It costs nobody else their call: the run ends in this error when everybody had their turn.
        failure ??= { error };
      }
    }
  };
  await Promise.all(
    lanes.flatMap((lane) =>
      Array.from({ length: Math.min(CONCURRENCY, lane.people.length) }, () => workThrough(lane)),
    ),
  );
  const failed = failure as { error: unknown } | null;
  if (failed) throw failed.error;
  // Nobody is left to wait for: the next look at the database ends the job.
  return { stop, nextAt: nextAt === Number.POSITIVE_INFINITY ? context.clock.now() : nextAt };
}

async function finish(
  context: DispatchContext,
  campaign: Campaign,
  job: CampaignJob,
  ending: Ending | null,
): Promise<RunResult> {
  const now = context.clock.now();
  const conclusion = await context.database.withTransaction(async (tx) => {
    if (ending) await closeOut(tx, campaign, job, ending, now);
    const ended = await conclude(context, tx, job);
    failpoint('conclude.before');
    return ended;
  });
  failpoint('conclude.after');
  return { kind: 'finished', conclusion };
}

/** A job cancelled while it ran: those whose attempt was under way then have an outcome or are not tried again. */
async function endCancelled(context: DispatchContext, campaign: Campaign, job: CampaignJob): Promise<void> {
  const now = context.clock.now();
  await context.database.withTransaction(async (tx) => {
    await closeOut(tx, campaign, job, CANCELLED, now);
    await refreshCampaignStatus(tx, campaign.id, now);
  });
}
