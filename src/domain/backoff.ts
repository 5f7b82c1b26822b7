const BASE_MS = 2_000;
const CAP_MS = 60_000;

/**
 * How long to wait, in whole milliseconds, after `attempt` (1-based, the one that just failed): exponential
 * backoff with full jitter, evenly spread between 0 and 2 s, 4 s, 8 s … 60 s, on top of the provider's
 * `retryAfterMs`: requests refused together do not come back together. `random` returns numbers in [0, 1).
 *
 * Full jitter is the variant that finished the same work with the fewest calls in "Exponential Backoff And
 * Jitter", AWS Architecture Blog, https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function backoffDelay(attempt: number, random: () => number, retryAfterMs = 0): number {
  const ceiling = Math.min(CAP_MS, BASE_MS * 2 ** (Math.max(1, attempt) - 1));
  return Math.ceil(retryAfterMs) + Math.floor(random() * ceiling);
}
