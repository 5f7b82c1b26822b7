import type { AvailabilityStatus } from '../domain/availability.js';
import type { CampaignStatus, FinalOutcome, JobStatus, SkipReason } from '../domain/campaign.js';
import type { JobType } from '../domain/message-kinds.js';
import type { ChannelType, PreferredChannel } from '../domain/channel-choice.js';
import type { Words } from './texts/words.js';

const MARKS: Readonly<Record<AvailabilityStatus, string>> = {
  LOOKING: '🔎',
  AVAILABLE: '✅',
  MAYBE: '🤔',
  NOT_PLAYING: '🚫',
};

/** What things are called, by their codes. */
export interface Names {
  /** Why somebody was left out, short as in a list. */
  skipReason(reason: SkipReason): string;
  outcome(outcome: FinalOutcome): string;
  channelName(channel: ChannelType): string;
  preferredChannel(preferred: PreferredChannel): string;
  /** With its emoji. */
  availabilityStatus(status: AvailabilityStatus): string;
  /** In mid-sentence form, such as "start message". */
  jobName(jobType: JobType): string;
  jobStatus(status: JobStatus): string;
  campaignStatus(status: CampaignStatus): string;
}

/** The statuses with the emoji that stands before each in every language. */
export function marked(statuses: Words['status']): Words['status'] {
  return {
    LOOKING: `${MARKS.LOOKING} ${statuses.LOOKING}`,
    AVAILABLE: `${MARKS.AVAILABLE} ${statuses.AVAILABLE}`,
    MAYBE: `${MARKS.MAYBE} ${statuses.MAYBE}`,
    NOT_PLAYING: `${MARKS.NOT_PLAYING} ${statuses.NOT_PLAYING}`,
  };
}

/** The names a language has for things. */
export function namesFrom(words: Words): Names {
  const statuses = marked(words.status);
  return {
    skipReason: (reason) => words.skipReason[reason],
    outcome: (outcome) => words.outcome[outcome],
    channelName: (channel) => words.channel[channel],
    preferredChannel: (preferred) => words.preferred[preferred],
    availabilityStatus: (status) => statuses[status],
    jobName: (jobType) => words.job[jobType],
    jobStatus: (status) => words.jobStatus[status],
    campaignStatus: (status) => words.campaignStatus[status],
  };
}
