import { clockOn, eveningAt, reminderMoment, type SessionTimes, sessionStart } from './evening.js';
import type { CampaignKind } from './message-kinds.js';

/** Who starts the campaigns that no promoter does; no person has such an id. */
export const SYSTEM = 'muster';

/** When sessions are, and when people are asked about them. */
export interface QuestionTimes extends SessionTimes {
  /** HH:MM or HH:MM:SS; `null`: nobody is asked. */
  readonly questionTime?: string | null;
}

/** When people are asked about a session; instants in milliseconds. */
export interface Asking {
  readonly askAt: number;
  readonly startAt: number;
}

/** A campaign that Muster starts by itself; instants in milliseconds. */
export interface SystemCampaign {
  readonly kind: Exclude<CampaignKind, 'promotion'>;
  /** The evening's date, `YYYY-MM-DD`. */
  readonly date: string;
  /** When its message leaves. */
  readonly runAt: number;
  readonly startAt: number;
}

/**
 * When people are asked about the session of a date; `null`: nobody is, for there is no session, or its start comes
 * before the question would.
 */
export function askingOn(date: string, { questionTime, ...session }: QuestionTimes): Asking | null {
  const clock = clockOn(date, session);
  if (questionTime == null || !clock) return null;
  const { timezone } = session;
  const startAt = sessionStart(date, { timezone, ...clock });
  // By the same rule as a reminder: in the night after the date only where the session is, too.
  const askAt = reminderMoment(date, { timezone, ...clock, reminderTime: questionTime });
  return askAt < startAt ? { askAt, startAt } : null;
}

/** The campaigns whose time of day has come and which are still of use; each is to be started once for its date. */
export function systemCampaignsDue(now: number, times: QuestionTimes): SystemCampaign[] {
  const date = eveningAt(now, times);
  const asking = askingOn(date, times);
  if (!asking || now < asking.askAt || now >= asking.startAt) return [];
  return [{ kind: 'question', date, runAt: asking.askAt, startAt: asking.startAt }];
}
