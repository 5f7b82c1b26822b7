import type { PersonalDataExport } from '../contract/personal-data.js';
import type { ListedRecord } from '../persistence/stores/privacy-store.js';
import type { PersonalData } from './privacy.js';

/** What is kept about a person, in the shape of the export. `now` in milliseconds. */
export function personalDataExport(data: PersonalData, now: number): PersonalDataExport {
  const { userId, playerLink, playerProof, links, preferences, availability, answers } = data;
  const {
    conditions,
    weekly,
    away,
    calendarSince,
    sessions,
    contacts,
    campaigns,
    standingCampaigns,
    proposals,
    settingChanges,
    imported,
    history,
    serverTimezone,
  } = data;
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
    link_requests: data.linkRequests.map(({ channel, requestedAt, expiresAt, attempts }) => ({
      channel,
      requested_at: instantOr(requestedAt),
      expires_at: instantOr(expiresAt),
      attempts,
    })),
    preferences: preferences && {
      allow_promotions: preferences.allowPromotions,
      consented_at: preferences.consentedAt === null ? null : iso(preferences.consentedAt),
      max_calls_per_week: preferences.callsPerWeek,
      calls_counted_from: instantOr(preferences.callsCountedFrom),
      calls_asked_at: instantOr(preferences.callsAskedAt),
      calls_rest_since: instantOr(preferences.callsRestSince),
      allow_questions: preferences.allowQuestions,
      questions_consented_at:
        preferences.questionsConsentedAt === null ? null : iso(preferences.questionsConsentedAt),
      questions_counted_from: instantOr(preferences.questionsCountedFrom),
      allow_ready_notices: preferences.allowReadyNotices,
      ready_consented_at: preferences.readyConsentedAt === null ? null : iso(preferences.readyConsentedAt),
      preferred_channel: preferences.preferredChannel,
      discord_dms: preferences.discordDms,
      discord_dm_channel_id: preferences.dmChannelId,
      telegram_linked: preferences.telegramLinked,
      signal_linked: preferences.signalLinked,
      quiet_hours: preferences.quietHours && { ...preferences.quietHours },
      ready_sound: preferences.readySound,
      timezone: preferences.timezone,
      server_timezone: serverTimezone,
      locale: preferences.locale,
    },
    availability: availability.map(({ date, status, userName }) => ({ date, status, user_name: userName })),
    conditions: conditions.map(({ date, atLeast, hasTurned }) => ({
      date,
      at_least: atLeast,
      met: hasTurned,
    })),
    weekly_answers: weekly.map(({ day, status, from, until, userName }) => ({
      weekday: day,
      status,
      counts_from: from,
      counts_until: until,
      user_name: userName,
    })),
    absence: away && { away_from: away.from, away_until: away.until },
    answers: answers.map(({ date, answer, channel }) => ({
      date,
      answer: answer.kind,
      late_until: answer.kind === 'LATE' ? iso(answer.until) : null,
      channel,
    })),
    calendar: calendarSince === null ? null : { created_at: iso(calendarSince) },
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
    notices: data.notices.map(({ at, key, channel, state }) => ({ at: iso(at), key, channel, state })),
    listed_for: data.listedFor.map(listed),
    standby_for: data.standbyFor.map(listed),
    campaigns: campaigns.map(({ date, createdAt, status, recipientCount, dryRun, note }) => ({
      campaign_date: date,
      created_at: iso(createdAt),
      status,
      recipient_count: recipientCount,
      dry_run: dryRun,
      note,
    })),
    standing_campaigns: standingCampaigns.map(({ weekday, includeAvailable, includeMaybe, until }) => ({
      weekday,
      include_available: includeAvailable,
      include_maybe: includeMaybe,
      counts_until: until,
    })),
    standing_evenings: proposals.map(({ date, at, state, reason }) => ({
      campaign_date: date,
      goes_out_at: iso(at),
      state: state === 'stopped' ? ('dropped' as const) : state,
      reason,
    })),
    setting_changes: settingChanges.map(({ at, key, oldValue, newValue }) => ({
      at: iso(at),
      key,
      old_value: oldValue,
      new_value: newValue,
    })),
    settings_set: data.settingsSet.map(({ key, at }) => ({ key, at: iso(at) })),
    paused_since: instantOr(data.pausedSince),
    made_ready: [...data.madeReady],
    imported: imported.map(({ item, at }) => ({ item, at: iso(at) })),
    history: history.map(({ at, action, actorId }) => ({ at: iso(at), action, actor_id: actorId })),
    deeds: data.deeds.map(({ at, action }) => ({ at: iso(at), action })),
  };
}

function listed({ campaignDate, status, channel, displayName }: ListedRecord) {
  return { campaign_date: campaignDate, status, channel, display_name: displayName };
}

/** The export's name as a file. `now` in milliseconds. */
export function exportFileName(data: Pick<PersonalData, 'userId'>, now: number): string {
  return `muster-${data.userId}-${iso(now).slice(0, 10)}.json`;
}

function instantOr(instant: number | null): string | null {
  return instant === null ? null : iso(instant);
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
