import { clockOn, reminderMoment, type SessionTimes, sessionStart } from './evening.js';
import { addDays, localDate } from './local-time.js';
import { lastUsefulMoment } from './schedule.js';
import { JOB_TYPES } from './message-kinds.js';

/** How long before its first message an evening begins to count, in milliseconds: people sign up then. */
const BEFORE = 60 * 60_000;

/**
 * The first instant (ms) from `now` on at which no evening is disturbed. An evening lasts from an hour before
 * its first message to the last useful moment of its last one.
 */
export function quietFrom(now: number, session: SessionTimes): number {
  const { timezone } = session;
  const today = localDate(now, timezone);
  let quiet = now;
  // An evening may begin on the day before, and last past midnight.
  for (const date of [-1, 0, 1].map((days) => addDays(today, days))) {
    const clock = clockOn(date, session);
    const planned = clock && sessionStart(date, { timezone, ...clock });
    // Somebody may have called for another moment, which is all there is on a day without a session.
    const own = session.ownStarts?.on(date) ?? null;
    const starts = [planned, own].filter((startAt) => startAt !== null);
    if (starts.length === 0) continue;
    const startAt = Math.max(...starts);
    const first = clock ? reminderMoment(date, { timezone, ...clock }) : startAt;
    const from = Math.min(first, ...starts) - BEFORE;
    const end = Math.max(...JOB_TYPES.map((jobType) => lastUsefulMoment(jobType, startAt)));
    if (from <= now && now < end) quiet = Math.max(quiet, end);
  }
  return quiet;
}
