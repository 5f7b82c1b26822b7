import type { ScheduledTaskHandler } from '@sapphire/plugin-scheduled-tasks';

/** How many finished jobs to delete at a time. */
const AT_ONCE = 1_000;

/** What tidying needs of the plugin's handler. */
type Tasks = Pick<ScheduledTaskHandler, 'client' | 'createRepeated' | 'listRepeated'>;

/**
 * Makes this deployment's queue hold what this start wants and nothing else: it removes what an earlier start
 * repeated (in an old zone, at another time, kept for ever), schedules the present tasks anew, and deletes
 * finished jobs. It leaves other queues and wake-ups to come alone. Waits for Redis as long as it takes.
 */
export async function tidyRedisTasks(tasks: Tasks): Promise<void> {
  const { client } = tasks;
  for (const { key } of await tasks.listRepeated({})) {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- it is what the plugin schedules by
    await client.removeRepeatableByKey(key);
  }
  await tasks.createRepeated();
  for (const state of ['completed', 'failed'] as const) {
    while ((await client.clean(0, AT_ONCE, state)).length > 0);
  }
}
