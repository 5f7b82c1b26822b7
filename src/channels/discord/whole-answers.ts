import { DefaultRestOptions, type RESTOptions } from 'discord.js';
import { CONNECTIONS } from '../connections.js';

/**
 * How every client of discord.js reaches Discord. The timer of discord.js holds what it ends, so no garbage
 * collection loses it, but it stops at an answer's headers. Here a request has its answer when the body is
 * read, so that the time-out covers both.
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
