import type { Clock } from './clock.js';

/** No answer came in time. */
export class DeadlineError extends Error {
  override readonly name = 'TimeoutError';

  constructor(ms: number) {
    super(`no answer within ${String(ms)} ms`);
  }
}

/**
 * Waits for `work`, at most `ms` milliseconds; all deadlines in Muster use it. `work` gets a signal that
 * aborts when the time is over or `stop` aborts, so that it can release what it holds; the wait ends then
 * even if it does not. A limit for a request must include reading its answer, so both belong into `work`.
 *
 * Node's own signals, `timeout` combined by `any`, lose their time-out at a garbage collection (Node 20: the
 * combined signal holds its sources weakly). Here the timer holds what it ends.
 * @throws DeadlineError when the time is over; the reason of `stop` when that aborts; what `work` throws.
 */
export async function withDeadline<T>(
  clock: Clock,
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
  stop?: AbortSignal,
): Promise<T> {
  stop?.throwIfAborted();
  const abandoned = new AbortController();
  const done = new AbortController();
  const given = new Promise<never>((_, reject) => {
    const abandon = (reason: Error): void => {
      reject(reason);
      abandoned.abort(reason);
    };
    const stopped = (): void => abandon(stop?.reason as Error);
    stop?.addEventListener('abort', stopped, { signal: done.signal });
    void clock.sleep(ms, done.signal).then(() => {
      if (!done.signal.aborted) abandon(new DeadlineError(ms));
    });
  });
  try {
    return await Promise.race([work(abandoned.signal), given]);
  } finally {
    done.abort();
  }
}
