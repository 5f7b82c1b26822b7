import type { Campaign, CampaignJob, CampaignRecipient } from '../domain/campaign.js';
import type { MusterEvent } from '../domain/events.js';
import { failpoint } from '../domain/failpoints.js';
import { kindOf } from '../domain/message-kinds.js';
import type { Heard, News } from '../domain/news.js';
import type { Tx } from '../persistence/engine/database.js';
import { recipientsWithoutFinalRow } from '../persistence/stores/campaign-store.js';
import { claimOf } from './claim.js';
import { closeOut, type Ending, EXPIRED, lateEndingOf, NOT_CHECKED } from './close-out.js';
import { conclude } from './conclude.js';
import type { DispatchContext } from './context.js';
import { type PassResult, runPass } from './pass.js';
import type { WaitsFor } from './reserve.js';
import { Rollcall } from './rollcall.js';
import { Run, type Work } from './run.js';
import {
  type RunControl,
  type RunResult,
  waitForDirectory,
  waitForPresence,
  type Waiting,
  waitUntil,
} from './run-result.js';
import { type StandbyTurns, standbyTurns, wantedOf } from './standby-turns.js';
import { recordTurnout } from './turnout.js';
import type { WaitReason } from './wait-reason.js';

/**
 * Works through everybody of a claimed job who has no final row, until all have one or the run can only wait.
 * All its state is in the database: another run continues where a dead one stopped.
 */
export async function runJob(
  context: DispatchContext,
  campaign: Campaign,
  job: CampaignJob,
  control: RunControl,
): Promise<RunResult> {
  const rollcall = kindOf(job.jobType).whom === 'missing' ? await Rollcall.open(context, campaign) : null;
  const run = new Run(context.clock);
  const unwatch = watch(context, run, { campaign, job }, control.draining);
  try {
    return await workThrough(context, { campaign, job, rollcall, run, ...control });
  } finally {
    unwatch();
    // However the run ends, it never gives its job back while a send is under way.
    await run.quiet();
  }
}

async function workThrough(context: DispatchContext, work: Work): Promise<RunResult> {
  const { campaign, job, rollcall, run } = work;
  if (rollcall && !rollcall.attendance.checksAnything) return finish(context, work, NOT_CHECKED);
  let lateEnding = lateEndingOf(job);
  for (;;) {
    const turns = await context.database.withTransaction((tx) => turnsIn(context, tx, work));
    const todo = turns.call;
    if (context.clock.now() >= job.expiresAt) return finish(context, work, lateEnding);
    if (todo.length === 0) {
      const { lookAgainAt } = turns;
      if (lookAgainAt !== null) {
        if (!(await run.quietBefore(lookAgainAt))) continue;
        run.check();
        return waitUntil(lookAgainAt, job, 'standbys');
      }
      const ended = await finish(context, work, null, turns.wanted);
      if (ended) return ended;
      continue;
    }
    const known = !rollcall || (await rollcall.attendance.refresh());
    // People who were never called are left out, present or not.
    const able = known ? todo : todo.filter(({ userId }) => !rollcall.expected.has(userId));
    if (rollcall && known) await recordTurnout(context, { campaign, job }, rollcall);
    const pass = await passOf(context, work, able, able.length < todo.length);
    if (pass.stop === 'claim_lost') return endLost(work);
    if (pass.stop === null) run.check();
    if (pass.stop === null && known) lateEnding = EXPIRED;
    const wait = waitAfter(pass, context.clock.now(), job);
    if (!wait || !(await run.quietBefore(wait.lookAgainAt))) continue;
    run.check();
    return wait.result;
  }
}

/**
 * A pass over the people it can judge; if there are others, it then stops for `presence`. A process that stops waits for nothing
 * that it can't know any more: another may know it already, and goes on at once.
 */
async function passOf(
  context: DispatchContext,
  work: Work,
  able: readonly CampaignRecipient[],
  othersAreUnknown: boolean,
): Promise<PassResult> {
  const pass = await runPass(context, work, able);
  const stop = pass.stop ?? (othersAreUnknown ? 'presence' : null);
  const isUnknown = stop === 'presence' || stop === 'directory';
  return { ...pass, stop: isUnknown && work.draining.aborted ? 'draining' : stop };
}

/**
 * What a run does after a pass: gives its job back with `result`, or looks again itself if sends are still
 * under way at `lookAgainAt`. `null`: goes on at once.
 */
function waitAfter(
  pass: PassResult,
  now: number,
  job: CampaignJob,
): { result: Waiting; lookAgainAt: number } | null {
  const until = (result: Waiting) => ({ result, lookAgainAt: result.until });
  switch (pass.stop) {
    case 'draining':
      return { result: { kind: 'waiting', until: now, reason: 'draining' }, lookAgainAt: Infinity };
    case 'paused':
      // A resume interrupts the wait.
      return { result: { kind: 'waiting', until: now, reason: 'paused' }, lookAgainAt: job.expiresAt };
    case 'directory':
      return until(waitForDirectory(now, job));
    case 'presence':
      return until(waitForPresence(now, job));
    default:
      if (pass.nextAt <= now || pass.nextAt === Number.POSITIVE_INFINITY) return null;
      return until(waitUntil(pass.nextAt, job, reasonOf(pass.waitsFor)));
  }
}

/** The wait that ends first: a moment comes by itself, the others may not. */
function reasonOf(waitsFor: ReadonlySet<WaitsFor>): WaitReason {
  if (waitsFor.has('moment')) return 'retry';
  if (waitsFor.has('late')) return 'late';
  return waitsFor.has('channel') ? 'channel_paused' : 'start_open';
}

/**
 * Interrupts the run's waits, whichever process has heard it: a stop, a pause, a resume, a cancellation, an answer to a
 * follow-up's evening, the last moment.
 */
function watch(
  context: DispatchContext,
  run: Run,
  { campaign, job }: { readonly campaign: Campaign; readonly job: CampaignJob },
  draining: AbortSignal,
): () => void {
  const interrupt = (): void => run.interrupt();
  const looksForAnswers = kindOf(job.jobType).whom === 'missing';
  const look = (told: MusterEvent | Heard): void => {
    const mayChangeNudges =
      looksForAnswers && told.type === 'availability_set' && told.date === campaign.date;
    if (INTERRUPTIONS.has(told.type) || mayChangeNudges) interrupt();
  };
  const unlisten = [context.events.on(look), context.news.on(look)];
  draining.addEventListener('abort', interrupt);
  let isOver = false;
  const untilExpired = async (): Promise<void> => {
    // Somebody may set the wall clock.
    for (let left = job.expiresAt - context.clock.now(); !isOver && left > 0;) {
      await context.clock.sleep(left, run.signal);
      left = job.expiresAt - context.clock.now();
    }
    interrupt();
  };
  void untilExpired();
  return () => {
    isOver = true;
    for (const stop of unlisten) stop();
    draining.removeEventListener('abort', interrupt);
    interrupt();
  };
}

/** After these the database may decide differently about who is called. */
const INTERRUPTIONS: ReadonlySet<string> = new Set<(MusterEvent['type'] & News['type']) | 'missed'>([
  'promotions_paused',
  'promotions_resumed',
  'campaign_cancelled',
  'more_called',
  'missed',
]);

/** Whom a run is to call now: everybody without a final row, or of standbys those whose turn it is. */
async function turnsIn(context: DispatchContext, tx: Tx, { campaign, job }: Work): Promise<RunTurns> {
  if (kindOf(job.jobType).whom === 'standbys') return standbyTurns(context, tx, campaign, job);
  const call = await recipientsWithoutFinalRow(tx, job);
  return { call, lookAgainAt: null, wanted: null };
}

type RunTurns = Omit<StandbyTurns, 'wanted'> & { readonly wanted: number | null };

/**
 * Ends a job by its rows, once none of its sends is under way. `null`: more standbys than `wanted` have been asked for
 * meanwhile.
 */
async function finish(context: DispatchContext, work: Work, ending: Ending | null): Promise<RunResult>;
async function finish(
  context: DispatchContext,
  work: Work,
  ending: Ending | null,
  wanted: number | null,
): Promise<RunResult | null>;
async function finish(
  context: DispatchContext,
  work: Work,
  ending: Ending | null,
  wanted: number | null = null,
): Promise<RunResult | null> {
  const { campaign, job, run } = work;
  await run.quiet();
  run.check();
  const conclusion = await context.database.withTransaction(async (tx) => {
    if (wanted !== null && (await wantedOf(tx, job)) !== wanted) return 'go_on';
    // Without one only the job's own row is written, and that asks for the claim by itself.
    if (ending) {
      if ((await claimOf(context, tx, job.id)) !== 'held') return null;
      await closeOut(tx, campaign, job, ending, context.clock.now());
    }
    const ended = await conclude(context, tx, job);
    failpoint('conclude.before');
    return ended;
  });
  failpoint('conclude.after');
  return conclusion === 'go_on' ? null : { kind: 'finished', conclusion };
}

/**
 * Ends a run whose claim was lost, once the sends under way have their outcome. It writes nothing: who cancelled
 * the job has seen to its people, and who took it sees to them.
 */
async function endLost({ run }: Work): Promise<RunResult> {
  await run.quiet();
  run.check();
  return { kind: 'finished', conclusion: null };
}
