import { container } from '@sapphire/framework';
import { ScheduledTask } from '@sapphire/plugin-scheduled-tasks';

/** Every night, a little before the retention: makes a backup of the database (`BACKUP_TIME` of the service). */
export class BackupTask extends ScheduledTask {
  constructor(context: ScheduledTask.LoaderContext, options: ScheduledTask.Options) {
    const { timezone } = container.muster.services.settings;
    super(context, { ...options, name: 'backup', pattern: '2 5 * * *', timezone });
  }

  override async run(): Promise<void> {
    await this.container.muster.backUp();
  }
}
