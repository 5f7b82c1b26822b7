import type { Preferences, TestResult } from '../../contract/preferences.js';
import { CHANNEL_TYPES } from '../../domain/channel-choice.js';
import { questionsRest } from '../../domain/question.js';
import type { OwnPreferences } from '../../services/own-preferences.js';
import type { SentTest } from '../../services/send-test.js';

/** Somebody's own preferences. */
export function preferencesBody(
  userId: string,
  {
    preferences,
    serverTimezone,
    questionTime,
    masked,
    encryptionEnabled,
    channels,
    dmHindrance,
  }: OwnPreferences,
): Preferences {
  return {
    user_id: userId,
    allow_promotions: preferences.allowPromotions,
    calls_rest: preferences.allowPromotions && preferences.callsRestSince !== null,
    max_calls_per_week: preferences.callsPerWeek,
    allow_questions: preferences.allowQuestions,
    questions_rest: questionsRest(preferences),
    question_time: questionTime?.slice(0, 'HH:MM'.length) ?? null,
    allow_ready_notices: preferences.allowReadyNotices,
    ready_sound: preferences.readySound,
    preferred_channel: preferences.preferredChannel,
    telegram_handle_masked: masked.telegram,
    signal_handle_masked: masked.signal,
    link_again: preferences.linkAgain.filter((channel) => channels.has(channel)),
    discord_dms: preferences.discordDms,
    quiet_hours: { ...preferences.quietHours },
    timezone: preferences.timezone,
    server_timezone: serverTimezone,
    encryption_enabled: encryptionEnabled,
    channels: CHANNEL_TYPES.filter((channel) => channels.has(channel)),
    ...(dmHindrance === 'closed' && { dm_unreachable: true as const }),
    ...(dmHindrance === 'later' && { dm_later: true as const }),
  };
}

/** What came of a test; `detail` words it. */
export function testBody({ channel, outcome }: SentTest, detail: string): TestResult {
  return { success: outcome.kind === 'sent', channel_type: channel, outcome: outcome.kind, detail };
}
