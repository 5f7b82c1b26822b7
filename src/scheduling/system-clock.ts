import { performance } from 'node:perf_hooks';
import type { Clock } from '../domain/clock.js';

/** The longest timer: a `setTimeout` beyond it fires at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The machine's own clock. */
export class SystemClock implements Clock {
  now(): number {
    return Date.now();
  }

  monotonic(): number {
    return performance.now();
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    let left = ms;
    while (left > 0 && !signal?.aborted) {
      const piece = Math.min(left, MAX_TIMER_MS);
      await new Promise<void>((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', done);
          resolve();
        };
        const timer = setTimeout(done, piece);
        signal?.addEventListener('abort', done);
      });
      left -= piece;
    }
  }
}
