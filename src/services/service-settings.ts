import type { LiveSettings } from '../domain/live-settings.js';
import { OwnStarts } from '../domain/own-starts.js';
import type { ServiceSettings } from './context.js';

/** What takes another start to change. */
export type FixedSettings = Pick<
  ServiceSettings,
  | 'guildId'
  | 'promotionsEnabled'
  | 'timezone'
  | 'promoterIds'
  | 'retentionDays'
  | 'linkIntervalSeconds'
  | 'pageUrl'
  | 'playerLinkPolicy'
>;

/** The rules, of which those that may change are as they are in force whenever somebody looks. */
export function serviceSettings(fixed: FixedSettings, live: LiveSettings): ServiceSettings {
  return {
    ...fixed,
    ownStarts: new OwnStarts(),
    get plan() {
      return live.values.session_plan;
    },
    get reminderTime() {
      return live.values.reminder_time;
    },
    get startTime() {
      return live.values.start_time;
    },
    get questionTime() {
      return live.values.question_time;
    },
    get followUpDelaySeconds() {
      return live.values.followup_delay_seconds;
    },
    get promoterRoleIds() {
      return live.values.promoter_role_ids;
    },
    get globalCooldown() {
      return live.values.global_cooldown;
    },
    get dryRunDefault() {
      return live.values.dry_run_default;
    },
    get boardChannelId() {
      return live.values.board_channel_id;
    },
    get boardTime() {
      return live.values.board_time;
    },
    get sessionMinimum() {
      return live.values.session_minimum;
    },
    get sessionReadyThreshold() {
      return live.values.availability_session_ready_threshold;
    },
  };
}
