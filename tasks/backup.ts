import { container } from '@sapphire/framework';
import { ScheduledTask } from '@sapphire/plugin-scheduled-tasks';

/** Backs up the database every night, a little before the retention (`BACKUP_TIME` in upkeep). */
export class BackupTask extends ScheduledTask {
  constructor(context: ScheduledTask.LoaderContext, options: ScheduledTask.Options) {
    const { timezone } = container.muster.services.settings;
    super(context, { ...options, name: 'backup', pattern: '2 5 * * *', timezone });
  }

  override async run(): Promise<void> {
    await this.container.muster.backUp();
  }
}
