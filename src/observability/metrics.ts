import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Clock } from '../domain/clock.js';
import { withDeadline } from '../domain/deadline.js';
import type { EventBus, MusterEvent } from '../domain/events.js';

/** What each scrape asks for; the rest is counted from events. `null`: another process tells it. */
export interface MetricsSource {
  /** Jobs that wait for their moment, and those whose moment has come. */
  jobs(): Promise<{ readonly waiting: number; readonly due: number } | null>;
  inFlight(): number;
  gatewayUp(): boolean | null;
  promotionsPaused(): Promise<boolean | null>;
  /** The roles this process asks for, and whether it holds them. */
  roles(): readonly (readonly [role: string, held: boolean])[];
  /** Discord's answers in the last ten minutes that count towards shutting us out. */
  discordRefusals(): number;
}

/** How long a number may take to be known, in milliseconds: Prometheus waits ten seconds for all of them. */
const TOLD_WITHIN_MS = 2_000;
/** In seconds: a job should start within one; after half an hour a message has lost its use. */
const LATENESS_BUCKETS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800];

/** The metrics for Prometheus. No label says anything about a person. */
export class Metrics {
  readonly #registry = new Registry();

  readonly #sends = this.#counter('muster_sends_total', 'Attempts to call somebody, by how they ended', [
    'job_type',
    'channel',
    'outcome',
  ]);
  readonly #jobs = this.#counter('muster_jobs_finished_total', 'Jobs that ended', ['job_type', 'status']);
  readonly #errors = this.#counter('muster_errors_total', 'Faults of our own, by the part they were in', [
    'part',
  ]);
  readonly #answersDropped = this.#counter(
    'muster_answers_dropped_total',
    'Answers to people that could not be sent',
    ['channel'],
  );
  readonly #heldUp = this.#counter(
    'muster_sends_held_up_total',
    'Messages that were held up for too long before they left, and were not sent then',
    ['channel'],
  );
  readonly #channelPaused = this.#gauge('muster_channel_paused', 'Whether a channel is paused', ['channel']);
  readonly #lateness = new Histogram({
    name: 'muster_job_lateness_seconds',
    help: 'How long after its moment a job started',
    labelNames: ['job_type'],
    buckets: LATENESS_BUCKETS,
    registers: [this.#registry],
  });

  constructor(
    events: EventBus,
    source: MetricsSource,
    version: string,
    private readonly clock: Clock,
  ) {
    collectDefaultMetrics({ register: this.#registry });
    this.#gauge('muster_build_info', 'The version that runs; always 1', ['version']).set({ version }, 1);
    this.#asked(
      'muster_jobs_waiting',
      'Jobs whose moment is still to come',
      async () => (await source.jobs())?.waiting ?? null,
    );
    this.#asked('muster_jobs_due', 'Jobs whose moment has come and that nobody has begun', async () => {
      return (await source.jobs())?.due ?? null;
    });
    this.#asked('muster_sends_in_flight', 'Messages that are on their way', async () => source.inFlight());
    this.#asked('muster_gateway_up', 'Whether the connection to the Discord gateway is up', async () =>
      numberOf(source.gatewayUp()),
    );
    this.#asked('muster_promotions_paused', 'Whether an admin has paused all sending', async () =>
      numberOf(await source.promotionsPaused()),
    );
    this.#roles(source);
    this.#asked(
      'muster_discord_refusals',
      'Answers 401, 403 and 429 of Discord in the last ten minutes; at 10,000 it shuts this address out',
      async () => source.discordRefusals(),
    );
    events.on((event) => this.#count(event));
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Everything, as Prometheus reads it. */
  render(): Promise<string> {
    return this.#registry.metrics();
  }

  #count(event: MusterEvent): void {
    switch (event.type) {
      case 'send_settled': {
        const { jobType, channel, outcome } = event;
        return this.#sends.inc({ job_type: jobType, channel: channel ?? 'none', outcome });
      }
      case 'job_started':
        return this.#lateness.observe({ job_type: event.jobType }, event.lateMs / 1000);
      case 'job_finished':
        return this.#jobs.inc({ job_type: event.jobType, status: event.status });
      case 'channel_paused':
      case 'channel_resumed':
        return this.#channelPaused.set({ channel: event.channel }, Number(event.type === 'channel_paused'));
      case 'held_up':
        return this.#heldUp.inc({ channel: event.channel });
      case 'job_error':
        return this.#errors.inc({ part: 'job' });
      case 'not_taken_up':
        return this.#errors.inc({ part: 'recovery' });
      case 'request_failed':
        return this.#errors.inc({ part: 'http' });
      case 'answer_failed':
        return this.#answersDropped.inc({ channel: event.channel });
      case 'role_failed':
        return this.#errors.inc({ part: 'role' });
      case 'background_error':
        return this.#errors.inc({ part: event.where });
      default:
        return undefined;
    }
  }

  #counter<L extends string>(name: string, help: string, labelNames: readonly L[]): Counter<L> {
    return new Counter({ name, help, labelNames: [...labelNames], registers: [this.#registry] });
  }

  #gauge<L extends string>(name: string, help: string, labelNames: readonly L[]): Gauge<L> {
    return new Gauge({ name, help, labelNames: [...labelNames], registers: [this.#registry] });
  }

  /** A gauge that is asked for at each scrape. What is `null`, and what can't be known in time, is left out. */
  #asked(name: string, help: string, ask: () => Promise<number | null>): void {
    const { clock } = this;
    new Gauge({
      name,
      help,
      registers: [this.#registry],
      async collect() {
        // The other numbers are worth all the more where one question has no answer.
        const told = await withDeadline(clock, TOLD_WITHIN_MS, ask).catch(() => null);
        if (told === null) this.remove();
        else this.set(told);
      },
    });
  }

  #roles(source: Pick<MetricsSource, 'roles'>): void {
    new Gauge({
      name: 'muster_role',
      help: 'Whether this process has a role that one process has at a time',
      labelNames: ['role'],
      registers: [this.#registry],
      collect() {
        for (const [role, held] of source.roles()) this.set({ role }, Number(held));
      },
    });
  }
}

function numberOf(told: boolean | null): number | null {
  return told === null ? null : Number(told);
}
