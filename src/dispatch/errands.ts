import { kindOf } from '../domain/message-kinds.js';
import { hastenPresence, pendingJobs } from '../persistence/stores/job-store.js';
import type { DispatchContext } from './context.js';
import { askPromoters } from './minimum.js';
import { tellPromoters } from './promoter-notices.js';
import { judgeSession, type Occasion, postTidings, startsWithinTheHour } from './ready.js';
import { Rounds } from './rounds.js';
import type { RunControl } from './run-result.js';
import { tendStanding } from './standing-campaigns.js';
import { postSummaries } from './summary.js';
import { startSystemCampaigns } from './system-campaigns.js';
import type { WakeUps } from './wake-ups.js';

/** The kinds of rounds. */
const SUMMARIES = 'summaries';
const SYSTEM_CAMPAIGNS = 'system campaigns';
const HASTENED = 'hastened';
const JUDGEMENT = 'ready';
const TIDINGS = 'tidings';
const MINIMUM = 'minimum';
const STANDING = 'standing';
const NOTICES = 'notices';
const PRESENCE = 'presence';
const NOTHING_HAPPENED: Occasion = { answered: [], isSetAnew: false };

/**
 * What is to be done beside the jobs, each kind one round at a time: what it does is written down before, so one that is asked
 * for twice, or not at all, does no harm. None of it throws.
 */
export class Errands {
  readonly #rounds: Rounds;
  /** Whether today's session was judged since that was last asked for; the start of the process asks, too. */
  #isJudged = false;
  #occasion: Occasion = NOTHING_HAPPENED;

  constructor(
    private readonly context: DispatchContext,
    private readonly wakeUps: WakeUps,
    private readonly control: RunControl,
  ) {
    this.#rounds = new Rounds(
      () => control.draining.aborted,
      (where, error) => context.events.emit({ type: 'background_error', where, error }),
    );
  }

  /** What is under way. */
  get underWay(): readonly Promise<void>[] {
    return this.#rounds.underWay;
  }

  /** Posts the summaries that wait. */
  postSummaries(): void {
    this.#rounds.start(SUMMARIES, 'summary', () => postSummaries(this.context, this.control));
  }

  /** Asks promoters about evenings with too few. */
  askPromoters(): void {
    this.#rounds.start(MINIMUM, MINIMUM, () => askPromoters(this.context, this.control));
  }

  /** Looks after the standing campaigns, and tells promoters of them. */
  tendStanding(): void {
    const tell = (): void => {
      this.#rounds.start(NOTICES, STANDING, () => tellPromoters(this.context, this.control));
    };
    // No notice that waits for Discord holds up a campaign.
    this.#rounds.start(STANDING, STANDING, () => tendStanding(this.context).finally(tell));
  }

  /** Starts the campaigns that no promoter does. */
  startSystemCampaigns(): void {
    this.#rounds.start(SYSTEM_CAMPAIGNS, SYSTEM_CAMPAIGNS, async () => {
      for (const job of await startSystemCampaigns(this.context))
        this.wakeUps.schedule(job.id, job.nextRunAt);
    });
  }

  /** Sets wake-ups anew for the follow-ups that have begun and wait. */
  wakeHastened(): void {
    this.#rounds.start(HASTENED, 'follow-up', async () => {
      for (const job of await pendingJobs(this.context.database.view)) {
        if (job.startedAt === null || kindOf(job.jobType).whom !== 'missing') continue;
        this.wakeUps.schedule(job.id, job.nextRunAt);
      }
    });
  }

  /** Lets what waits for who is in voice look again at once, by `sweep`. */
  hastenPresence(sweep: () => Promise<void>): void {
    const { database, clock, liveness } = this.context;
    this.#rounds.start(PRESENCE, PRESENCE, async () => {
      await database.withTransaction((tx) => hastenPresence(tx, liveness.me, clock.now()));
      await sweep();
    });
  }

  /** Looks how today's session stands after what has happened, and tells what is to be told of it. */
  judgeSession({ answered, isSetAnew = false }: { answered?: string; isSetAnew?: boolean } = {}): void {
    const before = this.#occasion;
    this.#occasion = {
      answered: answered === undefined ? before.answered : [...before.answered, answered],
      isSetAnew: before.isSetAnew || isSetAnew,
    };
    this.#isJudged = false;
    this.#rounds.start(JUDGEMENT, JUDGEMENT, async () => {
      const occasion = this.#occasion;
      this.#occasion = NOTHING_HAPPENED;
      await judgeSession(this.context, occasion);
      this.#isJudged = true;
      this.postTidings();
    });
  }

  /** Somebody may have answered whose process ended before the session was judged: the next sweep judges it. */
  judgeLater(): void {
    this.#isJudged = false;
  }

  /** Judges the session where that was asked for or is due, and posts what is to be told of it. */
  seeToSession(): void {
    if (!this.#isJudged || startsWithinTheHour(this.context)) this.judgeSession();
    else this.postTidings();
  }

  /** Posts what is to be told of today's session. */
  postTidings(): void {
    this.#rounds.start(TIDINGS, JUDGEMENT, () => postTidings(this.context, this.control));
  }
}
