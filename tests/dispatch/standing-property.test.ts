import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addDays } from '../../src/domain/local-time.js';
import { weekdayOf } from '../../src/domain/session-plan.js';
import { comeBack, goAway } from '../../src/services/away.js';
import { createCampaign } from '../../src/services/create-campaign.js';
import { clearAvailabilityOn, setAvailability } from '../../src/services/set-availability.js';
import { keepWeekly, setWeekly } from '../../src/services/standing-answers.js';
import { notTonight } from '../../src/services/way-out.js';
import { runsHere } from '../support/engine-of-run.js';
import { person, promoter } from '../support/people.js';
import { DATE, MINUTE, testApp, type TestApp, value } from '../support/test-app.js';

const DAY = 24 * 60 * MINUTE;
/** 19:40, 20:45 and 21:00 in Ljubljana, on the first day. */
const EVENING = Date.parse('2026-03-10T18:40:00.000Z');
const REMINDER = Date.parse('2026-03-10T19:45:00.000Z');
const START = Date.parse('2026-03-10T20:00:00.000Z');

const anyDeed = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ does: 'nothing' as const }) },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant('weekly' as const),
      ahead: fc.integer({ min: 0, max: 6 }),
      status: fc.constantFrom(null, 'AVAILABLE' as const, 'AVAILABLE' as const, 'MAYBE' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant('says' as const),
      ahead: fc.integer({ min: 0, max: 2 }),
      status: fc.constantFrom('LOOKING', 'MAYBE', 'NOT_PLAYING'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constant('clears' as const), ahead: fc.integer({ min: 0, max: 2 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ does: 'not_tonight' as const }) },
  { weight: 1, arbitrary: fc.constant({ does: 'keeps' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constant('leaves' as const), days: fc.integer({ min: 0, max: 3 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ does: 'is_back' as const }) },
);
type Deed = typeof anyDeed extends fc.Arbitrary<infer T> ? T : never;
const anyDay = fc.record({ before: anyDeed, after: anyDeed, restarts: fc.boolean() });
type Day = typeof anyDay extends fc.Arbitrary<infer T> ? T : never;

/** Somebody's many evenings as the test knows them: what they said, and no rule but that the last word on a day counts. */
class Evenings {
  readonly faults: string[] = [];
  readonly #said = new Map<string, string>();
  readonly #weekly = new Map<string, { status: string; lookedAt: string }>();
  #away = { from: '', until: '' };
  readonly seen = new Set<string>();

  constructor(
    private readonly app: TestApp,
    private readonly boss: Awaited<ReturnType<typeof promoter>>,
  ) {}

  async live({ before, after, restarts }: Day, index: number): Promise<void> {
    const { app } = this;
    const date = addDays(DATE, index);
    const at = (moment: number): number => moment + index * DAY;
    await app.advanceTo(at(EVENING));
    await this.#do(before, date);
    const listed = ['LOOKING', 'AVAILABLE'].includes(this.#answer(date));
    const request = { includeAvailable: true, includeMaybe: false, dryRun: false };
    await createCampaign(app.context, this.boss, request);
    const got = async (until: number): Promise<number> => {
      const had = app.discord.requests.length;
      await app.advanceTo(until);
      await app.dispatcher.sweep();
      await app.advance(MINUTE);
      return app.discord.requests.length - had;
    };
    this.#expect(listed, await got(at(REMINDER)), `the reminder of ${date} after ${JSON.stringify(before)}`);
    await this.#do(after, date);
    if (restarts) await app.restart();
    const plays = !['NOT_PLAYING', 'none'].includes(this.#answer(date));
    this.#expect(
      listed && plays,
      await got(at(START)),
      `the start of ${date} after ${JSON.stringify(after)}`,
    );
    await app.advance(50 * MINUTE);
  }

  #expect(called: boolean, messages: number, what: string): void {
    if (messages !== (called ? 1 : 0)) this.faults.push(`${messages} messages for ${what}`);
    this.seen.add(called ? 'called' : 'left alone');
  }

  #answer(date: string): string {
    const said = this.#said.get(date);
    if (said !== undefined) return said;
    if (this.#away.from <= date && date <= this.#away.until) return 'none';
    const weekly = this.#weekly.get(weekdayOf(date));
    if (!weekly || date >= addDays(weekly.lookedAt, 56)) return 'none';
    this.seen.add(`by a weekly ${weekly.status}`);
    return weekly.status;
  }

  async #do(deed: Deed, date: string): Promise<void> {
    const { context } = this.app;
    const who = { userId: 'ana', displayName: 'Ana', guildId: context.settings.guildId, locale: 'en' };
    switch (deed.does) {
      case 'nothing':
        return;
      case 'weekly': {
        const day = weekdayOf(addDays(date, deed.ahead));
        value(await setWeekly(context, who, { [day]: deed.status }));
        if (deed.status === null) this.#weekly.delete(day);
        else this.#weekly.set(day, { status: deed.status, lookedAt: date });
        if (deed.status !== null) this.#looked(date);
        return;
      }
      case 'keeps':
        value(await keepWeekly(context, who));
        {
          this.#looked(date);
          return;
        }
      case 'says':
        value(await setAvailability(context, who, { status: deed.status, date: addDays(date, deed.ahead) }));
        this.#said.set(addDays(date, deed.ahead), deed.status);
        return;
      case 'clears':
        value(await clearAvailabilityOn(context, who, addDays(date, deed.ahead)));
        this.#said.delete(addDays(date, deed.ahead));
        return;
      case 'not_tonight':
        await notTonight(context, who);
        this.#said.set(date, 'NOT_PLAYING');
        return;
      case 'leaves': {
        const until = addDays(date, deed.days);
        value(await goAway(context, who, until));
        this.#away = { from: date, until };
        for (const [day, status] of this.#said)
          if (date <= day && day <= until && status !== 'NOT_PLAYING') this.#said.set(day, 'NOT_PLAYING');
        return;
      }
      case 'is_back':
        await comeBack(context, who);
        this.#away = { from: '', until: '' };
    }
  }

  /** All of the week that has not lapsed counts for eight weeks from here. */
  #looked(date: string): void {
    for (const answer of this.#weekly.values())
      if (date < addDays(answer.lookedAt, 56)) answer.lookedAt = date;
  }
}

it('somebody is called on the evenings they are in for by their last word, and on no other', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(anyDay, { minLength: 8, maxLength: 16, size: 'max' }), async (days) => {
      const app = await testApp({ sweepEveryMs: 0, at: '2026-03-10T07:00:07.123Z' });
      const boss = await promoter(app);
      await person(app, 'ana', { status: null });
      const life = new Evenings(app, boss);
      for (const [index, day] of days.entries()) await life.live(day, index);
      for (const each of life.seen) seen.add(each);
      expect(life.faults).toEqual([]);
      await app.close();
    }),
    { numRuns: runsHere(25), interruptAfterTimeLimit: 15_000 },
  );
  expect([...seen].sort()).toEqual(['by a weekly AVAILABLE', 'by a weekly MAYBE', 'called', 'left alone']);
}, 60_000);
