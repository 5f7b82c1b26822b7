import type { BackupFault } from '../domain/backup.js';
import type { AvailabilityStatus } from '../domain/availability.js';
import type { DatabaseFault } from '../domain/database-fault.js';
import {
  CAMPAIGN_STATUSES,
  type CampaignStatus,
  type EndReason,
  FINAL_OUTCOMES,
  type FinalOutcome,
  type JobStatus,
  type SkipReason,
} from '../domain/campaign.js';
import { JOB_TYPES, type JobType, kindOf } from '../domain/message-kinds.js';
import type { MessageAction, OutgoingMessage } from '../domain/channel.js';
import {
  CHANNEL_TYPES,
  type ChannelType,
  type LinkableChannel,
  type PreferredChannel,
} from '../domain/channel-choice.js';
import { cleanName, displayName } from '../domain/display-name.js';
import { readableName } from '../domain/player-link.js';
import { daysBetween } from '../domain/local-time.js';
import type { Notice } from '../domain/notice.js';
import type { Refusal } from '../domain/refusal.js';
import type { Turnout } from '../domain/turnout.js';
import { minutesUntil } from '../domain/schedule.js';
import { type HistoryAction, type NeedsSomebody, type SendError, type SendReason, wordFor } from './codes.js';
import { echo } from './echo.js';
import { bridge } from './en-bridge.js';
import type {
  AlertEvent,
  CampaignMessageInput,
  CommandText,
  ContactInput,
  DryRunReportInput,
  LinkTokenInput,
  Messages,
  ProofCodeInput,
} from './messages.js';
import { discordDate, discordDateTime, discordRelative, timeOfDay, type MomentStyle } from './moment.js';
import { webEn } from './web/en.js';

const SKIP_REASON = webEn.skipReason;

const END_REASON: Record<EndReason, string> = {
  nobody_missing: 'Nobody was missing.',
  presence_unknown: 'It could not be known who was there, so nobody was called missing.',
  not_checked: 'Attendance is not looked at here.',
};

const ERROR_CODE: Record<SendError, string> = {
  dm_closed: 'their DMs are closed',
  no_mutual_guild: 'shares no Discord server with the bot',
  connection_refused: 'the service refused the connection',
  rate_limited: 'the service asked us to slow down',
  timeout: 'the service did not answer in time',
  connection_reset: 'the connection broke off',
  server_error: 'the service had an error of its own',
  dms_paused: 'Discord paused our new DMs: too many were opened too fast',
  dms_queued: 'too many new DMs had to be opened at once',
  unauthorized: 'the service refused our credentials',
  expired: 'no attempt succeeded while it was still of use',
  bad_request: 'the service refused the message',
  forbidden: 'the service does not allow it: a permission may be missing',
  unknown_channel: 'the channel is no more',
  unknown_answer: 'the service gave an answer we do not know',
  restart: 'Muster was restarted during the send',
  blocked: 'they blocked the bot there',
  chat_not_found: 'the chat is no more',
  not_registered: 'their number is not registered there any more',
  no_address: 'no address is known there',
  channel_paused: 'it is paused there at the moment',
  captcha: 'Signal asks for a captcha',
  number_not_registered: 'our Signal number is not registered',
  not_found: 'nothing is found at the address in the settings',
  bot_restricted: 'the service has restricted our account',
  unavailable: 'the service takes no messages at the moment',
  edge_blocked: 'the service blocks our network address for a while',
  foreign_answer: 'a proxy, a login page or a block answered in its place',
  unknown_refusal: 'the service refused it for a reason we do not know',
  unknown_user: 'their account is no more',
  not_started: 'they have not started the bot there',
  untrusted_keys: 'their safety number changed, and nobody confirmed it',
};

// What a person has to do before a paused channel goes on, where waiting does not mend it.
const REMEDY: Record<NeedsSomebody, string> = {
  captcha:
    'Signal wants proof that a person is behind it: an admin solves the captcha at <https://signalcaptchas.org/challenge/generate.html> and hands it, with the challenge token from the log of signal-cli-rest-api, to its `/v1/accounts/{number}/rate-limit-challenge`.',
  number_not_registered: 'An admin has to register the number of `SIGNAL_NUMBER` with signal-cli-rest-api.',
  unauthorized: 'An admin has to look at the credentials in the settings.',
  not_found: 'An admin has to look at the address in the settings.',
  bot_restricted:
    'An admin has to look what the service asks of the account, and lift the restriction there.',
};

const OUTCOME: Record<FinalOutcome, string> = {
  sent: 'sent',
  failed: 'failed',
  unknown: 'unclear (it may have arrived)',
  skipped: 'skipped',
  simulated: 'simulated',
};

const CHANNEL: Record<ChannelType, string> = { telegram: 'Telegram', signal: 'Signal', discord: 'Discord' };

const STATUS: Record<AvailabilityStatus, string> = {
  LOOKING: '🔎 Looking to play',
  AVAILABLE: '✅ Available',
  MAYBE: '🤔 Maybe',
  NOT_PLAYING: '🚫 Not playing',
};

const JOB: Record<JobType, string> = {
  reminder: 'reminder',
  start: 'start message',
  follow_up: 'follow-up',
};

const JOB_STATUS: Record<JobStatus, string> = {
  pending: 'waiting',
  running: 'running',
  sent: 'sent',
  partial: 'partly sent',
  failed: 'failed',
  skipped: 'skipped',
  missed: 'missed',
  cancelled: 'cancelled',
};

const CAMPAIGN_STATUS: Record<CampaignStatus, string> = {
  scheduled: 'scheduled',
  running: 'running',
  sent: 'sent',
  partial: 'partly sent',
  failed: 'failed',
  skipped: 'nobody was called',
  missed: 'missed',
  cancelled: 'cancelled',
};

const CHECK_NOW = 'Check now';

const BUTTONS: Messages['buttons'] = {
  confirm: 'Confirm',
  cancel: 'Cancel',
  notTonight: 'Not tonight',
  stop: 'Stop these messages',
};

const COMMANDS: Record<CommandText, string> = {
  availability: 'When you play',
  'availability set': 'Say whether you play on a day',
  'availability set status': 'What you say about that day',
  'availability clear': 'Take back what you said about a day',
  'availability show': 'See who plays on a day',
  'availability board': "Post a day's board with buttons (promoters and admins)",
  date: 'A day: YYYY-MM-DD, today or tomorrow (today if you leave it out)',
  preferences: 'Whether, when and how you are called to play',
  link: 'Link your accounts',
  'link player': 'Link your player in the game',
  'link player guid': "Your player's GUID: 1 to 64 letters, digits, _ or -",
  'link player name': 'Your name in the game, which others see: 1 to 32 characters',
  'promote insights': 'Show who came to the sessions of the last weeks: numbers, no names',
  'link confirm': "Confirm somebody's player link (admins)",
  'link confirm user': 'Whose link to confirm',
  'link telegram': 'Get your calls on Telegram',
  'link signal': 'Get your calls on Signal',
  unlink: 'Unlink your accounts',
  'unlink player': 'Remove a player link',
  'unlink telegram': 'Send me nothing more on Telegram',
  'unlink signal': 'Send me nothing more on Signal',
  'unlink player user': 'Whose link to remove, if not yours (admins)',
  privacy: 'What is kept about you',
  'privacy show': 'See what is kept about you, who contacted you and why',
  'privacy export': 'Get everything that is kept about you as a file',
  'privacy erase': 'Erase what is kept about you',
  promote: "Call players to tonight's session",
  'promote preview': 'Show who would be called, when and with what; nothing is sent',
  'promote create': "Create tonight's campaign, after you confirmed its preview",
  'promote include_available': 'Also call those who are available',
  'promote include_maybe': 'Also call those who said maybe',
  'promote dry_run': 'Send nothing to anybody but you, to see what would happen',
  'promote status': 'Show how a campaign stands',
  'promote log': 'Show what was done about every recipient, and attach it as CSV',
  'promote log outcome': 'Only rows with this outcome',
  'promote cancel': "Cancel today's campaign: nobody else is called",
  'promote pause': 'Admins: send nothing new until resumed',
  'promote resume': 'Admins: go on sending after a pause',
};

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

const HISTORY_ACTION: Record<HistoryAction, string> = {
  player_linked: 'player linked',
  player_unlinked: 'player unlinked',
  player_verified: 'player confirmed',
  channel_linked: 'channel linked',
  channel_unlinked: 'channel unlinked',
  consent_given: 'opted in to calls',
  consent_withdrawn: 'opted out of calls',
};

const BOARD: Messages['board'] = {
  title: (date) => `Who plays on ${day(date)}?`,
  count: (status, number) => `${STATUS[status]}: ${number}`,
  own: (status) => `You: ${STATUS[status]}`,
  hint: 'Press a button to say what you do that day. Only you see the answer; the board shows numbers.',
  namesForLinked: 'Names are shown to linked players: use `/link player` to be one.',
  posted: (date) =>
    `The board for ${day(date)} stands below. Everybody with a linked player can press its buttons.`,
};

const PANEL: Messages['panel'] = {
  title: 'Your preferences',
  calls: 'Calls to play',
  optedIn: (since) =>
    since === null ? 'You are called.' : `You are called: opted in on ${discordDate(since)}.`,
  optedOut:
    'You are not called. Opt in, and you get a message when a game is on that you put yourself down for.',
  directMessages: 'Discord direct messages',
  dmsOpen: 'On: a direct message with you is open.',
  dmsNotOpen: 'On, but no direct message with you is open yet.',
  dmsOff: 'Off: nothing is sent to you on Discord.',
  dmUnreachable:
    "⚠️ I could not open a direct message with you. In Discord, open this server's menu, choose Privacy Settings and switch Direct Messages on; make sure too that you have not blocked me. Then press “Try again”.",
  dmLater:
    '⚠️ Discord does not let me open a direct message right now. Your choice is saved, and nothing is wrong with your settings: I try again by myself when I next call you. To have it done before, press “Try again” in a few minutes.',
  noChannel: '⚠️ You opted in, but no channel reaches you: switch Discord direct messages on.',
  quietHours: 'Quiet hours',
  quietNone: 'None: you may be called at any time.',
  quietAllDay: 'All day: you are never called.',
  quietBetween: (start, end) => `${start} to ${end}: you are not called then.`,
  timezone: 'Time zone',
  serverZone: (zone) => `the server’s (${zone})`,
  channel: 'Channel',
  channelPlaceholder: 'Where you would like to be called',
  links: 'Links',
  link: (channel, linked) =>
    linked
      ? `${CHANNEL[channel]}: linked. \`/unlink ${channel}\` ends that.`
      : `${CHANNEL[channel]}: not linked. \`/link ${channel}\` links it.`,
  channelOnceLinked: 'Used once you have linked it',
  buttons: {
    optIn: 'Opt in',
    optOut: 'Opt out',
    dmsOn: 'Switch Discord messages on',
    dmsOff: 'Switch Discord messages off',
    dmsRetry: 'Try again',
    quietHours: 'Quiet hours and time zone',
    test: 'Send me a test',
    openAgain: 'Correct it',
  },
  form: {
    title: 'Quiet hours and time zone',
    start: 'Quiet from',
    end: 'Quiet until',
    timesHint: 'HH:MM, such as 22:30. Leave both times empty to have none.',
    zone: 'Your time zone',
    zoneHint: (zone) => `Such as Europe/Berlin. Empty: the server’s, ${zone}.`,
  },
  typed: (start, end, zone) =>
    `Nothing was changed. You typed: from ${echo(start)}, until ${echo(end)}, time zone ${echo(zone)}.`,
};

const PRIVACY: Messages['privacy'] = {
  title: 'What is kept about you',
  playerLink: 'Player',
  playerLinkOf: (name, guid) => `${displayName(readableName(name))}, GUID ${echo(guid)}`,
  playerConfirmed: (at) => `Confirmed on ${discordDateTime(at)}.`,
  playerProof: (until) => `A code for proving it is kept as a digest, until ${discordDateTime(until)}.`,
  noPlayerLink: 'None linked.',
  preferences: 'Preferences',
  linkedChannels: 'Linked channels',
  noLinkedChannels: 'None besides Discord.',
  availability: 'Availability',
  entry: (date, status) => `${date}: ${STATUS[status]}`,
  noAvailability: 'None set.',
  history: 'Links and consent',
  historyLine: (at, action, byThem) =>
    `${discordDateTime(at)}: ${wordFor(HISTORY_ACTION, action) ?? 'a change of your account'}${byThem ? '' : ', by an admin'}`,
  noHistory: 'Nothing happened yet.',
  sessions: 'Signed-in browsers',
  session: (signedInAt, expiresAt) =>
    `Since ${discordDateTime(signedInAt)}, until ${discordDateTime(expiresAt)} at the latest`,
  campaigns: 'Campaigns you started',
  campaign: (date, status) => `${date} · ${CAMPAIGN_STATUS[status]}`,
  contactsTitle: 'Who contacted you, and why',
  contact,
  noContacts: 'Nobody did.',
  earlierContacts: (number) => `${count(number, 'earlier line')} in \`/privacy export\`.`,
  erasePrompt: [
    '**Erase what is kept about you?**',
    'Your preferences, links and availability are deleted at once, and you are not called any more. This cannot be undone; `/privacy export` gives you a copy first.',
    'What was sent in the past stays counted, under a random stand-in for you. Until tomorrow a digest of you is kept as well, so that nobody is called twice by erasing.',
  ].join('\n\n'),
  eraseButton: 'Erase my data',
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

const PROMOTE: Messages['promote'] = {
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
  title: (status, dryRun) => `Campaign ${CAMPAIGN_STATUS[status]}${dryRun ? ' (dry run)' : ''}`,
  moment: (jobType, at) =>
    at === null
      ? `No ${JOB[jobType]}: its time has passed`
      : `${capital(JOB[jobType])}: ${timeOfDay(at, 'discord')} (${discordRelative(at)})`,
  lastSend: (at) => `Last message out by about ${timeOfDay(at, 'discord')}`,
  recipient: (name, status, channel) => `${STATUS[status].split(' ')[0]} ${name} · ${CHANNEL[channel]}`,
  excluded: (reason, number) => `${number} × ${SKIP_REASON[reason]}`,
  recipients: (number, channels) => {
    const parts = CHANNEL_TYPES.filter((channel) => channels[channel]).map(
      (channel) => `${channels[channel] ?? 0} by ${CHANNEL[channel]}`,
    );
    return number === 0 ? 'Nobody' : `${count(number, 'player')}: ${parts.join(', ')}`;
  },
  signedUpSince: (number) =>
    `${number} more signed up since: they get no message, for it was scheduled before.`,
  jobLine: (status, at, done, total) => {
    const when = status === 'pending' && done === 0 ? ` ${discordRelative(at)}` : '';
    return `${capital(JOB_STATUS[status])}${when} · ${done} of ${total}`;
  },
  counts: (counts) => {
    const parts = (Object.keys(OUTCOME) as FinalOutcome[]).filter((outcome) => counts[outcome] > 0);
    return parts.map((outcome) => `${counts[outcome]} ${OUTCOME[outcome]}`).join(' · ');
  },
  footer: (campaignId) => `Campaign ${campaignId}`,
  logTitle: (date) => `What was done on ${date}`,
  logPage: (page, pages) => `Page ${page} of ${pages}`,
  logForAdminsOnly: 'Counts only: names in the log are for admins.',
  endReason: (reason) => END_REASON[reason],
  reason: (reason) => wordFor(SEND_REASON, reason) ?? wordFor(SKIP_REASON, reason) ?? 'another reason',
};

/** How a command is written in a chat. */
function typed(channel: LinkableChannel, command: string): string {
  return channel === 'telegram' ? `/${command}` : command.toUpperCase();
}

function today(channel: LinkableChannel): string {
  return `${typed(channel, 'today')} looking, available, maybe or no`;
}

const CHAT: Messages['chat'] = {
  linked: (channel, accountName, allowPromotions) =>
    [
      `Linked: this chat now belongs to the Discord account ${displayName(accountName)}.`,
      allowPromotions
        ? 'You are called here when your preferences say so.'
        : 'You are not called yet: opt in with /preferences on Discord.',
      `If this is not your account, or to undo it, send ${typed(channel, 'unlink')} here, or use /unlink ${channel} on Discord.`,
    ].join(' '),
  unlinked: (channel) =>
    `Unlinked: nothing is sent to this chat any more. /link ${channel} on Discord links it again.`,
  help: (channel) =>
    [
      'I call you when a session you put yourself down for is on. You can send me:',
      `${typed(channel, 'status')}: how you stand`,
      `${today(channel)}: whether you play today`,
      `${typed(channel, 'stop')}: end these messages, on all channels`,
      `${typed(channel, 'unlink')}: unlink this chat`,
      `To link this chat to your Discord account, use /link ${channel} on Discord and do what it says.`,
    ].join('\n'),
  status: ({ channel, accountName, allowPromotions, date, status }) =>
    [
      `This chat belongs to the Discord account ${displayName(accountName)}.`,
      allowPromotions
        ? `You are called when a session is on; ${typed(channel, 'stop')} ends that.`
        : 'You are not called: opt in with /preferences on Discord.',
      status === null ? `You have said nothing for today, ${date}.` : `Today, ${date}: ${STATUS[status]}.`,
    ].join('\n'),
  todayHow: (channel) => `Send ${today(channel)}.`,
  today: (status, date) => `Saved for today, ${date}: ${STATUS[status]}.`,
  internalError: 'Something went wrong on our side; nothing was changed. Please try again in a while.',
  commands: {
    link: 'Link this chat with a token from Discord',
    stop: 'End these messages, on all channels',
    status: 'How you stand',
    today: 'Whether you play today: looking, available, maybe or no',
    unlink: 'Unlink this chat',
    help: 'What you can send me',
  },
  refusal: (value, timezone) => refusal(value, { timezone }).replaceAll('`', ''),
};

const TEST: Messages['test'] = {
  message: (channel) =>
    `This is the test you asked for: calls to play reach you here, on ${CHANNEL[channel]}. Nothing else needs to be done.`,
  sent: (channel) => `Sent: look for it on ${CHANNEL[channel]}.`,
  failed: (channel, code) =>
    `It was not sent on ${CHANNEL[channel]}: ${errorCode(code)}. Please try again later; calls are tried again by themselves.`,
  maybe: (channel, code) =>
    `It may have arrived on ${CHANNEL[channel]}, but that can't be told: ${errorCode(code)}. Look there, and try again later if it did not.`,
  closed: (channel, code) =>
    channel === 'discord'
      ? `It can't be delivered on Discord: ${errorCode(code)}. Allow direct messages from members of this server in its Privacy Settings, and do not block me.`
      : `It can't be delivered on ${CHANNEL[channel]}: ${errorCode(code)}. Use \`/link ${channel}\` to link it again.`,
};

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** "4 in voice, 1 on the game server only, 2 not there yet". */
function whoIsHere({ expected, inVoice, onServer }: Turnout): string {
  const missing = expected - (inVoice ?? 0) - (onServer ?? 0);
  return [
    ...(inVoice === null ? [] : [`${inVoice} in voice`]),
    ...(onServer === null ? [] : [`${onServer} on the game server${inVoice === null ? '' : ' only'}`]),
    `${missing} not there yet`,
  ].join(', ');
}

const isSeen = ({ inVoice, onServer }: Turnout): boolean => inVoice !== null || onServer !== null;

function evening(turnout: Turnout): string {
  const { date, expected, joined } = turnout;
  const first = isSeen(turnout) ? `${whoIsHere(turnout)} at the follow-up` : 'not known at the follow-up';
  const later = joined === null ? 'not known a quarter of an hour later' : `${joined} came in all`;
  return `**${date}** · ${expected} called · ${first} · ${later}`;
}

const TURNOUT: Messages['turnout'] = {
  summary: (turnout, startAt) =>
    `Tonight's session, ${timeOfDay(startAt, 'discord')}: of ${count(turnout.expected, 'called player')}, ${whoIsHere(turnout)}.`,
  bar: {
    title: 'Who has come',
    inVoice: 'in voice',
    onServer: 'on the game server',
    missing: 'not there yet',
  },
  barOf: (turnout) => `A bar of ${count(turnout.expected, 'called player')}: ${whoIsHere(turnout)}.`,
  chart: {
    title: 'Who came, of those who were called',
    atFollowUp: 'there at the follow-up',
    joinedLater: 'came within 15 minutes',
    missing: 'did not come',
    notKnown: 'dashed: not known',
    day: (date) => `${Number(date.slice(8))} ${MONTHS[Number(date.slice(5, 7)) - 1] ?? ''}`,
  },
  chartOf: (turnouts) => {
    const bars = turnouts.map(({ date, expected, joined }) => `${date}: ${joined ?? '?'} of ${expected}`);
    return `A bar for each evening: ${bars.join('; ')}.`.slice(0, 1024);
  },
  insightsTitle: 'Who came, evening by evening',
  together: (turnouts) => {
    const known = turnouts.filter(({ joined }) => joined !== null);
    const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
    const called = sum(known.map(({ expected }) => expected));
    const came = sum(known.map(({ joined }) => joined ?? 0));
    const unknown = turnouts.length - known.length;
    const share = called === 0 ? '' : ` (${Math.round((100 * came) / called)} %)`;
    const whole =
      known.length === 0
        ? `Of ${count(turnouts.length, 'evening')} it is not known who came.`
        : `On ${count(known.length, 'evening')}, ${came} of ${called} who were called came within 15 minutes${share}.`;
    return unknown > 0 && known.length > 0
      ? `${whole} Of ${count(unknown, 'evening')} it is not known.`
      : whole;
  },
  evening,
  nothing: (weeks) =>
    `In the last ${weeks} weeks there was no session of which it is known who came. That is looked at after the start of a campaign made with \`/promote create\`.`,
  logName: 'summary in the channel',
};

function errorCode(code: string): string {
  return wordFor(ERROR_CODE, code) ?? 'an unexpected problem';
}

/** The English wording. */
export const en: Messages = {
  campaignMessage,
  dryRunReport,
  alert,
  channelPaused,
  refusal,
  notice,
  skipReason: (reason) => SKIP_REASON[reason],
  errorCode,
  outcome: (value) => OUTCOME[value],
  channelName: (channel) => CHANNEL[channel],
  preferredChannel: (preferred: PreferredChannel) =>
    preferred === 'any' ? 'Any channel' : `${CHANNEL[preferred]} first`,
  availabilityStatus: (status) => STATUS[status],
  jobName: (jobType) => JOB[jobType],
  jobStatus: (status) => JOB_STATUS[status],
  campaignStatus: (status) => CAMPAIGN_STATUS[status],
  promote: PROMOTE,
  buttons: BUTTONS,
  replies: {
    // These two are told on every channel, so without markup.
    notTonight: "You won't be called again tonight.",
    stopped: "Stopped. You'll get no more of these. /preferences turns them on again.",
    draftDiscarded: 'Nothing was created, and nobody is called.',
    preferencesSaved: 'Your preferences are saved.',
    paused: 'Paused: nothing new is sent until `/promote resume`.',
    resumed: 'Resumed: what is still of use is sent from now on.',
    erased:
      'Your preferences, links and availability are erased, and nothing more is sent to you. To stop anybody from calling you twice, a digest of you stays until tomorrow.',
    exported: 'Attached is everything we keep about you.',
    internalError:
      'Something went wrong on our side; nothing was changed. Please try again, and tell an admin if it happens again.',
    availabilitySet: (status, date) => `Saved for ${date}: ${STATUS[status]}.`,
    calledWithout: (at) =>
      `The messages for that evening are already scheduled, so you won't get one: just join at ${at}.`,
    availabilityCleared: (date) => `Your availability for ${date} is cleared.`,
    playerLinked: (playerName) => `Linked: you play as ${displayName(readableName(playerName))}.`,
    playerUnlinked: 'The player link is removed.',
    channelUnlinked: (channel) => `${CHANNEL[channel]} is unlinked: nothing is sent there any more.`,
    campaignCancelled: (followUpOnly) =>
      followUpOnly
        ? 'The follow-up is cancelled. The start message had already gone out.'
        : 'The campaign is cancelled: nobody else is called by it.',
  },
  nothing: {
    campaign: (date) => `There is no campaign for ${date}. \`/promote create\` starts one for today.`,
    log: (date) => `Nothing is logged for ${date}.`,
    availability: (date) => `You have set no availability for ${date}. \`/availability set\` does so.`,
    board: (date) =>
      `Nobody has set their availability for ${date} yet. \`/availability set\` makes the start.`,
    preferences: 'You have set no preferences: you are not called. `/preferences` changes that.',
    personalData: 'We keep nothing about you.',
  },
  day,
  dateChoice,
  andMore: (number) => `and ${number} more`,
  commands: COMMANDS,
  board: BOARD,
  panel: PANEL,
  privacy: PRIVACY,
  chat: CHAT,
  bridge,
  test: TEST,
  turnout: TURNOUT,
  links: {
    token: linkToken,
    prove: proofCode,
    checkNow: CHECK_NOW,
    askAdmin: (playerName) =>
      `Noted: you say you play as ${displayName(readableName(playerName))}. It counts once an admin confirms it with \`/link confirm\`: ask one of them to.`,
    proved: (playerName) =>
      `Confirmed: you play as ${displayName(readableName(playerName))}. You can take the code out of your name again.`,
    confirmedOther: (playerName, guid) =>
      `Confirmed: they play as ${displayName(readableName(playerName))}, GUID ${echo(guid)}.`,
    since: (channel, at) => `${CHANNEL[channel]}, since ${discordDateTime(at)}`,
    unlinkedOther: (playerName) =>
      `The link to the player ${displayName(readableName(playerName))} is removed.`,
  },
  wayOut: {
    notThatEvening: (date) =>
      `Noted for ${date}, the day that message was about. /availability set says so for another day.`,
  },
};

function linkToken({ channel, token, expiresAt, deepLink }: LinkTokenInput): string {
  const how =
    channel === 'telegram'
      ? deepLink === null
        ? `In a private chat with this community's Telegram bot, send \`/link ${token}\`.`
        : `Open <${deepLink}> (or scan the code) on the device you have Telegram on, and press Start. Or send \`/link ${token}\` to that bot.`
      : `Open a chat with <${deepLink ?? 'this community on Signal'}> (or scan the code) on the device you have Signal on, and send it this and nothing else: \`${token}\``;
  return [
    `**Link ${CHANNEL[channel]}**`,
    how,
    `It works once, until ${timeOfDay(expiresAt, 'discord')} (${discordRelative(expiresAt)}), and links whoever sends it to your account: show it to nobody.`,
  ].join('\n\n');
}

function proofCode({ code, expiresAt, playerName }: ProofCodeInput): string {
  return [
    `**One step more: show that you play as ${displayName(readableName(playerName))}**`,
    `Put \`${code}\` anywhere into your name in the game, join our game server, and press “${CHECK_NOW}”.`,
    `The code works once, until ${timeOfDay(expiresAt, 'discord')} (${discordRelative(expiresAt)}), and for you alone. If you can't join, ask an admin to confirm you with \`/link confirm\`.`,
  ].join('\n\n');
}

function day(date: string): string {
  const weekday = WEEKDAYS[new Date(`${date}T00:00:00.000Z`).getUTCDay()];
  return weekday ? `${weekday} ${date}` : date;
}

function dateChoice(date: string, today: string): string {
  switch (daysBetween(today, date)) {
    case 0:
      return `Today, ${day(date)}`;
    case 1:
      return `Tomorrow, ${day(date)}`;
    case -1:
      return `Yesterday, ${day(date)}`;
    default:
      return day(date);
  }
}

/** "…: start message by Discord for 2026-01-10, asked for by @Ada: sent". */
function contact(input: ContactInput): string {
  const known = JOB_TYPES.find((jobType) => jobType === input.jobType);
  const what = known ? JOB[known] : 'message';
  const by = input.channel === null ? '' : ` by ${channelNamed(input.channel)}`;
  const promoter = input.promoterId === null ? 'somebody who erased their data' : `<@${input.promoterId}>`;
  return `${discordDateTime(input.at)}: ${what}${by} for ${input.campaignDate}, asked for by ${promoter}: ${whatCame(input)}`;
}

function whatCame({ outcome, reason }: ContactInput): string {
  const known = FINAL_OUTCOMES.find((name) => name === outcome);
  const what = known ? OUTCOME[known] : 'tried';
  return reason === null ? what : `${what} (${PROMOTE.reason(reason)})`;
}

/** What the buttons under a message say. */
const WAY_OUT: Readonly<Record<MessageAction['action'], string>> = {
  'not-tonight': BUTTONS.notTonight,
  stop: BUTTONS.stop,
};

function campaignMessage(input: CampaignMessageInput): OutgoingMessage {
  const paragraphs = [invitation(input), whyMe(input)];
  if (input.channel === 'signal') {
    paragraphs.push('Reply TODAY no if you are not playing tonight, or STOP to end these messages.');
  }
  return {
    text: paragraphs.join('\n\n'),
    actions: kindOf(input.jobType).waysOut.map((action) => {
      return { action, id: input.campaignId, label: WAY_OUT[action] };
    }),
  };
}

function invitation(input: CampaignMessageInput): string {
  const when = startMoment(input);
  switch (input.jobType) {
    case 'reminder':
      return `Tonight's session ${when}. See you in voice!`;
    case 'start':
      return `Tonight's session ${when}. Come to voice!`;
    case 'follow_up':
      return input.onGameServer
        ? `Tonight's session ${when}. You are on the server, but not in voice yet: join voice when you can.`
        : `Tonight's session ${when}, and you are not in voice yet. There is still time to join.`;
  }
}

/**
 * "starts in 15 minutes, at …", "is starting now, at …", "started 5 minutes ago, at …". The minutes are in words for the
 * notification, which shows no live timestamp; the time is for whoever reads it later.
 */
function startMoment({ channel, startAt, now, timezone }: CampaignMessageInput): string {
  const minutes = minutesUntil(startAt, now);
  const time = timeOfDay(startAt, channel === 'discord' ? 'discord' : { timezone });
  if (minutes > 0) return `starts in ${count(minutes, 'minute')}, at ${time}`;
  if (minutes < 0) return `started ${count(-minutes, 'minute')} ago, at ${time}`;
  return `is starting now, at ${time}`;
}

function whyMe({ communityName }: CampaignMessageInput): string {
  const community = cleanName(communityName ?? '');
  const from = community ? ` from ${community}` : '';
  return `You get this${from} because you put yourself down for tonight and opted in to these messages.`;
}

function dryRunReport({ jobType, campaignId, channels, skipped }: DryRunReportInput): string {
  const called = CHANNEL_TYPES.map((channel) => ({ name: CHANNEL[channel], number: channels[channel] ?? 0 }));
  const leftOut = (Object.keys(SKIP_REASON) as SkipReason[]).map((reason) => ({
    name: SKIP_REASON[reason],
    number: skipped[reason] ?? 0,
  }));
  return [
    `**Dry run: ${JOB[jobType]}** (campaign ${campaignId})`,
    'This is a test: nobody but you was written to.',
    breakdown('Would have been called', called),
    breakdown('Left out', leftOut),
  ].join('\n');
}

const BACKUP_FAULT: Readonly<Record<BackupFault, string>> = {
  disk_full: 'the disk is full. Free some space, or keep fewer (BACKUP_KEEP).',
  not_writable: "Muster can't write to the folder. Look at its owner and rights, or set another BACKUP_DIR.",
  damaged:
    'the copy is damaged, so the database may be. Look after the disk, and restore an earlier backup with `npm run restore`.',
  other: 'copying failed. The log says why.',
};

const DATABASE_FAULT: Readonly<Record<DatabaseFault, string>> = {
  disk_full: 'its disk is full. Free some space.',
  not_writable: "Muster can't write to it. Look at the owner and the rights of its folder.",
  damaged: 'it is damaged. Stop Muster, look after the disk, and restore a backup.',
  locked: 'another program holds it locked. Close that program.',
  disk_error: 'its disk fails to read or write. Look after the disk and its cables.',
};

const KEYS_CHANGED =
  "Signal sends nothing to one of your players any more: their safety number has changed, most likely with a new phone. They are called by their next channel. An admin compares the new number with them and trusts it in signal-cli-rest-api; Muster's page on operations says how.";

function alert(event: AlertEvent): string {
  if (event.type === 'channel_paused') {
    return `⚠️ ${channelPaused(event.channel, event.code, event.until)} Muster tries again by itself and tells here only once.`;
  }
  if (event.type === 'summary_settled') {
    return `⚠️ The summary of campaign ${event.campaignId} was not posted in <#${event.channelId}>: ${errorCode(event.code ?? '')}. In that channel Muster needs the permissions View Channel, Send Messages and Attach Files.`;
  }
  if (event.type === 'discord_refusals') {
    const refused = `⚠️ Discord has refused ${event.count} of Muster's requests within ten minutes. At ${event.most} it shuts out the address Muster runs at, and nothing reaches anybody.`;
    return event.level === 'too_many'
      ? `${refused} Until there are fewer, Muster only sends its messages and answers people: nobody can sign in, and no campaign can be created.`
      : `${refused} The log says what was refused; "Discord refuses much" in docs/operations.md says what to do.`;
  }
  if (event.type === 'voice_channels_missing') {
    return `⚠️ \`VOICE_CHANNEL_IDS\` names what is no voice channel of this server: ${fewIds(event.channelIds)}. It may have been deleted and made anew. Nobody knows who is in voice until then, so nobody is nudged: put the new id there, and start Muster again.`;
  }
  if (event.type === 'backup_failed') {
    return `⚠️ The ${event.kind} backup was not made: ${BACKUP_FAULT[event.fault]} The earlier ones are untouched. Muster tells here only once until one is made.`;
  }
  if (event.type === 'database_trouble') {
    return `⚠️ The database is in trouble: ${DATABASE_FAULT[event.fault]} Nothing is sent that can't be recorded. Muster tries again by itself and tells here only once.`;
  }
  if (event.type === 'keys_changed') {
    return `⚠️ ${KEYS_CHANGED} \`/promote log\` says who they are, and Muster tells here only once for each of them.`;
  }
  const of = `The ${JOB[event.jobType]} of campaign ${event.campaignId}`;
  return event.status === 'failed'
    ? `⚠️ ${of} failed: ${PROMOTE.counts(event.counts)}. \`/promote log\` says why.`
    : `⚠️ ${of} is over, and ${event.counts.unknown} of its messages may or may not have arrived. They are not sent again; \`/promote log\` says why.`;
}

/** Ids of channels, few enough for a message. */
function fewIds(ids: readonly string[]): string {
  const shown = ids.slice(0, 10).map((id) => `\`${id}\``);
  return ids.length > shown.length ? `${shown.join(', ')}, …` : shown.join(', ');
}

function channelPaused(
  channel: ChannelType,
  code: string,
  until: number,
  moments: MomentStyle = 'discord',
): string {
  const paused = `${CHANNEL[channel]} is paused until ${timeOfDay(until, moments)}: ${errorCode(code)}.`;
  const remedy = wordFor(REMEDY, code);
  return remedy === undefined ? paused : `${paused} ${remedy}`;
}

function breakdown(title: string, parts: readonly { name: string; number: number }[]): string {
  const total = parts.reduce((sum, { number }) => sum + number, 0);
  if (total === 0) return `${title}: nobody`;
  const named = parts.filter(({ number }) => number > 0).map(({ name, number }) => `${name} ${number}`);
  return `${title}: ${total} (${named.join(', ')})`;
}

function notice(value: Notice, moments: MomentStyle = 'discord'): string {
  switch (value.code) {
    case 'no_reminder':
      return `The reminder's time, ${timeOfDay(value.reminderAt, moments)}, has passed: only the start message goes out.`;
    case 'dry_run':
      return 'This is a dry run: only you get messages, and it uses up nothing.';
    case 'changed_since_preview':
      return `Since the preview, the recipients changed: ${value.added} added, ${value.removed} removed.`;
    case 'quiet_at_start':
      return value.count === 1
        ? '1 recipient has quiet hours at the start and will be skipped then.'
        : `${value.count} recipients have quiet hours at the start and will be skipped then.`;
    case 'late_last_send':
      return `With so many recipients, the last start message leaves at about ${timeOfDay(value.at, moments)}.`;
    case 'too_late_for_some':
      return `There are more recipients than this deployment can reach in time: ${value.count === 1 ? '1 person' : `${value.count} people`} will get no ${JOB[value.jobType]} before ${timeOfDay(value.until, moments)}, when it is of no more use.`;
    case 'no_follow_up':
      return 'Nobody looks who has come, so there is no follow-up: voice and the game server are both switched off here.';
    case 'paused':
      return 'Sending is paused: nobody is called until an admin uses `/promote resume`.';
  }
}

function refusal(value: Refusal, moments: MomentStyle = 'discord'): string {
  switch (value.code) {
    case 'wrong_guild':
      return 'This works only in the Discord server Muster was set up for. Please use the command there; `/privacy` works everywhere.';
    case 'not_a_member':
      return "You are not a member of this community's Discord server. Join it, then try again.";
    case 'not_linked':
      return 'You have not linked your player yet. Use `/link player` with your GUID and the name others know you by, then try again.';
    case 'not_promoter':
      return 'Only promoters may do this: people whose Discord id an admin listed in `PROMOTER_DISCORD_IDS`, and members with the Manage Server permission. Ask an admin to add you.';
    case 'not_admin':
      return 'Only admins may do this: the owner of the Discord server and members with the Administrator or Manage Server permission. Ask one of them.';
    case 'directory_unavailable':
      return 'Discord cannot be asked about your membership right now, so nothing was done. Please try again in a minute.';
    case 'asked_too_often':
      return `Discord has to be asked anew each time you do this, and you have done it often just now. Please wait ${seconds(value.retryInMs)}, then try again.`;
    case 'promotions_disabled':
      return 'Promotions are switched off here. An admin can switch them on with `AVAILABILITY_PROMOTION_ENABLED=true`; everything else, such as `/availability set`, goes on working.';
    case 'after_start':
      return `Tonight's session started at ${timeOfDay(value.startAt, moments)}, so it cannot be promoted any more. Use \`/promote create\` tomorrow, before the start.`;
    case 'nobody_to_call':
      return 'There is nobody to call tonight. Players are called when they say so with `/availability set` and opt in with `/preferences`; the options `include_available` and `include_maybe` of `/promote preview` and `/promote create` call more of them.';
    case 'already_promoted':
      return 'You already have a campaign for tonight with other options. `/promote status` shows it; if nobody was called yet, `/promote cancel` makes room for another.';
    case 'cooldown':
      return `Somebody has already promoted ${value.date}, and one campaign a day is the limit here. \`/promote status\` shows it.`;
    case 'campaign_not_found':
      return 'There is no such campaign. `/promote status` shows the one of a day; give its `date` if it is not of today.';
    case 'campaign_over':
      return `This campaign is already over (${endedStatus(value.status)}), so nothing was changed. \`/promote status\` shows how it went.`;
    case 'draft_expired':
      return 'This preview is out of date. Use `/promote create` again for a fresh one.';
    case 'not_your_button':
      return 'This button belongs to somebody else. Use the command yourself to get your own.';
    case 'invalid_date':
      return `${echo(value.input)} is not a date. Write it as YYYY-MM-DD, or \`today\` or \`tomorrow\`.`;
    case 'date_past':
      return `${value.date} is past. Choose today or a later day.`;
    case 'date_too_far':
      return `${value.date} is too far ahead. Choose a day within the next ${count(value.maxDays, 'day')}.`;
    case 'invalid_range':
      return `These dates are no range: the first must not be after the last, and there are at most ${count(value.maxDays, 'day')} between them.`;
    case 'invalid_status':
      return `${echo(value.input)} is not a status. Choose \`LOOKING\`, \`AVAILABLE\`, \`MAYBE\` or \`NOT_PLAYING\`.`;
    case 'invalid_timezone':
      return `${echo(value.input)} is not a time zone. Write its name from the tz database, such as \`Europe/Ljubljana\` or \`America/New_York\`.`;
    case 'invalid_time':
      return `${echo(value.input)} is not a time of day. Write it as HH:MM, such as \`22:30\`.`;
    case 'quiet_hours_incomplete':
      return 'Quiet hours need both a start and an end, such as `22:30` and `08:00`. Leave both empty in `/preferences` to have none.';
    case 'invalid_guid':
      return 'That is not a GUID: it has 1 to 64 letters, digits, `_` or `-`. Find yours in the game and give it to `/link player`.';
    case 'invalid_player_name':
      return 'That is not a name others could see: it needs 1 to 32 characters, of which some can be shown. Give another one to `/link player`.';
    case 'guid_taken':
      return 'This GUID is already linked to another Discord account. If it is yours, unlink it there with `/unlink player`, or ask an admin to.';
    case 'link_not_found':
      return 'There is no such link to remove. `/preferences` shows the channels you have linked, and `/link player` links a player.';
    case 'link_not_confirmed':
      return 'Your player link does not count yet: it has to be confirmed. Use `/link player` again for what to do in the game, or ask an admin to use `/link confirm`.';
    case 'player_not_linked':
      return 'This person has linked no player, so there is nothing to confirm. They use `/link player` first.';
    case 'changed_too_often':
      return 'You have opted in or linked something very often within a day. Please try again tomorrow; opting out and unlinking work as ever.';
    case 'proof_too_soon':
      return `That was often enough for now. Please wait ${seconds(value.retryInMs)}, then try again.`;
    case 'proof_expired':
      return 'There is no code of yours that is still good: it works once, for 30 minutes and 10 looks. Use `/link player` again for a new one.';
    case 'proof_not_seen':
      return 'Nobody with your code is on the game server now. Join it with the code in your name, wait until you are in, and check again; or ask an admin to use `/link confirm`.';
    case 'game_server_silent':
      return 'The game server does not tell who is there at the moment. Please try again in a while, or ask an admin to use `/link confirm`.';
    case 'channel_not_configured':
      return `${channelNamed(value.channel)} is not set up here, so it cannot be used. Choose another channel in \`/preferences\`, or ask an admin to set it up.`;
    case 'handle_typed':
      return `${channelNamed(value.channel)} can't be linked, or unlinked, by typing a handle: anybody could type yours. Use \`/link ${value.channel}\` to get a token and send it from there, or \`/unlink ${value.channel}\` to end the link.`;
    case 'encryption_off':
      return 'Contacts cannot be kept safely here yet, so Telegram and Signal cannot be linked. An admin has to set `CONTACT_DATA_ENCRYPTION_KEY` (`npm run key` makes one) and start Muster again.';
    case 'link_too_soon':
      return `You had a token a moment ago. Use that one, or ask for another in ${seconds(value.retryInMs)}.`;
    case 'link_token_invalid':
      return 'This token is not good (any more): it works once, for 10 minutes, and only the newest. Get a new one with `/link telegram` or `/link signal` on Discord.';
    case 'too_many_guesses':
      return `Too many wrong tokens came from this chat. Please wait ${seconds(value.retryInMs)}, then send a new one.`;
    case 'address_taken':
      return `This chat is already linked to another Discord account. Use \`/unlink ${value.channel}\` there first, or send UNLINK here.`;
    case 'chat_not_linked':
      return `This chat is not linked to a Discord account. If I write to you here all the same, switch that off in \`/preferences\` on Discord. To link this chat, use \`/link ${value.channel}\` there.`;
    case 'test_too_soon':
      return `You had a test a moment ago. You can have another in ${seconds(value.retryInMs)}.`;
    case 'no_channel':
      return 'No channel reaches you: switch Discord direct messages on in `/preferences`, or link another channel with `/link`.';
    case 'invalid_outcome':
      return `${echo(value.input)} is not an outcome. Choose one of ${Object.keys(OUTCOME)
        .map((name) => `\`${name}\``)
        .join(', ')}, or leave the option \`outcome\` of \`/promote log\` out.`;
  }
}

/** "12 seconds", "2 minutes": never less than what is left. */
function seconds(ms: number): string {
  const left = Math.max(1, Math.ceil(ms / 1000));
  return left < 120 ? count(left, 'second') : count(Math.ceil(left / 60), 'minute');
}

function endedStatus(status: string): string {
  const known = CAMPAIGN_STATUSES.find((name) => name === status);
  return known ? CAMPAIGN_STATUS[known] : 'ended';
}

function channelNamed(channel: string): string {
  const known = CHANNEL_TYPES.find((name) => name === channel);
  return known ? CHANNEL[known] : 'This channel';
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
