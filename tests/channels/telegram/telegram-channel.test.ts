import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TelegramPerson } from '../../../demo/telegram/people.js';
import { TelegramStandIn } from '../../../demo/telegram/stand-in.js';
import { TelegramChannel } from '../../../src/channels/telegram/telegram-channel.js';
import type { MusterEvent } from '../../../src/domain/events.js';
import { SimpleEventBus } from '../../../src/observability/event-bus.js';
import { SystemClock } from '../../../src/scheduling/system-clock.js';
import { ASKS_FOR_PASSWORD } from '../../support/foreign-answers.js';
import { channelContract, deliveryTo } from '../contract.js';

const SEND = 'POST /sendMessage';
function channelFor(
  telegram: TelegramStandIn,
  options: Partial<ConstructorParameters<typeof TelegramChannel>[0]> = {},
): TelegramChannel {
  return new TelegramChannel({
    token: telegram.token,
    apiUrl: telegram.url,
    messagesPerSecond: 25,
    clock: new SystemClock(),
    events: new SimpleEventBus(),
    forget: () => Promise.resolve(),
    ...options,
  });
}

channelContract('Telegram', async () => {
  const telegram = await TelegramStandIn.start({ chatIntervalMs: 0 });
  const ana = telegram.addPerson({ name: 'Ana', started: true });
  const bor = telegram.addPerson({ name: 'Bor', started: true });
  telegram.block(bor.id);
  return {
    channel: channelFor(telegram),
    reachable: { userId: 'ana', address: ana.id },
    unreachable: { userId: 'bor', address: bor.id },
    delivered: () => telegram.messagesTo(ana.id).map(({ text }) => text),
    allRequests: () => telegram.traffic.count(),
    requests: () => telegram.traffic.count({ route: SEND }),
    next: (fault) => void telegram.faults.next({ route: SEND }, fault),
    refuseConnections: () => telegram.pauseHttp(),
    refuseAll: () => (telegram.tokenIsGood = false),
    withTimeout: (timeoutMs) => channelFor(telegram, { timeoutMs }),
    stop: () => telegram.stop(),
  };
});

describe('the Telegram channel', () => {
  let telegram: TelegramStandIn;
  let ana: TelegramPerson;
  let forgotten: { userId: string; address: string; code: string }[];
  let channel: TelegramChannel;
  const toAna = () => deliveryTo({ userId: 'ana', address: ana.id }, 'nonce-1');

  beforeEach(async () => {
    telegram = await TelegramStandIn.start({ chatIntervalMs: 0 });
    ana = telegram.addPerson({ name: 'Ana', started: true });
    forgotten = [];
    channel = channelFor(telegram, { forget: (closed) => Promise.resolve(void forgotten.push(closed)) });
  });
  afterEach(async () => {
    await telegram.stop();
  });

  it('puts both ways out under the message, as buttons', async () => {
    await channel.send(toAna());
    expect(telegram.messagesTo(ana.id)[0]?.buttons).toEqual([
      { text: 'Not tonight', data: 'not-tonight:campaign-1', row: 0 },
      { text: 'Stop these messages', data: 'stop:campaign-1', row: 0 },
    ]);
    expect(telegram.traffic.where({ route: SEND })[0]?.requestBody).not.toHaveProperty('parse_mode');
  });

  it('puts links in a row above them', async () => {
    const delivery = toAna();
    const links = [{ label: 'Open voice', url: 'https://discord.com/channels/1/2' }];
    expect(await channel.send({ ...delivery, message: { ...delivery.message, links } })).toMatchObject({
      kind: 'sent',
    });
    const [link, ...others] = telegram.messagesTo(ana.id)[0]?.buttons ?? [];
    expect(link).toEqual({ text: 'Open voice', data: '', url: links[0]?.url, row: 0 });
    expect(others.map(({ row }) => row)).toEqual([1, 1]);
  });

  it('waits as long as Telegram says', async () => {
    telegram.faults.next({ route: SEND }, { kind: 'rate_limit', retryAfterSeconds: 7 });
    expect(await channel.send(toAna())).toEqual({
      kind: 'not_delivered',
      code: 'rate_limited',
      retryAfterMs: 7_000,
    });
    expect(forgotten).toEqual([]);
  });

  it.each([
    ['who blocked the bot', () => telegram.block(ana.id), 'blocked'],
    ['whose account is no more', () => telegram.deleteAccount(ana.id), 'chat_not_found'],
  ])('forgets the chat of somebody %s', async (_, happens, code) => {
    happens();
    expect(await channel.send(toAna())).toEqual({ kind: 'closed', code });
    expect(forgotten).toEqual([{ userId: 'ana', address: ana.id, code }]);
  });

  it('forgets a chat that is not there', async () => {
    const nowhere = deliveryTo({ userId: 'ana', address: '999' }, 'nonce-1');
    expect(await channel.send(nowhere)).toEqual({ kind: 'closed', code: 'chat_not_found' });
    expect(forgotten).toEqual([{ userId: 'ana', address: '999', code: 'chat_not_found' }]);
  });

  it('does not forget anybody for a message Telegram does not take', async () => {
    const tooLong = { ...toAna(), message: { text: 'x'.repeat(5_000), actions: [] } };
    expect(await channel.send(tooLong)).toEqual({ kind: 'refused', code: 'bad_request' });
    expect(forgotten).toEqual([]);
  });

  it('keeps the link of who has yet to press Start', async () => {
    const cene = telegram.addPerson({ name: 'Cene' });
    const toCene = deliveryTo({ userId: 'cene', address: cene.id }, 'nonce-1');
    expect(await channel.send(toCene)).toEqual({ kind: 'closed', code: 'not_started' });
    expect(forgotten).toEqual([]);
  });

  it('is in trouble as a whole when the bot is frozen, and keeps every link', async () => {
    telegram.frozen = true;
    expect(await channel.send(toAna())).toEqual({ kind: 'trouble', code: 'bot_restricted' });
    expect(forgotten).toEqual([]);
  });

  it('takes a message in another chat for no answer of Telegram’s', async () => {
    const elsewhere = { ok: true, result: { message_id: 7, chat: { id: 7 } } };
    telegram.faults.next({ route: SEND }, { kind: 'status', status: 200, body: elsewhere });
    expect(await channel.send(toAna())).toEqual({ kind: 'maybe_delivered', code: 'foreign_answer' });
  });

  it('stands by a refusal whatever becomes of our memory', async () => {
    channel = channelFor(telegram, { forget: () => Promise.reject(new Error('the database is locked')) });
    telegram.block(ana.id);
    expect(await channel.send(toAna())).toEqual({ kind: 'closed', code: 'blocked' });
  });

  it('never takes a proxy that asks for a password for the provider', async () => {
    telegram.faults.next({ route: SEND }, ASKS_FOR_PASSWORD);
    expect(await channel.send(toAna())).toEqual({ kind: 'trouble', code: 'foreign_answer' });
    expect(forgotten).toEqual([]);
  });

  it('tells what came of a message, whatever becomes of forgetting', async () => {
    const events = new SimpleEventBus();
    const told: MusterEvent[] = [];
    events.on((event) => told.push(event));
    const broken = new Error('the disk is full');
    const clumsy = channelFor(telegram, { events, forget: () => Promise.reject(broken) });
    telegram.block(ana.id);
    expect(await clumsy.send(toAna())).toEqual({ kind: 'closed', code: 'blocked' });
    await expect
      .poll(() => told)
      .toEqual([expect.objectContaining({ type: 'background_error', error: broken })]);
  });

  it('sends nothing without an address', async () => {
    const outcome = await channel.send(deliveryTo({ userId: 'ana', address: null }, 'nonce-1'));
    expect(outcome).toEqual({ kind: 'closed', code: 'no_address' });
    expect(telegram.traffic.count()).toBe(0);
  });

  it('takes a token of the wrong shape for what it is', async () => {
    const wrong = channelFor(telegram, { token: '1:wrong' });
    expect(await wrong.send(toAna())).toEqual({ kind: 'trouble', code: 'unauthorized' });
  });
});
