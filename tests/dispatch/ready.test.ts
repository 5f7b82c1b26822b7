import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeState } from '../../src/persistence/stores/system-state-store.js';
import { changeSettings } from '../../src/services/change-settings.js';
import { pausePromotions, resumePromotions } from '../../src/services/pause-promotions.js';
import { clearAvailabilityOn, setAvailability } from '../../src/services/set-availability.js';
import { notTonight } from '../../src/services/way-out.js';
import { adoptBackup } from '../../src/upkeep/adopt-backup.js';
import { runsHere } from '../support/engine-of-run.js';
import { settled } from '../support/fake-clock.js';
import { arrivedUnanswered, closed, hangs, notDelivered } from '../support/fake-channel.js';
import { actor, admin, person, players } from '../support/people.js';
import {
  DATE,
  MINUTE,
  START_AT,
  testApp,
  type TestApp,
  type TestAppOptions,
  value,
} from '../support/test-app.js';

const CHANNEL = '400000000000000001';
const IN_CHANNEL = `channel:${CHANNEL}`;
const OTHER_CHANNEL = '400000000000000002';
const HOUR = 60 * MINUTE;
const LAST_HOUR_AT = START_AT - HOUR;
const READY = /^\*\*It’s on:\*\* /;
const ONE_SHORT = /^\*\*One more and it’s on\.\*\*/;

/** A club at noon, where three have to be looking for a game, and `looking` are. */
async function aClub(looking: number, options: TestAppOptions = {}): Promise<TestApp> {
  const app = await testApp({
    at: '2026-03-10T11:00:07.123Z',
    given: { board_channel_id: CHANNEL },
    settings: { sessionReadyThreshold: 3 },
    ...options,
  });
  await players(app, looking);
  for (const each of ['ana', 'bor', 'cene']) await person(app, each, { status: null });
  await app.dispatcher.sweep();
  await settled();
  return app;
}

const says = async (app: TestApp, who: string, status = 'LOOKING', date = DATE): Promise<void> => {
  value(await setAvailability(app.context, actor(who), { status, date }));
  await settled();
};
const takesBack = async (app: TestApp, who: string): Promise<void> => {
  value(await clearAvailabilityOn(app.context, actor(who)));
  await settled();
};
const posts = (app: TestApp): string[] =>
  app.discord.delivered
    .filter(({ delivery }) => delivery.recipient.userId === IN_CHANNEL)
    .map(({ text }) => text);
const rows = async (app: TestApp): Promise<string[]> =>
  (await app.ledger()).filter(({ kind }) => kind === 'post').map((row) => `${row.event_key} ${row.state}`);

describe('that it is on', () => {
  it('is told at once, by whichever door the last one answers, with the numbers and the start', async () => {
    const app = await aClub(2);
    expect(posts(app)).toEqual([]);
    await says(app, 'ana', 'MAYBE');
    expect(posts(app)).toEqual([]);
    await says(app, 'ana');
    expect(posts(app)).toEqual([`**It’s on:** 3 are looking tonight.\nStarts <t:${START_AT / 1000}:F>`]);
    expect(app.discord.delivered[0]?.delivery.recipient).toEqual({ userId: IN_CHANNEL, address: CHANNEL });
    expect(app.discord.delivered[0]?.delivery.message.actions).toEqual([]);
    expect(await rows(app)).toEqual([`SESSION_READY:${DATE} sent`]);
    expect(app.eventsOf('session_tidings')).toEqual([
      { type: 'session_tidings', tidings: 'ready', date: DATE },
    ]);
  });

  it('is never told a second time, whatever the numbers do', async () => {
    const app = await aClub(2);
    await says(app, 'ana');
    await notTonight(app.context, actor('ana'), DATE);
    await settled();
    await says(app, 'bor');
    await app.restart();
    const boss = await admin(app);
    value(await changeSettings(app.context, boss, { availability_session_ready_threshold: '2' }));
    await app.advanceTo(START_AT);
    expect(posts(app)).toHaveLength(1);
    expect(await rows(app)).toEqual([`SESSION_READY:${DATE} sent`]);
  });

  it('is told once, though the board has another channel now', async () => {
    const app = await aClub(2, { given: {}, settings: { sessionReadyThreshold: 3 } });
    const boss = await admin(app);
    value(await changeSettings(app.context, boss, { board_channel_id: CHANNEL }));
    await says(app, 'ana');
    expect(app.discord.delivered).toHaveLength(1);
    value(await changeSettings(app.context, boss, { board_channel_id: OTHER_CHANNEL }));
    await app.advance(HOUR);
    expect(app.discord.delivered).toHaveLength(1);
  });

  it('is told when a lower threshold makes it so', async () => {
    const app = await aClub(2);
    const boss = await admin(app);
    value(await changeSettings(app.context, boss, { availability_session_ready_threshold: '2' }));
    await settled();
    expect(posts(app)).toEqual([expect.stringMatching(READY)]);
  });

  it('is told when the process starts, and when the last hour begins', async () => {
    const late = await aClub(3);
    expect(posts(late)).toEqual([expect.stringMatching(READY)]);
    const app = await aClub(2);
    // Not by an answer: nobody was told of it.
    await person(app, 'dana');
    await app.advanceTo(LAST_HOUR_AT - 1);
    expect(posts(app)).toEqual([]);
    await app.advanceTo(LAST_HOUR_AT + MINUTE);
    expect(posts(app)).toEqual([expect.stringMatching(READY)]);
  });

  it('is not told of another day, of one without a session, nor after the start', async () => {
    const app = await aClub(2);
    for (const who of ['ana', 'bor', 'cene']) await says(app, who, 'LOOKING', '2026-03-11');
    expect(posts(app)).toEqual([]);
    const without = await aClub(2, { plan: 'wed 20:00' });
    await says(without, 'ana');
    await without.advanceTo(START_AT);
    expect(posts(without)).toEqual([]);
    await app.advanceTo(START_AT);
    const before = posts(app).length;
    await says(app, 'ana');
    expect(posts(app)).toHaveLength(before);
  });

  it('is not told without a board channel, nor while messages are switched off', async () => {
    const without = await aClub(2, { given: {} });
    await says(without, 'ana');
    const off = await aClub(2, { settings: { sessionReadyThreshold: 3, promotionsEnabled: false } });
    await says(off, 'ana');
    for (const app of [without, off]) {
      await app.advanceTo(START_AT);
      expect(app.discord.requests).toEqual([]);
      expect(await rows(app)).toEqual([]);
    }
  });

  it('waits while promotions are paused, and is told when they are resumed', async () => {
    const app = await aClub(2);
    const boss = await admin(app);
    value(await pausePromotions(app.context, boss));
    await says(app, 'ana');
    await app.advance(5 * MINUTE);
    expect(app.discord.requests).toEqual([]);
    value(await resumePromotions(app.context, boss));
    await settled();
    expect(posts(app)).toEqual([expect.stringMatching(READY)]);
  });

  it('is tried again where it provably did not arrive, but only while it is true and before the start', async () => {
    const app = await aClub(2);
    app.discord.script(IN_CHANNEL, notDelivered());
    await says(app, 'ana');
    expect(await rows(app)).toEqual([`SESSION_READY:${DATE} retry`]);
    await takesBack(app, 'ana');
    await app.advance(10 * MINUTE);
    expect(posts(app)).toEqual([]);
    await says(app, 'bor');
    expect(posts(app)).toEqual([expect.stringMatching(READY)]);
    const never = await aClub(2);
    never.discord.reply = () => notDelivered('rate_limited', 24 * HOUR);
    await says(never, 'ana');
    await never.advanceTo(START_AT + MINUTE);
    expect(await rows(never)).toEqual([`SESSION_READY:${DATE} failed`]);
  });

  it('that Discord refuses is told of once, and not tried again', async () => {
    const app = await aClub(2);
    app.discord.script(IN_CHANNEL, closed('forbidden'));
    await says(app, 'ana');
    await says(app, 'bor');
    await app.advanceTo(START_AT);
    expect(app.discord.requests).toHaveLength(1);
    expect(app.eventsOf('post_settled')).toEqual([
      {
        type: 'post_settled',
        post: 'ready',
        date: DATE,
        channelId: CHANNEL,
        outcome: 'failed',
        code: 'forbidden',
      },
    ]);
  });
});

describe('that one more would do', () => {
  it('is told once, from the last hour on', async () => {
    const app = await aClub(2);
    await app.advanceTo(LAST_HOUR_AT - 1);
    expect(posts(app)).toEqual([]);
    await app.advanceTo(LAST_HOUR_AT + MINUTE);
    expect(posts(app)).toEqual([expect.stringMatching(ONE_SHORT)]);
    await says(app, 'p1', 'MAYBE');
    await says(app, 'p1', 'LOOKING');
    expect(posts(app)).toHaveLength(1);
    expect(await rows(app)).toEqual([`ONE_SHORT:${DATE} sent`]);
    await says(app, 'ana');
    expect(posts(app)).toEqual([expect.stringMatching(ONE_SHORT), expect.stringMatching(READY)]);
  });

  it('is not told after it was on', async () => {
    const app = await aClub(3);
    await takesBack(app, 'p1');
    await app.advanceTo(START_AT);
    expect(posts(app)).toEqual([expect.stringMatching(READY)]);
  });

  it('is not told any more when it could not leave before it was on', async () => {
    const app = await aClub(2);
    app.discord.script(IN_CHANNEL, notDelivered('rate_limited', 10 * MINUTE));
    await app.advanceTo(LAST_HOUR_AT + MINUTE);
    expect(await rows(app)).toEqual([`ONE_SHORT:${DATE} retry`]);
    await says(app, 'ana');
    await takesBack(app, 'ana');
    await app.advanceTo(START_AT);
    expect(posts(app)).toEqual([expect.stringMatching(READY)]);
    expect(await rows(app)).toEqual(
      expect.arrayContaining([`ONE_SHORT:${DATE} failed`, `SESSION_READY:${DATE} sent`]),
    );
  });
});

describe('a process that dies around such a post', () => {
  it('after the request left posts no second one within the nonce', async () => {
    const app = await aClub(2);
    app.discord.script(IN_CHANNEL, hangs(true));
    await says(app, 'ana');
    expect(posts(app)).toHaveLength(1);
    await app.restart();
    await app.advance(MINUTE);
    expect(posts(app)).toHaveLength(1);
    expect(await rows(app)).toEqual([`SESSION_READY:${DATE} sent`]);
  });

  it('and comes back too late to ask posts no second one', async () => {
    const app = await aClub(2);
    app.discord.script(IN_CHANNEL, arrivedUnanswered);
    await says(app, 'ana');
    await app.crash();
    app.clock.step(5 * MINUTE);
    await app.restart();
    await app.advance(MINUTE);
    expect(posts(app)).toHaveLength(1);
    expect(await rows(app)).toEqual([`SESSION_READY:${DATE} unknown`]);
  });
});

it('a backup of before the post does not bring it again', async () => {
  const app = await aClub(2);
  await app.database.withTransaction((tx) =>
    writeState(tx, 'backup_taken_at', new Date(app.clock.now()).toISOString(), app.clock.now()),
  );
  await app.advance(HOUR);
  await adoptBackup(app.context);
  await says(app, 'ana');
  await app.advanceTo(LAST_HOUR_AT - 1);
  expect(app.discord.requests).toEqual([]);
});

/** What may happen to an evening of three people, in any order. */
const anyStep = fc.oneof(
  fc.record({
    who: fc.constantFrom('ana', 'bor', 'cene'),
    says: fc.constantFrom('LOOKING', 'LOOKING', 'LOOKING', 'AVAILABLE', 'NOT_PLAYING', 'nothing'),
  }),
  fc.record({ threshold: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ restarts: fc.boolean() }),
  fc.record({ minutes: fc.constantFrom(1, 10, 45) }),
  fc.record({ reply: fc.constantFrom('sent', 'not_delivered', 'unanswered', 'hangs') }),
);
type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never;

const REPLIES = {
  not_delivered: notDelivered(),
  unanswered: arrivedUnanswered,
  hangs: hangs(true),
} as const;

async function take(app: TestApp, step: Step): Promise<void> {
  if ('who' in step)
    await (step.says === 'nothing' ? takesBack(app, step.who) : says(app, step.who, step.says));
  else if ('threshold' in step) {
    const changes = { availability_session_ready_threshold: String(step.threshold) };
    value(await changeSettings(app.context, actor('boss'), changes));
    await settled();
  } else if ('restarts' in step) {
    if (step.restarts) await app.crash();
    await app.restart();
  } else if ('minutes' in step) await app.advance(step.minutes * MINUTE);
  else if (step.reply !== 'sent') app.discord.script(IN_CHANNEL, REPLIES[step.reply]);
}

it('is posted at most once each, and one more never after it is on, whatever happens in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 5, maxLength: 25, size: 'max' }), async (steps) => {
      const app = await testApp({ at: '2026-03-10T18:30:07.123Z', given: { board_channel_id: CHANNEL } });
      await admin(app, 'boss');
      for (const each of ['ana', 'bor', 'cene']) await person(app, each, { status: null });
      await app.dispatcher.sweep();
      for (const step of steps) await take(app, step);
      await app.advanceTo(Math.max(app.clock.now(), START_AT));
      const kinds = posts(app).map((text) => (READY.test(text) ? 'ready' : 'one_short'));
      expect([[], ['ready'], ['one_short'], ['one_short', 'ready']]).toContainEqual(kinds);
      await app.close();
    }),
    { numRuns: runsHere(15), interruptAfterTimeLimit: 12_000 },
  );
}, 60_000);
