import { addDays, instantOf, localDate } from './local-time.js';

const DAYS = 7;

/**
 * When (ms) the week began that counts at an instant: the day of the calendar in somebody's zone (IANA), and the six before it.
 * Days and not hours: a call at nine each Tuesday never meets that of the Tuesday before, whatever clocks do in between.
 */
export function weekBefore(instant: number, zone: string): number {
  return instantOf(addDays(localDate(instant, zone), 1 - DAYS), '00:00', zone);
}

/** At most how long before an instant the week that counts there began, in milliseconds, whatever the zone and its clocks. */
export const LONGEST_WEEK_MS = (DAYS + 1) * 86_400_000;

/**
 * Whether somebody has had as many calls in the week before an instant as they want at most; `cap` `null`: there is no most. Calls of
 * the week to come count as well, for the clock may have been set back since; later ones left while it was wrong.
 */
export function isOverOwnCap(
  { cap, zone }: { readonly cap: number | null; readonly zone: string },
  calls: readonly number[],
  instant: number,
): boolean {
  if (cap === null || calls.length < cap) return false;
  const from = weekBefore(instant, zone);
  const before = instantOf(addDays(localDate(instant, zone), DAYS), '00:00', zone);
  return calls.filter((at) => at >= from && at < before).length >= cap;
}
