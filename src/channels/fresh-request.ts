import { request } from 'undici';
import { CONNECTIONS } from './connections.js';

/** An answer as it came, not yet judged. */
export interface RawAnswer {
  readonly status: number;
  readonly text: string;
}

/**
 * Makes one request (a POST if `json` is given) and reads the whole answer. It follows no redirect, which
 * would send a message again to an unknown place. It uses no connection twice: if a server drops an idle one,
 * a message that never left looks as if it may have arrived.
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
