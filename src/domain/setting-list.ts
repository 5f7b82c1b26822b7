import type * as z from 'zod';
import { sessionPlan } from './session-plan-parser.js';
import { boolean, line, snowflake, snowflakes, timeOfDay, wholeNumber } from './setting-parsers.js';

/** How a setting is asked for where people choose: what a value of it is. */
export const SETTING_KINDS = [
  'time',
  'plan',
  'number',
  'line',
  'boolean',
  'text-channel',
  'voice-channels',
  'roles',
] as const;
export type SettingKind = (typeof SETTING_KINDS)[number];

/** A setting that may change while Muster runs. */
interface LiveSetting {
  /** The variable that fixes it where it is set. */
  readonly variable: string;
  readonly kind: SettingKind;
  /** Judges its text, wherever that comes from. */
  readonly parser: z.ZodType<unknown, string>;
  /** As a person would write it; `null`: there is none until somebody names one. */
  readonly default: string | null;
}

/** From the least to the most that a number may be. */
export const NUMBER_LIMITS = {
  availability_session_ready_threshold: { least: 1, most: 1_000 },
  followup_delay_seconds: { least: 0, most: 900 },
  session_minimum: { least: 0, most: 1_000 },
} as const;

const number = (key: keyof typeof NUMBER_LIMITS) =>
  wholeNumber(NUMBER_LIMITS[key].least, NUMBER_LIMITS[key].most);

/**
 * The settings that need no restart, by their keys: the variables' names in lower case, without what most of them begin
 * with. A variable that is set in the environment fixes its setting. Secrets, addresses and paces are none of these.
 */
export const LIVE_SETTINGS = {
  start_time: {
    variable: 'AVAILABILITY_PROMOTION_START_TIME',
    kind: 'time',
    parser: timeOfDay,
    default: '21:00',
  },
  reminder_time: {
    variable: 'AVAILABILITY_PROMOTION_REMINDER_TIME',
    kind: 'time',
    parser: timeOfDay,
    // It goes with the start: see `usualReminder`.
    default: null,
  },
  session_plan: { variable: 'SESSION_PLAN', kind: 'plan', parser: sessionPlan, default: null },
  question_time: { variable: 'QUESTION_TIME', kind: 'time', parser: timeOfDay, default: null },
  promoter_role_ids: {
    variable: 'PROMOTER_ROLE_IDS',
    kind: 'roles',
    parser: snowflakes,
    default: '',
  },
  availability_session_ready_threshold: {
    variable: 'AVAILABILITY_SESSION_READY_THRESHOLD',
    kind: 'number',
    parser: number('availability_session_ready_threshold'),
    default: '6',
  },
  session_minimum: {
    variable: 'SESSION_MINIMUM',
    kind: 'number',
    parser: number('session_minimum'),
    default: '0',
  },
  voice_channel_ids: {
    variable: 'VOICE_CHANNEL_IDS',
    kind: 'voice-channels',
    parser: snowflakes,
    default: '',
  },
  game_join_address: { variable: 'GAME_JOIN_ADDRESS', kind: 'line', parser: line, default: null },
  followup_channel_id: {
    variable: 'AVAILABILITY_PROMOTION_FOLLOWUP_CHANNEL_ID',
    kind: 'text-channel',
    parser: snowflake,
    default: null,
  },
  board_channel_id: { variable: 'BOARD_CHANNEL_ID', kind: 'text-channel', parser: snowflake, default: null },
  board_time: { variable: 'BOARD_TIME', kind: 'time', parser: timeOfDay, default: '10:00' },
  alert_channel_id: {
    variable: 'ALERT_CHANNEL_ID',
    kind: 'text-channel',
    parser: snowflake,
    default: null,
  },
  global_cooldown: {
    variable: 'AVAILABILITY_PROMOTION_GLOBAL_COOLDOWN',
    kind: 'boolean',
    parser: boolean,
    default: 'true',
  },
  followup_delay_seconds: {
    variable: 'AVAILABILITY_PROMOTION_FOLLOWUP_DELAY_SECONDS',
    kind: 'number',
    parser: number('followup_delay_seconds'),
    default: '90',
  },
  dry_run_default: {
    variable: 'AVAILABILITY_PROMOTION_DRY_RUN_DEFAULT',
    kind: 'boolean',
    parser: boolean,
    default: 'false',
  },
  voice_check_enabled: {
    variable: 'AVAILABILITY_PROMOTION_VOICE_CHECK_ENABLED',
    kind: 'boolean',
    parser: boolean,
    default: 'true',
  },
  server_check_enabled: {
    variable: 'AVAILABILITY_PROMOTION_SERVER_CHECK_ENABLED',
    kind: 'boolean',
    parser: boolean,
    default: 'false',
  },
} as const satisfies Readonly<Record<string, LiveSetting>>;

export type SettingKey = keyof typeof LIVE_SETTINGS;
export const SETTING_KEYS = Object.keys(LIVE_SETTINGS) as [SettingKey, ...SettingKey[]];

/** The keys of the settings of some kinds. */
export type KeyOfKind<K extends SettingKind> = {
  [Key in SettingKey]: (typeof LIVE_SETTINGS)[Key]['kind'] extends K ? Key : never;
}[SettingKey];

/** Texts as they stand in the environment or in the database, by key; what is not set is not there. */
export type SettingTexts = Readonly<Partial<Record<SettingKey, string>>>;

type Values = { readonly [K in SettingKey]: z.output<(typeof LIVE_SETTINGS)[K]['parser']> };

/** Values as the environment gives them, or their default. */
export type GivenValues = {
  readonly [K in SettingKey]: (typeof LIVE_SETTINGS)[K]['default'] extends null
    ? Values[K] | undefined
    : Values[K];
};

/** The values in force. */
export type SettingValues = {
  readonly [K in SettingKey]: K extends 'reminder_time'
    ? Values[K]
    : (typeof LIVE_SETTINGS)[K]['default'] extends null
      ? Values[K] | null
      : Values[K];
};

export function settingOf(key: SettingKey): LiveSetting {
  return LIVE_SETTINGS[key];
}
