import * as z from 'zod';
import { AVAILABILITY_STATUSES, type AvailabilityStatus } from '../domain/availability.js';
import { CHANNEL_TYPES, type ChannelType, LINKABLE_CHANNELS } from '../domain/channel-choice.js';

/** A date as it is told. */
export const localDate = z.iso.date().meta({
  description: "A day in the community's time zone.",
  examples: ['2026-03-10'],
});

/**
 * The longest text that is taken where somebody typed it, in characters: the services say what is wrong with what is
 * near to right, and nobody needs their words for the rest.
 */
export const LONGEST_INPUT = 200;

/** A date as it is asked for; the services say what is wrong with it, in the words Discord uses. */
export const dateInput = z
  .string()
  .max(LONGEST_INPUT)
  .meta({
    description: "A day in the community's time zone: `YYYY-MM-DD`, `today` or `tomorrow`.",
    examples: ['2026-03-10', 'today'],
  });

export const instant = z.iso.datetime().meta({
  description: 'An instant, ISO 8601 in UTC.',
  examples: ['2026-03-10T20:00:00.000Z'],
});

export const wallTime = z
  .string()
  .max(LONGEST_INPUT)
  .meta({
    description: 'What a clock on the wall shows, `HH:MM`.',
    examples: ['21:00'],
  });

export const timezone = z
  .string()
  .max(LONGEST_INPUT)
  .meta({
    description: 'A time zone of the tz database.',
    examples: ['Europe/Ljubljana'],
  });

export const userId = z.string().meta({
  description: 'A Discord id. A string: the number does not fit what JavaScript and JSON can carry exactly.',
  examples: ['200000000000000001'],
});

export const campaignId = z
  .string()
  .max(LONGEST_INPUT)
  .meta({
    description: "A campaign's id.",
    examples: ['0b8f9c9e-6f0c-4b52-9d5e-3c1d0e6a7f11'],
  });

export const availabilityStatus = z.enum(AVAILABILITY_STATUSES);
export const channelType = z.enum(CHANNEL_TYPES);
export const linkableChannel = z.enum(LINKABLE_CHANNELS);

export const count = z.int().min(0);

/** Beside an answer of somebody's. */
export const weeklyMark = z
  .boolean()
  .describe('They said nothing about the day: it is what they answer for its weekday.');

/** How many recipients each channel is the first choice for. */
export const channelsSummary = z
  .object({ telegram: count, signal: count, discord: count } satisfies Record<ChannelType, unknown>)
  .meta({ examples: [{ telegram: 3, signal: 1, discord: 8 }] });

/** The same of every status. */
export function perStatus<S extends z.ZodType>(schema: S) {
  const shape = { LOOKING: schema, AVAILABLE: schema, MAYBE: schema, NOT_PLAYING: schema };
  return z.object(shape satisfies Record<AvailabilityStatus, S>);
}

/** One of `values`, as the services check it: anything else is refused by them, in the words Discord uses. */
export function wordOf(values: readonly string[], description: string): z.ZodType<string, string> {
  return z
    .string()
    .max(LONGEST_INPUT)
    .meta({ description, enum: [...values] });
}

/** A yes or no in a query. */
export const flag = z
  .enum(['true', 'false', '1', '0'])
  .default('false')
  .transform((value) => value === 'true' || value === '1')
  .meta({ description: '`true` or `1` for yes.' });

export const success = z.literal(true);
