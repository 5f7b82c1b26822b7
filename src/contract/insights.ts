import * as z from 'zod';
import type { Weekday } from '../domain/session-plan.js';
import { WEEK } from '../domain/standing-answers.js';
import { count, localDate } from './common.js';

const untold = count.nullable();

const causes = {
  quiet_hours: untold.describe('Not called: they were in their quiet hours.'),
  pings_off: untold.describe('Not called: they had put themselves down, with session pings off.'),
  own_limit: untold.describe(
    'Not called: they had had as many calls that week as they want, or calls rest until they give a sign of life.',
  ),
  unreachable: untold.describe('Not called: no channel reached them, or they had left the server.'),
  said_no: untold.describe('They said no after they had put themselves down.'),
  dropped_out: untold.describe('They were called, said that they come, and took it back.'),
  no_answer: untold.describe('They were called, did not answer, and the follow-up did not see them.'),
  said_nothing: untold.describe('Players who had said nothing about the day when the others were called.'),
};

const whySchema = z
  .object(causes)
  .describe(
    'How many there were of each; `null`: that is not on record, or fewer than five people were asked.',
  );

const standbysSchema = z
  .object({ called: count, came: count })
  .describe('How many standbys were called, and how many of them stepped in.');

const eveningSchema = z.object({
  date: localDate,
  expected: count.describe('Whom the start message reached, or may have.'),
  in_voice: untold.describe('In voice when the follow-up looked; `null`: that is not known.'),
  on_server: untold.describe('On the game server, but not in voice, then; `null`: that is not known.'),
  joined: untold.describe('Came until a quarter of an hour after the last call; `null`: that is not known.'),
  answers: z
    .object({ coming: count, later: count, not_tonight: count, none: count, dropped_out: count })
    .nullable()
    .describe('`null`: nobody answered, or fewer than five people were called.'),
  why: whySchema.nullable(),
  standbys: standbysSchema.nullable(),
});

const weekday = z.enum(WEEK as [Weekday, ...Weekday[]]);

export const insightsSchema = z
  .object({
    weeks: z.int().min(1).describe('How far back they reach.'),
    threshold: z.int().min(1).describe('How many players make a session, as it is set now.'),
    evenings: z.array(eveningSchema).describe('The latest, oldest first.'),
    why: z
      .object({
        evenings: count.describe('How many evenings that is of.'),
        partly: z.boolean().describe('Of some of these evenings something is not told.'),
        ...causes,
      })
      .nullable()
      .describe('These evenings together.'),
    standbys: standbysSchema.nullable(),
    weekdays: z
      .array(
        z.object({
          weekday,
          evenings: count,
          reached: count.describe('On how many of them at least `threshold` came.'),
          came: count.describe('How many came to all of them together.'),
        }),
      )
      .describe('Those of which enough is known, from Monday on.'),
    fewest_evenings: count.describe('A weekday with fewer evenings is not told.'),
    fewest_people: count.describe('An evening to which fewer were called does not count for its weekday.'),
    best_weekday: weekday.nullable().describe('The one that works; `null`: none alone.'),
  })
  .describe('Who came to the sessions of the last weeks, and why others did not: numbers, no names.');
export type Insights = z.output<typeof insightsSchema>;
