import { EntitySchema } from 'typeorm';
import type { PreferredChannel } from '../../domain/channel-choice.js';
import {
  boolean,
  instant,
  nullableInstant,
  nullableInteger,
  nullableText,
  text,
  textKey,
} from './columns.js';

export interface SubscriptionPreferenceRow {
  user_id: string;
  /** A boolean of the database at hand: read it with `Boolean()`. */
  allow_promotions: boolean | number;
  preferred_channel: PreferredChannel;
  telegram_handle_encrypted: string | null;
  signal_handle_encrypted: string | null;
  telegram_digest: string | null;
  signal_digest: string | null;
  discord_dms: boolean | number;
  discord_dm_channel_id: string | null;
  quiet_hours_start: string | null;
  quiet_hours_end: string | null;
  /** `null`: they named none. */
  timezone: string | null;
  locale: string;
  consented_at: string | null;
  created_at: string;
  updated_at: string;
  signal_account_digest: string | null;
  allow_questions: boolean | number;
  questions_consented_at: string | null;
  /** Questions before it have had their answer; `null`: as `questions_consented_at`. */
  questions_counted_from: string | null;
  allow_ready_notices: boolean | number;
  ready_consented_at: string | null;
  /** Calls before it have had their sign of life; `null`: as `consented_at`. */
  calls_counted_from: string | null;
  /** A call asked whether they still want any, and nothing was heard since; `null`: none did. */
  calls_asked_at: string | null;
  /** No call comes since; `null`: they come. */
  calls_rest_since: string | null;
  /** How many calls they want a week at most; `null`: as many as there are. */
  max_calls_per_week: number | null;
  /** Whether the page is to say aloud that it is on. */
  ready_sound: boolean | number;
}

export const SubscriptionPreference = new EntitySchema<SubscriptionPreferenceRow>({
  name: 'SubscriptionPreference',
  tableName: 'subscription_preferences',
  columns: {
    user_id: textKey,
    allow_promotions: boolean,
    preferred_channel: text,
    telegram_handle_encrypted: nullableText,
    signal_handle_encrypted: nullableText,
    telegram_digest: nullableText,
    signal_digest: nullableText,
    discord_dms: boolean,
    discord_dm_channel_id: nullableText,
    quiet_hours_start: nullableText,
    quiet_hours_end: nullableText,
    timezone: nullableText,
    locale: text,
    consented_at: nullableInstant,
    created_at: instant,
    updated_at: instant,
    signal_account_digest: nullableText,
    allow_questions: { ...boolean, default: false },
    questions_consented_at: nullableInstant,
    questions_counted_from: nullableInstant,
    allow_ready_notices: { ...boolean, default: false },
    ready_consented_at: nullableInstant,
    calls_counted_from: nullableInstant,
    calls_asked_at: nullableInstant,
    calls_rest_since: nullableInstant,
    max_calls_per_week: nullableInteger,
    ready_sound: { ...boolean, default: false },
  },
  uniques: [{ columns: ['telegram_digest'] }, { columns: ['signal_digest'] }],
  indices: [{ columns: ['signal_account_digest'], unique: true }],
});
