import * as z from 'zod';
import { instant, success } from './common.js';

export const calendarSchema = z
  .object({
    since: instant.nullable().describe('When the viewer’s address was made; `null`: they have none.'),
  })
  .describe(
    'Whether the viewer’s evenings can be read under an address of theirs. The address is never told again.',
  );
export type Calendar = z.output<typeof calendarSchema>;

export const madeCalendarSchema = z
  .object({
    success,
    address: z
      .url()
      .describe(
        'Where a calendar program reads iCalendar, without signing in. A secret: it is told this once.',
      ),
    since: instant,
  })
  .describe('The viewer’s new address; the one they had has ended.');
export type MadeCalendar = z.output<typeof madeCalendarSchema>;

export const endedCalendarSchema = z
  .object({ success, ended: z.boolean().describe('Whether there was an address.') })
  .describe('Nothing can be read under it any more.');
export type EndedCalendar = z.output<typeof endedCalendarSchema>;
