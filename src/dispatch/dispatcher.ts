import { setMaxListeners } from 'node:events';
import type { CampaignJob } from '../domain/campaign.js';
import { backoffDelay } from '../domain/backoff.js';
import type { MusterEvent } from '../domain/events.js';
import type { Heard } from '../domain/news.js';
import { failpoint } from '../domain/failpoints.js';
import { kindOf } from '../domain/message-kinds.js';
import { findCampaign } from '../persistence/stores/campaign-store.js';
import type { Tx } from '../persistence/engine/database.js';
import { passesByItself } from '../persistence/file/storage-error.js';
import {
  claimJob,
  dueJobIds,
  findJob,
  noteWaitForPresence,
  pendingJobs,
  releaseJob,
} from '../persistence/stores/job-store.js';
import { promotionsPaused } from '../persistence/stores/system-state-store.js';
import { postDueBoard } from './board-post.js';
import { claimOf, mayClaim } from './claim.js';
import { BROKEN, closeOut } from './close-out.js';
import { conclude, type Conclusion, refreshCampaignStatus, whileWaiting } from './conclude.js';
import type { DispatchContext } from './context.js';
import { runDryJob } from './dry-run.js';
import { Errands } from './errands.js';
import { foresee, type WakeUps } from './wake-ups.js';
import { runJob } from './job-run.js';
import { planToAsk } from './minimum.js';
import { type AtWork, type TakenUp, takeUpLeftWork } from './recovery.js';
import type { RunControl, RunResult } from './run-result.js';
import { lookWhoCame } from './turnout.js';
import type { WaitReason } from './wait-reason.js';

/** A wake-up at most this early waits for its moment instead of for the next sweep. */
const EARLY_MS = 2_000;
/** A job that waits for one of these knew who had come. */
const PRESENCE_KNOWN: ReadonlySet<WaitReason> = new Set([
  'retry',
  'channel_paused',
  'start_open',
  'late',
  'standbys',
]);
/** Stands for a board that is being posted. */
const BOARD = 'board';

/**
 * Finds due jobs, claims and runs them. The database decides what is due; a wake-up or sweep only makes the
 * dispatcher look, so a lost, late or doubled one does no harm.
 */
export class Dispatcher {
  readonly #running = new Map<string, Promise<void>>();
  /** The sweeps under way: the database has to stay open for them. */
  readonly #sweeps = new Set<Promise<void>>();
  readonly #inFlight = new Set<string>();
  readonly #atWork: AtWork = { jobs: this.#running, rows: this.#inFlight };
  readonly #draining = new AbortController();
  readonly #control: RunControl = { draining: this.#draining.signal, inFlight: this.#inFlight };
  readonly #errands: Errands;
  /** The ledger rows that could not be seen to at the last look. */
  #stuck: ReadonlySet<string> = new Set();
  #sweptAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly context: DispatchContext,
    private readonly wakeUps: WakeUps,
  ) {
    this.#errands = new Errands(context, wakeUps, this.#control);
    // Everybody who waits for a turn listens; above ten listeners Node warns of a leak on stderr.
    setMaxListeners(0, this.#draining.signal);
  }

  /** Takes up what an earlier process left. Call once, before anything else. */
  async recover(): Promise<void> {
    const taken = await this.context.database.withTransaction(async (tx) => {
      const done = await takeUpLeftWork(this.context, tx, this.#atWork);
      failpoint('recover.before');
      return done;
    });
    failpoint('recover.after');
    this.#tellOfTakenUp(taken);
  }

  /** How many jobs are pending, and when (ms) the next is. */
  async pending(): Promise<{ jobs: number; nextAt: number | null }> {
    const jobs = await pendingJobs(this.context.database.view);
    return { jobs: jobs.length, nextAt: jobs[0]?.nextRunAt ?? null };
  }

  /** Sets a wake-up for every pending job. */
  async scheduleAll(): Promise<void> {
    const jobs = await this.context.database.withTransaction((tx) => pendingJobs(tx));
    for (const job of jobs) this.wakeUps.schedule(job.id, job.nextRunAt);
  }

  /** Looks at one job, whose moment should have come. */
  async wake(jobId: string): Promise<void> {
    failpoint('wake');
    const job = await findJob(this.context.database.view, jobId);
    if (job?.status !== 'pending') return;
    // Timers end a little early, and people set the wall clock: looking too soon would lose the wake-up.
    for (;;) {
      const early = job.nextRunAt - this.context.clock.now();
      if (early <= 0 || this.#draining.signal.aborted) break;
      if (early > EARLY_MS) {
        this.wakeUps.schedule(jobId, job.nextRunAt);
        return;
      }
      await this.context.clock.sleep(early, this.#draining.signal);
    }
    this.#start((await this.#due()).filter((id) => id === jobId));
  }

  /** Listens to what may make a session ready, and to answers, by which a follow-up may look again sooner. */
  handle(event: MusterEvent): void {
    switch (event.type) {
      case 'availability_set':
        this.#errands.wakeHastened();
        return this.#errands.judgeSession({ answered: event.userId });
      case 'settings_changed':
        return this.#errands.judgeSession({ isSetAnew: true });
      case 'promotions_resumed':
        return this.#errands.judgeSession();
      // The transaction of an answer may have judged it.
      case 'session_tidings':
        if (event.tidings === 'ready') this.#errands.startSystemCampaigns();
        return this.#errands.postTidings();
      default:
    }
  }

  /** Listens to what other processes tell. Each judges the session after what it has changed itself. */
  hear({ type }: Heard): void {
    // The first sweep finds all of it, and before that nothing may leave.
    if (this.#sweptAt === Number.NEGATIVE_INFINITY) return;
    switch (type) {
      case 'availability_set':
        return this.#errands.wakeHastened();
      case 'promotions_resumed':
      case 'more_called':
      case 'work_left':
        void this.sweep().catch((error: unknown) => {
          this.context.events.emit({ type: 'background_error', where: 'sweep', error });
        });
        return;
      case 'missed':
        // Whoever answered may have ended before the session was judged.
        this.#errands.judgeLater();
        return this.#errands.wakeHastened();
      default:
    }
  }

  /** Who is in voice is known from now on, and was not before: what waits for that goes on at once. */
  voiceKnown(): void {
    // The first sweep finds all of it, and before that nothing may leave.
    if (this.#sweptAt === Number.NEGATIVE_INFINITY) return;
    // That it may wait anew, should it be lost again.
    this.context.awaitsVoice();
    this.#errands.hastenPresence(() => this.sweep());
  }

  /** Looks for everything that is due or was left behind. */
  sweep(): Promise<void> {
    if (this.#isDraining()) return Promise.resolve();
    const sweep = this.#sweep().finally(() => this.#sweeps.delete(sweep));
    this.#sweeps.add(sweep);
    return sweep;
  }

  async #sweep(): Promise<void> {
    failpoint('sweep');
    this.#sweptAt = this.context.clock.monotonic();
    this.#start(await this.#due());
    await foresee(this.context, this.wakeUps);
    // It queues right behind those claims, so that each run finds its rows as this leaves them.
    if (await this.#takeUpLeftWork()) this.#start(await this.#due());
    this.#errands.startSystemCampaigns();
    this.#errands.postSummaries();
    this.#errands.askPromoters();
    this.#errands.tendStanding();
    this.#errands.seeToSession();
    await lookWhoCame(this.context);
  }

  /**
   * Posts today's board by itself where that is due, whether messages to people are paused, switched off or not: nobody
   * is written to. `signal` ends it. Never throws.
   */
  async postBoard(signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.#running.has(BOARD)) return;
    const post = postDueBoard(this.context, { draining: signal, inFlight: this.#inFlight })
      .catch((error: unknown) => {
        this.context.events.emit({ type: 'background_error', where: 'board', error });
      })
      .finally(() => this.#running.delete(BOARD));
    this.#running.set(BOARD, post);
    await post;
  }

  /** When the last sweep began, by the monotonic clock. */
  get sweptAt(): number {
    return this.#sweptAt;
  }

  /** How many sends are under way. */
  get inFlight(): number {
    return this.#inFlight.size;
  }

  /** Reserves nothing more; resolves when everything under way has settled. */
  async drain(): Promise<void> {
    this.#draining.abort();
    // Whoever asked for one hears how it ended.
    await Promise.allSettled(this.#sweeps);
    await this.idle();
  }

  /** Resolves when no job is running. */
  async idle(): Promise<void> {
    for (;;) {
      const underWay = [...this.#running.values(), ...this.#errands.underWay];
      if (underWay.length === 0) return;
      await Promise.all(underWay);
    }
  }

  #isDraining(): boolean {
    return this.#draining.signal.aborted;
  }

  /** The jobs that are due. */
  async #due(): Promise<string[]> {
    const { database, clock, liveness } = this.context;
    if (this.#isDraining() || !liveness.isSure()) return [];
    return database.withTransaction(async (tx) => dueJobIds(tx, clock.now(), await promotionsPaused(tx)));
  }

  /** Claims jobs, and runs those that could be claimed. */
  #start(ids: readonly string[]): void {
    if (this.#isDraining()) return;
    for (const id of ids) {
      if (this.#running.has(id)) continue;
      const run = this.#claimAndRun(id).finally(() => this.#running.delete(id));
      this.#running.set(id, run);
    }
  }

  async #claimAndRun(id: string): Promise<void> {
    const { database, clock, events, liveness } = this.context;
    let claimed: CampaignJob | null = null;
    try {
      const { job, asks } = await database.withTransaction(async (tx) => {
        const now = clock.now();
        const due = (await mayClaim(this.context, tx, id)) ? await claimJob(tx, id, liveness.me, now) : null;
        if (due) await refreshCampaignStatus(tx, due.campaignId, now);
        const done = { job: due, asks: due !== null && (await planToAsk(this.context, tx, due, now)) };
        failpoint('claim.before');
        return done;
      });
      claimed = job;
      failpoint('claim.after');
      if (asks) this.#errands.askPromoters();
      if (claimed) await this.#run(claimed);
    } catch (error) {
      if (!claimed) {
        events.emit({ type: 'background_error', where: 'claim', error });
        return;
      }
      await this.#runFailed(claimed, error);
    }
  }

  async #run(job: CampaignJob): Promise<void> {
    const { database, events, clock } = this.context;
    const campaign = await findCampaign(database.view, job.campaignId);
    if (!campaign) throw new Error('a job without its campaign');
    const { id: jobId, campaignId, jobType } = job;
    events.emit({ type: 'job_started', campaignId, jobId, jobType, lateMs: clock.now() - job.nextRunAt });
    const run = campaign.request.dryRun ? runDryJob : runJob;
    await this.#end(job, await run(this.context, campaign, job, this.#control));
  }

  async #end(job: CampaignJob, result: RunResult): Promise<void> {
    const { database, events, clock, liveness } = this.context;
    const { id: jobId, campaignId, jobType } = job;
    if (result.kind === 'finished') {
      if (result.conclusion) this.#concluded(job, result.conclusion);
      return;
    }
    const { until, reason } = result;
    const released = await database.withTransaction(async (tx) => {
      const ours = { id: jobId, owner: liveness.me, dueAt: job.nextRunAt };
      if (!(await releaseJob(tx, ours, until, clock.now()))) return null;
      await this.#noteWhatItWaitsFor(tx, job, reason);
      const followUp = await whileWaiting(this.context, tx, job, reason);
      await refreshCampaignStatus(tx, campaignId, clock.now());
      return { followUp };
    });
    failpoint('release.after');
    if (!released) return;
    if (released.followUp) this.wakeUps.schedule(released.followUp.id, released.followUp.nextRunAt);
    if (kindOf(jobType).whom === 'missing') this.#errands.postSummaries();
    events.emit({ type: 'job_waiting', campaignId, jobId, jobType, until, reason });
    // Also while promotions are paused: somebody may have resumed them before the job was given back.
    if (reason !== 'draining') this.wakeUps.schedule(jobId, until);
  }

  /** Stored with the job, so that its ending can name the cause even after a restart. */
  async #noteWhatItWaitsFor(
    tx: Tx,
    { id, waitsForPresence }: CampaignJob,
    reason: WaitReason,
  ): Promise<void> {
    const now = this.context.clock.now();
    if (reason === 'presence') await noteWaitForPresence(tx, id, true, now);
    else if (waitsForPresence && PRESENCE_KNOWN.has(reason)) await noteWaitForPresence(tx, id, false, now);
  }

  #concluded({ id: jobId, campaignId, jobType }: CampaignJob, conclusion: Conclusion): void {
    const { next, ...ended } = conclusion;
    this.context.events.emit({ type: 'job_finished', campaignId, jobId, jobType, ...ended });
    if (next) this.wakeUps.schedule(next.id, next.nextRunAt);
    if (kindOf(jobType).whom === 'missing') this.#errands.postSummaries();
  }

  /**
   * Retries a run that threw a few times; then records its people as failed, so that none is forgotten. Trouble of the database that
   * passes is no fault of the run's, and counts for none of these times: such a job ends at its last useful moment.
   */
  async #runFailed(job: CampaignJob, error: unknown): Promise<void> {
    const { database, events, clock, liveness, maxAttempts, random } = this.context;
    const counts = !passesByItself(error);
    const attempt = job.attempts + 1;
    if (counts) events.emit({ type: 'job_error', jobId: job.id, attempt, error });
    else events.emit({ type: 'background_error', where: 'job', error });
    const now = clock.now();
    const until = now + backoffDelay(counts ? attempt : 1, random);
    try {
      const ended = await database.withTransaction(async (tx) => {
        const campaign = await findCampaign(tx, job.campaignId);
        if (!counts || attempt < maxAttempts || !campaign) {
          const ours = { id: job.id, owner: liveness.me, dueAt: job.nextRunAt };
          const code = counts ? 'internal_error' : undefined;
          return (await releaseJob(tx, ours, until, now, code)) ? 'waits' : null;
        }
        if ((await claimOf(this.context, tx, job.id)) !== 'held') return null;
        await closeOut(tx, campaign, job, BROKEN, now);
        return conclude(this.context, tx, job, 'internal_error');
      });
      if (ended === 'waits') this.wakeUps.schedule(job.id, until);
      else if (ended) this.#concluded(job, ended);
    } catch (second) {
      // The database itself is in trouble. The next sweep that can write finds the job and its rows.
      events.emit({ type: 'background_error', where: 'job', error: second });
    }
  }

  /**
   * Takes up jobs and rows that this process claimed and lost hold of when the database failed in between, and
   * those of processes that are dead. @returns whether there were such jobs, which are due now.
   */
  async #takeUpLeftWork(): Promise<boolean> {
    const { database } = this.context;
    const taken = await database.withTransaction((tx) => takeUpLeftWork(this.context, tx, this.#atWork));
    this.#tellOfTakenUp(taken);
    return taken.jobs > 0;
  }

  /** Tells what the dead left, and of rows that can't be seen to: of each once, for as long as it is one. */
  #tellOfTakenUp({ ofTheDead, stuck }: TakenUp): void {
    const { jobs, retried, unknown } = ofTheDead;
    if (jobs + retried + unknown > 0) this.context.events.emit({ type: 'recovered', jobs, retried, unknown });
    const before = this.#stuck;
    this.#stuck = new Set(stuck.map(({ row }) => row.id));
    for (const { row, error } of stuck) {
      if (before.has(row.id)) continue;
      this.context.events.emit({ type: 'not_taken_up', reservationId: row.id, jobId: row.jobId, error });
    }
  }
}
