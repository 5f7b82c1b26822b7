import { DateTime } from 'luxon';

/** A message as its reader's Discord would show it: timestamps as times of day, and no marks of its formatting. */
export function shownIn(text: string, zone: string): string {
  return text
    .replaceAll(/\*\*|^>>> /gm, '')
    .replaceAll(/ \(<t:\d+:R>\)/g, '')
    .replaceAll(/<t:(\d+):\w>/g, (_, seconds: string) =>
      DateTime.fromSeconds(Number(seconds), { zone }).toFormat('HH:mm:ss'),
    );
}
