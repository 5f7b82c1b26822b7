import { DateTime } from 'luxon';
import { NIGHT_ENDS } from '../src/domain/session-plan.js';

const CANDIDATES = ['Europe/Ljubljana', 'America/New_York', 'Asia/Tokyo'];

/**
 * A time zone in which midnight is not within so many minutes, and the night is over: a campaign is for one local day,
 * and a session in the night belongs to the day before. `at`: now, unless told.
 */
export function zoneOfTonight(minutes = 5, at: DateTime = DateTime.now()): string {
  const isOneDay = (zone: string): boolean => {
    const local = at.setZone(zone);
    return local.toFormat('HH:mm') >= NIGHT_ENDS && local.plus({ minutes }).hasSame(local, 'day');
  };
  return CANDIDATES.find(isOneDay) ?? 'UTC';
}
