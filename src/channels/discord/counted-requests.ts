import type { RESTOptions } from 'discord.js';
import type { DiscordRefusals } from '../../domain/discord-refusals.js';
import { WHOLE_ANSWERS } from './whole-answers.js';

/** Discord has refused us so often that this request has to wait. */
export class HeldBack extends Error {
  override readonly name = 'HeldBack';
}

/**
 * Makes requests for a client of discord.js and counts Discord's refusals. A client that `mayWait` makes none
 * while there were too many.
 */
export function countedRequests(
  refusals: DiscordRefusals,
  { mayWait }: { readonly mayWait: boolean },
): RESTOptions['makeRequest'] {
  return async (url, init) => {
    if (mayWait && refusals.heldBack) throw new HeldBack();
    const response = await WHOLE_ANSWERS.makeRequest(url, init);
    refusals.saw(response.status, response.headers.get('x-ratelimit-scope'));
    return response;
  };
}
