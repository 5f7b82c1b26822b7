import { wallTime } from '../domain/local-time.js';

/**
 * How a text tells moments: by Discord's timestamps, which every reader sees in their own zone, or as wall times of
 * the zone (IANA) they are named with.
 */
export type MomentStyle = 'discord' | { readonly timezone: string };

/** `<t:…:t>`, or `21:00 (Europe/Ljubljana)`. `instant` in milliseconds. */
export function timeOfDay(instant: number, style: MomentStyle): string {
  if (style === 'discord') return `<t:${unixSeconds(instant)}:t>`;
  return `${wallTime(instant, style.timezone)} (${style.timezone})`;
}

/** Discord's `<t:…:R>`, which keeps counting while it is shown: "in 15 minutes". `instant` in milliseconds. */
export function discordRelative(instant: number): string {
  return `<t:${unixSeconds(instant)}:R>`;
}

/** `<t:…:D>`: the day, as the reader's Discord writes it. `instant` in milliseconds. */
export function discordDate(instant: number): string {
  return `<t:${unixSeconds(instant)}:D>`;
}

/** `<t:…:f>`: day and time. `instant` in milliseconds. */
export function discordDateTime(instant: number): string {
  return `<t:${unixSeconds(instant)}:f>`;
}

/** `<t:…:F>`: weekday, day and time. `instant` in milliseconds. */
export function discordFull(instant: number): string {
  return `<t:${unixSeconds(instant)}:F>`;
}

function unixSeconds(instant: number): number {
  return Math.floor(instant / 1000);
}
