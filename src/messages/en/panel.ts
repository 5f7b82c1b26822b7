import { echo } from '../echo.js';
import { discordDate } from '../moment.js';
import type { PanelTexts } from '../texts/panel.js';
import { words } from './words.js';

export const panel: PanelTexts = {
  title: 'Notifications',
  consents: {
    calls: {
      title: 'Session pings',
      off: '**Off.** Turn them on to get a message on evenings you signed up for.',
      turnOn: 'Turn on pings',
      turnOff: 'Turn off pings',
    },
    questions: {
      title: 'Evening question',
      off: '**Off.** Turn it on to be asked on session days whether you’re playing, if you haven’t answered yet.',
      turnOn: 'Turn on the question',
      turnOff: 'Turn off the question',
    },
    ready: {
      title: 'Notice when it’s on',
      off: '**Off.** Turn it on to hear at once when enough players are looking for tonight.',
      turnOn: 'Turn on the notice',
      turnOff: 'Turn off the notice',
    },
  },
  optedIn: (since) => (since === null ? '**On**' : `**On** since ${discordDate(since)}`),
  questionsRest: 'Five went unanswered, so it rests until you answer for any day.',
  directMessages: 'Discord messages',
  dmsOn: 'On',
  dmsOff: 'Off: you get nothing on Discord.',
  dmUnreachable:
    "⚠️ I couldn't send you a direct message. In Discord, open this server's menu, choose Privacy Settings and switch Direct Messages on; also make sure you haven't blocked me. Then press “Try again”.",
  dmLater:
    '⚠️ Discord won’t let me open a direct message right now. Your choice is saved, and your settings are fine: I’ll retry automatically with your next ping. To get it done sooner, press “Try again” in a few minutes.',
  noChannel: '⚠️ You want messages, but nothing can reach you: turn on Discord messages.',
  quietHours: 'Quiet hours',
  quietNone: 'None',
  quietAllDay: 'All day: you never get a ping.',
  quietBetween: (start, end) => `${start} to ${end}`,
  timezone: 'Time zone',
  serverZone: (zone) => `the server’s (${zone})`,
  channel: 'Where',
  channelPlaceholder: 'Where should Muster message you?',
  links: 'Other apps',
  link: (channel, linked) => `${words.channel[channel]}: ${linked ? 'linked' : 'not linked'}`,
  linkAgain: (channel) =>
    `${words.channel[channel]}: not linked. You used it before we moved here; link it again to get messages there.`,
  changeLink: (channel, linked) => `${linked ? 'Unlink' : 'Link'} ${words.channel[channel]}`,
  channelOnceLinked: 'Link it first',
  dmsChoice: {
    off: { label: 'Nothing on Discord', hint: 'Only on the apps you link' },
    on: { label: 'On Discord again', hint: 'Discord messages are off now' },
  },
  language: { placeholder: 'Language', asOnDiscord: 'Language: as on Discord', own: 'English' },
  buttons: {
    dmsOn: 'Turn on Discord messages',
    dmsRetry: 'Try again',
    quietHours: 'Quiet hours and time zone',
    test: 'Send me a test',
    openAgain: 'Fix it',
    askAgain: 'Ask me again',
  },
  form: {
    title: 'Quiet hours and time zone',
    start: 'Quiet from',
    end: 'Quiet until',
    timesHint: 'HH:MM, such as 22:30. Leave both empty for none.',
    zone: 'Your time zone',
    zoneHint: 'Your quiet hours go by its clock.',
    otherZone: 'Another time zone',
    otherZoneHint: 'Only if yours is not in the list. Such as America/Bogota.',
  },
  typed: (start, end, zone) =>
    `Nothing was changed. You entered: from ${echo(start)}, until ${echo(end)}, time zone ${echo(zone)}.`,
};
