import type { AvailabilityStatus } from '../../src/domain/availability.js';
import type { CampaignStatus, JobStatus, JobType } from '../../src/domain/campaign.js';
import type { ChannelType, LinkableChannel, PreferredChannel } from '../../src/domain/channel-choice.js';
import type { CountedOutcome } from '../../src/messages/web-texts.js';

/** The bridge's answers, as far as the pages read them. Instants are ISO 8601 in UTC, dates `YYYY-MM-DD`. */

export interface Access {
  readonly authenticated: boolean;
  readonly linked_discord: boolean;
  readonly can_submit: boolean;
  readonly is_admin: boolean;
  readonly can_promote: boolean;
  /** What a campaign for tonight would be refused for, in words; `null`: nothing. */
  readonly promote_refusal: { readonly code: string; readonly detail: string } | null;
}

export interface Day {
  readonly date: string;
  readonly counts: Readonly<Record<AvailabilityStatus, number>>;
  readonly total: number;
  readonly my_status?: AvailabilityStatus | null;
  /** For linked viewers only. */
  readonly users_by_status?: Readonly<
    Partial<Record<AvailabilityStatus, readonly { readonly display_name: string }[]>>
  >;
}

export interface Board {
  readonly days: readonly Day[];
  readonly viewer: { readonly authenticated: boolean; readonly linked_discord: boolean };
  readonly session_ready: {
    readonly date: string;
    readonly ready: boolean;
    readonly looking_count: number;
    readonly threshold: number;
  };
}

export interface Preferences {
  readonly allow_promotions: boolean;
  readonly preferred_channel: PreferredChannel;
  readonly telegram_handle_masked: string | null;
  readonly signal_handle_masked: string | null;
  readonly discord_dms: boolean;
  readonly quiet_hours: { readonly start?: string; readonly end?: string };
  /** `null`: none is named, and `server_timezone` holds. */
  readonly timezone: string | null;
  readonly server_timezone: string;
  readonly encryption_enabled: boolean;
  /** After a change: they want Discord messages, but none could be opened. */
  readonly dm_unreachable?: true;
  readonly dm_later?: true;
}

/** What a POST of the preferences may name; what it leaves out stays. */
export type PreferencesChange = Partial<
  Pick<Preferences, 'allow_promotions' | 'preferred_channel' | 'discord_dms' | 'quiet_hours' | 'timezone'>
>;

export interface LinkToken {
  readonly token: string;
  readonly expires_at: string;
  readonly channel_type: LinkableChannel;
  readonly deep_link: string | null;
}

/** A player as it was linked; `proof`: what makes the link count, once it is seen in the game. */
export interface LinkedPlayer {
  readonly player_name: string;
  readonly confirmed: boolean;
  readonly proof: { readonly code: string; readonly expires_at: string } | null;
}

/** What came of a test, in words. */
export interface TestResult {
  readonly success: boolean;
  readonly detail: string;
}

export type ChannelsSummary = Readonly<Partial<Record<ChannelType, number>>>;

export interface Schedule {
  readonly reminder_at: string | null;
  readonly start_at: string;
  readonly follow_up_at: string | null;
}

/** Something a promoter should know that is no reason to refuse. */
export interface Notice {
  readonly code: string;
  readonly detail: string;
}

/** A message as one channel carries it, and what is on the buttons under it. */
export interface ShownMessage {
  readonly text: string;
  readonly buttons: readonly string[];
}

export interface Preview {
  readonly campaign_date: string;
  readonly timezone: string;
  readonly recipient_count: number;
  readonly channels_summary: ChannelsSummary;
  readonly recipients_preview: readonly {
    readonly display_name: string;
    readonly status: AvailabilityStatus;
    readonly selected_channel: ChannelType;
  }[];
  readonly excluded: Readonly<Record<string, number>>;
  readonly forecast: {
    readonly quiet_at_start: number;
    readonly last_send_at: string | null;
    readonly too_late: { readonly reminder: number; readonly start: number };
  };
  readonly messages: Readonly<Partial<Record<JobType, string>>>;
  readonly messages_by_channel: Readonly<
    Partial<Record<JobType, Readonly<Partial<Record<ChannelType, ShownMessage>>>>>
  >;
  readonly schedule: Schedule;
  readonly notices: readonly Notice[];
}

export interface CampaignRequest {
  readonly include_available: boolean;
  readonly include_maybe: boolean;
  readonly dry_run: boolean;
}

export interface CreatedCampaign {
  readonly campaign_id: string;
  readonly campaign_date: string;
  readonly status: CampaignStatus;
  readonly recipient_count: number;
  readonly dry_run: boolean;
  readonly notices: readonly Notice[];
}

export type Counts = Readonly<Partial<Record<CountedOutcome, number>>>;

export interface Job {
  readonly job_type: JobType;
  readonly run_at: string | null;
  readonly status: JobStatus;
  readonly attempts: number;
  readonly finished_at: string | null;
  readonly counts: Counts;
}

/** What was recorded; `detail`: what else there is to know, in words. */
export interface SetAvailability {
  readonly detail: string | null;
}

export interface Campaign {
  readonly id: string;
  readonly campaign_date: string;
  readonly timezone: string;
  readonly dry_run: boolean;
  readonly status: CampaignStatus;
  readonly recipient_count: number;
  readonly late_count: number;
  readonly channels_summary: ChannelsSummary;
  readonly counts: Counts;
  readonly skipped_by_reason: Readonly<Record<string, number>>;
  readonly jobs: readonly Job[];
  readonly can_cancel: boolean;
}
