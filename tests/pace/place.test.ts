import { expect, it, onTestFinished } from 'vitest';
import type { MusterEvent } from '../../src/domain/events.js';
import { SimpleEventBus } from '../../src/observability/event-bus.js';
import { LOOK_AGAIN_MS, PATIENCE_MS, Place } from '../../src/pace/place.js';
import { FakePlace, type Loss } from '../support/fake-cells.js';
import { FakeClock, settled } from '../support/fake-clock.js';

function setUp(live = 3) {
  const clock = new FakeClock('2026-03-10T20:00:00Z');
  const there = new FakePlace(clock);
  const processOf = (me: string, beforeSwap?: () => Promise<void>) => {
    const events: MusterEvent[] = [];
    const bus = new SimpleEventBus();
    bus.on((event) => events.push(event));
    const place = new Place(there.connection(beforeSwap), {
      clock,
      events: bus,
      me,
      liveProcesses: () => live,
    });
    onTestFinished(() => place.close());
    return { place, events };
  };
  return { clock, there, processOf };
}

/** Adds one to the number in a cell. */
const count = (place: Place, key = 'number'): Promise<number | null> =>
  place.change(key, ({ value }) => {
    const answer = Number(value ?? 0) + 1;
    return { keep: { value: String(answer), forMs: 3_600_000 }, answer };
  });

it('loses no change, however many processes make one at once', async () => {
  const { clock, processOf } = setUp();
  const processes = ['a', 'b', 'c', 'd', 'e'].map((me) => processOf(me).place);
  const counted = Promise.all(Array.from({ length: 50 }, (_, n) => count(processes[n % 5]!)));
  await clock.advance(PATIENCE_MS);
  expect((await counted).sort((x, y) => x! - y!)).toEqual(Array.from({ length: 50 }, (_, n) => n + 1));
});

it('asks nobody in vain: what one process changes alone takes two questions', async () => {
  const { there, processOf } = setUp();
  const { place } = processOf('a');
  await count(place);
  const before = there.questions;
  await Promise.all([count(place), count(place), count(place)]);
  expect(there.questions - before).toBe(6);
});

it.each<Loss>(['breaks', 'says nothing'])(
  'is told once as lost, and once as back, when it %s',
  async (how) => {
    const { clock, there, processOf } = setUp();
    const { place, events } = processOf('a');
    expect(await count(place)).toBe(1);
    there.lose(how);
    const alone = [count(place), count(place, 'another'), count(place)];
    await clock.advance(PATIENCE_MS);
    expect(await Promise.all(alone)).toEqual([null, null, null]);
    await clock.advance(60_000);
    expect(events).toEqual([
      { type: 'sharing', state: 'lost', processes: 3, error: expect.any(Error) as unknown },
    ]);
    there.comeBack({ empty: false });
    await clock.advance(LOOK_AGAIN_MS);
    expect(events.slice(1)).toEqual([{ type: 'sharing', state: 'back', processes: 3, error: null }]);
    expect(await count(place)).toBe(2);
  },
);

it('asks a place that is lost nothing but whether it is back', async () => {
  const { clock, there, processOf } = setUp();
  const { place } = processOf('a');
  there.lose('breaks');
  await count(place);
  const before = there.questions;
  for (let n = 0; n < 100; n += 1) expect(await count(place)).toBeNull();
  expect(there.questions).toBe(before);
  await clock.advance(10_000);
  expect(there.questions - before).toBeLessThanOrEqual(10_000 / LOOK_AGAIN_MS);
});

it('is lost where it takes too long, and not where this process was held up itself', async () => {
  const { clock, there, processOf } = setUp();
  const { place, events } = processOf('a');
  let release = (): void => undefined;
  there.answerAfter(new Promise((resolve) => (release = resolve)));
  const held = count(place);
  await settled();
  // It wakes late, and finds its timer and the answer.
  await clock.suspend(2_000);
  release();
  expect(await held).toBe(1);
  expect(events).toEqual([]);

  there.answerAfter(clock.sleep(PATIENCE_MS + 50));
  const late = count(place);
  await clock.advance(PATIENCE_MS);
  expect(await late).toBeNull();
  expect(events).toMatchObject([{ type: 'sharing', state: 'lost' }]);
});

it('holds up nobody when a process dies between looking and changing', async () => {
  const { processOf } = setUp();
  const dead = processOf('dead', () => new Promise(() => undefined));
  void count(dead.place);
  await settled();
  const { place } = processOf('a');
  expect(await count(place)).toBe(1);
  expect(await count(place)).toBe(2);
});

it('leaves what a process changes that was stopped meanwhile to those who were quicker', async () => {
  const { clock, processOf } = setUp();
  const stopped = processOf('stopped', () => clock.sleep(100));
  const late = count(stopped.place);
  await settled();
  const { place } = processOf('a');
  expect(await count(place)).toBe(1);
  await clock.advance(PATIENCE_MS);
  expect(await late).toBe(2);
});

it('is not asked after it was closed, and tells nobody', async () => {
  const { clock, there, processOf } = setUp();
  const { place, events } = processOf('a');
  there.lose('breaks');
  await place.close();
  expect(await count(place)).toBeNull();
  await clock.advance(60_000);
  expect(events).toEqual([]);
  expect(clock.sleeping).toBe(0);
});
