import {
  isBeforeStart,
  type PlannedSession,
  type SessionPlan,
  type Weekday,
  WEEKDAYS,
} from './session-plan.js';
import { listOf, parsed, timeOfDay } from './setting-parsers.js';

const DAYS_A_WEEK = 7;
const ENTRY = /^([a-z]+)\s+([\d:]+)(?:\s+reminder\s+([\d:]+))?$/;

const NAMES: Readonly<Record<string, Weekday>> = {
  sunday: 'sun',
  monday: 'mon',
  tuesday: 'tue',
  wednesday: 'wed',
  thursday: 'thu',
  friday: 'fri',
  saturday: 'sat',
};

/** `tue 21:00, sun 20:00 reminder 19:30`: each day at most once, each reminder before its start. */
export const sessionPlan = parsed((text): SessionPlan | undefined => {
  const plan = new Map<Weekday, PlannedSession>();
  const entries = listOf(text);
  for (const entry of entries) {
    const [, day = '', start = '', reminder] = ENTRY.exec(entry.toLowerCase()) ?? [];
    const weekday = Object.hasOwn(NAMES, day) ? NAMES[day] : WEEKDAYS.find((name) => name === day);
    const startTime = timeOfDay.safeParse(start).data;
    const reminderTime = reminder === undefined ? null : timeOfDay.safeParse(reminder).data;
    if (!weekday || startTime === undefined || reminderTime === undefined || plan.has(weekday))
      return undefined;
    if (reminderTime !== null && !isBeforeStart(reminderTime, startTime)) return undefined;
    plan.set(weekday, { startTime, reminderTime });
  }
  return plan.size > 0 && plan.size <= DAYS_A_WEEK ? Object.fromEntries(plan) : undefined;
}, 'must name days with a start each, such as "tue 21:00, sun 20:00 reminder 19:30": every day once, every reminder before its start');
