import type { ScheduledTaskHandlerOptions } from '@sapphire/plugin-scheduled-tasks';

/**
 * Registers `@sapphire/plugin-scheduled-tasks` as it is, on BullMQ. Call it before making the client, and
 * give the client the returned options.
 */
export async function registerRedisTasks(
  redisUrl: string,
  guildId: string,
): Promise<ScheduledTaskHandlerOptions> {
  await import('@sapphire/plugin-scheduled-tasks/register');
  // A queue per guild, so that two deployments may share a Redis. (`bull.prefix` would set only half of the
  // name: the plugin's worker never gets it.)
  return {
    queue: `muster-${guildId}`,
    bull: {
      connection: { url: redisUrl, maxRetriesPerRequest: null },
      // The database knows what was done: finished jobs would only pile up, a sweep every five seconds.
      defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
    },
  };
}
