import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addDays } from '../../src/domain/local-time.js';
import { clearAvailabilityOn, setAvailability } from '../../src/services/set-availability.js';
import { updatePreferences } from '../../src/services/update-preferences.js';
import { stopMessages } from '../../src/services/way-out.js';
import { runsHere } from '../support/engine-of-run.js';
import { lostUnanswered, notDelivered, type Request, sent } from '../support/fake-channel.js';
import { settled } from '../support/fake-clock.js';
import { actor, person } from '../support/people.js';
import { DATE, MINUTE, testApp, type TestApp } from '../support/test-app.js';

const THRESHOLD = 3;
const PEOPLE = ['ana', 'bor', 'cene', 'dana', 'promoter'] as const;
const MORNING = Date.parse('2026-03-10T09:00:00.000Z');
const DAY = 24 * 60 * MINUTE;

const anyone = fc.constantFrom(...PEOPLE);
const tag = <T extends string>(name: T) => fc.constant(name);
const anyDeed = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({
      does: tag('says'),
      who: anyone,
      status: fc.constantFrom('LOOKING', 'LOOKING', 'LOOKING', 'MAYBE', 'NOT_PLAYING'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: tag('takes_back'), who: anyone }) },
  { weight: 2, arbitrary: fc.record({ does: tag('allows'), who: anyone, yes: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ does: tag('stops'), who: anyone }) },
  { weight: 2, arbitrary: fc.record({ does: tag('restarts') }) },
  { weight: 2, arbitrary: fc.record({ does: tag('passes'), ms: fc.nat({ max: 90 * MINUTE }) }) },
  {
    weight: 2,
    arbitrary: fc.record({ does: tag('replies'), how: fc.constantFrom('sent', 'lost', 'limited') }),
  },
  { weight: 1, arbitrary: fc.record({ does: tag('next_day') }) },
);
type Deed = typeof anyDeed extends fc.Arbitrary<infer T> ? T : never;

const REPLIES = { sent, lost: lostUnanswered, limited: notDelivered('rate_limited', 3 * MINUTE) };

/** Some days as the test knows them, by its own reckoning. */
class Days {
  readonly faults: string[] = [];
  readonly #allowed = new Set<string>();
  #day = 0;
  #said = new Map<string, string>();
  /** Whose answer made today's session ready; `null`: it has not been. */
  #maker: string | null = null;
  readonly #reached = new Map<string, string>();
  #reply: keyof typeof REPLIES = 'sent';

  constructor(private readonly app: TestApp) {
    app.discord.reply = (request) => this.#replyTo(request);
  }

  get date(): string {
    return addDays(DATE, this.#day);
  }

  async happens(deed: Deed): Promise<void> {
    const { app } = this;
    switch (deed.does) {
      case 'says': {
        if (deed.status === 'LOOKING') {
          const others = this.#lookers().filter((who) => who !== deed.who).length;
          if (others + 1 >= THRESHOLD) this.#maker ??= deed.who;
        }
        this.#said.set(deed.who, deed.status);
        await setAvailability(app.context, actor(deed.who), { status: deed.status, date: this.date });
        break;
      }
      case 'takes_back':
        this.#said.delete(deed.who);
        await clearAvailabilityOn(app.context, actor(deed.who), this.date);
        break;
      case 'allows':
        await this.#allow(deed.who, deed.yes);
        break;
      case 'stops':
        await stopMessages(app.context, actor(deed.who), 'test', ['ready']);
        this.#allowed.delete(deed.who);
        break;
      case 'restarts':
        return app.restart();
      case 'passes':
        return app.advance(Math.min(deed.ms, Math.max(0, this.#evening() - app.clock.now())));
      case 'replies':
        this.#reply = deed.how;
        return;
      case 'next_day':
        // What is still under way belongs to this day, as long as it may leave.
        await app.advanceTo(Math.max(app.clock.now(), this.#evening() + 2 * 60 * MINUTE));
        this.#day += 1;
        this.#said = new Map();
        this.#maker = null;
        await app.advanceTo(MORNING + this.#day * DAY);
        return app.dispatcher.sweep();
    }
    // Each is judged before the next.
    await settled();
    await app.advance(10);
  }

  /** Before the day's start, so that every deed is of its day. */
  #evening(): number {
    return MORNING + this.#day * DAY + 10 * 60 * MINUTE;
  }

  async #allow(who: string, yes: boolean): Promise<void> {
    const done = await updatePreferences(this.app.context, actor(who), { allowReadyNotices: yes });
    if (done.ok) this.#allowed[yes ? 'add' : 'delete'](who);
  }

  #lookers(): string[] {
    return [...this.#said].flatMap(([who, status]) => (status === 'LOOKING' ? [who] : []));
  }

  #replyTo({ userId, jobType, at }: Request) {
    const saw = (what: string): void => {
      this.faults.push(`${what}: ${jobType} to ${userId} on ${this.date}, ${new Date(at).toISOString()}`);
    };
    if (jobType !== 'ready') saw('something else');
    if (!this.#allowed.has(userId)) saw('nobody said yes');
    if (this.#maker === null) saw('it is not on');
    if (this.#maker === userId) saw('they made it so');
    if (this.#lookers().length < THRESHOLD) saw('it is no longer on');
    const said = this.#said.get(userId);
    if (userId !== 'promoter' && said !== 'LOOKING' && said !== 'MAYBE') saw('they do not play');
    const key = `${userId} ${this.date}`;
    if (this.#reply === 'sent') {
      if (this.#reached.has(key)) saw('twice');
      this.#reached.set(key, 'sent');
    }
    return REPLIES[this.#reply];
  }
}

it('that it is on reaches each who wants it at most once a date, and never whoever made it so', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyDeed, { minLength: 15, maxLength: 40, size: 'max' }), async (deeds) => {
      const app = await testApp({
        at: new Date(MORNING).toISOString(),
        settings: { sessionReadyThreshold: THRESHOLD },
        // Days go by: the usual sweeps would take most of the time there is.
        sweepEveryMs: 10 * MINUTE,
      });
      for (const id of PEOPLE) await person(app, id, { status: null, optedIn: false });
      const days = new Days(app);
      for (const id of PEOPLE.slice(0, 3)) await days.happens({ does: 'allows', who: id, yes: true });
      await days.happens({ does: 'allows', who: 'promoter', yes: true });
      for (const deed of deeds) await days.happens(deed);
      expect(days.faults).toEqual([]);
      await app.close();
    }),
    { numRuns: runsHere(25), interruptAfterTimeLimit: 12_000 },
  );
}, 60_000);
