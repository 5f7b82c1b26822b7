import { container } from '@sapphire/framework';
import { ScheduledTask } from '@sapphire/plugin-scheduled-tasks';

/** Every night, when no session runs: deletes what is older than the retention. */
export class RetentionTask extends ScheduledTask {
  constructor(context: ScheduledTask.LoaderContext, options: ScheduledTask.Options) {
    const { timezone } = container.muster.services.settings;
    super(context, { ...options, name: 'retention', pattern: '17 5 * * *', timezone });
  }

  override async run(): Promise<void> {
    await this.container.muster.applyRetention();
  }
}
