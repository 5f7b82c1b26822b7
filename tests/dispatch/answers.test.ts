import { describe, expect, it, onTestFinished } from 'vitest';
import type { FaultBehaviour, FaultHandle } from '../../demo/discord/faults.js';
import { DiscordStandIn } from '../../demo/discord/stand-in.js';
import { SignalStandIn } from '../../demo/signal/stand-in.js';
import { TelegramStandIn } from '../../demo/telegram/stand-in.js';
import { DiscordChannel } from '../../src/channels/discord/discord-channel.js';
import { SignalChannel } from '../../src/channels/signal/signal-channel.js';
import { TelegramChannel } from '../../src/channels/telegram/telegram-channel.js';
import type { Channel } from '../../src/domain/channel.js';
import type { ChannelType } from '../../src/domain/channel-choice.js';
import { MAYBE_PASSED_ON, NOT_PASSED_ON } from '../support/foreign-answers.js';
import { closed, refused, trouble } from '../support/fake-channel.js';
import { person, promoter } from '../support/people.js';
import { SimpleEventBus } from '../../src/observability/event-bus.js';
import { SystemClock } from '../../src/scheduling/system-clock.js';
import { MINUTE, REMINDER_AT, START_AT, testApp, type TestApp } from '../support/test-app.js';

/** A provider on the wire, and the channel that speaks to it. */
interface Wire {
  readonly channel: Channel;
  /** Adds somebody there. @returns where they are reached. */
  add(userId: string): string;
  /** What every message meets from now on. */
  breakWith(fault: FaultBehaviour): FaultHandle;
  /** How many messages somebody has. */
  messagesOf(address: string): number;
  /** Whose links were deleted. */
  readonly forgotten: readonly string[];
}

const beside = { clock: new SystemClock(), events: new SimpleEventBus() };

const WIRES: Readonly<Record<ChannelType, () => Promise<Wire>>> = {
  async discord() {
    const discord = await DiscordStandIn.start();
    onTestFinished(() => discord.stop());
    const users = new Map<string, string>();
    const dms = { remember: () => Promise.resolve(), forget: () => Promise.resolve() };
    const access = { token: discord.token, apiUrl: discord.url, messagesPerSecond: 40 };
    return {
      channel: new DiscordChannel({ ...access, ...beside, dms }),
      add(userId) {
        const { id } = discord.addMember({ name: userId });
        const dm = discord.world.dmWith(id).id;
        users.set(dm, id);
        return dm;
      },
      breakWith: (fault) => discord.faults.always({ route: 'POST /channels/:id/messages' }, fault),
      messagesOf: (dm) => discord.dmsTo(users.get(dm) ?? '').length,
      forgotten: [],
    };
  },
  async telegram() {
    const telegram = await TelegramStandIn.start();
    onTestFinished(() => telegram.stop());
    const forgotten: string[] = [];
    const forget = ({ userId }: { userId: string }) => Promise.resolve(void forgotten.push(userId));
    const access = { token: telegram.token, apiUrl: telegram.url, messagesPerSecond: 25 };
    return {
      channel: new TelegramChannel({ ...access, ...beside, forget }),
      add: (name) => telegram.addPerson({ name, started: true }).id,
      breakWith: (fault) => telegram.faults.always({ route: 'POST /sendMessage' }, fault),
      messagesOf: (id) => telegram.messagesTo(id).length,
      forgotten,
    };
  },
  async signal() {
    const signal = await SignalStandIn.start();
    onTestFinished(() => signal.stop());
    const forgotten: string[] = [];
    const forget = ({ userId }: { userId: string }) => Promise.resolve(void forgotten.push(userId));
    const access = { apiUrl: signal.url, number: signal.number, messagesPerSecond: 25 };
    return {
      channel: new SignalChannel({ ...access, ...beside, forget }),
      add: (name) => signal.addPerson({ name }).number,
      breakWith: (fault) => signal.faults.always({ route: 'POST /v2/send' }, fault),
      messagesOf: (number) => signal.messagesTo(number).length,
      forgotten,
    };
  },
};

const EIGHT = Array.from({ length: 8 }, (_, index) => `p${index + 1}`);
const STEP_MS = 500;

/** An evening of eight people who are called by one channel, by the real client, in time of its own. */
async function anEvening(type: ChannelType) {
  const wire = await WIRES[type]();
  const app: TestApp = await testApp({ channels: [type], at: '2026-03-10T19:50:07.123Z' });
  const addresses = new Map(EIGHT.map((userId) => [userId, wire.add(userId)]));
  const underWay = new Set<Promise<unknown>>();
  app[type].send = (delivery) => {
    const { userId } = delivery.recipient;
    const recipient = { userId, address: addresses.get(userId) ?? null };
    const request = wire.channel.send({ ...delivery, recipient });
    underWay.add(request);
    return request.finally(() => underWay.delete(request));
  };
  for (const userId of EIGHT) {
    await person(app, userId, type === 'discord' ? {} : { channels: [type], preferred: type });
  }
  await app.campaign(await promoter(app));
  return {
    app,
    wire,
    /** Lets time pass, and no faster than the wire answers. */
    async until(instant: number): Promise<void> {
      while (app.clock.now() < instant) {
        await app.advance(Math.min(STEP_MS, instant - app.clock.now()));
        while (underWay.size > 0) {
          await Promise.all(underWay);
          await app.advance(0);
        }
      }
    },
    reached: () => EIGHT.filter((userId) => wire.messagesOf(addresses.get(userId)!) > 0),
    doubled: () => EIGHT.filter((userId) => wire.messagesOf(addresses.get(userId)!) > 1),
  };
}

const EDGE = { message: 'internal network error', code: 40333 };
const BLOCKS: readonly (readonly [ChannelType, string, FaultBehaviour])[] = [
  ['discord', 'Discord’s edge', { kind: 'status', status: 403, body: EDGE }],
  ...(['discord', 'telegram', 'signal'] as const).flatMap((type) =>
    NOT_PASSED_ON.map(([name, fault]) => [type, name, fault] as const),
  ),
  ['discord', 'an overload', { kind: 'code', status: 400, code: 130000, message: '' }],
  ['discord', 'an account to verify', { kind: 'code', status: 403, code: 40002, message: '' }],
  ['discord', 'a refusal nobody has judged', { kind: 'code', status: 403, code: 99_999, message: '' }],
  ['telegram', 'a frozen bot', { kind: 'code', status: 403, code: 0, message: 'Forbidden: bot is frozen' }],
  [
    'telegram',
    'a frozen method',
    { kind: 'code', status: 400, code: 0, message: 'Bad Request: FROZEN_METHOD_INVALID' },
  ],
  [
    'telegram',
    'a token in other hands',
    { kind: 'code', status: 421, code: 0, message: 'Misdirected Request' },
  ],
];

describe('five seconds of a block, just when the start is due', () => {
  it.each(BLOCKS)('on %s by %s: everybody is called when it is over, once', async (type, _, fault) => {
    const evening = await anEvening(type);
    await evening.until(START_AT - 1);
    const block = evening.wire.breakWith(fault);
    await evening.until(START_AT + 5_000);
    expect(block.hits).toBeGreaterThan(0);
    expect(await evening.app.fates('start')).toEqual({});
    block.remove();
    await evening.until(START_AT + 5 * MINUTE);
    expect(await evening.app.fates('start')).toEqual(
      Object.fromEntries(EIGHT.map((userId) => [userId, 'sent'])),
    );
    expect(evening.reached()).toEqual(EIGHT);
    expect(evening.doubled()).toEqual([]);
    expect(evening.wire.forgotten).toEqual([]);
  });
});

describe('an answer that confirms nothing', () => {
  const types = ['discord', 'telegram', 'signal'] as const;

  it.each(types.flatMap((type) => MAYBE_PASSED_ON.map(([name, fault]) => [type, name, fault] as const)))(
    'on %s, %s: is never recorded as sent, and stops the channel at once',
    async (type, _, fault) => {
      const evening = await anEvening(type);
      await evening.until(START_AT - 1);
      const block = evening.wire.breakWith(fault);
      await evening.until(START_AT + 5_000);
      expect(evening.app.eventsOf('channel_paused')).toMatchObject([{ code: 'foreign_answer' }]);
      block.remove();
      await evening.until(START_AT + 5 * MINUTE);
      const fates = await evening.app.fates('start');
      const sent = EIGHT.filter((userId) => fates[userId] === 'sent');
      expect(sent).toEqual(evening.reached());
      // Whoever was asked before the answer was known may have been called: Discord can tell, the others can't.
      const unclear = EIGHT.filter((userId) => fates[userId] === 'unknown(maybe_delivered)');
      expect(unclear).toHaveLength(type === 'discord' ? 0 : block.hits);
      expect([...sent, ...unclear].sort()).toEqual(EIGHT);
      expect(evening.wire.forgotten).toEqual([]);
    },
  );
});

describe('a message that one provider does not take as it is', () => {
  it('neither pauses the others nor closes a door: it goes by the next channel, or says why it did not', async () => {
    const app = await testApp({ channels: ['discord', 'telegram'], at: '2026-03-10T19:50:07.123Z' });
    await person(app, 'both', { channels: ['telegram'], preferred: 'telegram' });
    await person(app, 'one', { channels: ['telegram'], preferred: 'telegram', discordDms: false });
    await person(app, 'other', { channels: ['telegram'], preferred: 'telegram' });
    app.telegram.script('both', refused());
    app.telegram.script('one', refused());
    await app.campaign(await promoter(app));
    await app.advanceTo(START_AT + MINUTE);
    expect(await app.fates('start')).toEqual({ both: 'sent', one: 'failed(message_refused)', other: 'sent' });
    expect(app.discord.deliveredTo('both')).toHaveLength(1);
    expect(app.telegram.requestsTo('one')).toHaveLength(1);
    expect(app.eventsOf('channel_paused')).toEqual([]);
    expect((await app.log()).map(({ reason }) => reason)).not.toContain('channel_closed');
  });
});

describe('a paused channel', () => {
  it('is not opened by somebody who has no address there', async () => {
    const app = await testApp({ channels: ['telegram'], at: '2026-03-10T19:40:07.123Z' });
    await person(app, 'ana', { channels: ['telegram'] });
    app.telegram.reply = () => trouble('unauthorized');
    await app.campaign(await promoter(app));
    await app.advanceTo(REMINDER_AT + 1_000);
    app.telegram.reply = () => closed('no_address');
    await app.advanceTo(REMINDER_AT + 2 * MINUTE);
    expect(app.eventsOf('channel_paused')).toHaveLength(1);
    expect(app.eventsOf('channel_resumed')).toEqual([]);
  });
});
