import type { ScheduledTaskHandler } from '@sapphire/plugin-scheduled-tasks';

/** How many jobs that are over are deleted at a time. */
const AT_ONCE = 1_000;

/** What tidying needs of the plugin's handler. */
type Tasks = Pick<ScheduledTaskHandler, 'client' | 'createRepeated' | 'listRepeated'>;

/**
 * Makes this deployment's queue hold what this start wants and nothing else: what an earlier one repeated (in a zone it
 * is no more, at another time, kept for ever) is scheduled no more, the tasks there are now are scheduled anew, and what
 * was left of jobs that are over is deleted. Other queues are not looked at, nor are wake-ups that are still to come.
 * Waits for Redis as long as it takes.
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
