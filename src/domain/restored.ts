import { JOB_TYPES, type JobType } from './campaign.js';
import { eventKey } from './event-key.js';
import { addDays, instantOf, localDate } from './local-time.js';

/** What a restored database knows nothing of: from the moment its backup is of until it was put back, both in ms. */
export interface LostTime {
  readonly backupAt: number;
  readonly restoredAt: number;
}

/** The deployment's zone (IANA) and wall times (`HH:MM` or `HH:MM:SS`). */
export interface Moments {
  readonly timezone: string;
  readonly reminderTime: string;
  readonly startTime: string;
}

/**
 * The moments people may have been called for by campaigns that are lost: created after the backup, for a moment that
 * came before the restore. Whatever is planned anew, nobody is called for these again.
 */
export function lostEventKeys({ backupAt, restoredAt }: LostTime, moments: Moments): string[] {
  const { timezone, reminderTime, startTime } = moments;
  // A follow-up comes after the start, so whoever may have had the one may have had the other.
  const times: Record<JobType, string> = { reminder: reminderTime, start: startTime, follow_up: startTime };
  const today = localDate(restoredAt, timezone);
  // A campaign is for the day it is created on; an evening may last past midnight.
  return [addDays(today, -1), today].flatMap((date) =>
    JOB_TYPES.filter((jobType) => {
      const moment = instantOf(date, times[jobType], timezone);
      return moment > backupAt && moment <= restoredAt;
    }).map((jobType) => eventKey(jobType, date)),
  );
}
