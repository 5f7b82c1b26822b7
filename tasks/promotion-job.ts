import { ScheduledTask } from '@sapphire/plugin-scheduled-tasks';
import type { PromotionJobPayload } from '../src/scheduling/task-wake-ups.js';

/** Wakes the dispatcher at one job's moment; the dispatcher asks the database what is due. */
export class PromotionJobTask extends ScheduledTask {
  constructor(context: ScheduledTask.LoaderContext, options: ScheduledTask.Options) {
    super(context, { ...options, name: 'promotion-job' });
  }

  override async run({ jobId }: PromotionJobPayload): Promise<void> {
    const { dispatcher, services } = this.container.muster;
    // A sweep finds what is due where this does not.
    await dispatcher.wake(jobId).catch((error: unknown) => {
      services.events.emit({ type: 'background_error', where: 'wake-up', error });
    });
  }
}
