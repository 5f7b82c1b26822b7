import { container } from '@sapphire/framework';
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
  constructor(
    private readonly clock: Clock,
    private readonly events: EventBus,
  ) {}

  schedule(jobId: string, at: number): void {
    const delay = Math.max(0, at - this.clock.now());
    container.tasks
      .create({ name: 'promotion-job', payload: { jobId } }, { repeated: false, delay })
      .catch((error: unknown) => {
        this.events.emit({ type: 'background_error', where: 'wake-up', error });
      });
  }
}
