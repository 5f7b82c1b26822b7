import { ScheduledTask } from '@sapphire/plugin-scheduled-tasks';
import { SWEEP_INTERVAL_MS } from '../src/scheduling/sweep-watch.js';

/** Looks every few seconds for due jobs without a wake-up, and for what was left behind. */
export class PromotionSweepTask extends ScheduledTask {
  constructor(context: ScheduledTask.LoaderContext, options: ScheduledTask.Options) {
    super(context, { ...options, name: 'promotion-sweep', interval: SWEEP_INTERVAL_MS });
  }

  override async run(): Promise<void> {
    const { dispatcher, services } = this.container.muster;
    await dispatcher.sweep().catch((error: unknown) => {
      services.events.emit({ type: 'background_error', where: 'sweep', error });
    });
  }
}
