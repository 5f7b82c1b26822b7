import type { CampaignStatus, EndReason, FinalOutcome, JobStatus } from '../../domain/campaign.js';
import type { JobType } from '../../domain/message-kinds.js';
import { mostFirst } from '../../domain/most-first.js';
import { answersLine } from '../answers-line.js';
import { type SendReason, wordFor } from '../codes.js';
import { discordDateTime, discordRelative, timeOfDay } from '../moment.js';
import type { JobProgress, PromoteTexts } from '../texts/promote.js';
import { capital, count, dayAndYear, markedStatus } from './phrases.js';
import { words } from './words.js';

const END_REASON: Record<EndReason, string> = {
  nobody_missing: 'Nobody was missing.',
  presence_unknown: 'Muster couldn’t tell who was there, so nobody was nudged.',
  not_checked: 'Attendance checks are off here.',
};

// What the send log gives as reasons beside those for skipping somebody; and one of those that means more there: who is
// written to had session pings on when the campaign was made.
const SEND_REASON: Record<SendReason | 'not_opted_in', string> = {
  not_opted_in: words.optedOut,
  channel_closed: 'no channel could reach them',
  message_refused: 'every channel refused this message',
  attempts_exhausted: 'too many failed attempts',
  expired: 'no attempt succeeded in time',
  maybe_delivered: 'may have arrived, so not sent again',
  job_error: 'internal error',
  will_retry: 'will be retried',
  presence_unknown: 'couldn’t tell who was there',
};

const TITLE: Record<CampaignStatus, string> = {
  scheduled: 'Pings scheduled',
  running: 'Pings going out',
  sent: 'Pings went out',
  partial: 'Pings went out',
  failed: 'No ping got through',
  skipped: 'Nobody was pinged',
  missed: 'Pings missed: it was too late to send them',
  cancelled: 'Pings cancelled',
};

const SENT: Record<JobType, string> = {
  reminder: 'reminded',
  start: 'pinged',
  follow_up: 'nudged',
  call_off: 'told it’s off',
  one_more: 'asked to step in',
  question: 'asked',
  ready: 'told that it’s on',
};

const STATE: Record<Exclude<JobStatus, 'pending' | 'running'>, string> = {
  sent: 'Done',
  partial: 'Done',
  skipped: 'Done',
  failed: 'Failed',
  missed: 'Missed',
  cancelled: 'Cancelled',
};

function jobLine({ jobType, status, at, counts, leftOut, total, wanted }: JobProgress): string {
  const done = Object.values(counts).reduce((sum, number) => sum + number, 0);
  if (status === 'pending' && done === 0) return `Goes out ${discordRelative(at)}`;
  const outcomes: [number, string][] = [
    [counts.sent, SENT[jobType]],
    [counts.simulated, `would have been ${SENT[jobType]}`],
    [counts.failed, 'not reached'],
    [counts.unknown, 'unclear (may have arrived)'],
  ];
  const parts = [
    ...outcomes.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`),
    ...leftOut.map(([reason, number]) => `${number} ${promote.reason(reason)}`),
  ].join(', ');
  const howFar = wanted === null ? `${done} of ${total}` : `${wanted} needed`;
  if (status === 'pending' || status === 'running') return `Under way, ${howFar}: ${parts}`;
  return parts === '' ? STATE[status] : `${STATE[status]}: ${parts}`;
}

export const promote: PromoteTexts = {
  previewTitle: 'Preview: tonight’s session',
  confirmTitle: 'Schedule these messages?',
  who: 'Recipients',
  leftOut: 'Left out',
  nobody:
    'Nobody yet. Players get a message once they sign up with `/availability set` and turn on session pings with `/preferences`.',
  nobodyLeftOut: 'Nobody',
  when: 'When',
  texts: 'What players will receive',
  notices: 'Good to know',
  cancelCampaign: 'Cancel pings',
  callStandby: 'Ping a standby',
  callOff: {
    question: (reached, stopsNothing) =>
      `${reached === 1 ? 'One player has' : `${reached} players have`} been pinged already${stopsNothing ? ', and there’s nothing left to stop' : ''}. Tell them that tonight’s session is off?`,
    tell: (reached) =>
      reached === 1 ? 'Tell the one who was pinged' : `Tell the ${reached} who were pinged`,
    quietly: 'Cancel quietly',
    back: 'Back',
    kept: 'Nothing was cancelled.',
    told: (count) =>
      count === 1
        ? 'Called off: the one who was pinged is told.'
        : `Called off: the ${count} who were pinged are told.`,
  },
  tooFew: {
    question: (looking, minimum, startAt) =>
      `**Too few for tonight?** ${looking === 0 ? 'Nobody is' : looking === 1 ? 'Only 1 is' : `Only ${looking} are`} looking to play; a session takes at least ${minimum}. It starts ${discordRelative(startAt)}, and the pings go out as planned. Call it off, or go on? Without an answer it goes on.`,
    callOff: 'Call off',
    goOn: 'Go on',
    goesOn: '**It goes on.** `/promote cancel` still calls it off.',
    notAsked:
      'Fewer than the minimum were looking. The question to the promoter may not have arrived by direct message: it goes on.',
  },
  cancelledInTime: 'Cancelled before anybody was messaged.',
  includeMore: 'Include available and maybe',
  replayed: 'You already scheduled these messages. Here’s how they’re going:',
  pausedNow: 'Sending is paused.',
  nothingToResume: 'Sending isn’t paused.',
  alreadyPaused: 'Already paused. Use `/promote resume` to continue.',
  slotFreed: 'Nothing had been sent, so tonight’s players can still be pinged.',
  olderPage: 'Earlier',
  newerPage: 'Later',
  title: (status, dryRun) => (dryRun ? `Dry run: ${TITLE[status].toLowerCase()}` : TITLE[status]),
  reached: (number, of) => `${number} of ${of} reached`,
  session: (startAt) => `Session: ${discordDateTime(startAt)}`,
  moment: (jobType, at) =>
    at === null
      ? `No ${words.job[jobType]}: it’s too late for one`
      : `${capital(words.job[jobType])}: ${timeOfDay(at, 'discord')} (${discordRelative(at)})`,
  lastSend: (at) => `Last message sent by about ${timeOfDay(at, 'discord')}`,
  recipient: (name, status, channel, weekly = false) =>
    `${markedStatus[status].split(' ')[0]} ${name}${weekly ? ` (${words.weekly})` : ''} · ${words.channel[channel]}`,
  standbys: (number) => `On standby: ${number}`,
  noStandby: (reason, number) => `and ${number} ${words.skipReason[reason]}`,
  excluded: (reason, number) => `${number} ${words.skipReason[reason]}`,
  recipients: (number, channels) => {
    const parts = mostFirst(channels).map(([channel, each]) => `${each} on ${words.channel[channel]}`);
    return number === 0 ? 'Nobody' : `${count(number, 'player')}: ${parts.join(', ')}`;
  },
  signedUpSince: (number) =>
    `${number} more signed up since; they won’t get a message, as these were already scheduled.`,
  answers: (counts) => answersLine(counts, words, (instant) => timeOfDay(instant, 'discord')),
  droppedOut: (number) =>
    `${number} who said they’d come ${number === 1 ? 'isn’t' : 'aren’t'} coming after all.`,
  jobLine,
  counts: (counts) => {
    const parts = (Object.keys(words.outcome) as FinalOutcome[]).filter((outcome) => counts[outcome] > 0);
    return parts.map((outcome) => `${counts[outcome]} ${words.outcome[outcome]}`).join(' · ');
  },
  footer: (campaignId) => `Campaign ${campaignId}`,
  logTitle: (date) => `Delivery log, ${dayAndYear(date)}`,
  logPage: (page, pages) => `Page ${page} of ${pages}`,
  logForAdminsOnly: 'Totals only: names are for admins.',
  endReason: (reason) => END_REASON[reason],
  reason: (reason) => wordFor(SEND_REASON, reason) ?? wordFor(words.skipReason, reason) ?? 'another reason',
};
