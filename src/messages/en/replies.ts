import { displayName } from '../../domain/display-name.js';
import { readableName } from '../../domain/player-link.js';
import type { ButtonTexts, NothingTexts, ReplyTexts, WayOutTexts } from '../texts/replies.js';
import { board } from './board.js';
import { day, dayAndYear, dayFrom, markedStatus } from './phrases.js';
import { words } from './words.js';

export const buttons: ButtonTexts = {
  confirm: 'Confirm',
  cancel: 'Cancel',
  coming: 'Coming',
  later: 'Later',
  lateBy: (minutes) => `${minutes} min later`,
  back: 'Back',
  notTonight: 'Not tonight',
  backIn: 'I’m in after all',
  stop: 'Stop these messages',
  ends: { 'dont-ask': 'Don’t ask me', 'stop-ready': 'Stop this notice' },
  stopEverything: 'Stop everything',
  previewPings: 'Preview tonight’s pings',
  toVoice: 'Open voice',
  turnOnPings: 'Turn on pings',
};

/** When somebody hears from us, up to the times. */
const PINGED: Readonly<Record<Parameters<ReplyTexts['pingsAt']>[0], string>> = {
  scheduled: 'You’ll hear from me at',
  LOOKING: 'If it’s on, you’ll hear from me at',
  AVAILABLE: 'If more players are needed, you’ll hear from me at',
  MAYBE: 'If maybes are asked for, you’ll hear from me at',
};

export const replies: ReplyTexts = {
  // These are told on every channel, so without markup.
  notTonight: 'Got it. No more messages tonight.',
  stopped: 'Stopped. Turn messages back on anytime with /preferences.',
  ended: {
    'dont-ask': 'You won’t be asked anymore. Turn the question back on anytime with /preferences.',
    'stop-ready': 'I won’t tell you anymore when it’s on. Turn the notice back on anytime with /preferences.',
  },
  draftDiscarded: 'Discarded. Nobody was messaged.',
  preferencesSaved: 'Preferences saved.',
  paused: 'Paused: nothing new goes out until `/promote resume`.',
  resumed: 'Resumed. Messages that are still timely will go out now.',
  erased:
    'Your preferences, links and availability are erased, and you get no more messages. We keep an anonymous fingerprint until tomorrow, so a message already scheduled can’t reach you twice.',
  exported: 'Here’s everything we store about you.',
  internalError:
    'Something went wrong on our side; nothing was changed. Please try again, and tell an admin if it happens again.',
  help: (pageUrl) =>
    [
      `**Say when you play**: \`/availability set\`, or \`/availability weekly\` for every week${pageUrl === null ? '' : `; or on <${pageUrl}>`}. “${words.status.LOOKING}” is ${board.meanings.LOOKING}, “${words.status.AVAILABLE}” ${board.meanings.AVAILABLE}, “${words.status.MAYBE}” ${board.meanings.MAYBE}.`,
      '**Link your player**: `/link player`. The GUID is your ID in the game: 1–64 letters, digits, `_` or `-`; the game shows it, for example in its console.',
      '**Get pinged**: `/preferences` turns session pings on and says where and when they reach you. Every ping has a button that stops them.',
      '**Ping tonight’s players** (promoters and admins): `/promote create`.',
      '**Your data**: `/privacy show`, `/privacy export` and `/privacy erase`.',
    ].join('\n'),
  availabilitySet: (status, date, today, atLeast = null) =>
    `Saved for ${dayFrom(date, today)}: ${markedStatus[status]}${atLeast === null ? '' : `, and in as soon as ${atLeast} are, you included`}.`,
  calledWithout: (at) =>
    `The pings for that evening are already scheduled, so you won't get one: just join at ${at}.`,
  pingsAt: (when, at) => `${PINGED[when]} ${at.join(' and ')}.`,
  pingsOff: 'Session pings are off, so you won’t hear from me.',
  pingsNowhere: 'But I have no way to reach you: choose one with /preferences on Discord.',
  pingsQuiet: 'You won’t hear from me then: it’s in your quiet hours.',
  pingsTurnedOn: 'Session pings are on.',
  availabilityCleared: (date, today) => `Your answer for ${dayFrom(date, today)} is cleared.`,
  playerLinked: (playerName) => `Linked: you play as ${displayName(readableName(playerName))}.`,
  playerUnlinked: 'Your player is unlinked.',
  channelUnlinked: (channel) => `${words.channel[channel]} is unlinked: you get nothing more there.`,
  moreCalled: (number, standbys, paused) =>
    `${paused ? 'Once sending is resumed, I’ll ping' : 'I’m pinging'} standbys until ${number === 1 ? 'one more player comes' : `${number} more players come`}, a few at a time; ${standbys} left on standby.`,
  campaignCancelled: (followUpOnly) =>
    followUpOnly
      ? 'Nobody else gets a message. The start ping had already gone out.'
      : 'Cancelled: nobody else gets a message.',
};

export const nothing: NothingTexts = {
  campaign: (date, today) =>
    `Nobody has been pinged for ${dayFrom(date, today)}. Use \`/promote create\` to ping tonight’s players.`,
  log: (date) => `Nothing logged for ${dayAndYear(date)}.`,
  availability: (date, today) =>
    `You haven't answered for ${dayFrom(date, today)}. Use \`/availability set\`.`,
  board: (date, today) => `No answers for ${dayFrom(date, today)} yet. Be the first: \`/availability set\`.`,
  preferences: 'Nothing set: session pings are off. Use `/preferences` to turn them on.',
  personalData: 'We store nothing about you.',
};

export const wayOut: WayOutTexts = {
  notThatEvening: (date) =>
    `Got it, for ${day(date)}: the day that message was about. Use /availability set for other days.`,
  coming: (at) =>
    at === null ? 'Got it: you’re coming. See you in voice!' : `Got it: you’re coming. See you at ${at}!`,
  comingAlready: 'You already said you’re coming. See you in voice!',
  late: (at, again) =>
    again
      ? `You already said you’ll be there by ${at}.`
      : `Got it: you’ll be there by ${at}. Nobody asks where you are before that.`,
  howMuchLater: 'How many minutes later?',
  backIn: 'You’re in after all. Any ping still to come for tonight will reach you.',
  backInLate: (at) => `You’re in after all. The start ping already went out, so just join at ${at}.`,
};
