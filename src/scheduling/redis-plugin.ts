import type { ScheduledTaskHandlerOptions } from '@sapphire/plugin-scheduled-tasks';

/** The queue's name in Redis. (`bull.prefix` would set only half of it: the plugin's worker never gets it.) */
const QUEUE = 'muster';

/**
 * Registers `@sapphire/plugin-scheduled-tasks` as it is, on BullMQ. Call before the client is made, and hand it the
 * options that are returned.
 */
export async function registerRedisTasks(redisUrl: string): Promise<ScheduledTaskHandlerOptions> {
  await import('@sapphire/plugin-scheduled-tasks/register');
  return { queue: QUEUE, bull: { connection: { url: redisUrl, maxRetriesPerRequest: null } } };
}
