import { kindOf, kindsAskedFor, runsOf } from './message-kinds.js';
import { boardKey, eventKey, standingKey, tidingsKey } from './event-key.js';
import { boardMoment, clockOn, eveningAt, reminderMoment, sessionStart } from './evening.js';
import { sessionTimesOf } from './live-settings.js';
import { addDays, instantOf } from './local-time.js';
import { LAST_HOUR_MS } from './ready.js';
import { lastUsefulMoment } from './schedule.js';
import { goingOutOn } from './standing-campaigns.js';
import type { SettingValues } from './setting-list.js';
import { whenToCallMore } from './standbys.js';
import { askingOn, type QuestionTimes } from './system-campaigns.js';

/** The time a restored database does not know: from its backup until the restore, both in ms. */
export interface LostTime {
  readonly backupAt: number;
  readonly restoredAt: number;
}

/** When the session's moments are. */
export interface Moments extends QuestionTimes {
  /** From the start to the earliest moment of the follow-up. */
  readonly followUpDelaySeconds: number;
  /** When a day's board is posted by itself, as a wall time. */
  readonly boardTime: string;
}

/** When the moments are of a session in a zone (IANA), by the settings in force. */
export function momentsOf(timezone: string, values: SettingValues): Moments {
  return {
    ...sessionTimesOf(timezone, values),
    questionTime: values.question_time,
    followUpDelaySeconds: values.followup_delay_seconds,
    boardTime: values.board_time,
  };
}

/**
 * The moments for which lost campaigns may have called people: created after the backup, with moments before
 * the restore. Nobody is called for these again, whatever is planned anew; and nothing is posted again.
 */
export function lostEventKeys({ backupAt, restoredAt }: LostTime, moments: Moments): string[] {
  const { followUpDelaySeconds } = moments;
  const today = eveningAt(restoredAt, moments);
  const isLost = (moment: number): boolean => moment > backupAt && moment <= restoredAt;
  // A campaign is for the evening of its creation; the evening before may have had moments since, too.
  return [addDays(today, -1), today].flatMap((date) => {
    const clock = clockOn(date, moments);
    if (!clock) return [];
    const planned = { ...clock, timezone: moments.timezone };
    const startAt = sessionStart(date, planned);
    const followUpAt = startAt + followUpDelaySeconds * 1000;
    const evening = { reminderAt: reminderMoment(date, planned), startAt, followUpAt };
    // What Muster begins by itself may leave at any moment up to the start, such as after a pause, or once it is up again.
    const mayHaveLeft = (from: number): boolean => from <= restoredAt && startAt > backupAt;
    const asking = askingOn(date, moments);
    const asked = asking && mayHaveLeft(asking.askAt) ? [eventKey('question', date)] : [];
    const board = mayHaveLeft(boardMoment(date, moments)) ? [boardKey(date)] : [];
    // Enough may have been looking at any moment of the day.
    const ready = mayHaveLeft(instantOf(date, '00:00', moments.timezone)) ? [tidingsKey('ready', date)] : [];
    const oneShort = mayHaveLeft(startAt - LAST_HOUR_MS) ? [tidingsKey('one_short', date)] : [];
    // Whether it was proposed, stopped or made in that time, nobody knows.
    const goingOut = goingOutOn(date, moments);
    const standing = goingOut && mayHaveLeft(goingOut.tellFrom) ? [standingKey('proposal', date)] : [];
    const calls = runsOf(evening)
      .filter(({ jobType, runAt }) =>
        // No campaign is created after its start, and no job that waits for another comes earlier than this.
        kindOf(jobType).after === null ? isLost(runAt) : isLost(startAt) && runAt <= restoredAt,
      )
      .map(({ jobType }) => eventKey(jobType, date));
    // Somebody may have asked for it at any moment since the first call, or since standbys may be called.
    const first = Math.min(whenToCallMore(startAt).from, ...runsOf(evening).map(({ runAt }) => runAt));
    const askedFor = kindsAskedFor()
      .filter((jobType) => first <= restoredAt && lastUsefulMoment(jobType, startAt) > backupAt)
      .map((jobType) => eventKey(jobType, date));
    return [...calls, ...askedFor, ...asked, ...board, ...ready, ...oneShort, ...standing];
  });
}
