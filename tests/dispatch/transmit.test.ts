import { describe, expect, it } from 'vitest';
import { ChannelRegistry } from '../../src/channels/registry.js';
import { answer } from '../../src/dispatch/answers.js';
import { PacedDirectMessages } from '../../src/dispatch/direct-messages.js';
import { transmit } from '../../src/dispatch/transmit.js';
import type { Delivery } from '../../src/domain/channel.js';
import type { MusterEvent } from '../../src/domain/events.js';
import { SimpleEventBus } from '../../src/observability/event-bus.js';
import { sharedIn } from '../../src/pace/shared.js';
import { FakeChannel, hangs, notDelivered, trouble } from '../support/fake-channel.js';
import { FakePlace } from '../support/fake-cells.js';
import { FakeClock, settled } from '../support/fake-clock.js';
import { channelTools } from '../support/in-memory.js';

function world(limits: { addressIntervalMs?: number; messagesPerSecond?: number } = {}) {
  const clock = new FakeClock('2026-03-10T20:00:00Z');
  const events: MusterEvent[] = [];
  const bus = new SimpleEventBus();
  bus.on((event) => events.push(event));
  const channel = Object.assign(new FakeChannel('discord', clock), limits);
  const paced = new ChannelRegistry([channel], channelTools(clock, bus)).get('discord');
  return { clock, events, channel, paced };
}

const to = (userId: string): Delivery => ({
  recipient: { userId, address: `address of ${userId}` },
  message: { text: 'Tonight at nine', actions: [] },
  nonce: 'nonce',
});

describe('a channel that never comes to an end', () => {
  it('has its message taken for one that may have arrived, a little after its own longest time', async () => {
    const { clock, channel, paced } = world();
    channel.reply = () => hangs(true);
    const outcome = transmit(paced, to('ana'));
    let ended = false;
    void outcome.then(() => (ended = true));
    await clock.advance(channel.timeoutMs);
    expect(ended).toBe(false);
    await clock.advance(5_000);
    expect(await outcome).toEqual({ kind: 'maybe_delivered', code: 'timeout' });
  });

  it('is in an outage for its gate, as one that says so itself', async () => {
    const { clock, channel, paced, events } = world();
    channel.reply = () => hangs(false);
    for (let n = 0; n < 5; n += 1) {
      void transmit(paced, to(`p${n}`));
      await clock.advance(2_000);
    }
    await clock.advance(20_000);
    expect(events).toEqual([expect.objectContaining({ type: 'channel_paused', code: 'timeout' })]);
  });

  it('changes nothing any more when it comes to an end after all', async () => {
    const { clock, channel, paced, events } = world();
    channel.reply = () => hangs(true);
    const outcome = transmit(paced, to('ana'));
    await clock.advance(60_000);
    channel.release({ kind: 'trouble', code: 'unauthorized' });
    await settled();
    expect(await outcome).toMatchObject({ kind: 'maybe_delivered' });
    expect(events).toEqual([]);
  });
});

describe('a message for a paused channel', () => {
  it('does not leave, whoever decided to send it', async () => {
    const { channel, paced } = world();
    paced.gate.enter()?.('trouble', 'unauthorized');
    expect(await transmit(paced, to('ana'))).toEqual({ kind: 'trouble', code: 'channel_paused' });
    expect(channel.requests).toEqual([]);
  });

  it('does not spend the second of its chat', async () => {
    const { paced } = world({ addressIntervalMs: 1_000 });
    paced.gate.enter()?.('trouble', 'unauthorized');
    const delivery = to('ana');
    await transmit(paced, delivery);
    expect(paced.addresses.waitMs(delivery.recipient.address)).toBe(0);
  });
});

describe('an answer', () => {
  it('is repeated as long as it provably did not arrive, and never sooner than the provider says', async () => {
    const { clock, channel, paced } = world();
    channel.script('ana', notDelivered('rate_limited', 7_000), notDelivered('rate_limited', 20_000));
    const outcome = answer(paced, to('ana'));
    await clock.advance(60_000);
    expect(await outcome).toMatchObject({ kind: 'sent' });
    const [first, second, third] = channel.requestsTo('ana').map(({ at }) => at);
    expect(second! - first!).toBeGreaterThanOrEqual(7_000);
    expect(third! - second!).toBeGreaterThanOrEqual(20_000);
  });

  it('is dropped when its minute would be over', async () => {
    const { clock, channel, paced } = world();
    channel.reply = () => notDelivered('rate_limited', 25_000);
    const outcome = answer(paced, to('ana'));
    await clock.advance(120_000);
    expect(await outcome).toMatchObject({ kind: 'not_delivered', code: 'rate_limited' });
    expect(channel.requestsTo('ana').length).toBeLessThanOrEqual(3);
  });

  it('waits for those before it at its address without taking slots from anybody', async () => {
    const { clock, channel, paced } = world({ addressIntervalMs: 1_000, messagesPerSecond: 2 });
    const begun = clock.now();
    const outcomes = Array.from({ length: 15 }, () => answer(paced, to('ana')));
    await clock.advance(500);
    const bor = answer(paced, to('bor'));
    await clock.advance(20_000);
    expect(await bor).toMatchObject({ kind: 'sent' });
    expect(channel.requestsTo('bor')[0]!.at - begun).toBeLessThanOrEqual(1_500);
    for (const outcome of outcomes) expect(await outcome).toMatchObject({ kind: 'sent' });
    expect(channel.requestsTo('ana').at(-1)!.at - begun).toBeLessThanOrEqual(16_000);
  });

  it('is never repeated where it may have arrived', async () => {
    const { channel, paced } = world();
    channel.script('ana', { outcome: { kind: 'maybe_delivered', code: 'timeout' } });
    expect(await answer(paced, to('ana'))).toEqual({ kind: 'maybe_delivered', code: 'timeout' });
    expect(channel.requests).toHaveLength(1);
  });

  it('is not sent when the channel was paused while it waited for its slot', async () => {
    const { clock, channel, paced } = world();
    channel.messagesPerSecond = 1;
    await paced.pacer.acquire();
    const outcome = answer(paced, to('ana'), { once: true });
    await settled();
    paced.gate.enter()?.('trouble', 'unauthorized');
    await clock.advance(5_000);
    expect(await outcome).toEqual({ kind: 'not_delivered', code: 'channel_paused' });
    expect(channel.requests).toEqual([]);
  });

  it('follows another to the same address no sooner than the provider allows, and holds up nobody', async () => {
    const { clock, channel, paced } = world({ addressIntervalMs: 1_000 });
    channel.messagesPerSecond = 40;
    const all = Promise.all([answer(paced, to('ana')), answer(paced, to('ana')), answer(paced, to('bor'))]);
    await clock.advance(5_000);
    await all;
    const [first, second] = channel.requestsTo('ana').map(({ at }) => at);
    expect(second! - first!).toBeGreaterThanOrEqual(1_000);
    expect(channel.requestsTo('bor')[0]!.at - first!).toBeLessThan(100);
  });

  it('waits for a probe only until it has its answer', async () => {
    const { clock, channel, paced } = world();
    paced.gate.enter()?.('trouble', 'unauthorized');
    await clock.advance(60_000);
    const probe = paced.gate.enter();
    const outcome = answer(paced, to('ana'));
    await clock.advance(2_500);
    expect(channel.requests).toEqual([]);
    const at = clock.now();
    probe?.('fine');
    expect(await outcome).toMatchObject({ kind: 'sent' });
    expect(channel.requests[0]!.at - at).toBeLessThan(100);
  });

  it('pauses the channel that refuses it', async () => {
    const { channel, paced, events } = world();
    channel.script('ana', trouble('unauthorized'));
    await answer(paced, to('ana'));
    expect(events).toEqual([expect.objectContaining({ type: 'channel_paused', code: 'unauthorized' })]);
  });
});

describe('opening a direct message', () => {
  it('stops for everybody once Discord says that it was too fast', async () => {
    const { paced, events } = world();
    const asked: string[] = [];
    const dms = new PacedDirectMessages(paced, async (userId) => {
      asked.push(userId);
      return { kind: 'trouble', code: 'dms_paused' };
    });
    expect(await dms.open('ana')).toBe('later');
    expect(await dms.open('bor')).toBe('later');
    expect(asked).toEqual(['ana']);
    expect(events).toEqual([expect.objectContaining({ type: 'channel_paused', code: 'dms_paused' })]);
  });

  it.each([
    ['closed', { kind: 'closed', code: 'dm_closed' }],
    ['later', { kind: 'trouble', code: 'dms_paused' }],
    ['later', { kind: 'not_delivered', code: 'rate_limited', retryAfterMs: 5_000 }],
    ['later', { kind: 'not_delivered', code: 'server_error' }],
    ['later', { kind: 'refused', code: 'bad_request' }],
    ['later', { kind: 'maybe_delivered', code: 'timeout' }],
  ] as const)('is %s to the person after %j', async (told, opening) => {
    const { paced } = world();
    expect(await new PacedDirectMessages(paced, async () => opening).open('ana')).toBe(told);
  });

  it('keeps to the pace of the channel', async () => {
    const { clock, paced } = world();
    const at: number[] = [];
    const dms = new PacedDirectMessages(paced, async (userId) => {
      at.push(clock.monotonic());
      return { kind: 'sent', channelId: `dm-${userId}` };
    });
    const opened = Promise.all(['a', 'b', 'c'].map((userId) => dms.open(userId)));
    await clock.advance(1_000);
    expect(await opened).toEqual(['dm-a', 'dm-b', 'dm-c'].map((channelId) => ({ channelId })));
    expect(at.map((time) => Math.round(time - at[0]!))).toEqual([0, 25, 50]);
  });
});

describe('a channel that another process has paused', () => {
  /** Two processes with one channel. */
  function two() {
    const clock = new FakeClock('2026-03-10T20:00:00Z');
    const channel = new FakeChannel('discord', clock);
    const place = new FakePlace(clock);
    const [mine, theirs] = ['mine', 'theirs'].map((me) => {
      const bus = new SimpleEventBus();
      const sharer = { clock, events: bus, me, liveProcesses: () => 2, secret: 'secret' };
      const { gates } = sharedIn(place.connection(), sharer);
      return new ChannelRegistry([channel], { ...channelTools(clock, bus), gates }).get('discord');
    });
    return { clock, channel, mine: mine!, theirs: theirs! };
  }

  it('takes no answer that is not to wait, and one that is when its probe has opened it', async () => {
    const { clock, channel, mine, theirs } = two();
    channel.script('ana', trouble('unauthorized'));
    await answer(theirs, to('ana'), { once: true });
    await clock.advance(1_000);
    expect(await answer(mine, to('bor'), { once: true })).toMatchObject({ code: 'channel_paused' });
    expect(channel.requestsTo('bor')).toEqual([]);

    await clock.advance(20_000);
    const waits = answer(mine, to('bor'));
    await clock.advance(60_000);
    expect(await waits).toMatchObject({ kind: 'sent' });
    expect(await answer(theirs, to('ana'), { once: true })).toMatchObject({ kind: 'sent' });
  });
});
