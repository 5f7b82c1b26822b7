import type { ScheduledTaskHandlerOptions } from '@sapphire/plugin-scheduled-tasks';

/**
 * How long Redis may owe an answer until its connection is made anew, in milliseconds: one that is half open says
 * nothing by itself. BullMQ's own longest question takes 10 s.
 */
const OWED_WITHIN_MS = 30_000;

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
      connection: { url: redisUrl, maxRetriesPerRequest: null, socketTimeout: OWED_WITHIN_MS },
      // The database knows what was done: a job that is over would only lie there, and a sweep is over every five seconds.
      defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
    },
  };
}
