import { describe, expect, it } from 'vitest';
import {
  CHANNEL_TYPES,
  type ChannelType,
  LINKABLE_CHANNELS,
  PREFERRED_CHANNELS,
  type PreferredChannel,
} from '../../src/domain/channel-choice.js';
import { unreadableContacts } from '../../src/upkeep/rotate-contacts.js';
import { unlinkChannel } from '../../src/services/link-channel.js';
import { stopMessages } from '../../src/services/way-out.js';
import { closed, lostUnanswered, notDelivered, type Reply, sent, trouble } from '../support/fake-channel.js';
import { actor, addressOn, person, promoter } from '../support/people.js';
import { MINUTE, REMINDER_AT, START_AT, testApp, type TestApp } from '../support/test-app.js';

const CHANNELS = { channels: ['discord', 'telegram', 'signal'] as const };

/** In full, so that the rule is not tested against itself. */
const ORDER: Record<PreferredChannel, string> = {
  telegram: 'telegram signal discord',
  signal: 'signal telegram discord',
  discord: 'discord telegram signal',
  any: 'telegram signal discord',
};

const SUBSETS: readonly (readonly ChannelType[])[] = Array.from({ length: 8 }, (_, bits) =>
  CHANNEL_TYPES.filter((_channel, bit) => bits & (1 << bit)),
);

/** What the first channel answers, and what becomes of the person: where they were asked, in order, and the end. */
interface Failure {
  readonly name: string;
  readonly reply: Reply;
  expected(order: readonly ChannelType[]): { asked: readonly ChannelType[]; fate: string };
}

const FAILURES: readonly Failure[] = [
  {
    name: 'fine',
    reply: sent,
    expected: ([first]) => ({ asked: [first!], fate: 'sent' }),
  },
  {
    name: 'closed',
    reply: closed('blocked'),
    expected: ([first, second]) =>
      second
        ? { asked: [first!, second], fate: 'sent' }
        : { asked: [first!], fate: 'failed(channel_closed)' },
  },
  {
    name: 'refused',
    reply: notDelivered(),
    expected: ([first]) => ({ asked: [first!, first!], fate: 'sent' }),
  },
  {
    name: 'unclear',
    reply: lostUnanswered,
    // Discord is asked again under the nonce; nothing else ever follows.
    expected: ([first]) =>
      first === 'discord'
        ? { asked: ['discord', 'discord'], fate: 'sent' }
        : { asked: [first!], fate: 'unknown(maybe_delivered)' },
  },
];

function askedAbout(app: TestApp, userId: string): ChannelType[] {
  return CHANNEL_TYPES.flatMap((type) => app[type].requestsTo(userId).map(({ at }) => ({ type, at })))
    .sort((one, other) => one.at - other.at)
    .map(({ type }) => type);
}

async function someone(
  app: TestApp,
  userId: string,
  targets: readonly ChannelType[],
  preferred: PreferredChannel,
) {
  const channels = LINKABLE_CHANNELS.filter((channel) => targets.includes(channel));
  await person(app, userId, { channels, preferred, discordDms: targets.includes('discord') });
}

describe('whatever people prefer, can be reached by, and whatever the first channel says', () => {
  it('everybody is called where they should be, and nowhere else', async () => {
    const app = await testApp({ ...CHANNELS, at: '2026-03-10T19:50:07.123Z', random: () => 0.5 });
    const cases: { userId: string; asked: string; fate: string }[] = [];
    for (const preferred of PREFERRED_CHANNELS) {
      for (const targets of SUBSETS) {
        for (const { name, reply, expected } of FAILURES) {
          const userId = `${preferred}-${targets.join('+')}-${name}`;
          await someone(app, userId, targets, preferred);
          const order = ORDER[preferred]
            .split(' ')
            .filter((each): each is ChannelType => targets.includes(each as ChannelType));
          const [first] = order;
          if (!first) continue;
          app[first].script(userId, reply);
          const { asked, fate } = expected(order);
          cases.push({ userId, asked: asked.join(' '), fate });
        }
      }
    }
    await app.campaign(await promoter(app));
    await app.advanceTo(START_AT + 2 * MINUTE);
    const fates = await app.fates('start');
    const came = cases.map(({ userId }) => ({
      userId,
      asked: askedAbout(app, userId).join(' '),
      fate: fates[userId],
    }));
    expect(came).toEqual(cases);
    expect(Object.keys(fates)).toHaveLength(cases.length);
    for (const channel of LINKABLE_CHANNELS) {
      for (const { userId, delivery } of app[channel].requests) {
        expect(delivery.recipient.address).toBe(addressOn(channel, userId));
      }
    }
    for (const row of await app.ledger()) expect(['sent', 'failed', 'unknown']).toContain(row.state);
  }, 60_000);
});

describe('a channel in trouble', () => {
  it('keeps its people waiting; near the end they fall to one that is open, and to no new DM', async () => {
    const app = await testApp({ ...CHANNELS, at: '2026-03-10T19:50:07.123Z' });
    const far = { dmChannelId: null };
    await person(app, 'to-signal', { channels: ['telegram', 'signal'], preferred: 'telegram', ...far });
    await person(app, 'to-dm', { channels: ['telegram'], preferred: 'telegram', dmChannelId: 'dm-1' });
    await person(app, 'nowhere', { channels: ['telegram'], preferred: 'telegram', ...far });
    await person(app, 'on-signal', { channels: ['signal'], preferred: 'signal' });
    app.telegram.reply = () => trouble('unauthorized');
    await app.campaign(await promoter(app));
    await app.advanceTo(START_AT + 27 * MINUTE);
    expect(app.discord.requests).toEqual([]);
    expect(app.signal.requests.map(({ userId }) => userId)).toEqual(['on-signal']);
    await app.advanceTo(START_AT + 31 * MINUTE);
    expect(app.signal.deliveredTo('to-signal')).toHaveLength(1);
    expect(app.discord.deliveredTo('to-dm')).toHaveLength(1);
    expect(askedAbout(app, 'nowhere')).not.toContain('discord');
    expect(await app.fates('start')).toMatchObject({
      'to-signal': 'sent',
      'to-dm': 'sent',
      nowhere: expect.stringMatching(/^(failed|skipped)/) as string,
    });
  });
});

describe('what nobody can read', () => {
  it('makes its channel unavailable for that person only, and is counted', async () => {
    const app = await testApp({ ...CHANNELS, at: '2026-03-10T19:50:07.123Z' });
    await person(app, 'old', { channels: ['telegram'], preferred: 'telegram' });
    await person(app, 'only', { channels: ['signal'], preferred: 'signal', discordDms: false });
    app.contactKeys = ['X19fX19fX19fX19fX19fX19fX19fX19fX19fX19fX18='];
    await app.restart();
    await person(app, 'new', { channels: ['telegram'], preferred: 'telegram' });
    const { database, contacts } = app.context;
    expect(await unreadableContacts(database.view, contacts)).toEqual({ telegram: 1, signal: 1 });
    const { campaign } = await app.campaign(await promoter(app));
    expect(campaign.channelsSummary).toEqual({ telegram: 1, signal: 0, discord: 1 });
    await app.advanceTo(START_AT + MINUTE);
    expect(askedAbout(app, 'old')).toEqual(['discord']);
    expect(askedAbout(app, 'new')).toEqual(['telegram']);
    expect(askedAbout(app, 'only')).toEqual([]);
  });
});

describe('between two attempts', () => {
  it.each<[string, (app: TestApp) => Promise<unknown>, string, readonly ChannelType[]]>([
    ['stopping', (app) => stopMessages(app.context, actor('ana'), 'telegram'), 'skipped(not_opted_in)', []],
    [
      'unlinking',
      (app) => unlinkChannel(app.context, actor('ana'), 'telegram', 'telegram'),
      'sent',
      ['discord'],
    ],
  ])('%s counts', async (_, happens, fate, then) => {
    const app = await testApp({ ...CHANNELS, random: () => 0 });
    await person(app, 'ana', { channels: ['telegram'], preferred: 'telegram' });
    app.telegram.script('ana', notDelivered('rate_limited', 60_000));
    await app.campaign(await promoter(app));
    await app.advanceTo(REMINDER_AT + 1_000);
    await happens(app);
    await app.advanceTo(REMINDER_AT + 2 * MINUTE);
    expect(await app.fates('reminder')).toEqual({ ana: fate });
    expect(askedAbout(app, 'ana')).toEqual(['telegram', ...then]);
  });
});
