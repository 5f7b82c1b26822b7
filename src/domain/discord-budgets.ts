import type { Budget } from './pace.js';

/**
 * What Muster asks of Discord in all, where Discord allows a bot 50 requests a second
 * (https://discord.com/developers/docs/topics/rate-limits#global-rate-limit): the one it leaves is for requests that
 * leave a little after their moment.
 */
export const DISCORD_ACCOUNT: Budget = { name: 'discord', perSecond: 49 };

/** The most messages a second: one request has to be left for everything else. */
export const MOST_MESSAGES_PER_SECOND = 48;

/** What so many messages a second leave of the account, for everything else. */
export function besideMessages(messagesPerSecond: number): Budget {
  const left = DISCORD_ACCOUNT.perSecond - Math.ceil(messagesPerSecond);
  return { name: 'discord beside messages', perSecond: Math.max(1, left) };
}
