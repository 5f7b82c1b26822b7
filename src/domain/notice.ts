import type { JobType } from './message-kinds.js';

/** Something a promoter should know about a campaign that is no reason to refuse it. Instants in milliseconds. */
export type Notice =
  /** Created after the reminder's moment: there is none. */
  | { readonly code: 'no_reminder'; readonly reminderAt: number }
  | { readonly code: 'dry_run' }
  /** The plan has no session that day: what is shown is as on any other, and a campaign takes a start of its own. */
  | { readonly code: 'no_session'; readonly date: string; readonly startAt: number }
  /** Confirm evaluated again: so many people more and fewer than the preview showed. */
  | { readonly code: 'changed_since_preview'; readonly added: number; readonly removed: number }
  /** So many recipients will have quiet hours at the start. */
  | { readonly code: 'quiet_at_start'; readonly count: number }
  /** The channels' pace makes the last start message leave this late. */
  | { readonly code: 'late_last_send'; readonly at: number }
  /** At the channels' pace so many would not be reached before `until`, the message's last useful moment. */
  | {
      readonly code: 'too_late_for_some';
      readonly jobType: JobType;
      readonly count: number;
      readonly until: number;
    }
  /** Neither voice nor the game server is looked at: there is no follow-up. */
  | { readonly code: 'no_follow_up' }
  /** An admin paused sending: nothing leaves until it is resumed. */
  | { readonly code: 'paused' };

export type NoticeCode = Notice['code'];
