import type { RESTOptions } from 'discord.js';
import type { Pacer } from '../pacer.js';

/** Makes a client's requests at a pace; discord.js's own limit counts fixed windows, through whose edge twice as many fit. */
export function pacedRequests(
  pacer: Pacer,
  makeRequest: RESTOptions['makeRequest'],
): RESTOptions['makeRequest'] {
  return async (url, init) => {
    const signal = init.signal ?? undefined;
    await pacer.acquire(signal);
    signal?.throwIfAborted();
    return makeRequest(url, init);
  };
}
