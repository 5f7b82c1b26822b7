/**
 * Waits for somebody, at most `ms` milliseconds. `work` is handed a signal that aborts then, or when `stop` aborts, and
 * the wait ends whether it heeds that or not. Both the request and the reading of its answer belong into `work`.
 *
 * Not `AbortSignal.any([AbortSignal.timeout(ms), …])`: some engines lose its time-out at a garbage collection. Here the
 * timer holds what it ends.
 * @throws a `TimeoutError` when the time is over; the reason of `stop` when that aborts; what `work` throws.
 */
export async function withDeadline<T>(
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
  stop?: AbortSignal,
): Promise<T> {
  stop?.throwIfAborted();
  const abandoned = new AbortController();
  let end = (): void => undefined;
  const given = new Promise<never>((_, reject) => {
    const abandon = (reason: Error): void => {
      reject(reason);
      abandoned.abort(reason);
    };
    const stopped = (): void => abandon(stop?.reason as Error);
    const timer = setTimeout(() => abandon(new DOMException('no answer in time', 'TimeoutError')), ms);
    stop?.addEventListener('abort', stopped);
    end = () => {
      clearTimeout(timer);
      stop?.removeEventListener('abort', stopped);
    };
  });
  try {
    return await Promise.race([work(abandoned.signal), given]);
  } finally {
    end();
  }
}

/** Whether what was waited for took too long. */
export function isTooLate(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError';
}
