import type { ScheduledTaskHandler } from '@sapphire/plugin-scheduled-tasks';
import type { Clock } from '../domain/clock.js';
import type { EventBus } from '../domain/events.js';

/** What a wake-up tells the `promotion-job` task. */
export interface PromotionJobPayload {
  readonly jobId: string;
}

declare module '@sapphire/plugin-scheduled-tasks' {
  interface ScheduledTasks {
    'promotion-job': PromotionJobPayload;
    'promotion-sweep': never;
    retention: never;
    backup: never;
  }
}

/**
 * One scheduled task per job, at its exact instant. Nobody waits until it is stored: with Redis out of reach
 * that would never end, and the sweep finds jobs without a wake-up.
 */
export class TaskWakeUps {
  #tasks: Pick<ScheduledTaskHandler, 'create'> | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly events: EventBus,
  ) {}

  /** What runs the tasks. Before it is there none is scheduled: whoever gives it schedules every pending job. */
  useTasks(tasks: Pick<ScheduledTaskHandler, 'create'>): void {
    this.#tasks = tasks;
  }

  schedule(jobId: string, at: number): void {
    const delay = Math.max(0, at - this.clock.now());
    this.#tasks
      ?.create({ name: 'promotion-job', payload: { jobId } }, { repeated: false, delay })
      .catch((error: unknown) => {
        this.events.emit({ type: 'background_error', where: 'wake-up', error });
      });
  }
}
