import type { PreferredChannel } from '../../domain/channel-choice.js';
import type { QuietHours } from '../../domain/person.js';
import type { Tx, View } from '../engine/database.js';
import { bool } from '../engine/dialect.js';
import type { SubscriptionPreferenceRow } from '../entities/subscription-preference.js';
import { fromNullableText, toText } from '../instants.js';

/** How, when and whether a person wants to be called. Addresses are not part of it. */
export interface Preferences {
  readonly allowPromotions: boolean;
  readonly preferredChannel: PreferredChannel;
  readonly discordDms: boolean;
  readonly quietHours: QuietHours | null;
  /** The zone (IANA) they named; `null`: the deployment's current one. */
  readonly timezone: string | null;
  readonly locale: string;
  readonly consentedAt: number | null;
  readonly dmChannelId: string | null;
  readonly telegramLinked: boolean;
  readonly signalLinked: boolean;
}

/** The preferences of a person who set none: Muster sends them nothing. */
export function defaultPreferences(locale = 'en'): Preferences {
  return {
    allowPromotions: false,
    preferredChannel: 'any',
    discordDms: true,
    quietHours: null,
    timezone: null,
    locale,
    consentedAt: null,
    dmChannelId: null,
    telegramLinked: false,
    signalLinked: false,
  };
}

/** A person's preferences, or `null` when they never set any. */
export async function findPreferences(view: View, userId: string): Promise<Preferences | null> {
  const rows: SubscriptionPreferenceRow[] = await view.sql`
    SELECT * FROM subscription_preferences WHERE user_id = ${userId}`;
  const row = rows[0];
  if (!row) return null;
  return {
    allowPromotions: Boolean(row.allow_promotions),
    preferredChannel: row.preferred_channel,
    discordDms: Boolean(row.discord_dms),
    quietHours:
      row.quiet_hours_start !== null && row.quiet_hours_end !== null
        ? { start: row.quiet_hours_start, end: row.quiet_hours_end }
        : null,
    timezone: row.timezone,
    locale: row.locale,
    consentedAt: fromNullableText(row.consented_at),
    dmChannelId: row.discord_dm_channel_id,
    telegramLinked: row.telegram_handle_encrypted !== null,
    signalLinked: row.signal_handle_encrypted !== null,
  };
}

/** Writes a person's choices; links and the DM channel stay as they are. */
export async function savePreferences(
  tx: Tx,
  userId: string,
  preferences: Preferences,
  now: number,
): Promise<void> {
  const at = toText(now);
  const { allowPromotions, preferredChannel, discordDms, quietHours, timezone, locale, consentedAt } =
    preferences;
  await tx.sql`
    INSERT INTO subscription_preferences
      (user_id, allow_promotions, preferred_channel, discord_dms, quiet_hours_start, quiet_hours_end, timezone, locale,
       consented_at, created_at, updated_at)
    VALUES (${userId}, ${bool(tx, allowPromotions)}, ${preferredChannel}, ${bool(tx, discordDms)},
      ${quietHours?.start ?? null}, ${quietHours?.end ?? null}, ${timezone}, ${locale},
      ${consentedAt === null ? null : toText(consentedAt)}, ${at}, ${at})
    ON CONFLICT (user_id) DO UPDATE SET
      allow_promotions = excluded.allow_promotions, preferred_channel = excluded.preferred_channel,
      discord_dms = excluded.discord_dms, quiet_hours_start = excluded.quiet_hours_start,
      quiet_hours_end = excluded.quiet_hours_end, timezone = excluded.timezone, locale = excluded.locale,
      consented_at = excluded.consented_at, updated_at = excluded.updated_at`;
}

/** Remembers (or forgets, with `null`) the DM channel opened with a person who has preferences. */
export async function rememberDmChannel(
  tx: Tx,
  userId: string,
  channelId: string | null,
  now: number,
): Promise<void> {
  await tx.sql`
    UPDATE subscription_preferences SET discord_dm_channel_id = ${channelId}, updated_at = ${toText(now)}
    WHERE user_id = ${userId}`;
}
