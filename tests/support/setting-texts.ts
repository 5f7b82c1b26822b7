import type { SettingKey, SettingTexts } from '../../src/domain/setting-list.js';
import type { ServiceSettings } from '../../src/services/context.js';

/** What tests say of them. */
export interface SaidSettings {
  readonly settings?: Partial<ServiceSettings>;
  readonly checks?: { readonly voice?: boolean; readonly gameServer?: boolean };
  readonly summaryChannelId?: string;
  /** The session plan, as it would be written. */
  readonly plan?: string;
}

/** What a test says of the settings that may change, as it would be written. Nobody's presence is checked unless told. */
export function settingTexts({
  settings = {},
  checks = {},
  summaryChannelId,
  plan,
}: SaidSettings): SettingTexts {
  const said: readonly (readonly [SettingKey, string | number | boolean | undefined])[] = [
    ['reminder_time', settings.reminderTime],
    ['start_time', settings.startTime],
    ['question_time', settings.questionTime ?? undefined],
    ['followup_delay_seconds', settings.followUpDelaySeconds],
    ['global_cooldown', settings.globalCooldown],
    ['dry_run_default', settings.dryRunDefault],
    ['availability_session_ready_threshold', settings.sessionReadyThreshold],
    ['session_minimum', settings.sessionMinimum],
    ['voice_check_enabled', checks.voice ?? false],
    ['server_check_enabled', checks.gameServer ?? false],
    ['session_plan', plan],
    ['followup_channel_id', summaryChannelId],
  ];
  return Object.fromEntries(
    said.filter(([, value]) => value !== undefined).map(([key, value]) => [key, String(value)]),
  );
}
