import { boardMoment, clockOn, reminderMoment, sessionStart } from './evening.js';
import { addDays, localDate } from './local-time.js';
import { lastUsefulMoment } from './schedule.js';
import { JOB_TYPES } from './message-kinds.js';
import { askingOn, type QuestionTimes } from './system-campaigns.js';

/** How long before its first message an evening begins to count, in milliseconds: people sign up then. */
const BEFORE = 60 * 60_000;
/** How long after a board or a question most people answer, in milliseconds. */
const ANSWERING = 15 * 60_000;

/** Everything about a day that Muster does at a moment. */
export interface DayTimes extends QuestionTimes {
  /** Where a day's board is posted by itself; `null`, as left out: nowhere. */
  readonly boardChannelId?: string | null;
  /** When that is, as a wall time. */
  readonly boardTime: string;
}

/** A stretch of time, in milliseconds; `end` is no part of it. */
interface Window {
  readonly from: number;
  readonly end: number;
}

/**
 * The first instant (ms) from `now` on at which nobody is disturbed. An evening lasts from an hour before its first
 * message to the last useful moment of its last one; a board and a question count from an hour before them until most have
 * answered.
 */
export function quietFrom(now: number, times: DayTimes): number {
  const today = localDate(now, times.timezone);
  // An evening may begin on the day before, and last past midnight.
  const busy = [-1, 0, 1].flatMap((days) => windowsOf(addDays(today, days), times));
  let quiet = now;
  // One may begin before another is over.
  for (const { from, end } of busy.sort((one, other) => one.from - other.from))
    if (from <= quiet && quiet < end) quiet = end;
  return quiet;
}

function windowsOf(date: string, times: DayTimes): Window[] {
  const { timezone } = times;
  const clock = clockOn(date, times);
  const planned = clock && sessionStart(date, { timezone, ...clock });
  // Somebody may have called for another moment, which is all there is on a day without a session.
  const own = times.ownStarts?.on(date) ?? null;
  const starts = [planned, own].filter((startAt) => startAt !== null);
  if (starts.length === 0) return [];
  const startAt = Math.max(...starts);
  const first = clock ? reminderMoment(date, { timezone, ...clock }) : startAt;
  const evening = {
    from: Math.min(first, ...starts) - BEFORE,
    end: Math.max(...JOB_TYPES.map((jobType) => lastUsefulMoment(jobType, startAt))),
  };
  const board = clock && times.boardChannelId ? boardMoment(date, times) : null;
  const answering = [board, askingOn(date, times)?.askAt ?? null]
    .filter((at) => at !== null)
    .map((at) => ({ from: at - BEFORE, end: at + ANSWERING }));
  return [evening, ...answering];
}
