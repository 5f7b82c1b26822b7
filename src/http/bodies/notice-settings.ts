import type { NoticeSettingsBody, Subscription } from '../../contract/notice-settings.js';
import type { ChannelType } from '../../domain/channel-choice.js';
import { SOUND_PAUSE_SECONDS } from '../../domain/ready.js';
import type { NoticeSettings } from '../../services/notice-settings.js';
import { preferencesBody } from './preferences.js';

/** Somebody's own settings, as a page with a switch for each channel asks for them. */
export function noticeSettingsBody(userId: string, settings: NoticeSettings): NoticeSettingsBody {
  const own = preferencesBody(userId, settings.own);
  const { channel } = settings;
  return {
    user_id: userId,
    sound_enabled: own.ready_sound,
    get_ready_sound: own.ready_sound,
    sound_cooldown_seconds: SOUND_PAUSE_SECONDS,
    availability_reminders_enabled: own.allow_questions,
    threshold_notify: own.allow_ready_notices,
    timezone: own.timezone,
    server_timezone: own.server_timezone,
    discord_notify: channel === 'discord',
    telegram_notify: channel === 'telegram',
    signal_notify: channel === 'signal',
    subscriptions: subscriptionBodies(userId, settings),
    ...(own.dm_unreachable && { dm_unreachable: own.dm_unreachable }),
    ...(own.dm_later && { dm_later: own.dm_later }),
  };
}

/** Each channel of somebody's, whether it is on or not. */
export function subscriptionBodies(userId: string, settings: NoticeSettings): Subscription[] {
  const channels: readonly ChannelType[] = ['discord', 'telegram', 'signal'];
  return channels.map((channel) => subscriptionBody(userId, settings, channel));
}

/** One channel of somebody's. */
export function subscriptionBody(
  userId: string,
  { own, channel, verified }: NoticeSettings,
  of: ChannelType,
): Subscription {
  return {
    channel_type: of,
    enabled: channel === of,
    channel_address: of === 'discord' ? userId : own.masked[of],
    verified: verified[of],
    preferences: {
      allow_questions: own.preferences.allowQuestions,
      allow_ready_notices: own.preferences.allowReadyNotices,
    },
  };
}
