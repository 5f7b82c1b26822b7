import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Pacer } from '../../src/channels/pacer.js';
import type { Clock } from '../../src/domain/clock.js';
import { besideMessages, DISCORD_ACCOUNT } from '../../src/domain/discord-budgets.js';
import type { MusterEvent } from '../../src/domain/events.js';
import type { Paces } from '../../src/domain/pace.js';
import { SimpleEventBus } from '../../src/observability/event-bus.js';
import { type Shared, sharedIn } from '../../src/pace/shared.js';
import { FakeClock } from '../support/fake-clock.js';
import { FakePlace, type Loss } from '../support/fake-cells.js';

/** What Discord takes of one account in any second. */
const MOST_IN_A_SECOND = 50;
const MESSAGES = 40;

/** The most of these moments in any second, its end excluded: it counts as a provider does. */
function mostInASecond(moments: readonly number[]): number {
  const sorted = [...moments].sort((a, b) => a - b);
  return Math.max(
    0,
    ...sorted.map((first, n) => sorted.slice(n).filter((at) => at < first + 1_000 - 1e-6).length),
  );
}

/** One of several processes on a place, with its own idea of the time. */
class Process {
  readonly events: MusterEvent[] = [];
  readonly shared: Shared;
  readonly messages: Pacer;
  readonly questions: Pacer;
  #stopped = Promise.resolve();

  constructor(
    clock: FakeClock,
    place: FakePlace,
    me: string,
    processes: number,
    private readonly left: () => void,
  ) {
    const bus = new SimpleEventBus();
    bus.on((event) => this.events.push(event));
    const own = skewed(clock, me, () => this.#stopped);
    const options = { clock: own, events: bus, me, liveProcesses: () => processes, secret: 'secret' };
    this.shared = sharedIn(
      place.connection(() => this.#stopped),
      options,
    );
    onTestFinished(() => this.shared.close());
    this.messages = new Pacer(own, messagesOf(this.shared.paces));
    this.questions = new Pacer(own, questionsOf(this.shared.paces));
  }

  asks(times: number, pacer: Pacer = this.messages): void {
    for (let n = 0; n < times; n += 1)
      void pacer.acquire().then(async (slot) => {
        if (!slot) return;
        await pacer.renewed(slot);
        this.left();
      });
  }

  /** It is stopped, at best between looking and changing: until `over` none of its waits ends. */
  stop(over: Promise<void>): void {
    this.#stopped = over;
  }

  get turns(): string[] {
    return this.events.flatMap((event) => (event.type === 'sharing' ? [event.state] : []));
  }
}

const messagesOf = (paces: Paces) =>
  paces.of('discord messages', { perSecond: MESSAGES, budgets: [DISCORD_ACCOUNT] });
/** All that the messages leave. */
const questionsOf = (paces: Paces) => {
  const beside = besideMessages(MESSAGES);
  return paces.of('discord people', {
    perSecond: beside.perSecond,
    budgets: [beside, DISCORD_ACCOUNT],
  });
};

/** Two minutes ahead or behind, and counting from somewhere else. */
function skewed(clock: FakeClock, me: string, goesOn: () => Promise<void>): Clock {
  const off = { a: -120_000, b: 120_000 }[me] ?? 0;
  return {
    now: () => clock.now() + off,
    monotonic: () => clock.monotonic() + off * 10,
    sleep: async (ms, signal) => {
      await clock.sleep(ms, signal);
      await goesOn();
    },
  };
}

function processesOn(clock: FakeClock, place: FakePlace, names: readonly string[]) {
  const left: number[] = [];
  const note = (): void => void left.push(clock.monotonic());
  const processes = names.map((me) => new Process(clock, place, me, names.length, note));
  return { left, processes };
}

/** What may happen to three processes and the place they share. */
const anything = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.nat({ max: 1_500 }) }) },
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant('ask' as const),
        who: fc.nat({ max: 2 }),
        times: fc.integer({ min: 1, max: 80 }),
        what: fc.constantFrom('messages' as const, 'questions' as const),
      }),
    },
    fc.record({
      kind: fc.constant('lose' as const),
      how: fc.constantFrom<Loss>('breaks', 'says nothing'),
    }),
    fc.record({ kind: fc.constant('back' as const), empty: fc.boolean() }),
    fc.record({ kind: fc.constant('stop' as const), who: fc.nat({ max: 2 }), ms: fc.nat({ max: 3_000 }) }),
    fc.record({
      kind: fc.constant('set its clock' as const),
      ms: fc.constantFrom(-3_600_000, -700, 700, 5_000),
    }),
  ),
  { minLength: 5, maxLength: 30 },
);

describe('processes that share a place', () => {
  it('together never send more than the provider takes in any second, whatever happens', async () => {
    await fc.assert(
      fc.asyncProperty(anything, async (happenings) => {
        const clock = new FakeClock(0);
        const place = new FakePlace(clock);
        const { left, processes } = processesOn(clock, place, ['a', 'b', 'c']);
        for (const process of processes) process.asks(1);
        await clock.advance(3_000);
        for (const happening of happenings) {
          switch (happening.kind) {
            case 'pass':
              await clock.advance(happening.ms);
              break;
            case 'ask': {
              const process = processes[happening.who]!;
              process.asks(happening.times, process[happening.what]);
              break;
            }
            case 'lose':
              place.lose(happening.how);
              break;
            case 'back':
              place.comeBack(happening);
              break;
            case 'stop':
              processes[happening.who]!.stop(clock.sleep(happening.ms));
              break;
            case 'set its clock':
              place.step(happening.ms);
          }
        }
        place.comeBack({ empty: false });
        await clock.advance(1_200_000);
        expect(mostInASecond(left)).toBeLessThanOrEqual(MOST_IN_A_SECOND);
        for (const { messages, questions } of processes)
          expect([messages.backlogMs(), questions.backlogMs()]).toEqual([0, 0]);
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    ['is emptied', (place: FakePlace) => place.comeBack({ empty: true })],
    ['has its clock set', (place: FakePlace) => place.step(-3_600_000)],
  ])('allow for the slots that are out when the place %s', async (_, forget) => {
    for (let phase = 0; phase < 25; phase += 1) {
      const clock = new FakeClock(0);
      const place = new FakePlace(clock);
      const { left, processes } = processesOn(clock, place, ['a', 'b', 'c']);
      for (const process of processes) {
        process.asks(300);
        process.asks(60, process.questions);
      }
      await clock.advance(5_000 + phase);
      forget(place);
      await clock.advance(5_000);
      expect(mostInASecond(left)).toBeLessThanOrEqual(MOST_IN_A_SECOND);
    }
  });

  it('lose nothing by sharing: so many messages take as long as from one', async () => {
    const clock = new FakeClock(0);
    const { left, processes } = processesOn(clock, new FakePlace(clock), ['a', 'b', 'c']);
    for (const process of processes) process.asks(1);
    await clock.advance(5_000);
    left.splice(0);
    const begun = clock.monotonic();
    for (const process of processes) process.asks(200);
    await clock.advance(60_000);
    expect(left).toHaveLength(600);
    expect(left.at(-1)! - begun).toBeLessThanOrEqual((1.01 * 600 * 1_000) / MESSAGES);
  });

  it('begin after one window where nothing is known of what was sent before', async () => {
    const clock = new FakeClock(0);
    const { left, processes } = processesOn(clock, new FakePlace(clock), ['a', 'b', 'c']);
    const begun = clock.monotonic();
    for (const process of processes) process.asks(20);
    await clock.advance(60_000);
    expect(left[0]! - begun).toBeGreaterThanOrEqual(1_000);
    expect(left[0]! - begun).toBeLessThan(1_050);
  });

  it('have that window behind them when the first message is due, however long they have had nothing to send', async () => {
    const clock = new FakeClock(0);
    const { left, processes } = processesOn(clock, new FakePlace(clock), ['a', 'b', 'c']);
    // From one weekly evening to the next, and some.
    for (const idleMs of [1_100, 8 * 24 * 3_600_000]) {
      await clock.advance(idleMs);
      const begun = clock.monotonic();
      left.splice(0);
      for (const process of processes) process.asks(20);
      await clock.advance(60_000);
      expect(left).toHaveLength(60);
      expect(left[0]! - begun).toBeLessThanOrEqual(50);
      expect(left.at(-1)! - begun).toBeLessThanOrEqual(1.05 * 60 * (1_000 / MESSAGES));
    }
  });

  it.each<Loss>(['breaks', 'says nothing'])(
    'send at one part in three each when the place %s, and say so once; together again within 1.5 s',
    async (how) => {
      const clock = new FakeClock(0);
      const place = new FakePlace(clock);
      const { left, processes } = processesOn(clock, place, ['a', 'b', 'c']);
      for (const process of processes) process.asks(3_000);
      await clock.advance(10_000);
      place.lose(how);
      await clock.advance(2_000);
      left.splice(0);
      await clock.advance(30_000);
      const perSecond = left.length / 30;
      expect(perSecond).toBeGreaterThan(0.95 * MESSAGES);
      expect(perSecond).toBeLessThanOrEqual(MESSAGES + 1);
      for (const process of processes) expect(process.turns).toEqual(['lost']);

      place.comeBack({ empty: true });
      left.splice(0);
      const back = clock.monotonic();
      await clock.advance(10_000);
      expect(left.find((at) => at > back + 500)! - back).toBeLessThanOrEqual(1_500);
      expect(left.length).toBeGreaterThan(8 * MESSAGES);
      for (const process of processes) expect(process.turns).toEqual(['lost', 'back']);
    },
  );

  it('send at the whole pace when the others have gone', async () => {
    const clock = new FakeClock(0);
    const place = new FakePlace(clock);
    const { left, processes } = processesOn(clock, place, ['a', 'b', 'c']);
    for (const process of processes) process.asks(1);
    await clock.advance(5_000);
    const [first, ...others] = processes;
    for (const process of others) process.stop(new Promise(() => undefined));
    left.splice(0);
    first!.asks(400);
    await clock.advance(10_300);
    expect(left).toHaveLength(400);
  });
});
