import { wallTime } from './local-time.js';
import type { QuietHours } from './person.js';

/**
 * Whether `instant` (ms) falls into somebody's quiet hours, read by the clock on the wall in their own zone (IANA):
 * start inclusive, end exclusive, over midnight when start > end, all day when both are equal. `null`: never quiet.
 */
export function isQuiet(quietHours: QuietHours | null, timezone: string, instant: number): boolean {
  if (!quietHours) return false;
  const { start, end } = quietHours;
  // HH:MM compares as text in the order of time. Equal ones come out as all day: every time is one or the other.
  const time = wallTime(instant, timezone);
  return start < end ? start <= time && time < end : start <= time || time < end;
}
