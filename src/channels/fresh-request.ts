import { request } from 'undici';
import { CONNECTIONS } from './connections.js';

/** What came back, whatever it is. */
export interface RawAnswer {
  readonly status: number;
  readonly text: string;
}

/**
 * Makes one request, a POST where there is something to say, and reads the whole answer. No redirect is followed, for
 * that would send a message again, who knows where. No connection is used twice: one that was dropped while it was idle
 * would make a message that never left look as if it may have arrived.
 * @throws what undici throws, and the reason of `signal` when that aborts.
 */
export async function freshRequest(
  url: string,
  { json, signal }: { json?: unknown; signal: AbortSignal },
): Promise<RawAnswer> {
  const { statusCode, body } = await request(url, {
    dispatcher: CONNECTIONS,
    signal,
    headers: { Connection: 'close', ...(json !== undefined && { 'Content-Type': 'application/json' }) },
    ...(json === undefined ? { method: 'GET' } : { method: 'POST', body: JSON.stringify(json) }),
  });
  return { status: statusCode, text: await body.text() };
}
