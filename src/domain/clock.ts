/**
 * The only source of time. All code asks a Clock for the time and for waits, so that tests own time, and
 * code can tell a stepped wall clock from time that really passed.
 */
export interface Clock {
  /** Wall-clock time in milliseconds since the Unix epoch. May jump when the system clock is set. */
  now(): number;
  /** Milliseconds since some fixed point; never goes back, untouched by changes of the wall clock. */
  monotonic(): number;
  /**
   * Resolves after `ms` milliseconds (at once for 0 or less), or as soon as `signal` aborts. Never rejects:
   * check the signal afterwards. A wait longer than a timer can hold runs in pieces.
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
