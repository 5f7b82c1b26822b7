import { DefaultRestOptions, type RESTOptions } from 'discord.js';
import { CONNECTIONS } from '../connections.js';

/**
 * How every client of discord.js reaches Discord. Its own time-out, a timer that holds what it ends, is over once the
 * headers of an answer are there; here a request has its answer when the body is read, so that the time-out bounds both.
 */
export const WHOLE_ANSWERS: Pick<RESTOptions, 'agent' | 'makeRequest'> = {
  agent: CONNECTIONS,
  makeRequest: async (url, init) => {
    const response = await DefaultRestOptions.makeRequest(url, init);
    const { status, statusText, headers } = response;
    const body = await response.arrayBuffer();
    return new Response(body.byteLength > 0 ? body : null, { status, statusText, headers: [...headers] });
  },
};
