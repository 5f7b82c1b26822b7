import { FINAL_OUTCOMES } from '../../domain/campaign.js';
import { JOB_TYPES } from '../../domain/message-kinds.js';
import { displayName } from '../../domain/display-name.js';
import { readableName } from '../../domain/player-link.js';
import { type HistoryAction, wordFor } from '../codes.js';
import { echo } from '../echo.js';
import { discordDateTime } from '../moment.js';
import type { ContactInput, PrivacyTexts } from '../texts/privacy.js';
import { channelNamed, count, markedStatus } from './phrases.js';
import { promote } from './promote.js';
import { words } from './words.js';

const HISTORY_ACTION: Record<HistoryAction, string> = {
  player_linked: 'player linked',
  player_unlinked: 'player unlinked',
  player_verified: 'player confirmed',
  channel_linked: 'channel linked',
  channel_unlinked: 'channel unlinked',
  consent_given: 'opted in to calls',
  consent_withdrawn: 'opted out of calls',
};

export const privacy: PrivacyTexts = {
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
  entry: (date, status) => `${date}: ${markedStatus[status]}`,
  noAvailability: 'None set.',
  history: 'Links and consent',
  historyLine: (at, action, byThem) =>
    `${discordDateTime(at)}: ${wordFor(HISTORY_ACTION, action) ?? 'a change of your account'}${byThem ? '' : ', by an admin'}`,
  noHistory: 'Nothing happened yet.',
  sessions: 'Signed-in browsers',
  session: (signedInAt, expiresAt) =>
    `Since ${discordDateTime(signedInAt)}, until ${discordDateTime(expiresAt)} at the latest`,
  campaigns: 'Campaigns you started',
  campaign: (date, status) => `${date} · ${words.campaignStatus[status]}`,
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
  settingChanges: 'Settings you changed',
  settingChange: (at, key, value) =>
    `${discordDateTime(at)}: \`${key}\` → ${value === null ? 'the default' : echo(value)}`,
};

/** "…: start message by Discord for 2026-01-10, asked for by @Ada: sent". */
function contact(input: ContactInput): string {
  const known = JOB_TYPES.find((jobType) => jobType === input.jobType);
  const what = known ? words.job[known] : 'message';
  const by = input.channel === null ? '' : ` by ${channelNamed(input.channel)}`;
  const promoter = input.promoterId === null ? 'somebody who erased their data' : `<@${input.promoterId}>`;
  return `${discordDateTime(input.at)}: ${what}${by} for ${input.campaignDate}, asked for by ${promoter}: ${whatCame(input)}`;
}

function whatCame({ outcome, reason }: ContactInput): string {
  const known = FINAL_OUTCOMES.find((name) => name === outcome);
  const what = known ? words.outcome[known] : 'tried';
  return reason === null ? what : `${what} (${promote.reason(reason)})`;
}
