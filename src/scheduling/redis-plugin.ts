import type { ScheduledTaskHandlerOptions } from '@sapphire/plugin-scheduled-tasks';

/**
 * Registers `@sapphire/plugin-scheduled-tasks` as it is, on BullMQ. Call before the client is made, and hand it the
 * options that are returned.
 */
export async function registerRedisTasks(
  redisUrl: string,
  guildId: string,
): Promise<ScheduledTaskHandlerOptions> {
  await import('@sapphire/plugin-scheduled-tasks/register');
  // A queue for each guild, so that two deployments may share a Redis. (`bull.prefix` would set only half of the
  // name: the plugin's worker never gets it.)
  return {
    queue: `muster-${guildId}`,
    bull: {
      connection: { url: redisUrl, maxRetriesPerRequest: null },
      // The database knows what was done: a job that is over would only lie there, and a sweep is over every five seconds.
      defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
    },
  };
}
