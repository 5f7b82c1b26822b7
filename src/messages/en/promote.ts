import type { EndReason, FinalOutcome } from '../../domain/campaign.js';
import { CHANNEL_TYPES } from '../../domain/channel-choice.js';
import { type SendReason, wordFor } from '../codes.js';
import { discordRelative, timeOfDay } from '../moment.js';
import type { PromoteTexts } from '../texts/promote.js';
import { capital, count, markedStatus } from './phrases.js';
import { words } from './words.js';

const END_REASON: Record<EndReason, string> = {
  nobody_missing: 'Nobody was missing.',
  presence_unknown: 'It could not be known who was there, so nobody was called missing.',
  not_checked: 'Attendance is not looked at here.',
};

// What the send log gives as reasons beside those for skipping somebody.
const SEND_REASON: Record<SendReason, string> = {
  channel_closed: 'no channel was open to them',
  message_refused: 'no channel took this message',
  attempts_exhausted: 'too many failed attempts',
  expired: 'no attempt succeeded while it was still of use',
  maybe_delivered: 'may have arrived, so not sent again',
  job_error: 'the job ended in an error',
  will_retry: 'will be tried again',
  presence_unknown: 'it could not be known who was there',
};

export const promote: PromoteTexts = {
  previewTitle: 'Tonight, if you created it now',
  confirmTitle: 'Create this campaign?',
  who: 'Who is called',
  leftOut: 'Left out',
  nobody: 'Nobody yet. Players are called when they use `/availability set` and opt in with `/preferences`.',
  nobodyLeftOut: 'Nobody',
  when: 'When',
  texts: 'What they read',
  notices: 'Good to know',
  cancelCampaign: 'Cancel campaign',
  replayed: 'You had already created this campaign; here is how it stands.',
  pausedNow: 'Sending is paused.',
  nothingToResume: 'Sending was not paused.',
  alreadyPaused: 'Sending was paused already; `/promote resume` lets it go on.',
  slotFreed: 'Nothing had left, so there is room for another campaign today.',
  olderPage: 'Earlier',
  newerPage: 'Later',
  title: (status, dryRun) => `Campaign ${words.campaignStatus[status]}${dryRun ? ' (dry run)' : ''}`,
  moment: (jobType, at) =>
    at === null
      ? `No ${words.job[jobType]}: its time has passed`
      : `${capital(words.job[jobType])}: ${timeOfDay(at, 'discord')} (${discordRelative(at)})`,
  lastSend: (at) => `Last message out by about ${timeOfDay(at, 'discord')}`,
  recipient: (name, status, channel) =>
    `${markedStatus[status].split(' ')[0]} ${name} · ${words.channel[channel]}`,
  excluded: (reason, number) => `${number} × ${words.skipReason[reason]}`,
  recipients: (number, channels) => {
    const parts = CHANNEL_TYPES.filter((channel) => channels[channel]).map(
      (channel) => `${channels[channel] ?? 0} by ${words.channel[channel]}`,
    );
    return number === 0 ? 'Nobody' : `${count(number, 'player')}: ${parts.join(', ')}`;
  },
  signedUpSince: (number) =>
    `${number} more signed up since: they get no message, for it was scheduled before.`,
  jobLine: (status, at, done, total) => {
    const when = status === 'pending' && done === 0 ? ` ${discordRelative(at)}` : '';
    return `${capital(words.jobStatus[status])}${when} · ${done} of ${total}`;
  },
  counts: (counts) => {
    const parts = (Object.keys(words.outcome) as FinalOutcome[]).filter((outcome) => counts[outcome] > 0);
    return parts.map((outcome) => `${counts[outcome]} ${words.outcome[outcome]}`).join(' · ');
  },
  footer: (campaignId) => `Campaign ${campaignId}`,
  logTitle: (date) => `What was done on ${date}`,
  logPage: (page, pages) => `Page ${page} of ${pages}`,
  logForAdminsOnly: 'Counts only: names in the log are for admins.',
  endReason: (reason) => END_REASON[reason],
  reason: (reason) => wordFor(SEND_REASON, reason) ?? wordFor(words.skipReason, reason) ?? 'another reason',
};
