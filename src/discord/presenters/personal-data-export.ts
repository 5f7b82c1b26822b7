import type { AttachmentPayload } from 'discord.js';
import type { PersonalData } from '../../services/privacy.js';

/**
 * The file `/privacy export` gives: JSON in snake_case, instants as ISO 8601 in UTC, dates as `YYYY-MM-DD`, what is
 * not there as `null` or an empty list. A field is never renamed or dropped without a higher `version`; new ones may
 * be added. Addresses on other channels are told as linked or not.
 */
export interface PersonalDataExport {
  readonly format: 'muster-personal-data';
  readonly version: 1;
  readonly exported_at: string;
  /** The Discord id. */
  readonly user_id: string;
  readonly player_link: {
    readonly player_guid: string;
    readonly player_name: string;
    /** When it was proved or confirmed. */
    readonly verified_at: string | null;
  } | null;
  /** A code they were given to prove their link, of which only a digest is kept. */
  readonly player_proof: {
    readonly player_guid: string;
    readonly expires_at: string;
    readonly looks: number;
  } | null;
  /** Telegram and Signal, where confirmed. */
  readonly channel_links: readonly { readonly channel: string; readonly linked_at: string }[];
  readonly preferences: {
    readonly allow_promotions: boolean;
    readonly consented_at: string | null;
    readonly preferred_channel: string;
    readonly discord_dms: boolean;
    readonly discord_dm_channel_id: string | null;
    readonly telegram_linked: boolean;
    readonly signal_linked: boolean;
    /** Wall times `HH:MM` in `timezone`. */
    readonly quiet_hours: { readonly start: string; readonly end: string } | null;
    readonly timezone: string;
    readonly locale: string;
  } | null;
  readonly availability: readonly {
    readonly date: string;
    readonly status: string;
    readonly user_name: string;
  }[];
  /** Every time they were called, or were left out, oldest first. */
  readonly contacts: readonly {
    readonly at: string;
    readonly campaign_date: string;
    readonly job_type: string;
    /** Who asked for it: a Discord id, or a stand-in once they have erased their data. */
    readonly promoter_id: string;
    readonly channel: string | null;
    readonly outcome: string;
    readonly reason: string | null;
  }[];
  /** The campaigns they started, oldest first. */
  readonly campaigns: readonly {
    readonly campaign_date: string;
    readonly created_at: string;
    readonly status: string;
    readonly recipient_count: number;
    readonly dry_run: boolean;
  }[];
  /** What happened to their links and their consent, oldest first. */
  readonly history: readonly { readonly at: string; readonly action: string; readonly actor_id: string }[];
}

/** What is kept about a person, in the shape of the export. `now` in milliseconds. */
export function personalDataExport(data: PersonalData, now: number): PersonalDataExport {
  const { userId, playerLink, playerProof, links, preferences, availability, contacts, campaigns, history } =
    data;
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
      locale: preferences.locale,
    },
    availability: availability.map(({ date, status, userName }) => ({ date, status, user_name: userName })),
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

/** The export as a file to attach. */
export function exportFile(data: PersonalData, now: number): AttachmentPayload {
  const json = `${JSON.stringify(personalDataExport(data, now), null, 2)}\n`;
  return { name: `muster-${data.userId}-${iso(now).slice(0, 10)}.json`, attachment: Buffer.from(json) };
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
