import type { RESTOptions } from 'discord.js';
import type { Clock } from '../../domain/clock.js';
import { DeadlineError, withDeadline } from '../../domain/deadline.js';
import type { Pacer } from '../pacer.js';

/** What paces a client's requests. */
export interface PacedBy {
  readonly pacer: Pacer;
  readonly clock: Clock;
  /** How long Discord may take for a request, in milliseconds. The client's own time-out counts the wait for a slot too. */
  readonly timeoutMs: number;
}

/** Makes a client's requests at a pace; discord.js's own limit counts fixed windows, through whose edge twice as many fit. */
export function pacedRequests(
  { pacer, clock, timeoutMs }: PacedBy,
  makeRequest: RESTOptions['makeRequest'],
): RESTOptions['makeRequest'] {
  return async (url, init) => {
    const signal = init.signal ?? undefined;
    await pacer.acquire(signal);
    signal?.throwIfAborted();
    try {
      return await withDeadline(
        clock,
        timeoutMs,
        (ended) => makeRequest(url, { ...init, signal: ended }),
        signal,
      );
    } catch (error) {
      // The name of its own time-out, which discord.js tries again after.
      throw error instanceof DeadlineError ? new DOMException(error.message, 'AbortError') : error;
    }
  };
}
