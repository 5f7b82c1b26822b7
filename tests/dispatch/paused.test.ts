import { describe, expect, it, vi } from 'vitest';
import { answer } from '../../src/dispatch/answers.js';
import { pausePromotions } from '../../src/services/pause-promotions.js';
import { hangs, sent, trouble } from '../support/fake-channel.js';
import { settled } from '../support/fake-clock.js';
import { addressOn, admin, person, players, promoter } from '../support/people.js';
import { MINUTE, START_AT, testApp, type TestApp, value } from '../support/test-app.js';

const SECOND = 1_000;
const AFTER_REMINDER = '2026-03-10T19:46:07.123Z';

/** A start that Telegram has refused, at the moment when the pause is over and the probe has no answer. */
async function aHangingProbe(people = 20): Promise<TestApp> {
  const app = await testApp({ at: AFTER_REMINDER, channels: ['telegram'], sweepEveryMs: 0 });
  app.telegram.timeoutMs = 40 * SECOND;
  await players(app, people, { channels: ['telegram'] });
  app.telegram.reply = () => trouble();
  await app.campaign(await promoter(app));
  await app.advanceTo(START_AT + SECOND);
  app.telegram.reply = () => hangs(true);
  await app.advanceTo(START_AT + MINUTE + 2 * SECOND);
  expect(app.telegram.hanging).toHaveLength(1);
  return app;
}

describe('while a probe has no answer', () => {
  it('those who wait ask the database nothing', async () => {
    const app = await aHangingProbe();
    const transactions = vi.spyOn(app.database, 'withTransaction');
    await app.advance(20 * SECOND);
    expect(transactions).not.toHaveBeenCalled();
  });

  it('nothing else leaves, and everybody is called as soon as it has one', async () => {
    const app = await aHangingProbe();
    const asked = app.telegram.requests.length;
    await app.advance(17_300);
    expect(app.telegram.requests).toHaveLength(asked);
    app.telegram.reply = () => sent;
    const at = app.clock.now();
    app.telegram.release();
    await app.advance(2 * SECOND);
    expect(app.telegram.delivered).toHaveLength(20);
    expect(app.telegram.requests[asked]!.at - at).toBeLessThanOrEqual(25);
  });

  it.each(['pause', 'last moment', 'stop'] as const)('a %s ends the wait', async (what) => {
    const app = await aHangingProbe(3);
    app.telegram.timeoutMs = 60 * MINUTE;
    if (what === 'pause') value(await pausePromotions(app.context, await admin(app)));
    if (what === 'last moment') await app.advanceTo(START_AT + 30 * MINUTE);
    const asked = app.telegram.requests.length;
    const drained = what === 'stop' ? app.dispatcher.drain() : null;
    await settled();
    app.telegram.reply = () => sent;
    app.telegram.release();
    await app.advance(5 * SECOND);
    await drained;
    expect(app.telegram.requests).toHaveLength(asked);
  });

  it('of somebody else, the job waits for it too', async () => {
    const app = await testApp({ at: AFTER_REMINDER, channels: ['telegram'], sweepEveryMs: 0 });
    await players(app, 5, { channels: ['telegram'] });
    await app.campaign(await promoter(app));
    const { gate } = app.context.outbox.get('telegram');
    gate.enter()?.('trouble', 'unauthorized');
    await app.advance(MINUTE);
    const probe = gate.enter();
    await app.advanceTo(START_AT + 3_300);
    expect(app.telegram.requests).toEqual([]);
    const transactions = vi.spyOn(app.database, 'withTransaction');
    await app.advance(10 * SECOND);
    expect(transactions).not.toHaveBeenCalled();
    const at = app.clock.now();
    probe?.('fine');
    await app.advance(SECOND);
    expect(app.telegram.delivered).toHaveLength(5);
    expect(app.telegram.delivered[0]!.at - at).toBeLessThanOrEqual(25);
  });
});

describe('a chat that has just had a message', () => {
  it('has its call when it may, which holds no row, no slot and nobody else meanwhile', async () => {
    const app = await testApp({ at: AFTER_REMINDER, channels: ['telegram'], sweepEveryMs: 0 });
    app.telegram.addressIntervalMs = 10 * SECOND;
    await app.restart();
    await players(app, 3, { channels: ['telegram'] });
    await person(app, 'ana', { channels: ['telegram'] });
    await app.campaign(await promoter(app));
    await app.advanceTo(START_AT - 1);
    const paced = app.context.outbox.get('telegram');
    const recipient = { userId: 'ana', address: addressOn('telegram', 'ana') };
    const message = { text: 'You are linked', actions: [] };
    await answer(paced, { recipient, message, nonce: 'an answer' });
    await app.advance(5 * SECOND);
    expect(app.telegram.delivered).toHaveLength(4);
    expect((await app.ledger()).filter(({ state }) => state === 'sending')).toEqual([]);
    // What comes meanwhile counts: nothing leaves on a channel that is paused.
    paced.gate.enter()?.('trouble', 'unauthorized');
    await app.advance(10 * SECOND);
    expect(app.telegram.requestsTo('ana')).toHaveLength(1);
    await app.advance(MINUTE);
    expect(app.telegram.requestsTo('ana')).toHaveLength(2);
  });
});

describe('while Discord takes its time to say who is a member', () => {
  it('nobody holds a slot: nothing leaves faster than the channel allows', async () => {
    const app = await testApp({ at: AFTER_REMINDER, sweepEveryMs: 0 });
    app.discord.messagesPerSecond = 1;
    await app.restart();
    await players(app, 12);
    await app.campaign(await promoter(app));
    await app.advanceTo(START_AT - 1);
    const ask = app.directory.membersAmong.bind(app.directory);
    app.directory.membersAmong = async (...question) => {
      // For a while it gives no answer.
      const since = app.clock.now() - START_AT;
      if (since >= 3 * SECOND && since < 9_500) await app.clock.sleep(9_500 - since);
      return ask(...question);
    };
    await app.advance(MINUTE);
    const at = app.discord.requests.map((request) => request.at);
    expect(at).toHaveLength(12);
    for (const [index, moment] of at.slice(1).entries())
      expect(moment - at[index]!).toBeGreaterThanOrEqual(SECOND);
  });

  it('who leaves while they wait for a slot is not called', async () => {
    const app = await testApp({ at: AFTER_REMINDER, sweepEveryMs: 0 });
    app.discord.messagesPerSecond = 0.1;
    await app.restart();
    const ids = await players(app, 3);
    await app.campaign(await promoter(app));
    await app.advanceTo(START_AT + 5 * SECOND);
    app.directory.leave(ids[2]!);
    await app.advance(MINUTE);
    expect(await app.fates('start')).toMatchObject({ [ids[2]!]: 'skipped(left_guild)' });
  });
});
