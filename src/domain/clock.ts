/**
 * The only source of time. Everything that asks what time it is, or waits, asks a Clock, so that tests own time
 * and a stepped wall clock can be told from time that really passed.
 */
export interface Clock {
  /** Wall-clock time in milliseconds since the Unix epoch. May jump when the system clock is set. */
  now(): number;
  /** Milliseconds since some fixed point; never goes back, untouched by changes of the wall clock. */
  monotonic(): number;
  /**
   * Resolves after `ms` milliseconds (at once for 0 or less), or as soon as `signal` aborts. Never rejects: who
   * waits looks at the signal afterwards. Waits longer than a timer can hold are waited in pieces.
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
