import { echo } from '../echo.js';
import { discordDate } from '../moment.js';
import type { PanelTexts } from '../texts/panel.js';
import { words } from './words.js';

export const panel: PanelTexts = {
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
      ? `${words.channel[channel]}: linked. \`/unlink ${channel}\` ends that.`
      : `${words.channel[channel]}: not linked. \`/link ${channel}\` links it.`,
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
