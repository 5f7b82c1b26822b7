import type { AnswerCounts } from '../../domain/answer.js';
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

/** How one job of a campaign stands. */
export interface JobProgress {
  readonly jobType: JobType;
  readonly status: JobStatus;
  /** When it goes on, in milliseconds. */
  readonly at: number;
  readonly counts: Readonly<Record<FinalOutcome, number>>;
  /** Why people were left out, and how many; the most first. */
  readonly leftOut: readonly (readonly [reason: string, count: number])[];
  /** How many there are in all. */
  readonly total: number;
  /** How many of those who are asked are to come; `null`: it is for everybody. */
  readonly wanted: number | null;
}

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
  /** The button that asks for one standby. */
  readonly callStandby: string;
  /** Calling an evening off of which people know already. */
  readonly callOff: {
    /** `reached`: how many were pinged. `stopsNothing`: everything has gone out. */
    question(reached: number, stopsNothing: boolean): string;
    tell(reached: number): string;
    readonly quietly: string;
    readonly back: string;
    /** After "Back". */
    readonly kept: string;
    /** So many who were pinged are told. */
    told(count: number): string;
  };
  /** What a promoter is asked about an evening with too few, at the time of the reminder. */
  readonly tooFew: {
    /** `minimum`: how many it takes at least. */
    question(looking: number, minimum: number, startAt: number): string;
    readonly callOff: string;
    readonly goOn: string;
    /** After "Go on". */
    readonly goesOn: string;
    /** In the status: it could not be asked. */
    readonly notAsked: string;
  };
  readonly replayed: string;
  readonly pausedNow: string;
  readonly nothingToResume: string;
  readonly alreadyPaused: string;
  readonly slotFreed: string;
  readonly olderPage: string;
  readonly newerPage: string;
  title(status: CampaignStatus, dryRun: boolean): string;
  /** Behind the title of what went out: `of` so many that were written to, so many were reached. */
  reached(count: number, of: number): string;
  /** The evening a campaign is for. */
  session(startAt: number): string;
  /** One moment of the schedule, `null` for a reminder that will not be. */
  moment(jobType: JobType, at: number | null): string;
  lastSend(at: number): string;
  /** Somebody in the list of recipients; the name is cleaned already. `weekly`: it is what they answer for the weekday. */
  recipient(name: string, status: AvailabilityStatus, channel: ChannelType, weekly?: boolean): string;
  excluded(reason: SkipReason, count: number): string;
  /** Over those who may be called where some of the recipients are missing. */
  standbys(count: number): string;
  /** Behind them: so many others are left out for their status and can't be called anyway. */
  noStandby(reason: SkipReason, count: number): string;
  /** On the button that takes in those who are only left out for their status. */
  readonly includeMore: string;
  recipients(count: number, channels: Readonly<Partial<Record<ChannelType, number>>>): string;
  /** So many put themselves down after the campaign was made, and get no message of it. */
  signedUpSince(count: number): string;
  /** What those answered who were pinged; at least one of them has. */
  answers(counts: AnswerCounts): string;
  /** So many of those who were pinged had said that they come, and do not. */
  droppedOut(count: number): string;
  /** Beside or under a job's bar: when it comes, how far it is, or what came of it. */
  jobLine(job: JobProgress): string;
  /** Of a cancelled campaign of which nothing had gone out. */
  readonly cancelledInTime: string;
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
