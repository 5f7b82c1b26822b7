import type { AvailabilityStatus } from './availability.js';
import type { ChannelType } from './channel-choice.js';
import type { CampaignKind, JobType } from './message-kinds.js';

export const JOB_STATUSES = [
  'pending',
  'running',
  'sent',
  'partial',
  'failed',
  'skipped',
  'missed',
  'cancelled',
] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

export const CAMPAIGN_STATUSES = [
  'scheduled',
  'running',
  'sent',
  'partial',
  'failed',
  'skipped',
  'missed',
  'cancelled',
] as const;
export type CampaignStatus = (typeof CAMPAIGN_STATUSES)[number];

/** How a final row of the send log may read. */
export const FINAL_OUTCOMES = ['sent', 'failed', 'unknown', 'skipped', 'simulated'] as const;
export type FinalOutcome = (typeof FINAL_OUTCOMES)[number];

/** An attempt that is not the last word: `retry` will be tried again. */
export const ATTEMPT_OUTCOMES = [...FINAL_OUTCOMES, 'retry'] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];

/** States of a row of the notifications ledger. */
export const LEDGER_STATES = ['sending', 'sent', 'retry', 'failed', 'unknown'] as const;
export type LedgerState = (typeof LEDGER_STATES)[number];

/**
 * What leaves by a row of the ledger: a call, a dry run's report to its promoter, the summary of a follow-up, or a post
 * of Muster's own: in a channel, which belongs to no campaign, or to a promoter about theirs.
 */
export const LEDGER_KINDS = ['call', 'report', 'summary', 'post'] as const;
export type LedgerKind = (typeof LEDGER_KINDS)[number];

/** Why somebody is not called, in preview or at the send. The message files word each of them. */
export const SKIP_REASONS = [
  'not_playing',
  'status_not_included',
  'not_opted_in',
  'no_channel',
  'left_guild',
  'quiet_hours',
  'already_contacted',
  'erased',
  'no_entry',
  'missed',
  'cancelled',
  'not_called',
  'called_elsewhere',
  'present',
  'not_checked',
  'restored',
  'answered',
  'questions_rest',
  'over_own_cap',
  'calls_rest',
  'away',
  'later_than_useful',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/**
 * Why a follow-up ended as it did, where the numbers alone don't say it: nobody was missing, nobody's presence could
 * be known, or attendance is not checked any more.
 */
export const END_REASONS = ['nobody_missing', 'presence_unknown', 'not_checked'] as const;
export type EndReason = (typeof END_REASONS)[number];

/** How many final rows of a job have each outcome. */
export type OutcomeCounts = Readonly<Record<FinalOutcome, number>>;

export const NO_OUTCOMES: OutcomeCounts = { sent: 0, failed: 0, unknown: 0, skipped: 0, simulated: 0 };

/** What the promoter asked for; with the promoter and the date it decides the idempotency key. */
export interface CampaignRequest {
  readonly includeAvailable: boolean;
  readonly includeMaybe: boolean;
  readonly dryRun: boolean;
  /** A start of its own, HH:MM:SS, in place of the planned one. */
  readonly startTime?: string;
  /** A line of the promoter's own, for the people it calls. */
  readonly note?: string;
}

/** When a campaign's moments are, all in milliseconds since the epoch, derived from local wall times. */
export interface CampaignSchedule {
  /** The local date in the campaign's zone, `YYYY-MM-DD`. */
  readonly date: string;
  /** IANA zone. */
  readonly timezone: string;
  /** When the reminder would be, even where that has passed. */
  readonly reminderMoment: number;
  /** `null` once the reminder's moment has passed. */
  readonly reminderAt: number | null;
  readonly startAt: number;
  /**
   * When the follow-up would come if the start message took no time: it waits for the end of the start job. `null`
   * where nobody's presence is checked.
   */
  readonly followUpAt: number | null;
}

/** Who could not be called when a campaign was created, and why: numbers, no names. */
export interface LeftOut {
  /** They had put themselves down for the date, with session pings off. */
  readonly pingsOff: number;
  /** They had put themselves down for the date, and are called no more: they have had as many calls as they want, or calls rest. */
  readonly ownLimit: number;
  /** They had put themselves down for the date, and there was no way to reach them: no channel, or no member any more. */
  readonly unreachable: number;
  /** Players with a link that counted, who had said nothing about the date, nor that they are away. */
  readonly saidNothing: number;
}

/** A campaign as it was created; only its status, slot and cancellation change afterwards. */
export interface Campaign {
  readonly id: string;
  readonly kind: CampaignKind;
  readonly date: string;
  readonly timezone: string;
  readonly startAt: number;
  readonly promoterId: string;
  readonly guildId: string;
  readonly request: CampaignRequest;
  /** Whose name stands under the note, where there is one. */
  readonly noteBy?: string;
  readonly status: CampaignStatus;
  readonly idempotencyKey: string;
  readonly recipientCount: number;
  /** How many may be called where some of the recipients are missing. */
  readonly standbyCount: number;
  readonly channelsSummary: Readonly<Record<ChannelType, number>>;
  /** Who could not be called when it was created; left out: that is not known. */
  readonly leftOut?: LeftOut;
  readonly slotFreedAt: number | null;
  readonly cancelledAt: number | null;
  readonly createdAt: number;
}

/** One wave of a campaign. Instants in milliseconds since the epoch. */
export interface CampaignJob {
  readonly id: string;
  readonly campaignId: string;
  readonly jobType: JobType;
  readonly runAt: number;
  readonly nextRunAt: number;
  /** The last useful moment: nothing of this job is sent at or after it. */
  readonly expiresAt: number;
  readonly status: JobStatus;
  readonly attempts: number;
  readonly lastError: string | null;
  /** Whether it was given back because it was not known who is there. */
  readonly waitsForPresence: boolean;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly endReason: EndReason | null;
  /** How many standbys were asked for; `null`: it calls everybody it is for. */
  readonly wanted: number | null;
}

/** A person as the snapshot at creation recorded them. */
export interface CampaignRecipient {
  readonly id: string;
  readonly userId: string;
  readonly displayName: string;
  /** `null`: they had said nothing. */
  readonly status: AvailabilityStatus | null;
  readonly channel: ChannelType;
  /** They might promote then, and are written to for that, whether they play or not. */
  readonly promotes?: boolean;
}

/** What an erased person's id begins with in the records that stay. */
export const ERASED_PREFIX = 'erased:';
