import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comeTonight } from '../../src/services/answer-evening.js';
import { clearAvailabilityOn, setAvailability } from '../../src/services/set-availability.js';
import { notTonight } from '../../src/services/way-out.js';
import { channelAsUser } from '../../src/domain/event-key.js';
import { runsHere } from '../support/engine-of-run.js';
import { faultsOf } from '../support/crash.js';
import { notDelivered, sent } from '../support/fake-channel.js';
import { actor, players, promoter } from '../support/people.js';
import {
  FOLLOW_UP_AT,
  MINUTE,
  START_AT,
  testApp,
  type TestApp,
  type TestAppOptions,
  value,
} from '../support/test-app.js';

const SECOND = 1_000;
const CLUB = '700000000000000001';
const VOICE: TestAppOptions = { at: '2026-03-10T19:46:07.123Z', checks: { voice: true } };
const LAST_USEFUL = START_AT + 45 * MINUTE;
/** The channel takes its turns. */
const PROMPTLY = 6 * SECOND;

/** So many players who were called, a minute after the start. */
async function evening(count = 2, options: TestAppOptions = VOICE): Promise<TestApp> {
  const app = await testApp(options);
  await players(app, count);
  await app.campaign(await promoter(app));
  await app.advanceTo(START_AT + MINUTE);
  return app;
}

async function come(app: TestApp, userId: string, minutesLate: number | null = null): Promise<void> {
  value(await comeTonight(app.context, actor(userId), { minutesLate, channel: null }));
}

const nudgesTo = (app: TestApp, userId: string) =>
  app.discord.delivered.filter((message) => message.jobType === 'follow_up' && message.userId === userId);
const fate = async (app: TestApp, userId: string) => (await app.fates('follow_up'))[userId];

describe('whoever said they come later', () => {
  it('is nudged at the minute they named, and the others meanwhile', async () => {
    const app = await evening();
    await come(app, 'p1', 10);
    await app.advanceTo(START_AT + 11 * MINUTE - SECOND);
    expect(nudgesTo(app, 'p2')).toHaveLength(1);
    expect(nudgesTo(app, 'p1')).toEqual([]);
    expect((await app.jobStatuses())['follow_up']).toBe('pending');
    await app.advance(PROMPTLY);
    const [nudge] = nudgesTo(app, 'p1');
    expect(nudge?.at).toBeGreaterThanOrEqual(START_AT + 11 * MINUTE);
    expect(nudge?.text).toContain('You said you would come');
    expect(await app.jobStatuses()).toMatchObject({ follow_up: 'sent' });
    expect(await faultsOf(app)).toEqual([]);
  });

  it('is left alone when they come by then', async () => {
    const app = await evening();
    await come(app, 'p1', 10);
    await app.advanceTo(START_AT + 9 * MINUTE);
    app.voice.join('p1');
    await app.advanceTo(LAST_USEFUL + MINUTE);
    expect(await fate(app, 'p1')).toBe('skipped(present)');
  });

  it('is nudged sooner once they name an earlier minute, or say that they come now', async () => {
    const app = await evening();
    await come(app, 'p1', 40);
    await come(app, 'p2', 40);
    await app.advanceTo(START_AT + 5 * MINUTE);
    await come(app, 'p1', 3);
    await come(app, 'p2');
    await app.advance(PROMPTLY);
    expect(nudgesTo(app, 'p2')).toHaveLength(1);
    expect(nudgesTo(app, 'p1')).toEqual([]);
    await app.advance(3 * MINUTE);
    expect(nudgesTo(app, 'p1')).toHaveLength(1);
  });

  it('is nudged later once they name a later minute', async () => {
    const app = await evening(1);
    await come(app, 'p1', 5);
    await app.advanceTo(START_AT + 4 * MINUTE);
    await come(app, 'p1', 20);
    await app.advanceTo(START_AT + 24 * MINUTE - SECOND);
    expect(nudgesTo(app, 'p1')).toEqual([]);
    await app.advance(PROMPTLY);
    expect(nudgesTo(app, 'p1')).toHaveLength(1);
  });

  it('is not nudged where their minute is past the last useful moment', async () => {
    const app = await evening(1);
    await come(app, 'p1', 45);
    await app.advanceTo(LAST_USEFUL + MINUTE);
    expect(nudgesTo(app, 'p1')).toEqual([]);
    expect(await fate(app, 'p1')).toBe('skipped(later_than_useful)');
  });

  it('is heard while a nudge that did not arrive waits to be repeated', async () => {
    const app = await evening(1);
    app.discord.script('p1', notDelivered('rate_limited', 30 * SECOND));
    await app.advanceTo(FOLLOW_UP_AT + 5 * SECOND);
    await come(app, 'p1', 10);
    await app.advanceTo(START_AT + 11 * MINUTE);
    expect(nudgesTo(app, 'p1')).toEqual([]);
    await app.advance(MINUTE);
    expect(nudgesTo(app, 'p1')).toHaveLength(1);
    expect(await faultsOf(app)).toEqual([]);
  });

  it('holds up neither the summary nor the look at who came', async () => {
    const app = await evening(2, { ...VOICE, summaryChannelId: CLUB });
    await come(app, 'p1', 30);
    app.voice.join('p2');
    await app.advanceTo(START_AT + 3 * MINUTE);
    expect(app.discord.deliveredTo(channelAsUser(CLUB))).toHaveLength(1);
    await app.advanceTo(START_AT + 20 * MINUTE);
    expect(app.eventsOf('turnout_seen')).toHaveLength(1);
    await app.advanceTo(LAST_USEFUL + MINUTE);
    expect(app.discord.deliveredTo(channelAsUser(CLUB))).toHaveLength(1);
    expect(app.eventsOf('turnout_seen')).toHaveLength(1);
  });
});

describe('whoever said they come, and is missing', () => {
  it('is told so, and whether others are there', async () => {
    const app = await evening(3);
    await come(app, 'p1');
    app.voice.join('p2');
    await app.advanceTo(FOLLOW_UP_AT + PROMPTLY);
    expect(nudgesTo(app, 'p1')[0]?.text).toContain('You said you would come, and others are already there');
    expect(nudgesTo(app, 'p3')[0]?.text).toContain("you're not in voice yet. There's still time to join.");
  });

  it('is told nothing of others where nobody is there', async () => {
    const app = await evening(2);
    await come(app, 'p1');
    await app.advanceTo(FOLLOW_UP_AT + PROMPTLY);
    expect(nudgesTo(app, 'p1')[0]?.text).toContain("You said you would come, and you're not in voice yet.");
  });
});

const NOTHING = Number.POSITIVE_INFINITY;
const WHO = ['p1', 'p2', 'p3'] as const;
const anyStep = fc.record({
  /** From the last step, in ms. */
  afterMs: fc.oneof(fc.nat({ max: 20 * SECOND }), fc.nat({ max: 9 * MINUTE })),
  who: fc.constantFrom(...WHO),
  does: fc.oneof(
    fc.constantFrom('coming' as const, 'no' as const, 'maybe' as const, 'clear' as const),
    fc.integer({ min: 1, max: 45 }),
    fc.integer({ min: 1, max: 12 }),
  ),
});
type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never;

/** What somebody has said, from a moment on: from when they may be nudged; infinite: they are not. */
interface Said {
  readonly since: number;
  readonly from: number;
}

/**
 * When a person who never comes is nudged, by what they said in turn; infinite: not at all; `null`: they said something else
 * when it may or may not have been decided.
 */
function nudgeMoment(said: readonly Said[]): number | null {
  for (const [index, { since, from }] of said.entries()) {
    const next = said[index + 1]?.since ?? NOTHING;
    if (from >= LAST_USEFUL && from < NOTHING) {
      // A minute that is too late to be of use ends it at the job's next look, whenever that is.
      if (next < FOLLOW_UP_AT) continue;
      return next === NOTHING ? NOTHING : null;
    }
    // Whoever is not to be nudged at all has their answer at once.
    const decidedAt = Math.max(FOLLOW_UP_AT, since, from >= LAST_USEFUL ? 0 : from);
    if (next <= decidedAt) continue;
    if (next < decidedAt + PROMPTLY || Math.abs(decidedAt - LAST_USEFUL) < PROMPTLY) return null;
    return from < LAST_USEFUL && decidedAt < LAST_USEFUL ? decidedAt : NOTHING;
  }
  return NOTHING;
}

async function say(app: TestApp, { who, does }: Step): Promise<number | null> {
  const now = app.clock.now();
  if (typeof does === 'number') {
    const kept = await comeTonight(app.context, actor(who), { minutesLate: does, channel: null });
    return kept.ok && kept.value.answer.kind === 'LATE' ? kept.value.answer.until : null;
  }
  switch (does) {
    case 'coming':
      return (await comeTonight(app.context, actor(who), { minutesLate: null, channel: null })).ok
        ? now
        : null;
    case 'no':
      await notTonight(app.context, actor(who));
      return NOTHING;
    case 'maybe':
      // Takes back what they said, and they are expected as before.
      return (await setAvailability(app.context, actor(who), { status: 'MAYBE' })).ok ? now : null;
    case 'clear':
      return (await clearAvailabilityOn(app.context, actor(who), undefined)).ok ? NOTHING : null;
  }
}

describe('whatever people answer, and however often', () => {
  it('nobody is nudged before the minute they named, after the last useful moment, or who is there', async () => {
    const anyEvent = fc.oneof(
      { weight: 4, arbitrary: anyStep },
      {
        weight: 2,
        arbitrary: fc.record({
          afterMs: fc.nat({ max: 6 * MINUTE }),
          voice: fc.constantFrom(...WHO),
          in: fc.boolean(),
        }),
      },
      { weight: 1, arbitrary: fc.record({ afterMs: fc.nat({ max: MINUTE }), restarts: fc.constant(true) }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(anyEvent, { minLength: 3, maxLength: 14 }), async (events) => {
        const app = await evening(WHO.length);
        const from = new Map<string, number>();
        const faults: string[] = [];
        app.discord.reply = ({ userId, jobType, at }) => {
          if (jobType === 'follow_up') {
            if (at < (from.get(userId) ?? 0)) faults.push(`${userId} before their minute`);
            if (at >= LAST_USEFUL) faults.push(`${userId} too late`);
            if (app.voice.people.has(userId)) faults.push(`${userId} is there`);
            if (nudgesTo(app, userId).length > 0) faults.push(`${userId} twice`);
          }
          return sent;
        };
        for (const event of events) {
          await app.advance(event.afterMs);
          if ('restarts' in event) await app.restart();
          else if ('voice' in event) app.voice[event.in ? 'join' : 'leave'](event.voice);
          else {
            const until = await say(app, event);
            if (until !== null) from.set(event.who, until);
          }
        }
        await app.advanceTo(Math.max(app.clock.now(), LAST_USEFUL) + MINUTE);
        expect(faults).toEqual([]);
        expect(Object.keys(await app.fates('follow_up')).sort()).toEqual([...WHO]);
        expect(await faultsOf(app)).toEqual([]);
      }),
      { numRuns: runsHere(8), interruptAfterTimeLimit: 9_000 },
    );
  }, 60_000);

  it('a change brings a nudge forward or puts it off, and a restart loses none', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyStep, { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        async (steps, restarts) => {
          const app = await evening(WHO.length);
          const said = new Map<string, Said[]>(WHO.map((who) => [who, [{ since: 0, from: 0 }]]));
          for (const step of steps) {
            await app.advance(step.afterMs);
            const from = await say(app, step);
            if (from !== null) said.get(step.who)?.push({ since: app.clock.now(), from });
            if (restarts) await app.restart();
          }
          await app.advanceTo(Math.max(app.clock.now(), LAST_USEFUL) + MINUTE);
          for (const who of WHO) {
            const expected = nudgeMoment(said.get(who) ?? []);
            const nudges = nudgesTo(app, who).map(({ at }) => at);
            if (expected === null) continue;
            expect(nudges.length, who).toBe(expected === NOTHING ? 0 : 1);
            if (expected === NOTHING) continue;
            expect(nudges[0]).toBeGreaterThanOrEqual(expected);
            expect(nudges[0]).toBeLessThan(expected + PROMPTLY);
          }
        },
      ),
      { numRuns: runsHere(8), interruptAfterTimeLimit: 9_000 },
    );
  }, 60_000);
});
