import type { EveningAnswerKind } from '../../domain/answer.js';
import { FINAL_OUTCOMES } from '../../domain/campaign.js';
import { JOB_TYPES } from '../../domain/message-kinds.js';
import { SYSTEM } from '../../domain/system-campaigns.js';
import { displayName } from '../../domain/display-name.js';
import { readableName } from '../../domain/player-link.js';
import { type HistoryAction, wordFor } from '../codes.js';
import { echo } from '../echo.js';
import { discordDateTime } from '../moment.js';
import type { ContactInput, PrivacyTexts } from '../texts/privacy.js';
import { channelNamed, count, dayAndYear, markedStatus } from './phrases.js';
import { promote } from './promote.js';
import { standing } from './standing.js';
import { words } from './words.js';

const HISTORY_ACTION: Record<HistoryAction, string> = {
  player_linked: 'player linked',
  player_unlinked: 'player unlinked',
  player_verified: 'player confirmed',
  channel_linked: 'channel linked',
  channel_unlinked: 'channel unlinked',
  consent_given: 'session pings turned on',
  consent_withdrawn: 'session pings turned off',
  questions_allowed: 'evening questions turned on',
  questions_refused: 'evening questions turned off',
  ready_notices_allowed: 'notices that it’s on turned on',
  ready_notices_refused: 'notices that it’s on turned off',
  campaign_called_off: 'your evening called off',
  standing_campaign_set: 'standing pings set in your name',
  standing_campaign_removed: 'standing pings in your name removed',
  standing_campaign_stopped: 'standing pings in your name stopped for an evening',
  standing_campaigns_kept: 'standing pings kept',
  standing_campaigns_ended: 'standing pings in your name ended',
  standing_campaign_made: 'standing pings sent in your name',
  said_coming: 'said you’re coming',
  said_late: 'said you’re coming later',
  said_not_tonight: 'said not tonight after all',
  answer_withdrawn: 'took back that you’re coming',
};

const ANSWER: Record<EveningAnswerKind, string> = {
  COMING: 'coming',
  LATE: 'coming later',
  NOT_TONIGHT: 'not that evening',
};

export const privacy: PrivacyTexts = {
  title: 'Your data',
  playerLink: 'Player',
  playerLinkOf: (name, guid) => `${displayName(readableName(name))}, GUID ${echo(guid)}`,
  playerConfirmed: (at) => `Confirmed on ${discordDateTime(at)}.`,
  playerProof: (until) => `A fingerprint of your confirmation code is kept until ${discordDateTime(until)}.`,
  noPlayerLink: 'None linked.',
  preferences: 'Preferences',
  linkedChannels: 'Linked channels',
  noLinkedChannels: 'None besides Discord.',
  availability: 'Availability',
  entry: (date, status) => `${dayAndYear(date)}: ${markedStatus[status]}`,
  noAvailability: 'None set.',
  conditions: 'In if enough are',
  condition: (date, atLeast, met) => `${dayAndYear(date)}: in if ${atLeast} are${met ? ' (they were)' : ''}`,
  weekly: 'Weekly answers',
  weeklyAnswer: (day, status, until) =>
    `${standing.weekday(day)}: ${markedStatus[status]}, until ${dayAndYear(until)}`,
  away: (from, until) => `Away from ${dayAndYear(from)} to ${dayAndYear(until)}`,
  answers: 'Answers to pings',
  answer: (date, answer, lateUntil) =>
    `${dayAndYear(date)}: ${ANSWER[answer]}${lateUntil === null ? '' : `, at ${discordDateTime(lateUntil)}`}`,
  history: 'Links, consent and answers',
  historyLine: (at, action, byThem) =>
    `${discordDateTime(at)}: ${wordFor(HISTORY_ACTION, action) ?? 'a change of your account'}${byThem ? '' : ', by an admin'}`,
  noHistory: 'Nothing yet.',
  calendar: 'Calendar address',
  calendarSince: (at) => `Made ${discordDateTime(at)}; \`/availability calendar\` turns it off.`,
  sessions: 'Signed-in browsers',
  session: (signedInAt, expiresAt) =>
    `Since ${discordDateTime(signedInAt)}, until ${discordDateTime(expiresAt)} at the latest`,
  standbyFor: 'Evenings you were on standby for',
  campaigns: 'Evenings you pinged for',
  campaign: (date, status) => `${dayAndYear(date)} · ${words.campaignStatus[status]}`,
  standingCampaigns: 'Standing pings in your name',
  standingDay: (day, until) => `${standing.weekday(day)}, until ${dayAndYear(until)}`,
  contactsTitle: 'Who messaged you, and why',
  contact,
  noContacts: 'Nobody yet.',
  earlierContacts: (number) => `${count(number, 'earlier line')} in \`/privacy export\`.`,
  erasePrompt: [
    '**Erase your data?**',
    'Your preferences, links and availability are deleted right away, and you get no more messages. This can’t be undone; use `/privacy export` first if you want a copy.',
    'What was sent in the past stays in the totals, with no link to you. We keep an anonymous fingerprint until tomorrow, so a message already scheduled can’t reach you twice.',
  ].join('\n\n'),
  eraseButton: 'Erase my data',
  settingChanges: 'Settings you changed',
  settingChange: (at, key, value) =>
    `${discordDateTime(at)}: \`${key}\` → ${value === null ? 'the default' : echo(value)}`,
};

/** "…: start ping on Discord for Saturday 10 January 2026, from @Ada: sent". */
function contact(input: ContactInput): string {
  const known = JOB_TYPES.find((jobType) => jobType === input.jobType);
  const what = known ? words.job[known] : 'message';
  const by = input.channel === null ? '' : ` on ${channelNamed(input.channel)}`;
  const promoter = senderOf(input);
  return `${discordDateTime(input.at)}: ${what}${by} for ${dayAndYear(input.campaignDate)}, from ${promoter}: ${whatCame(input)}`;
}

function senderOf({ promoterId }: ContactInput): string {
  if (promoterId === null) return 'someone who erased their data';
  return promoterId === SYSTEM ? 'Muster itself' : `<@${promoterId}>`;
}

function whatCame({ outcome, reason }: ContactInput): string {
  const known = FINAL_OUTCOMES.find((name) => name === outcome);
  const what = known ? words.outcome[known] : 'tried';
  return reason === null ? what : `${what} (${promote.reason(reason)})`;
}
