import { describe, expect, it, onTestFinished } from 'vitest';
import {
  ChannelGate,
  FIRST_PAUSE_MS,
  LONGEST_PAUSE_MS,
  type Report,
} from '../../src/channels/channel-gate.js';
import type { MusterEvent } from '../../src/domain/events.js';
import { PROBE_FOR_MS, PROBE_WITHIN_MS } from '../../src/domain/shared-gates.js';
import { SimpleEventBus } from '../../src/observability/event-bus.js';
import { sharedIn } from '../../src/pace/shared.js';
import { FakePlace } from '../support/fake-cells.js';
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

describe('a channel that several processes have', () => {
  function gates(...names: string[]) {
    const clock = new FakeClock('2026-03-10T20:00:00Z');
    const place = new FakePlace(clock);
    const events: (readonly [string, string])[] = [];
    const all = names.map((me) => {
      const bus = new SimpleEventBus();
      bus.on(({ type }) => events.push([me, type]));
      const sharer = { clock, events: bus, me, liveProcesses: () => names.length, secret: 'secret' };
      const shared = sharedIn(place.connection(), sharer);
      onTestFinished(() => shared.close());
      return new ChannelGate('discord', clock, bus, shared.gates.of('discord'));
    });
    return { clock, place, events, gates: all as [ChannelGate, ChannelGate, ...ChannelGate[]] };
  }

  /** Does what a message does. @returns how to say what became of it; `null`: it may not go. */
  async function send(it: ChannelGate): Promise<Report | null> {
    const hasLeft = await it.look();
    const report = it.enter();
    hasLeft();
    return report;
  }

  it('is paused for all by one, which alone tells of it', async () => {
    const {
      clock,
      events,
      gates: [mine, theirs],
    } = gates('mine', 'theirs');
    (await send(mine))?.('trouble', 'unauthorized');
    expect(await send(mine)).toBeNull();
    expect(await send(theirs)).toBeNull();
    await clock.advance(1_000);
    await theirs.look();
    expect(theirs.waitMs()).toBe(FIRST_PAUSE_MS - 1_000);
    expect(events).toEqual([['mine', 'channel_paused']]);
  });

  it('pauses once when several are in trouble at once', async () => {
    const { clock, events, gates: all } = gates('a', 'b', 'c');
    const reports = await Promise.all(all.map(send));
    for (const report of reports) report?.('trouble', 'unauthorized');
    // Whoever was not the first looks again a moment later.
    await clock.advance(100);
    expect(events).toHaveLength(1);
    await Promise.all(all.map((it) => it.look()));
    for (const it of all) expect(it.waitMs()).toBe(FIRST_PAUSE_MS - 100);
  });

  it('lets one message of all go ahead when the pause is over, and opens for all with it', async () => {
    const { clock, events, gates: both } = gates('mine', 'theirs');
    const [mine, theirs] = both;
    (await send(mine))?.('trouble');
    await settled();
    await theirs.look();
    await clock.advance(FIRST_PAUSE_MS);
    expect([mine.waitMs(), theirs.waitMs()]).toEqual([0, 0]);
    const sent = both.map(send);
    await clock.advance(100);
    const [probe, beside] = await Promise.all(sent);
    expect([probe === null, beside === null].sort()).toEqual([false, true]);
    const waiting = beside ? mine : theirs;
    expect(waiting.waitMs()).toBe(Number.POSITIVE_INFINITY);
    (probe ?? beside)?.('fine');
    let isWorthAsking = false;
    void waiting.changed(Number.POSITIVE_INFINITY).then(() => (isWorthAsking = true));
    await clock.advance(1_000);
    expect(isWorthAsking).toBe(true);
    expect(await send(waiting)).not.toBeNull();
    expect(events.map(([, type]) => type)).toEqual(['channel_paused', 'channel_resumed']);
  });

  it('has no probe without the right to it, which is taken before', async () => {
    const {
      clock,
      gates: [mine],
    } = gates('mine', 'theirs');
    (await send(mine))?.('trouble');
    await clock.advance(FIRST_PAUSE_MS);
    expect(mine.enter()).toBeNull();
    await mine.look();
    expect(mine.enter()).not.toBeNull();
    expect(mine.enter()).toBeNull();
  });

  it('gives the probe to another when whoever had it died, and takes back what was not used in time', async () => {
    const {
      clock,
      gates: [mine, theirs],
    } = gates('mine', 'theirs');
    (await send(mine))?.('trouble');
    await clock.advance(FIRST_PAUSE_MS);
    await mine.look();
    expect(await send(theirs)).toBeNull();
    await clock.advance(PROBE_WITHIN_MS);
    expect(mine.enter()).toBeNull();
    await clock.advance(PROBE_FOR_MS - PROBE_WITHIN_MS - 1);
    expect(await send(theirs)).toBeNull();
    await clock.advance(1_001);
    expect(await send(theirs)).not.toBeNull();
    expect(await send(mine)).toBeNull();
  });

  it('leaves the probe to whoever comes first when one told nothing', async () => {
    const {
      clock,
      gates: [mine, theirs],
    } = gates('mine', 'theirs');
    (await send(mine))?.('trouble');
    await clock.advance(FIRST_PAUSE_MS);
    (await send(mine))?.('unclear');
    await settled();
    expect(await send(theirs)).not.toBeNull();
    expect(await send(mine)).toBeNull();
  });

  it('leaves a probe that is not made to whoever comes first, once nobody here may still make it', async () => {
    const {
      clock,
      gates: [mine, theirs],
    } = gates('mine', 'theirs');
    (await send(mine))?.('trouble');
    await clock.advance(FIRST_PAUSE_MS);
    const [decided, another] = [await mine.look(), await mine.look()];
    decided();
    decided();
    await settled();
    expect(await send(theirs)).toBeNull();
    another();
    expect(mine.enter()).toBeNull();
    await settled();
    const probe = await send(theirs);
    expect(probe).not.toBeNull();
    expect(await send(mine)).toBeNull();
    probe?.('fine');
    await settled();
    expect(await send(mine)).not.toBeNull();
  });

  it('keeps a probe that is being made, whoever else decides otherwise meanwhile', async () => {
    const {
      clock,
      gates: [mine, theirs],
    } = gates('mine', 'theirs');
    (await send(mine))?.('trouble');
    await clock.advance(FIRST_PAUSE_MS);
    const decided = await mine.look();
    const probe = mine.enter();
    expect(probe).not.toBeNull();
    decided();
    await settled();
    expect(await send(theirs)).toBeNull();
    probe?.('fine');
    await settled();
    expect(await send(theirs)).not.toBeNull();
  });

  it('doubles its pause with each probe that fails, whose ever it is', async () => {
    const {
      clock,
      gates: [mine, theirs],
    } = gates('mine', 'theirs');
    (await send(mine))?.('trouble');
    const pauses: number[] = [];
    for (const it of [theirs, mine, theirs, mine]) {
      await settled();
      await it.look();
      pauses.push(it.waitMs() / 60_000);
      await clock.advance(it.waitMs());
      (await send(it))?.('trouble');
    }
    expect(pauses).toEqual([1, 2, 4, 8]);
  });

  it('goes by what each process knows while the place is lost, and tells the others afterwards', async () => {
    const {
      clock,
      place,
      events,
      gates: [mine, theirs],
    } = gates('mine', 'theirs');
    await Promise.all([send(mine), send(theirs)]);
    place.lose('breaks');
    (await send(mine))?.('trouble');
    await settled();
    expect(events.filter(([, type]) => type === 'channel_paused')).toEqual([['mine', 'channel_paused']]);
    expect(await send(mine)).toBeNull();
    expect(await send(theirs)).not.toBeNull();
    place.comeBack({ empty: true });
    await clock.advance(1_000);
    expect(await send(mine)).toBeNull();
    expect(await send(theirs)).toBeNull();
    expect(theirs.waitMs()).toBe(FIRST_PAUSE_MS - 1_000);
  });

  it('lets a process probe alone while the place is lost', async () => {
    const {
      clock,
      place,
      gates: [mine, theirs],
    } = gates('mine', 'theirs');
    (await send(mine))?.('trouble');
    await settled();
    place.lose('breaks');
    await clock.advance(FIRST_PAUSE_MS);
    (await send(mine))?.('fine');
    expect(mine.waitMs()).toBe(0);
    place.comeBack({ empty: false });
    await clock.advance(1_000);
    await mine.look();
    expect(await send(theirs)).not.toBeNull();
  });

  it('stays paused when the place has forgotten it', async () => {
    const {
      clock,
      place,
      gates: [mine, theirs],
    } = gates('mine', 'theirs');
    (await send(mine))?.('trouble');
    await settled();
    place.comeBack({ empty: true });
    await clock.advance(1_000);
    expect(await send(mine)).toBeNull();
    expect(await send(theirs)).toBeNull();
  });
});
