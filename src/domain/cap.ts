/** The most calls a week that somebody may name as their own limit: two a day. */
export const MOST_CALLS_PER_WEEK = 14;

/** The limits to choose from. */
export const CAPS: readonly number[] = Array.from({ length: MOST_CALLS_PER_WEEK }, (_, index) => index + 1);

/** Whether a number may be somebody's own limit. */
export function isCap(number: number): boolean {
  return CAPS.includes(number);
}
