import { IANAZone } from 'luxon';

// Intl of Node 22 and later also takes offsets such as `+02:00` for zones; they know no clock changes, so we don't.
const ZONE_NAME = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/;

/** Zones already looked up: checking a name takes longer than all work with the zone. */
const ZONES = new Map<string, IANAZone>();
/** More zones than exist; their spellings would be endless. */
const MOST_ZONES = 1_000;

/**
 * Whether `zone` is an IANA time zone this Node knows, such as `Europe/Ljubljana` or `UTC`, in any letter
 * case. Offsets (`+02:00`), home-made names (`CET+1`) and the empty string are not. All code that accepts a
 * zone asks here, so that every accepted zone also works, on every version of Node.
 */
export function isTimezone(zone: string): boolean {
  return ZONES.has(zone) || make(zone) !== null;
}

/**
 * A zone as the IANA database spells it (`europe/ljubljana` is `Europe/Ljubljana`), spaces around it allowed; `null` for
 * what {@link isTimezone} says no to. Another name of the same zone stays itself, unless it is typed in one case of
 * letters throughout: then it becomes the name this Node has for the zone.
 */
export function timezoneNamed(text: string): string | null {
  const zone = text.trim();
  if (!isTimezone(zone)) return null;
  const known = new Intl.DateTimeFormat('en-US', { timeZone: zone }).resolvedOptions().timeZone;
  const isCareless = zone === zone.toLowerCase() || (zone.includes('/') && zone === zone.toUpperCase());
  return isCareless || known.toLowerCase() === zone.toLowerCase() ? known : zone;
}

/** The zone itself, to reckon with. Throws a RangeError for what is none. */
export function zoneOf(zone: string): IANAZone {
  const found = ZONES.get(zone) ?? make(zone);
  if (!found) throw new RangeError(`Not a time zone: ${zone}`);
  return found;
}

function make(zone: string): IANAZone | null {
  if (!ZONE_NAME.test(zone) || !IANAZone.isValidZone(zone)) return null;
  const made = IANAZone.create(zone);
  if (ZONES.size >= MOST_ZONES) ZONES.clear();
  ZONES.set(zone, made);
  return made;
}
