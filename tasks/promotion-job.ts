import { ScheduledTask } from '@sapphire/plugin-scheduled-tasks';
import type { PromotionJobPayload } from '../src/scheduling/task-wake-ups.js';

/** The moment of one job has come. It only wakes the dispatcher, which asks the database what is due. */
export class PromotionJobTask extends ScheduledTask {
  constructor(context: ScheduledTask.LoaderContext, options: ScheduledTask.Options) {
    super(context, { ...options, name: 'promotion-job' });
  }

  override async run({ jobId }: PromotionJobPayload): Promise<void> {
    await this.container.muster.dispatcher.wake(jobId);
  }
}
