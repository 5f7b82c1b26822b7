import { displayName } from '../../domain/display-name.js';
import { readableName } from '../../domain/player-link.js';
import type { ButtonTexts, NothingTexts, ReplyTexts, WayOutTexts } from '../texts/replies.js';
import { markedStatus } from './phrases.js';
import { words } from './words.js';

export const buttons: ButtonTexts = {
  confirm: 'Confirm',
  cancel: 'Cancel',
  notTonight: 'Not tonight',
  stop: 'Stop these messages',
};

export const replies: ReplyTexts = {
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
  availabilitySet: (status, date) => `Saved for ${date}: ${markedStatus[status]}.`,
  calledWithout: (at) =>
    `The messages for that evening are already scheduled, so you won't get one: just join at ${at}.`,
  availabilityCleared: (date) => `Your availability for ${date} is cleared.`,
  playerLinked: (playerName) => `Linked: you play as ${displayName(readableName(playerName))}.`,
  playerUnlinked: 'The player link is removed.',
  channelUnlinked: (channel) => `${words.channel[channel]} is unlinked: nothing is sent there any more.`,
  campaignCancelled: (followUpOnly) =>
    followUpOnly
      ? 'The follow-up is cancelled. The start message had already gone out.'
      : 'The campaign is cancelled: nobody else is called by it.',
};

export const nothing: NothingTexts = {
  campaign: (date) => `There is no campaign for ${date}. \`/promote create\` starts one for today.`,
  log: (date) => `Nothing is logged for ${date}.`,
  availability: (date) => `You have set no availability for ${date}. \`/availability set\` does so.`,
  board: (date) =>
    `Nobody has set their availability for ${date} yet. \`/availability set\` makes the start.`,
  preferences: 'You have set no preferences: you are not called. `/preferences` changes that.',
  personalData: 'We keep nothing about you.',
};

export const wayOut: WayOutTexts = {
  notThatEvening: (date) =>
    `Noted for ${date}, the day that message was about. /availability set says so for another day.`,
};
