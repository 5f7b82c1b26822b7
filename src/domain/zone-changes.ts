import { zoneOf } from './time-zone.js';

const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;

/** A moment (ms) at which clocks of a zone change, and how far they are ahead of UTC before and after it, in minutes. */
export interface ZoneChange {
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

/** How far the clocks of a zone are ahead of UTC at an instant (ms), in minutes. Throws a RangeError for what is no zone. */
export function offsetAt(instant: number, zone: string): number {
  return zoneOf(zone).offset(instant);
}

/**
 * When the clocks of a zone (IANA) change after `from` and until `to` (ms), oldest first, by what this Node knows of the zone. No
 * zone changes its clocks twice within a day. Throws a RangeError for what is no zone.
 */
export function zoneChanges(zone: string, from: number, to: number): ZoneChange[] {
  const changes: ZoneChange[] = [];
  for (let day = from; day < to; day += DAY) {
    const end = Math.min(day + DAY, to);
    const [before, after] = [offsetAt(day, zone), offsetAt(end, zone)];
    if (before !== after) changes.push({ at: changeBetween(zone, day, end), before, after });
  }
  return changes;
}

/** Whether clocks that are so far ahead of UTC (minutes) at an instant (ms) are ahead of the rest of their year. */
export function isAhead(instant: number, offset: number, zone: string): boolean {
  const year = new Date(instant).getUTCFullYear();
  const [winter, summer] = [Date.UTC(year, 0, 1), Date.UTC(year, 6, 1)];
  return offset > Math.min(offsetAt(winter, zone), offsetAt(summer, zone));
}

/** The first whole second from which the clocks show what they show at `to`. */
function changeBetween(zone: string, from: number, to: number): number {
  const after = offsetAt(to, zone);
  let [early, late] = [Math.floor(from / SECOND), Math.ceil(to / SECOND)];
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (offsetAt(middle * SECOND, zone) === after) late = middle;
    else early = middle;
  }
  return late * SECOND;
}
