import type { AvailabilityStatus } from '../../domain/availability.js';
import type {
  CampaignStatus,
  EndReason,
  FinalOutcome,
  JobStatus,
  SkipReason,
} from '../../domain/campaign.js';
import type { JobType } from '../../domain/message-kinds.js';
import type { ChannelType } from '../../domain/channel-choice.js';

/** Titles, labels and lines around a campaign. Instants in milliseconds. */
export interface PromoteTexts {
  readonly previewTitle: string;
  readonly confirmTitle: string;
  readonly who: string;
  readonly leftOut: string;
  readonly nobody: string;
  readonly nobodyLeftOut: string;
  readonly when: string;
  readonly texts: string;
  readonly notices: string;
  readonly cancelCampaign: string;
  readonly replayed: string;
  readonly pausedNow: string;
  readonly nothingToResume: string;
  readonly alreadyPaused: string;
  readonly slotFreed: string;
  readonly olderPage: string;
  readonly newerPage: string;
  title(status: CampaignStatus, dryRun: boolean): string;
  /** One moment of the schedule, `null` for a reminder that will not be. */
  moment(jobType: JobType, at: number | null): string;
  lastSend(at: number): string;
  /** Somebody in the list of recipients; the name is cleaned already. */
  recipient(name: string, status: AvailabilityStatus, channel: ChannelType): string;
  excluded(reason: SkipReason, count: number): string;
  recipients(count: number, channels: Readonly<Partial<Record<ChannelType, number>>>): string;
  /** So many put themselves down after the campaign was made, and get no message of it. */
  signedUpSince(count: number): string;
  /** Under a job's bar. */
  jobLine(status: JobStatus, at: number, done: number, total: number): string;
  counts(counts: Readonly<Record<FinalOutcome, number>>): string;
  footer(campaignId: string): string;
  logTitle(date: string): string;
  logPage(page: number, pages: number): string;
  readonly logForAdminsOnly: string;
  /** Why a follow-up ended as it did. */
  endReason(reason: EndReason): string;
  /** A reason of the send log, a skip's or a failure's. */
  reason(reason: string): string;
}
