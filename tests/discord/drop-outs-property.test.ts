import type { REST } from 'discord.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ProgressReports } from '../../src/discord/progress-reports.js';
import { comeTonight } from '../../src/services/answer-evening.js';
import { clearAvailabilityOn, setAvailability } from '../../src/services/set-availability.js';
import { notTonight } from '../../src/services/way-out.js';
import { actor, person, promoter } from '../support/people.js';
import { DATE, MINUTE, REMINDER_AT, START_AT, testApp, type TestApp } from '../support/test-app.js';

const SECOND = 1_000;
const END = START_AT + 45 * MINUTE;
const PEOPLE = ['ana', 'bor', 'cene'] as const;
/** Time for a message to be edited: an answer waits for the edit before it, and so does what it changes. */
const EDITED = 5 * SECOND;
/**
 * People act at moments so far apart: five minutes after one of them is half-way between two others, and no edit is looked at
 * while it is on its way.
 */
const APART = 40 * SECOND;

const anyStep = fc.record({
  wait: fc.integer({ min: 1, max: 10 }).map((times) => times * APART - EDITED),
  who: fc.constantFrom(...PEOPLE),
  does: fc.constantFrom(
    ...(['comes', 'comes', 'comes', 'comes_later', 'says_no', 'says_no', 'clears', 'maybe'] as const),
    ...(['not_playing', 'looks', 'nothing', 'restart'] as const),
  ),
});
type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never;

/** What the promoter should read, by a reckoning of its own: people and moments, no rows. */
class Naive {
  readonly #coming = new Set<string>();
  readonly #away = new Set<string>();
  /** When somebody last took back a yes. */
  readonly #droppedAt = new Map<string, number>();
  #toldAt = 0;
  #saidAt = 0;
  tellings = 0;

  /** Lets time pass. */
  until(now: number): void {
    const untold = this.#out().filter((at) => at > this.#toldAt);
    const due = Math.min(...untold) + 5 * MINUTE;
    // Whoever looked for a game in between is due as soon as they do not any more.
    const at = Math.max(due, this.#saidAt);
    if (at > now || at >= END || due >= END) return;
    this.#toldAt = at;
    this.tellings += 1;
  }

  says(who: string, does: Step['does'], now: number): void {
    if (does === 'nothing' || does === 'restart') return;
    this.#saidAt = now;
    const counts = now < END;
    if (does === 'comes' || does === 'comes_later') {
      if (!counts) return;
      this.#coming.add(who);
      this.#droppedAt.delete(who);
    } else if (does !== 'looks' && this.#coming.delete(who) && counts) this.#droppedAt.set(who, now);
    if (does === 'comes' || does === 'comes_later' || does === 'looks') this.#away.delete(who);
    else this.#away.add(who);
  }

  told(): number {
    return this.#out().filter((at) => at <= this.#toldAt).length;
  }

  #out(): number[] {
    return [...this.#droppedAt].filter(([who]) => this.#away.has(who)).map(([, at]) => at);
  }
}

async function act(app: TestApp, who: string, does: Step['does']): Promise<unknown> {
  const one = actor(who);
  const set = (status: string) => setAvailability(app.context, one, { status, date: DATE });
  switch (does) {
    case 'comes':
      return comeTonight(app.context, one, { minutesLate: null, channel: null });
    case 'comes_later':
      return comeTonight(app.context, one, { minutesLate: 10, channel: null });
    case 'says_no':
      return notTonight(app.context, one);
    case 'clears':
      return clearAvailabilityOn(app.context, one, DATE);
    case 'maybe':
      return set('MAYBE');
    case 'not_playing':
      return set('NOT_PLAYING');
    case 'looks':
      return set('LOOKING');
    default:
      return null;
  }
}

/** A promoter's message, as Discord has it. */
class Message {
  readonly shown: { at: number; told: number }[] = [];
  posted = 0;
  #stop = new AbortController();

  constructor(private readonly app: TestApp) {}

  get told(): number {
    return this.shown.at(-1)?.told ?? 0;
  }

  /** A process begins to show how it goes; one that did before shows nothing more. */
  follow(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    const show = async (_route: string, { body }: { body: { embeds: { description?: string }[] } }) => {
      const [, told = '0'] = /(\d+) who said they’d come/.exec(body.embeds[0]?.description ?? '') ?? [];
      this.shown.push({ at: this.app.clock.now(), told: Number(told) });
      return { id: 'm1' };
    };
    const post = (route: string, request: never) => {
      this.posted += 1;
      return show(route, request);
    };
    const { context } = this.app;
    const progress = new ProgressReports(context, { patch: show, post } as unknown as REST, context.clock);
    context.events.on((event) => !signal.aborted && progress.handle(event));
    void progress.keep(signal);
  }
}

it('tells what a naive count says: after five minutes, together, once, and nothing once the evening is over', async () => {
  let told = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 4, maxLength: 24, size: 'max' }), async (steps) => {
      const app = await testApp({ sweepEveryMs: 0 });
      for (const who of PEOPLE) await person(app, who);
      app.dmChannels.set('promoter', '555');
      await app.campaign(await promoter(app));
      const message = new Message(app);
      message.follow();
      const naive = new Naive();
      await app.advanceTo(REMINDER_AT + MINUTE);
      const acted: number[] = [];
      for (const { wait, who, does } of steps) {
        await app.advance(wait);
        naive.until(app.clock.now());
        expect(message.told).toBe(naive.told());
        acted.push(app.clock.now());
        naive.says(who, does, app.clock.now());
        if (does === 'restart') {
          await app.restart();
          message.follow();
        }
        await act(app, who, does);
        await app.advance(EDITED);
        naive.until(app.clock.now());
        expect(message.told).toBe(naive.told());
      }
      await app.advanceTo(Math.max(END, app.clock.now()) + 10 * MINUTE);
      naive.until(app.clock.now());
      expect(message.told).toBe(naive.told());
      told += naive.tellings;
      expect(message.posted).toBeLessThanOrEqual(1);
      // What is shown beside an answer shows the same as before, or less.
      const byItself = message.shown.filter(
        ({ at }, index) =>
          message.shown[index]!.told > (message.shown[index - 1]?.told ?? 0) &&
          !acted.some((then) => at >= then && at <= then + EDITED),
      );
      expect(byItself.every(({ at }) => at < END)).toBe(true);
      const gaps = byItself.slice(1).map(({ at }, index) => at - byItself[index]!.at);
      expect(gaps.every((gap) => gap >= 5 * MINUTE - EDITED)).toBe(true);
    }),
    { numRuns: 20 },
  );
  expect(told).toBeGreaterThan(3);
}, 60_000);
