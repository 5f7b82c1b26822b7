import { container, Result } from '@sapphire/framework';
import {
  type ScheduledTask,
  ScheduledTaskEvents,
  type ScheduledTaskStore,
} from '@sapphire/plugin-scheduled-tasks';
import parser from 'cron-parser';
import type { Clock } from '../domain/clock.js';

/** A task to run: a piece's name, alone or with a payload. */
export type TaskRequest = string | { readonly name: string; readonly payload?: unknown };

/** When to run it; a number is a delay in milliseconds. */
export type TaskTiming =
  | number
  | {
      readonly repeated?: boolean;
      readonly delay?: number;
      readonly interval?: number | null;
      readonly pattern?: string | null;
      readonly timezone?: string;
      readonly customJobOptions?: { readonly jobId?: string };
    };

/** A task that has been scheduled. */
export interface EmbeddedTask {
  readonly id: string;
  readonly name: string;
  readonly data: unknown;
  readonly timing: Exclude<TaskTiming, number>;
  remove(): Promise<void>;
}

type Pieces = Pick<ScheduledTaskStore, 'get' | 'repeatedTasks'>;

/** How early a timer may end; anything beyond is a clock that somebody set. */
const EARLY_MS = 1_000;

/**
 * Runs scheduled tasks inside the process, for deployments without Redis. It offers what pieces use of
 * `@sapphire/plugin-scheduled-tasks`' handler, and remembers nothing over a restart: the database knows what
 * is due.
 */
export class EmbeddedTaskHandler {
  readonly #tasks = new Map<string, EmbeddedTask & { readonly stop: AbortController }>();
  readonly #clock: Clock;
  readonly #pieces: () => Pieces;
  #lastId = 0;
  #closed = false;

  constructor(clock: Clock, pieces: () => Pieces) {
    this.#clock = clock;
    this.#pieces = pieces;
  }

  /** Schedules a task: at once, after a delay, or repeatedly. Keeps a `jobId` that is scheduled already. */
  async create(request: TaskRequest, timing: TaskTiming | null = null): Promise<EmbeddedTask> {
    const { name, payload } = resolve(request);
    const when = typeof timing === 'number' ? { delay: timing } : (timing ?? {});
    const id = when.customJobOptions?.jobId ?? `${name}:${String(++this.#lastId)}`;
    const known = this.#tasks.get(id);
    if (known) return known;
    const stop = new AbortController();
    const task = { id, name, data: payload, timing: when, stop, remove: () => this.delete(id) };
    if (this.#closed) return task;
    this.#tasks.set(id, task);
    void (when.repeated ? this.#repeat(task) : this.#once(task));
    return task;
  }

  /** Schedules the given tasks, or every piece with an interval or a pattern. */
  async createRepeated(
    tasks: readonly { name: string; options: TaskTiming }[] = this.#pieces().repeatedTasks.map(timingOf),
  ): Promise<void> {
    for (const { name, options } of tasks) await this.create(name, options);
  }

  /** Forgets a task that has not run yet. */
  async delete(id: string): Promise<void> {
    this.#tasks.get(id)?.stop.abort();
    this.#tasks.delete(id);
  }

  async get(id: string): Promise<EmbeddedTask | undefined> {
    return this.#tasks.get(id);
  }

  /** The tasks that will run once. */
  async list(): Promise<EmbeddedTask[]> {
    return [...this.#tasks.values()].filter(({ timing }) => !timing.repeated);
  }

  /** The tasks that run again and again. */
  async listRepeated(): Promise<EmbeddedTask[]> {
    return [...this.#tasks.values()].filter(({ timing }) => timing.repeated);
  }

  /**
   * Runs a piece now and emits how it went, by the plugin's own events.
   * @returns the milliseconds it took; `undefined`: it failed, or there is no such piece.
   */
  async run(request: TaskRequest): Promise<number | undefined> {
    const { name, payload } = resolve(request);
    const piece = this.#pieces().get(name);
    const { client } = container;
    if (!piece) {
      client.emit(ScheduledTaskEvents.ScheduledTaskNotFound, name, payload);
      return undefined;
    }
    const result = await Result.fromAsync(async () => {
      client.emit(ScheduledTaskEvents.ScheduledTaskRun, piece, payload);
      const startedAt = this.#clock.monotonic();
      const value = await (piece.run(payload as never) as Promise<unknown>);
      const duration = this.#clock.monotonic() - startedAt;
      client.emit(ScheduledTaskEvents.ScheduledTaskSuccess, piece, payload, value, duration);
      return duration;
    });
    result.inspectErr((error) => client.emit(ScheduledTaskEvents.ScheduledTaskError, error, piece, payload));
    const duration = result.unwrapOr(null);
    client.emit(ScheduledTaskEvents.ScheduledTaskFinished, piece, duration, payload);
    return duration ?? undefined;
  }

  /** Stops every task; a running piece goes on to its end. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const { stop } of this.#tasks.values()) stop.abort();
    this.#tasks.clear();
  }

  async #once(task: EmbeddedTask & { stop: AbortController }): Promise<void> {
    await this.#clock.sleep(task.timing.delay ?? 0, task.stop.signal);
    if (task.stop.signal.aborted) return;
    this.#tasks.delete(task.id);
    await this.run({ name: task.name, payload: task.data });
  }

  /** One run ends before the next begins, as with the plugin's worker. */
  async #repeat(task: EmbeddedTask & { stop: AbortController }): Promise<void> {
    let due = Number.NEGATIVE_INFINITY;
    for (;;) {
      const now = this.#clock.now();
      // A timer may end a little early: it has served its moment then, which must not come again.
      const served = due > now && due - now <= EARLY_MS ? due : now;
      due = nextAfter(served, task.timing);
      await this.#clock.sleep(due - now, task.stop.signal);
      if (task.stop.signal.aborted) return;
      await this.run({ name: task.name, payload: task.data });
    }
  }
}

function resolve(request: TaskRequest): { name: string; payload: unknown } {
  return typeof request === 'string'
    ? { name: request, payload: undefined }
    : { name: request.name, payload: request.payload };
}

/** The first moment after an instant that a repeated task is due. */
function nextAfter(instant: number, { interval, pattern, timezone }: EmbeddedTask['timing']): number {
  // Multiples of the interval since the epoch, as BullMQ counts them.
  if (interval) return instant + interval - (instant % interval);
  if (!pattern) throw new Error('a repeated task needs an interval or a pattern');
  const options = { currentDate: new Date(instant), tz: timezone ?? 'UTC' };
  return parser.parseExpression(pattern, options).next().getTime();
}

function timingOf(piece: ScheduledTask): { name: string; options: TaskTiming } {
  const { interval, pattern, timezone } = piece;
  return { name: piece.name, options: { repeated: true, interval, pattern, timezone } };
}
