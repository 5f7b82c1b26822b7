import * as z from 'zod';
import { SETTING_KEYS, SETTING_KINDS } from '../domain/setting-list.js';

/** The longest text of a setting that is taken, in characters: 25 channels, or a plan for every day of the week. */
const LONGEST_SETTING = 1_000;

const settingSchema = z.object({
  key: z.enum(SETTING_KEYS),
  kind: z.enum(SETTING_KINDS).describe('What a value of it is.'),
  variable: z
    .string()
    .meta({ description: 'The variable that would fix it.', examples: ['ALERT_CHANNEL_ID'] }),
  value: z
    .string()
    .nullable()
    .meta({
      description: 'As it would be written in the environment; `null`: there is none.',
      examples: ['21:00'],
    }),
  source: z.enum(['environment', 'settings', 'default']).describe('Where the value comes from.'),
  fixed: z.boolean().describe('It is set in the environment, and can only be changed there.'),
});

export const settingsSchema = z
  .object({ settings: z.array(settingSchema) })
  .describe('Every setting that needs no restart, as it is in force.');
export type Settings = z.output<typeof settingsSchema>;

const settingValue = z
  .union([z.string().max(LONGEST_SETTING), z.number(), z.boolean()])
  .nullable()
  .meta({
    description: 'As it would be written in the environment; `null` or nothing: back to the default.',
    examples: ['21:00', null],
  });

export const settingChanges = z
  .strictObject(
    Object.fromEntries(SETTING_KEYS.map((key) => [key, settingValue.optional()])) as Record<
      (typeof SETTING_KEYS)[number],
      z.ZodOptional<typeof settingValue>
    >,
  )
  .describe('What it names is changed, or nothing of it where something is not right.');
export type SettingChangesBody = z.output<typeof settingChanges>;
