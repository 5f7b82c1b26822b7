import { describe, expect, it } from 'vitest';
import { ChannelGate, FIRST_PAUSE_MS, LONGEST_PAUSE_MS } from '../../src/channels/channel-gate.js';
import type { MusterEvent } from '../../src/domain/events.js';
import { SimpleEventBus } from '../../src/observability/event-bus.js';
import { FakeClock, settled } from '../support/fake-clock.js';

function gate() {
  const clock = new FakeClock('2026-03-10T20:00:00Z');
  const events: MusterEvent[] = [];
  const bus = new SimpleEventBus();
  bus.on((event) => events.push(event));
  return { clock, events, gate: new ChannelGate('discord', clock, bus) };
}

describe('a channel', () => {
  it('is open as long as nothing is amiss', () => {
    const { gate: it, events } = gate();
    for (let i = 0; i < 5; i++) it.enter()?.('fine');
    it.enter()?.('unclear');
    expect(it.waitMs()).toBe(0);
    expect(events).toEqual([]);
  });

  it('pauses for a minute when it is in trouble, and says so once', async () => {
    const { gate: it, clock, events } = gate();
    const report = it.enter();
    const [second, third] = [it.enter(), it.enter()];
    report?.('trouble', 'unauthorized');
    second?.('trouble', 'unauthorized');
    await clock.advance(1_000);
    third?.('trouble', 'unauthorized');
    expect(it.waitMs()).toBe(FIRST_PAUSE_MS - 1_000);
    const until = clock.now() - 1_000 + FIRST_PAUSE_MS;
    expect(events).toEqual([{ type: 'channel_paused', channel: 'discord', code: 'unauthorized', until }]);
  });

  it('stays paused whatever comes of messages that were under way', async () => {
    const { gate: it, clock, events } = gate();
    const [first, fine, late] = [it.enter(), it.enter(), it.enter()];
    first?.('trouble');
    fine?.('fine');
    expect(it.waitMs()).toBe(FIRST_PAUSE_MS);
    await clock.advance(FIRST_PAUSE_MS);
    late?.('fine');
    expect(events.map(({ type }) => type)).toEqual(['channel_paused']);
    it.enter();
    expect(it.waitMs()).toBeGreaterThan(0);
  });

  it('lets one message go ahead when the pause is over, while the others wait for it', async () => {
    const { gate: it, clock, events } = gate();
    it.enter()?.('trouble');
    await clock.advance(FIRST_PAUSE_MS - 1);
    expect(it.waitMs()).toBe(1);
    await clock.advance(1);
    expect(it.waitMs()).toBe(0);
    const probe = it.enter();
    expect(it.waitMs()).toBeGreaterThan(0);
    probe?.('fine');
    expect(it.waitMs()).toBe(0);
    expect(events.map(({ type }) => type)).toEqual(['channel_paused', 'channel_resumed']);
  });

  it('lets nobody go beside the probe, and stays open whatever comes of others once it was opened', async () => {
    const { gate: it, clock, events } = gate();
    it.enter()?.('trouble');
    expect(it.enter()).toBeNull();
    await clock.advance(FIRST_PAUSE_MS);
    const [probe, beside] = [it.enter(), it.enter()];
    probe?.('fine');
    beside?.('no_answer');
    expect(it.waitMs()).toBe(0);
    expect(beside).toBeNull();
    expect(events.map(({ type }) => type)).toEqual(['channel_paused', 'channel_resumed']);
  });

  it('says when it is worth asking again: at the end of a pause, with the answer to a probe, or on demand', async () => {
    const { gate: it, clock } = gate();
    const asked: string[] = [];
    const ask = (name: string, withinMs: number, signal?: AbortSignal): void =>
      void it.changed(withinMs, signal).then(() => asked.push(name));
    it.enter()?.('trouble');
    ask('pause over', 10 * FIRST_PAUSE_MS);
    ask('patience over', 1_000);
    await clock.advance(1_000);
    expect(asked).toEqual(['patience over']);
    await clock.advance(FIRST_PAUSE_MS);
    expect(asked).toEqual(['patience over', 'pause over']);
    const probe = it.enter();
    const stop = new AbortController();
    ask('stopped', FIRST_PAUSE_MS, stop.signal);
    ask('answered', FIRST_PAUSE_MS);
    await clock.advance(5_000);
    stop.abort();
    await settled();
    expect(asked.slice(2)).toEqual(['stopped']);
    probe?.('unclear');
    await settled();
    expect(asked.slice(2)).toEqual(['stopped', 'answered']);
    expect(clock.sleeping).toBe(0);
  });

  it('doubles its pause with each probe that fails, up to a quarter of an hour', async () => {
    const { gate: it, clock } = gate();
    it.enter()?.('trouble');
    const pauses: number[] = [];
    for (let i = 0; i < 7; i++) {
      pauses.push(it.waitMs() / 60_000);
      await clock.advance(it.waitMs());
      it.enter()?.('trouble');
    }
    expect(pauses).toEqual([1, 2, 4, 8, 15, 15, 15]);
    expect(LONGEST_PAUSE_MS).toBe(15 * 60_000);
  });

  it('begins with a minute again after it was open', async () => {
    const { gate: it, clock } = gate();
    it.enter()?.('trouble');
    await clock.advance(FIRST_PAUSE_MS);
    it.enter()?.('trouble');
    await clock.advance(2 * FIRST_PAUSE_MS);
    it.enter()?.('fine');
    it.enter()?.('trouble');
    expect(it.waitMs()).toBe(FIRST_PAUSE_MS);
  });

  it('neither opens nor pauses again on a probe that tells nothing about it', async () => {
    const { gate: it, clock, events } = gate();
    it.enter()?.('trouble');
    await clock.advance(FIRST_PAUSE_MS);
    it.enter()?.('unclear');
    expect(events.map(({ type }) => type)).toEqual(['channel_paused']);
    expect(it.waitMs()).toBe(0);
    it.enter();
    expect(it.waitMs()).toBeGreaterThan(0);
  });

  it('counts time that passes, not what the clock on the wall says', () => {
    const { gate: it, clock } = gate();
    it.enter()?.('trouble');
    clock.step(3_600_000);
    expect(it.waitMs()).toBe(FIRST_PAUSE_MS);
    clock.step(-7_200_000);
    expect(it.waitMs()).toBe(FIRST_PAUSE_MS);
  });
});
