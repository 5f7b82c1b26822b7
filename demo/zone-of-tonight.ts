import { DateTime } from 'luxon';

const CANDIDATES = ['Europe/Ljubljana', 'America/New_York', 'Asia/Tokyo'];

/** A time zone in which midnight is not within so many minutes: a campaign is for one local day. */
export function zoneOfTonight(minutes = 5): string {
  const isMidnightNear = (zone: string): boolean =>
    !DateTime.now().setZone(zone).plus({ minutes }).hasSame(DateTime.now().setZone(zone), 'day');
  return CANDIDATES.find((zone) => !isMidnightNear(zone)) ?? 'UTC';
}
