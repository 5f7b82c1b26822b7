import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cancelCampaign } from '../../src/services/cancel-campaign.js';
import { pausePromotions, resumePromotions } from '../../src/services/pause-promotions.js';
import { runsHere } from '../support/engine-of-run.js';
import { faultsOf } from '../support/crash.js';
import { closed, hangs, lostUnanswered, notDelivered, sent } from '../support/fake-channel.js';
import { settled } from '../support/fake-clock.js';
import { admin, person, players, promoter } from '../support/people.js';
import {
  MINUTE,
  REMINDER_AT,
  START_AT,
  testApp,
  type TestApp,
  type TestAppOptions,
  value,
} from '../support/test-app.js';

const SECOND = 1_000;
/** Of Discord and Telegram, at forty a second. */
const SLOT_MS = 25;
/** After the reminder's moment: there is a start message only. */
const AFTER_REMINDER = '2026-03-10T19:46:07.123Z';

/** A start on all channels, with so many people on a Signal that takes `signalPerSecond`. */
async function slowSignal(
  { signalPerSecond = 1, people = 150 }: { signalPerSecond?: number; people?: number },
  options: TestAppOptions = {},
): Promise<TestApp> {
  const app = await testApp({
    at: AFTER_REMINDER,
    channels: ['discord', 'telegram', 'signal'],
    random: () => 0,
    ...options,
  });
  app.signal.messagesPerSecond = signalPerSecond;
  await app.restart();
  for (let index = 0; index < people; index += 1) {
    await person(app, `signal-${String(index).padStart(3, '0')}`, { channels: ['signal'] });
  }
  return app;
}

const gaps = (moments: readonly number[]): number[] =>
  moments.slice(1).map((at, index) => at - (moments[index] ?? 0));

describe('beside a slow lane', () => {
  it('a retry leaves at its moment and a fallback within one slot', async () => {
    const app = await slowSignal({});
    await person(app, 'limited');
    await person(app, 'unanswered');
    await person(app, 'blocked', { channels: ['telegram'] });
    app.discord.script('limited', notDelivered('rate_limited', 2 * SECOND), sent);
    app.discord.script('unanswered', { ...lostUnanswered, afterMs: 10 * SECOND }, sent);
    app.telegram.script('blocked', closed('blocked'));
    await app.campaign(await promoter(app));
    await app.advanceTo(START_AT + 20 * SECOND);
    const [limited, unanswered] = ['limited', 'unanswered'].map((id) =>
      gaps(app.discord.requestsTo(id).map(({ at }) => at)),
    );
    expect(limited).toEqual([2 * SECOND]);
    expect(unanswered).toEqual([10 * SECOND]);
    expect(app.discord.requestsTo('blocked')[0]!.at - START_AT).toBeLessThanOrEqual(3 * SLOT_MS);
    await app.advanceTo(START_AT + 3 * MINUTE);
    expect(await app.fates('start')).toMatchObject({ limited: 'sent', unanswered: 'sent', blocked: 'sent' });
    expect(app.signal.delivered.map(({ at }) => at - START_AT)).toEqual(
      Array.from({ length: 150 }, (_, index) => index * SECOND),
    );
  });

  it('also so slow that the lane does not get to its own end', async () => {
    const app = await slowSignal({ signalPerSecond: 0.1, people: 200 });
    await person(app, 'limited');
    await person(app, 'blocked', { channels: ['telegram'] });
    app.discord.script('limited', notDelivered('rate_limited', 2 * SECOND));
    app.telegram.script('blocked', closed('blocked'));
    await app.campaign(await promoter(app));
    await app.advanceTo(START_AT + 31 * MINUTE);
    expect(await app.fates('start')).toMatchObject({ limited: 'sent', blocked: 'sent' });
    expect(app.signal.delivered).toHaveLength(180);
    expect(await faultsOf(app)).toEqual([]);
  });

  it('every retry leaves at its moment, however many there are and whatever they waited for', async () => {
    const anyWait = fc.integer({ min: 0, max: 20_000 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(anyWait, { maxLength: 4 }), { minLength: 1, maxLength: 8 }),
        async (waits) => {
          const app = await slowSignal({ people: 30, signalPerSecond: 0.3 });
          for (const [index, refusals] of waits.entries()) {
            const id = await person(app, `limited-${index}`);
            app.discord.script(id.userId, ...refusals.map((ms) => notDelivered('rate_limited', ms)));
          }
          await app.campaign(await promoter(app));
          await app.advanceTo(START_AT + 90 * SECOND);
          for (const [index, refusals] of waits.entries()) {
            const asked = gaps(app.discord.requestsTo(`limited-${index}`).map(({ at }) => at));
            expect(asked).toHaveLength(refusals.length);
            for (const [attempt, ms] of refusals.entries()) {
              expect(asked[attempt]! - ms).toBeGreaterThanOrEqual(0);
              // Others may be due in the same moment.
              expect(asked[attempt]! - ms).toBeLessThanOrEqual((waits.length + 1) * SLOT_MS);
            }
          }
          await app.close();
        },
      ),
      { numRuns: runsHere(5) },
    );
  }, 60_000);

  it('who falls to the slow lane is next on it', async () => {
    const app = await slowSignal({});
    await person(app, 'blocked', { channels: ['telegram', 'signal'] });
    app.telegram.script('blocked', { ...closed('blocked'), afterMs: 10_500 });
    await app.campaign(await promoter(app));
    await app.advanceTo(START_AT + 30 * SECOND);
    expect(app.signal.requestsTo('blocked')[0]!.at - START_AT).toBe(11 * SECOND);
  });

  it('a request without an answer holds up nobody', async () => {
    const app = await slowSignal({ people: 20 });
    app.signal.script('signal-003', hangs(true));
    await app.campaign(await promoter(app));
    await app.advanceTo(START_AT + MINUTE);
    expect(app.signal.requests).toHaveLength(20);
  });
});

describe('what ends a wait', () => {
  it('pausing and resuming within a second costs no channel more than a slot', async () => {
    const app = await slowSignal({});
    await players(app, 200);
    // What is under way takes its time, and holds up nobody either.
    app.signal.reply = () => ({ ...sent, afterMs: 5 * SECOND });
    await app.campaign(await promoter(app));
    const boss = await admin(app);
    await app.advanceTo(START_AT + 2_300);
    value(await pausePromotions(app.context, boss));
    await app.advance(400);
    value(await resumePromotions(app.context, boss));
    await app.advanceTo(START_AT + 3 * MINUTE);
    const signal = gaps(app.signal.delivered.map(({ at }) => at));
    const discord = gaps(app.discord.delivered.map(({ at }) => at));
    expect(app.signal.delivered).toHaveLength(150);
    expect(app.discord.delivered).toHaveLength(200);
    expect(Math.max(...signal)).toBeLessThanOrEqual(2 * SECOND);
    expect(Math.max(...discord)).toBeLessThanOrEqual(400 + 2 * SLOT_MS);
  });

  it('one second without the directory costs nobody anything who was asked about less than a minute ago', async () => {
    const app = await slowSignal({});
    app.directory.keepsFor = app.clock;
    await app.campaign(await promoter(app));
    await app.advanceTo(START_AT + 39_500);
    app.directory.available = false;
    await app.advance(1 * SECOND);
    app.directory.available = true;
    await app.advanceTo(START_AT + 3 * MINUTE);
    expect(app.eventsOf('job_waiting')).toEqual([]);
    expect(app.signal.delivered.map(({ at }) => at - START_AT)).toEqual(
      Array.from({ length: 150 }, (_, index) => index * SECOND),
    );
  });

  it('a reminder at work on a slow channel makes no start message late', async () => {
    const app = await testApp({ channels: ['discord', 'signal'] });
    app.signal.messagesPerSecond = 0.1;
    await app.restart();
    for (let index = 0; index < 120; index += 1) await person(app, `s${index}`, { channels: ['signal'] });
    await app.campaign(await promoter(app));
    await app.advanceTo(START_AT + MINUTE);
    const starts = app.signal.requests.filter(({ jobType }) => jobType === 'start');
    expect(starts[0]!.at - START_AT).toBeLessThanOrEqual(10 * SECOND);
    expect((await app.jobs())[0]!.finished_at).toBe(new Date(START_AT).toISOString());
  });

  it('cancelling ends the job at once', async () => {
    const app = await slowSignal({ signalPerSecond: 0.1 });
    const who = await promoter(app);
    await app.campaign(who);
    await app.advanceTo(START_AT + 5 * SECOND);
    value(await cancelCampaign(app.context, who, { notify: false }));
    let idle = false;
    void app.dispatcher.idle().then(() => (idle = true));
    await settled();
    expect(idle).toBe(true);
    expect(app.context.outbox.get('signal').pacer.backlogMs()).toBe(5 * SECOND);
  });

  it('a stop ends it at once, and leaves no slot reserved', async () => {
    const app = await slowSignal({ signalPerSecond: 0.1 });
    await app.campaign(await promoter(app));
    await app.advanceTo(START_AT + 5 * SECOND);
    let drained = false;
    void app.dispatcher.drain().then(() => (drained = true));
    await settled();
    expect(drained).toBe(true);
    expect(app.context.outbox.get('signal').pacer.backlogMs()).toBe(5 * SECOND);
    expect((await app.jobs())[0]).toMatchObject({ status: 'pending', attempts: 0 });
  });
});

describe('two jobs on one channel', () => {
  it('share it: none waits for the other', async () => {
    const app = await testApp({ channels: ['discord', 'signal'], settings: { globalCooldown: false } });
    app.signal.messagesPerSecond = 1;
    await app.restart();
    for (const group of ['a', 'b'])
      for (let index = 0; index < 60; index += 1)
        await person(app, `${group}${index}`, { channels: ['signal'] });
    for (const [who, others] of Object.entries({ promoter: 'b%', 'promoter-2': 'a%' })) {
      const { campaign } = await app.campaign(await promoter(app, who));
      await app.change(
        'DELETE FROM availability_promotion_recipients WHERE campaign_id = ? AND user_id LIKE ?',
        campaign.id,
        others,
      );
    }
    await app.advanceTo(REMINDER_AT + 20 * SECOND);
    const ofTheSecond = app.signal.requests.filter(({ userId }) => userId.startsWith('b'));
    expect(ofTheSecond.length).toBeGreaterThan(5);
    expect(ofTheSecond.length).toBeLessThan(15);
  });
});
