import { describe, expect, it } from 'vitest';
import type { JobType } from '../../src/domain/message-kinds.js';
import { lastUsefulMoment, minutesUntil } from '../../src/domain/schedule.js';
import { faultsOf } from '../support/crash.js';
import { players, promoter } from '../support/people.js';
import { MINUTE, REMINDER_AT, START_AT, testApp, type TestApp } from '../support/test-app.js';

const SECOND = 1_000;
const HOUR = 60 * MINUTE;
const RUN_AT: Partial<Record<JobType, number>> = { reminder: REMINDER_AT, start: START_AT };

/** An evening at 20:30 with its campaign created. */
async function evening(messagesPerSecond = 40, people = 3): Promise<TestApp> {
  const app = await testApp({ at: '2026-03-10T19:30:00.000Z', sweepEveryMs: 5 * MINUTE });
  app.discord.messagesPerSecond = messagesPerSecond;
  await app.restart();
  await players(app, people);
  await app.campaign(await promoter(app));
  return app;
}

/** Everything the clock on the wall says against what was sent. */
function untimely(app: TestApp): string[] {
  return app.discord.requests.flatMap(({ at, jobType, text, userId }) => {
    const what = `${jobType} to ${userId} at ${new Date(at).toISOString()}`;
    if (jobType === null) return [`${what}: of no job`];
    const minutes = minutesUntil(START_AT, at);
    const truth =
      minutes > 0
        ? `starts in ${minutes} minute`
        : minutes < 0
          ? `started ${-minutes} minute`
          : 'is starting now';
    return [
      ...(at < RUN_AT[jobType]! ? [`${what}: early`] : []),
      ...(at >= lastUsefulMoment(jobType, START_AT) ? [`${what}: of no more use`] : []),
      ...(text.includes(truth) ? [] : [`${what}: not true: ${text}`]),
    ];
  });
}

/** Expects that nothing was untimely, doubled or forgotten. */
async function expectTimely(app: TestApp): Promise<void> {
  expect(untimely(app)).toEqual([]);
  expect(await faultsOf(app)).toEqual([]);
}

/** Lets the evening end, however the wall clock stands. */
async function toTheEnd(app: TestApp): Promise<void> {
  const end = lastUsefulMoment('follow_up', START_AT);
  if (app.clock.now() < end) await app.advanceTo(end);
  else await app.advance(10 * MINUTE);
}

function everybody(fate: string, people = 3): Record<string, string> {
  return Object.fromEntries(Array.from({ length: people }, (_, index) => [`p${index + 1}`, fate]));
}

describe('stopped over the moment, and started again', () => {
  const FIRST = Date.parse('2026-03-10T19:30:00Z');
  const LAST = Date.parse('2026-03-10T22:30:00Z');
  const PER_TEST = 30;
  for (let from = FIRST; from <= LAST; from += PER_TEST * MINUTE) {
    const local = new Date(from + HOUR).toISOString().slice(11, 16);
    it(`at each minute from ${local} on: what is still of use goes out, with the true minutes`, async () => {
      for (let minute = from; minute < from + PER_TEST * MINUTE && minute <= LAST; minute += MINUTE) {
        const app = await evening();
        await app.crash();
        await app.advanceTo(minute);
        await app.restart();
        await app.advanceTo(Math.max(START_AT, minute) + 6 * MINUTE);
        await expectTimely(app);
        const when = new Date(minute).toISOString();
        expect(await app.fates('reminder'), when).toEqual(
          everybody(minute < START_AT ? 'sent' : 'skipped(missed)'),
        );
        const startGoes = minute < START_AT + 30 * MINUTE;
        expect(await app.fates('start'), when).toEqual(everybody(startGoes ? 'sent' : 'skipped(missed)'));
        const [campaign] = await app.campaigns();
        expect(campaign?.status, when).toBe(startGoes ? 'sent' : 'missed');
        await app.close();
      }
    });
  }

  it('a millisecond before the last useful moment, and at it', async () => {
    for (const [before, reminder, start] of [
      [START_AT - 1, 'sent', 'sent'],
      [START_AT, 'skipped(missed)', 'sent'],
      [START_AT + 30 * MINUTE - 1, 'skipped(missed)', 'sent'],
      [START_AT + 30 * MINUTE, 'skipped(missed)', 'skipped(missed)'],
    ] as const) {
      const app = await evening(40, 1);
      await app.crash();
      await app.advanceTo(before);
      await app.restart();
      await app.advance(MINUTE);
      await expectTimely(app);
      expect([await app.fates('reminder'), await app.fates('start')]).toEqual([
        { p1: reminder },
        { p1: start },
      ]);
      await app.close();
    }
  });
});

describe('the wall clock is set', () => {
  const MOMENTS: Record<string, number> = {
    'long before the reminder': REMINDER_AT - 10 * MINUTE,
    'just before the reminder': REMINDER_AT - 1,
    'in the middle of the reminder': REMINDER_AT + 1_500,
    'between reminder and start': REMINDER_AT + 5 * MINUTE,
    'just before the start': START_AT - 1,
    'in the middle of the start': START_AT + 1_500,
    'after the start': START_AT + MINUTE,
  };
  const STEPS: Record<string, number> = {
    'an hour forward': HOUR,
    'twenty minutes forward': 20 * MINUTE,
    'an hour back': -HOUR,
    'a minute back': -MINUTE,
  };
  for (const [when, moment] of Object.entries(MOMENTS)) {
    it.each(Object.entries(STEPS))(`${when}, %s`, async (_, step) => {
      const app = await evening(2, 6);
      await app.advanceTo(moment);
      app.clock.step(step);
      await toTheEnd(app);
      await expectTimely(app);
    });
  }

  it('an hour forward and back again in the middle of the reminder', async () => {
    const app = await evening(2, 6);
    await app.advanceTo(REMINDER_AT + 1_500);
    app.clock.step(HOUR);
    await app.advance(10 * SECOND);
    app.clock.step(-HOUR);
    await toTheEnd(app);
    await expectTimely(app);
  });

  it('an hour back and forward again in the middle of the start', async () => {
    const app = await evening(2, 6);
    await app.advanceTo(START_AT + 1_500);
    app.clock.step(-HOUR);
    await app.advance(10 * SECOND);
    app.clock.step(HOUR);
    await toTheEnd(app);
    await expectTimely(app);
    expect(await app.fates('start')).toEqual(everybody('sent', 6));
  });
});

describe('the machine is asleep for ten minutes', () => {
  const SLEEPS: Record<string, (app: TestApp) => Promise<void>> = {
    'with a monotonic clock that goes on': (app) => app.clock.suspend(10 * MINUTE),
    'with a monotonic clock that stands still': async (app) => {
      app.clock.step(10 * MINUTE);
    },
  };
  for (const [how, sleep] of Object.entries(SLEEPS)) {
    it.each([
      ['over the reminder', REMINDER_AT - 5 * MINUTE],
      ['in the middle of the reminder', REMINDER_AT + 1_500],
      ['over the start', START_AT - 5 * MINUTE],
      ['in the middle of the start', START_AT + 1_500],
    ])(`%s, ${how}: what is late goes out and says so`, async (_, moment) => {
      const app = await evening(2, 6);
      await app.advanceTo(moment);
      await sleep(app);
      await toTheEnd(app);
      await expectTimely(app);
      expect(await app.fates('start')).toEqual(everybody('sent', 6));
    });
  }

  it('over the whole evening: nothing goes out', async () => {
    const app = await evening();
    await app.clock.suspend(2 * HOUR);
    await app.advance(10 * MINUTE);
    await expectTimely(app);
    expect(app.discord.requests).toEqual([]);
    expect((await app.campaigns())[0]?.status).toBe('missed');
  });
});
