import { AVAILABILITY_STATUSES, type AvailabilityStatus } from '../../domain/availability.js';
import { cleanName } from '../../domain/display-name.js';
import { instantOf, isLocalDate, parseWallTime } from '../../domain/local-time.js';
import type { QuietHours } from '../../domain/person.js';
import { canonicalGuid, playerGuid, playerName } from '../../domain/player-link.js';

/*
 * What the original's values mean, as text. Whatever can't be read is `null`, and never an error.
 */

const TRUE = new Set(['t', 'true', '1', 'yes', 'on', 'y']);
const FALSE = new Set(['f', 'false', '0', 'no', 'off', 'n']);

/** A yes or a no; `null`: neither. */
export function truth(text: string | null | undefined): boolean | null {
  const word = text?.trim().toLowerCase() ?? '';
  if (TRUE.has(word)) return true;
  return FALSE.has(word) ? false : null;
}

const STAMP = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(\.\d+)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

/** The instant (ms) of a time stamp, in `zone` (IANA) where it names none; by a wrong clock it may be in the future. */
export function instantIn(text: string | null | undefined, zone: string): number | null {
  const [, date, time = '00:00', fraction = '', offset] = STAMP.exec(text?.trim() ?? '') ?? [];
  if (date === undefined || dateIn(date) === null) return null;
  const ms = Math.trunc(Number(`0${fraction}`) * 1000);
  const at = offset === undefined ? localInstant(date, time, zone) : zonedInstant(date, time, offset);
  return Number.isFinite(at) ? at + ms : null;
}

function localInstant(date: string, time: string, zone: string): number {
  return parseWallTime(time.slice(0, 5)) === null ? Number.NaN : instantOf(date, time, zone);
}

function zonedInstant(date: string, time: string, offset: string): number {
  const digits = offset.replace(':', '');
  const full = digits.toUpperCase() === 'Z' ? 'Z' : `${digits.slice(0, 3)}:${digits.slice(3) || '00'}`;
  return Date.parse(`${date}T${time}${full}`);
}

/** A date `YYYY-MM-DD`, also where a time of day stands behind it. */
export function dateIn(text: string | null | undefined): string | null {
  const [, date] = /^(\d{4}-\d{2}-\d{2})(?:[T ].*)?$/.exec(text?.trim() ?? '') ?? [];
  return date !== undefined && isLocalDate(date) ? date : null;
}

export function statusIn(text: string | null | undefined): AvailabilityStatus | null {
  const word = text?.trim().toUpperCase();
  return AVAILABILITY_STATUSES.find((status) => status === word) ?? null;
}

/** A JSON object; `null`: none, or something else. */
export function objectIn(text: string | null | undefined): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text ?? '');
    if (typeof value === 'string') return objectIn(value);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** Quiet hours as the original keeps them; `'unreadable'`: there are some, and nobody knows which. */
export function quietHoursIn(text: string | null | undefined): QuietHours | null | 'unreadable' {
  if (text === null || text === undefined || text.trim() === '' || text.trim() === 'null') return null;
  const hours = objectIn(text);
  if (hours === null) return 'unreadable';
  if (Object.keys(hours).length === 0) return null;
  const [start, end] = [hours['start'], hours['end']];
  if (isNothing(start) && isNothing(end)) return 'start' in hours && 'end' in hours ? null : 'unreadable';
  const [from, until] = [start, end].map(timeIn);
  return from && until ? { start: from, end: until } : 'unreadable';
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/** A time of day, seconds cut off. */
function timeIn(value: unknown): string | null {
  const [, time = ''] =
    /^\s*(\d{1,2}:\d{2})(?::\d{2})?\s*$/.exec(typeof value === 'string' ? value : '') ?? [];
  return parseWallTime(time);
}

/** An id in the game as it is stored; `null`: it is none. */
export function guidIn(text: string | null | undefined): string | null {
  const guid = playerGuid.safeParse(text ?? '');
  return guid.success ? canonicalGuid(guid.data) : null;
}

const CONTROLS = /\p{Cc}/gu;
const LONGEST_NAME = 32;

/** A player's name: the first of these that shows something, without control characters, and cut where it is too long. */
export function playerNameIn(...texts: readonly (string | null | undefined)[]): string | null {
  for (const text of texts) {
    const name = Array.from((text ?? '').replace(CONTROLS, '').trim())
      .slice(0, LONGEST_NAME)
      .join('');
    const read = playerName.safeParse(name);
    if (read.success) return read.data;
  }
  return null;
}

/** A name as Discord shows it; empty where nothing of it can be shown. */
export function discordNameIn(text: string | null | undefined): string {
  return cleanName(text ?? '');
}

const TELEGRAM_CHAT = /^[1-9]\d{0,18}$/;
const SIGNAL_NUMBER = /^\+[1-9]\d{6,14}$/;
const SIGNAL_ACCOUNT = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** An address of a private chat on a channel; `null`: it is none. */
export function addressIn(channel: 'telegram' | 'signal', text: string | null | undefined): string | null {
  const address = text?.trim() ?? '';
  if (channel === 'telegram') return TELEGRAM_CHAT.test(address) ? address : null;
  if (SIGNAL_ACCOUNT.test(address)) return address.toLowerCase();
  const number = address.replaceAll(/[\s()-]/g, '');
  return SIGNAL_NUMBER.test(number) ? number : null;
}
