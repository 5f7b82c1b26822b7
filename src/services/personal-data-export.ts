import { z } from 'zod';
import type { PersonalData } from './privacy.js';

const instant = z.iso.datetime().describe('ISO 8601, UTC');
const date = z.iso.date();

/**
 * The file an export gives, on Discord and by the bridge: JSON in snake_case, instants as ISO 8601 in UTC, dates as
 * `YYYY-MM-DD`, what is not there as `null` or an empty list. A field is never renamed or dropped without a higher
 * `version`; new ones may be added. Addresses on other channels are told as linked or not.
 */
export const personalDataExportSchema = z
  .object({
    format: z.literal('muster-personal-data'),
    version: z.literal(1),
    exported_at: instant,
    user_id: z.string().describe('The Discord id.'),
    player_link: z
      .object({
        player_guid: z.string(),
        player_name: z.string(),
        verified_at: instant.nullable().describe('When it was proved or confirmed.'),
      })
      .nullable(),
    player_proof: z
      .object({ player_guid: z.string(), expires_at: instant, looks: z.number().int() })
      .nullable()
      .describe('A code they were given to prove their link, of which only a digest is kept.'),
    channel_links: z
      .array(z.object({ channel: z.string(), linked_at: instant }))
      .describe('Telegram and Signal, where confirmed.'),
    preferences: z
      .object({
        allow_promotions: z.boolean(),
        consented_at: instant.nullable(),
        preferred_channel: z.string(),
        discord_dms: z.boolean(),
        discord_dm_channel_id: z.string().nullable(),
        telegram_linked: z.boolean(),
        signal_linked: z.boolean(),
        quiet_hours: z
          .object({ start: z.string(), end: z.string() })
          .nullable()
          .describe('Wall times `HH:MM` in `timezone`, or where that is `null` in `server_timezone`.'),
        timezone: z.string().nullable().describe('The zone they named; `null`: none.'),
        server_timezone: z.string(),
        locale: z.string(),
      })
      .nullable(),
    availability: z.array(z.object({ date, status: z.string(), user_name: z.string() })),
    sessions: z
      .array(z.object({ signed_in_at: instant, last_seen_at: instant, expires_at: instant }))
      .describe('The browsers they are signed in with, oldest first.'),
    contacts: z
      .array(
        z.object({
          at: instant,
          campaign_date: date,
          job_type: z.string(),
          promoter_id: z
            .string()
            .describe('Who asked for it: a Discord id, or a stand-in once they have erased their data.'),
          channel: z.string().nullable(),
          outcome: z.string(),
          reason: z.string().nullable(),
        }),
      )
      .describe('Every time they were called, or were left out, oldest first.'),
    campaigns: z
      .array(
        z.object({
          campaign_date: date,
          created_at: instant,
          status: z.string(),
          recipient_count: z.int(),
          dry_run: z.boolean(),
        }),
      )
      .describe('The campaigns they started, oldest first.'),
    history: z
      .array(z.object({ at: instant, action: z.string(), actor_id: z.string() }))
      .describe('What happened to their links and their consent, oldest first.'),
  })
  .describe('Everything that is kept about you.');

export type PersonalDataExport = z.infer<typeof personalDataExportSchema>;

/** What is kept about a person, in the shape of the export. `now` in milliseconds. */
export function personalDataExport(data: PersonalData, now: number): PersonalDataExport {
  const { userId, playerLink, playerProof, links, preferences, availability } = data;
  const { sessions, contacts, campaigns, history, serverTimezone } = data;
  return {
    format: 'muster-personal-data',
    version: 1,
    exported_at: iso(now),
    user_id: userId,
    player_link: playerLink && {
      player_guid: playerLink.guid,
      player_name: playerLink.name,
      verified_at: playerLink.verifiedAt === null ? null : iso(playerLink.verifiedAt),
    },
    player_proof: playerProof && {
      player_guid: playerProof.guid,
      expires_at: iso(playerProof.expiresAt),
      looks: playerProof.looks,
    },
    channel_links: links.map(({ channel, linkedAt }) => ({ channel, linked_at: iso(linkedAt) })),
    preferences: preferences && {
      allow_promotions: preferences.allowPromotions,
      consented_at: preferences.consentedAt === null ? null : iso(preferences.consentedAt),
      preferred_channel: preferences.preferredChannel,
      discord_dms: preferences.discordDms,
      discord_dm_channel_id: preferences.dmChannelId,
      telegram_linked: preferences.telegramLinked,
      signal_linked: preferences.signalLinked,
      quiet_hours: preferences.quietHours && { ...preferences.quietHours },
      timezone: preferences.timezone,
      server_timezone: serverTimezone,
      locale: preferences.locale,
    },
    availability: availability.map(({ date, status, userName }) => ({ date, status, user_name: userName })),
    sessions: sessions.map(({ createdAt, lastSeenAt, expiresAt }) => ({
      signed_in_at: iso(createdAt),
      last_seen_at: iso(lastSeenAt),
      expires_at: iso(expiresAt),
    })),
    contacts: contacts.map(({ at, campaignDate, jobType, promoterId, channel, outcome, reason }) => ({
      at: iso(at),
      campaign_date: campaignDate,
      job_type: jobType,
      promoter_id: promoterId,
      channel,
      outcome,
      reason,
    })),
    campaigns: campaigns.map(({ date, createdAt, status, recipientCount, dryRun }) => ({
      campaign_date: date,
      created_at: iso(createdAt),
      status,
      recipient_count: recipientCount,
      dry_run: dryRun,
    })),
    history: history.map(({ at, action, actorId }) => ({ at: iso(at), action, actor_id: actorId })),
  };
}

/** The export's name as a file. `now` in milliseconds. */
export function exportFileName(data: Pick<PersonalData, 'userId'>, now: number): string {
  return `muster-${data.userId}-${iso(now).slice(0, 10)}.json`;
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
