import type { ChannelType } from '../../domain/channel-choice.js';
import type { DatabaseFault } from '../../domain/database-fault.js';
import type { MusterEvent } from '../../domain/events.js';
import type { MomentStyle } from '../moment.js';

/** What an alert is worded for. A job that ended is one that failed, or left messages nobody knows the fate of. */
export type AlertEvent =
  | Extract<
      MusterEvent,
      {
        type:
          | 'channel_paused'
          | 'job_finished'
          | 'summary_settled'
          | 'post_settled'
          | 'backup_failed'
          | 'discord_refusals'
          | 'voice_channels_missing';
      }
    >
  | { readonly type: 'database_trouble'; readonly fault: DatabaseFault }
  /** Signal refuses to send to somebody whose safety number has changed. */
  | { readonly type: 'keys_changed' };

/** Troubles that somebody has to know of. */
export interface AlertTexts {
  /** What an admin should know at once. */
  alert(event: AlertEvent): string;
  /** What a promoter sees while a channel is paused. Instants in milliseconds. */
  channelPaused(channel: ChannelType, code: string, until: number, moments?: MomentStyle): string;
}
