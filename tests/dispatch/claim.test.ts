import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messagesFor } from '../../src/messages/catalog.js';
import { betweenStatements } from '../support/between-statements.js';
import { faultsOf } from '../support/crash.js';
import { arrivedUnanswered, closed, hangs, notDelivered, type Reply, sent } from '../support/fake-channel.js';
import { players, promoter } from '../support/people.js';
import {
  FOLLOW_UP_AT,
  type Life,
  MINUTE,
  REMINDER_AT,
  START_AT,
  testApp,
  type TestApp,
} from '../support/test-app.js';

const SECOND = 1_000;
const ANOTHER = `status = 'running', owner = 'another'`;

/** Lets another process, which lives, have done something to the job that runs. */
async function jobBecomes(app: TestApp, set: string): Promise<void> {
  app.living.add('another');
  await app.changeFromOutside(`UPDATE availability_promotion_jobs SET ${set} WHERE status = 'running'`);
}

/** Once, `happens` right after the commit of a claim. */
function onceClaimed(app: TestApp, happens: () => Promise<void>): void {
  let claims = false;
  const undo = betweenStatements(app.database['writer'], async (text, go) => {
    claims ||= text.includes("SET status = 'running'");
    const done = await go();
    if (text !== 'COMMIT' || !claims) return done;
    undo();
    await happens();
    return done;
  });
}

/** Everything on record of a campaign, and everything that was told. */
async function everything(app: TestApp): Promise<object> {
  return {
    jobs: await app.jobs(),
    ledger: await app.ledger(),
    log: await app.log(),
    campaigns: await app.campaigns(),
    told: [...app.events],
  };
}

/** A campaign of so many, whose reminder has begun; one a second is called. */
async function begun(people: number, at = REMINDER_AT + 1_500): Promise<TestApp> {
  const app = await testApp({ sweepEveryMs: 0 });
  app.discord.messagesPerSecond = 1;
  await app.restart();
  await players(app, people);
  await app.campaign(await promoter(app));
  await app.advanceTo(at);
  return app;
}

describe('a job that another process has taken while it ran here', () => {
  it('is left to it: nothing is written, and nothing told', async () => {
    const app = await begun(5);
    await jobBecomes(app, ANOTHER);
    const before = await everything(app);
    await app.advance(10 * SECOND);
    expect(await everything(app)).toEqual(before);
    expect(app.discord.requests).toHaveLength(2);
  });

  it('and given back is taken up here at its moment, like any other', async () => {
    const app = await begun(5);
    await jobBecomes(app, `status = 'pending', owner = NULL, next_run_at = '2026-03-10T19:50:00.000Z'`);
    const before = await everything(app);
    await app.advance(10 * SECOND);
    expect(await everything(app)).toEqual(before);
    await app.advanceTo(REMINDER_AT + 5 * MINUTE);
    await app.dispatcher.sweep();
    await app.advance(10 * SECOND);
    expect(Object.values(await app.fates('reminder'))).toEqual(Array(5).fill('sent'));
    expect(app.discord.delivered).toHaveLength(5);
  });

  it('is left to it also at its last useful moment', async () => {
    const app = await begun(5, REMINDER_AT - 1);
    app.clock.step(START_AT - 1_500 - app.clock.now());
    await app.dispatcher.sweep();
    await app.advance(1_100);
    expect(app.discord.requests).toHaveLength(2);
    await jobBecomes(app, ANOTHER);
    const before = await everything(app);
    await app.advance(300);
    expect(await everything(app)).toEqual(before);
    await app.advance(150);
    expect(await app.fates('reminder')).toEqual({ p1: 'sent', p2: 'sent' });
    expect((await app.jobs())[0]).toMatchObject({
      job_type: 'reminder',
      status: 'running',
      owner: 'another',
    });
  });

  it('is left to it where its last useful moment passes while a message is still under way', async () => {
    const app = await begun(4, REMINDER_AT - 1);
    app.clock.step(START_AT - 1_500 - app.clock.now());
    app.discord.reply = () => ({ ...sent, afterMs: 5 * SECOND });
    await app.dispatcher.sweep();
    await app.advance(2_500);
    await jobBecomes(app, ANOTHER);
    await app.advance(10 * SECOND);
    expect(await app.fates('reminder')).toEqual({ p1: 'sent', p2: 'sent' });
    expect((await app.jobs())[0]).toMatchObject({
      job_type: 'reminder',
      status: 'running',
      owner: 'another',
    });
  });

  for (const maxAttempts of [1, 5]) {
    it(`is left to it also when a run here ends in an error (of ${maxAttempts})`, async () => {
      let broken = false;
      const app = await testApp({
        sweepEveryMs: 0,
        maxAttempts,
        messagesFor: (locale) => {
          if (broken) throw new Error('no words');
          return messagesFor(locale);
        },
      });
      await players(app, 5);
      await app.campaign(await promoter(app));
      await app.advanceTo(REMINDER_AT - 1);
      broken = true;
      betweenStatements(app.database['writer'], async (text, go) => {
        const done = await go();
        if (text === 'ROLLBACK') await jobBecomes(app, ANOTHER);
        return done;
      });
      await app.advance(SECOND);
      expect(app.eventsOf('job_error')).toHaveLength(1);
      expect(app.eventsOf('job_finished')).toEqual([]);
      expect(await app.log()).toEqual([]);
      expect((await app.jobs())[0]).toMatchObject({ status: 'running', owner: 'another', attempts: 0 });
    });
  }

  it('gets what becomes of a message that was under way here, if that is still ours to record', async () => {
    const outcomes = { p1: notDelivered(), p2: closed(), p3: arrivedUnanswered, p4: sent };
    const app = await testApp({ sweepEveryMs: 0, channels: ['discord', 'telegram'] });
    await players(app, 4, { channels: ['telegram'], preferred: 'discord' });
    await app.campaign(await promoter(app));
    app.discord.reply = ({ userId }): Reply => ({ ...outcomes[userId as 'p1'], afterMs: 5 * SECOND });
    await app.advanceTo(REMINDER_AT + SECOND);
    await jobBecomes(app, ANOTHER);
    await app.advance(10 * SECOND);
    const states = (await app.ledger()).map((row) => [row.user_id, row.state, row.ambiguous_since !== null]);
    expect(states).toEqual([
      ['p1', 'retry', false],
      ['p2', 'retry', false],
      ['p3', 'retry', true],
      ['p4', 'sent', false],
    ]);
    expect(await app.fates('reminder')).toEqual({ p4: 'sent' });
  });

  it('keeps the report of a dry run that waits', async () => {
    const app = await testApp({ sweepEveryMs: 0 });
    await players(app, 2);
    await app.campaign(await promoter(app), { dryRun: true });
    app.discord.reply = () => ({ ...notDelivered(), afterMs: 5 * SECOND });
    await app.advanceTo(REMINDER_AT + SECOND);
    await jobBecomes(app, ANOTHER);
    await app.advance(10 * SECOND);
    expect((await app.ledger()).map(({ kind, state }) => [kind, state])).toEqual([['report', 'retry']]);
    expect(app.eventsOf('job_finished')).toEqual([]);
  });

  it('keeps it also when a run here loses the job before it asks about it again', async () => {
    const app = await testApp({ sweepEveryMs: 0 });
    await players(app, 2);
    await app.campaign(await promoter(app), { dryRun: true });
    app.discord.reply = () => notDelivered('rate_limited', 30 * SECOND);
    await app.advanceTo(REMINDER_AT + SECOND);
    onceClaimed(app, () => jobBecomes(app, ANOTHER));
    await app.advance(MINUTE);
    expect(app.living).toContain('another');
    expect((await app.ledger()).map(({ kind, state }) => [kind, state])).toEqual([['report', 'retry']]);
    expect(app.discord.requests).toHaveLength(1);
  });

  it('counts who came, as a follow-up', async () => {
    const app = await testApp({ sweepEveryMs: 0, checks: { voice: true } });
    await players(app, 2);
    await app.campaign(await promoter(app));
    await app.advanceTo(FOLLOW_UP_AT - 1);
    onceClaimed(app, () => jobBecomes(app, ANOTHER));
    await app.advance(10 * SECOND);
    expect((await app.jobs()).at(-1)).toMatchObject({ job_type: 'follow_up', owner: 'another' });
    expect(await app.rows('SELECT * FROM availability_promotion_turnouts')).toEqual([]);
  });

  it('and ended: nobody comes back to a message that was under way here, and that is no cancellation', async () => {
    const app = await testApp({ sweepEveryMs: 0 });
    await players(app, 3);
    await app.campaign(await promoter(app));
    const outcomes = { p1: notDelivered(), p2: arrivedUnanswered, p3: sent };
    app.discord.reply = ({ userId }): Reply => ({ ...outcomes[userId as 'p1'], afterMs: 5 * SECOND });
    await app.advanceTo(REMINDER_AT + SECOND);
    await jobBecomes(app, `status = 'failed', owner = NULL`);
    await app.advance(10 * SECOND);
    expect(await app.fates('reminder')).toEqual({
      p1: 'failed(expired)',
      p2: 'unknown(expired)',
      p3: 'sent',
    });
  });
});

/** Two processes on one database; each takes the other for alive. */
async function two(people: number, { perSecond = 40, sweepEveryMs = SECOND } = {}) {
  const app = await testApp({ shared: true, sweepEveryMs });
  app.discord.messagesPerSecond = perSecond;
  await app.restart();
  const other = await app.beside();
  app.living.add(app.life.owner).add(other.owner);
  const ids = await players(app, people);
  await app.campaign(await promoter(app));
  return { app, other, ids };
}

/** Of each person one reminder arrived, and it is on record. */
async function expectAllReminded(app: TestApp, ids: readonly string[]): Promise<void> {
  expect(await app.fates('reminder')).toEqual(Object.fromEntries(ids.map((id) => [id, 'sent'])));
  for (const id of ids) expect(app.discord.deliveredTo(id)).toHaveLength(1);
}

describe('two processes on one database', () => {
  it('leave each other’s work alone while both live', async () => {
    const { app, ids } = await two(80);
    app.discord.reply = () => ({ ...sent, afterMs: 3 * SECOND });
    await app.advanceTo(REMINDER_AT + MINUTE);
    await expectAllReminded(app, ids);
    expect(app.discord.requests).toHaveLength(80);
    expect(app.eventsOf('recovered')).toEqual([]);
  });

  it('take up the work of one whose life is disproved, and not before', async () => {
    const { app, other, ids } = await two(80);
    const dies = app.life;
    app.discord.reply = () => ({ ...sent, afterMs: 3 * SECOND });
    await app.advanceTo(REMINDER_AT + SECOND);
    const [reminder] = await app.jobs();
    const [dead, lives] = reminder!.owner === dies.owner ? [dies, other] : [other, dies];
    await dead.die();
    await app.advance(20 * SECOND);
    const underWay = await jobsOf(lives);
    expect(underWay[0]).toEqual({ status: 'running', owner: dead.owner });
    expect(app.eventsOf('recovered')).toEqual([]);
    app.living.delete(dead.owner);
    await app.advance(20 * SECOND);
    expect((await jobsOf(lives))[0]).toEqual({ status: 'sent', owner: null });
    const fates = await lives.database.view.query(
      'SELECT outcome, COUNT(*) AS n FROM availability_promotion_send_logs WHERE is_final = true GROUP BY outcome',
      [],
    );
    expect(fates).toEqual([{ outcome: 'sent', n: 80 }]);
    for (const id of ids) expect(app.discord.deliveredTo(id)).toHaveLength(1);
    expect(app.eventsOf('recovered')).toMatchObject([{ jobs: 1, unknown: 0 }]);
  });

  it('send nothing again of one that died before the clock was set back: it may be older than it says', async () => {
    const { app, other, ids } = await two(3);
    app.discord.reply = () => hangs(true);
    await app.advanceTo(REMINDER_AT + SECOND);
    const [reminder] = await app.jobs();
    const [dead, lives] = reminder!.owner === app.life.owner ? [app.life, other] : [other, app.life];
    await dead.die();
    app.discord.reply = () => sent;
    // Nobody can tell for a while that it is dead.
    await app.advance(3 * MINUTE);
    app.clock.step(-150 * SECOND);
    app.living.delete(dead.owner);
    await app.advance(20 * SECOND);
    const fates = await lives.database.view.query(
      'SELECT user_id, outcome FROM availability_promotion_send_logs WHERE is_final = true ORDER BY user_id',
      [],
    );
    expect(fates).toEqual(ids.map((id) => ({ user_id: id, outcome: 'unknown' })));
    for (const id of ids) expect(app.discord.deliveredTo(id)).toHaveLength(1);
  });

  it('call nobody twice, and cancel nothing, where one that lives is taken for dead', async () => {
    const { app, other, ids } = await two(80);
    app.discord.reply = () => ({ ...sent, afterMs: 3 * SECOND });
    await app.advanceTo(REMINDER_AT + SECOND);
    const [reminder] = await app.jobs();
    const taken = [app.life, other].find(({ owner }) => owner === reminder!.owner)!;
    app.living.delete(taken.owner);
    await app.advance(MINUTE);
    await expectAllReminded(app, ids);
  });
});

async function jobsOf({ database }: Life): Promise<unknown[]> {
  return database.view.query('SELECT status, owner FROM availability_promotion_jobs ORDER BY run_at', []);
}

const REPLIES: Record<string, Reply> = {
  sent,
  slow: { ...sent, afterMs: 4 * SECOND },
  refused: notDelivered(),
  limited: notDelivered('rate_limited', 3 * SECOND),
  unanswered: arrivedUnanswered,
  hangs: hangs(true),
};
const which = fc.constantFrom(0, 1);
const anyEvent = fc.oneof(
  { weight: 5, arbitrary: fc.record({ does: fc.constant('passes'), ms: fc.nat({ max: SECOND }) }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('sweeps'), which }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('is taken for dead'), which }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('is known to live'), which }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('dies'), which }) },
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant('answers'),
      reply: fc.constantFrom(...Object.keys(REPLIES)),
    }),
  },
);
type PairEvent = typeof anyEvent extends fc.Arbitrary<infer T> ? T : never;

/** Two processes, each on its own; whoever dies starts anew at once. */
class Pair {
  readonly #lives: [Life, Life];

  constructor(
    readonly app: TestApp,
    other: Life,
  ) {
    this.#lives = [app.life, other];
  }

  async happens(event: PairEvent): Promise<void> {
    const { app } = this;
    if ('ms' in event) return app.advance(event.ms);
    if ('reply' in event) {
      app.discord.reply = () => REPLIES[event.reply]!;
      return;
    }
    const life = this.#lives[event.which as 0];
    switch (event.does) {
      case 'sweeps': {
        const swept = life.dispatcher.sweep();
        await app.advance(20);
        return swept;
      }
      case 'is taken for dead':
        app.living.delete(life.owner);
        return;
      case 'is known to live':
        app.living.add(life.owner);
        return;
      case 'dies':
        return this.#startsAnew(event.which);
    }
  }

  async end(): Promise<void> {
    this.app.discord.reply = () => sent;
    this.app.discord.release();
    await this.app.advanceTo(START_AT + 2 * MINUTE);
  }

  async #startsAnew(which: number): Promise<void> {
    const { app } = this;
    app.living.delete(this.#lives[which as 0].owner);
    if (which === 0) {
      const begins = app.restart();
      await app.advance(20);
      await begins;
      this.#lives[0] = app.life;
    } else {
      await this.#lives[1].die();
      this.#lives[1] = await app.beside();
      await app.advance(20);
    }
    app.living.add(this.#lives[which as 0].owner);
  }
}

describe('whatever two processes do to each other’s work', () => {
  it('everybody has one final row a job, nobody is called twice, and nothing counts as cancelled', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyEvent, { minLength: 5, maxLength: 25, size: 'max' }), async (events) => {
        const { app, other } = await two(12, { perSecond: 3, sweepEveryMs: 5 * SECOND });
        const pair = new Pair(app, other);
        await app.advanceTo(REMINDER_AT + 100);
        for (const event of events) await pair.happens(event);
        await pair.end();
        const faults = await faultsOf(app);
        const odd = (await app.finalRows()).filter(({ reason }) => reason === 'cancelled');
        const errors = app.events.filter(
          ({ type }) => type === 'job_error' || type === 'background_error' || type === 'not_taken_up',
        );
        await app.close();
        expect({ faults, odd, errors }).toEqual({ faults: [], odd: [], errors: [] });
      }),
      { numRuns: Number(process.env['MUSTER_MODEL_RUNS'] ?? 8), interruptAfterTimeLimit: 20_000 },
    );
  }, 60_000);
});
