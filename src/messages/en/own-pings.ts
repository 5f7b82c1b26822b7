import type { OwnPingTexts } from '../texts/own-pings.js';
import { count } from './phrases.js';

const limit = (most: number | null): string =>
  most === null ? 'No limit' : `At most ${count(most, 'ping')} in any 7 days`;

export const ownPings: OwnPingTexts = {
  title: 'Pings a week',
  limit,
  placeholder: 'How many pings a week at most?',
  limited: (most) =>
    most === null
      ? 'Saved: no limit on pings.'
      : `Saved: at most ${count(most, 'ping')} in any 7 days. After that I stay silent.`,
  limitHow: (channel, most) =>
    `${limit(most)}. To change it, send for example: ${channel === 'telegram' ? '/limit 3 or /limit off' : 'LIMIT 3 or LIMIT off'}.`,
  stillWanted: (before, asWords) =>
    `Still want these? I haven’t seen or heard from you for the last ${before}. ${asWords ? 'Reply KEEP to keep them' : 'Press “Keep pinging me” to keep them'}; if I hear nothing, this is the last one until you turn them back on.`,
  rest: 'Your pings are resting, because you gave no sign of life for a dozen in a row. “Keep pinging me” or any answer brings them back.',
  restHow: (channel) =>
    `Your pings are resting, because you gave no sign of life for a dozen in a row. Send ${channel === 'telegram' ? '/keep' : 'KEEP'} to bring them back.`,
  keep: 'Keep pinging me',
  kept: (on) =>
    on ? 'Got it: your pings keep coming.' : 'Your pings are off. Turn them on with /preferences on Discord.',
};
