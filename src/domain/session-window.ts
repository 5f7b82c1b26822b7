import { addDays, instantOf, localDate } from './local-time.js';
import type { Moments } from './restored.js';
import { lastUsefulMoment } from './schedule.js';
import { JOB_TYPES } from './message-kinds.js';

/** How long before its first message an evening begins to count, in milliseconds: people sign up then. */
const BEFORE = 60 * 60_000;

/**
 * The first instant (ms) from `now` on at which no evening is disturbed. An evening lasts from an hour before
 * its first message to the last useful moment of its last one.
 */
export function quietFrom(now: number, { timezone, reminderTime, startTime }: Moments): number {
  const today = localDate(now, timezone);
  let quiet = now;
  // An evening may begin on the day before, and last past midnight.
  for (const date of [-1, 0, 1].map((days) => addDays(today, days))) {
    const startAt = instantOf(date, startTime, timezone);
    const sameDay = instantOf(date, reminderTime, timezone);
    const reminderAt = sameDay <= startAt ? sameDay : instantOf(addDays(date, -1), reminderTime, timezone);
    const from = reminderAt - BEFORE;
    const end = Math.max(...JOB_TYPES.map((jobType) => lastUsefulMoment(jobType, startAt)));
    if (from <= now && now < end) quiet = Math.max(quiet, end);
  }
  return quiet;
}
