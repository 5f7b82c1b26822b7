import type { AvailabilityStatus } from '../../domain/availability.js';
import type { CampaignStatus, FinalOutcome, JobStatus, SkipReason } from '../../domain/campaign.js';
import type { JobType } from '../../domain/message-kinds.js';
import type { ChannelType, PreferredChannel } from '../../domain/channel-choice.js';

/**
 * What things are called, wherever it is said: on Discord, in chats and on the web. In the middle of a sentence or in a
 * list, so in small letters where the language has them.
 */
export interface Words {
  readonly status: Readonly<Record<AvailabilityStatus, string>>;
  readonly channel: Readonly<Record<ChannelType, string>>;
  readonly preferred: Readonly<Record<PreferredChannel, string>>;
  readonly job: Readonly<Record<JobType, string>>;
  readonly jobStatus: Readonly<Record<JobStatus, string>>;
  readonly campaignStatus: Readonly<Record<CampaignStatus, string>>;
  readonly skipReason: Readonly<Record<SkipReason, string>>;
  /** `not_opted_in` of somebody who was to be written to: they had session pings on when the campaign was made. */
  readonly optedOut: string;
  /** Of so many people who were pinged, what they answered. */
  readonly answer: Readonly<Record<'coming' | 'later' | 'notTonight' | 'none', string>>;
  readonly outcome: Readonly<Record<FinalOutcome, string>>;
  /** Beside an answer that is somebody's for the weekday: about the date they have said nothing. */
  readonly weekly: string;
}
