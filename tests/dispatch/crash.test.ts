import { describe, expect, it } from 'vitest';
import { erasePerson } from '../../src/services/erase-person.js';
import { cancelCampaign } from '../../src/services/cancel-campaign.js';
import { offsetsHere, OFTEN_MS } from '../support/engine-of-run.js';
import { crashAtStatement, faultsOf } from '../support/crash.js';
import { arrivedUnanswered, closed, hangs, notDelivered, type Reply, sent } from '../support/fake-channel.js';
import { settled } from '../support/fake-clock.js';
import { actor, person, players, promoter } from '../support/people.js';
import { DATE, MINUTE, REMINDER_AT, START_AT, testApp, type TestApp, value } from '../support/test-app.js';

const SECOND = 1_000;

describe('killed while a message is under way', () => {
  for (const arrives of [true, false]) {
    const what = arrives ? 'that arrived' : 'that got lost';
    it(`${what}, Discord is asked again under the same nonce, and everybody has it once`, async () => {
      const app = await testApp();
      await players(app, 3);
      await app.campaign(await promoter(app));
      app.discord.reply = () => hangs(arrives);
      await app.advanceTo(REMINDER_AT + 5 * SECOND);
      await app.crash();
      app.discord.reply = () => sent;
      await app.advance(30 * SECOND);
      await app.restart();
      await app.advanceTo(START_AT + MINUTE);
      expect(await app.fates('reminder')).toEqual({ p1: 'sent', p2: 'sent', p3: 'sent' });
      for (const id of ['p1', 'p2', 'p3']) {
        const reminders = app.discord.requestsTo(id).filter(({ jobType }) => jobType === 'reminder');
        expect(reminders).toHaveLength(2);
        expect(new Set(reminders.map(({ nonce }) => nonce)).size).toBe(1);
      }
      expect(await faultsOf(app)).toEqual([]);
      expect(app.eventsOf('recovered')).toMatchObject([{ jobs: 1, retried: 3, unknown: 0 }]);
    });

    it(`${what}, and back only after the nonce is forgotten: unknown, nothing is sent again`, async () => {
      const app = await testApp();
      await players(app, 2);
      await app.campaign(await promoter(app));
      app.discord.reply = () => hangs(arrives);
      await app.advanceTo(REMINDER_AT + 5 * SECOND);
      await app.crash();
      app.discord.reply = () => sent;
      await app.advance(2 * MINUTE);
      await app.restart();
      await app.advanceTo(START_AT + MINUTE);
      expect(await app.fates('reminder')).toEqual({
        p1: 'unknown(maybe_delivered)',
        p2: 'unknown(maybe_delivered)',
      });
      expect(await app.fates('start')).toEqual({ p1: 'sent', p2: 'sent' });
      expect(app.discord.requests.filter(({ jobType }) => jobType === 'reminder')).toHaveLength(2);
      expect(app.eventsOf('recovered')).toMatchObject([{ jobs: 1, retried: 0, unknown: 2 }]);
      expect(await faultsOf(app)).toEqual([]);
    });

    it(`${what}, by a channel that knows no nonces: unknown, and never another channel`, async () => {
      const app = await testApp({ channels: ['discord', 'telegram'] });
      await players(app, 2, { channels: [], dmChannelId: 'dm' });
      await person(app, 'tele', { channels: ['telegram'], dmChannelId: 'dm' });
      await app.campaign(await promoter(app));
      app.telegram.reply = () => hangs(arrives);
      await app.advanceTo(REMINDER_AT + 5 * SECOND);
      await app.restart();
      await app.advanceTo(START_AT - 1);
      expect(await app.fates('reminder')).toEqual({
        p1: 'sent',
        p2: 'sent',
        tele: 'unknown(maybe_delivered)',
      });
      expect(app.discord.requestsTo('tele')).toEqual([]);
      expect(app.telegram.requests).toHaveLength(1);
    });
  }

  it('again and again costs nobody an attempt', async () => {
    const app = await testApp({ maxAttempts: 2 });
    await players(app, 2);
    await app.campaign(await promoter(app));
    app.discord.reply = () => hangs(false);
    await app.advanceTo(REMINDER_AT + SECOND);
    for (let boot = 0; boot < 6; boot++) {
      await app.restart();
      await app.advance(10 * SECOND);
    }
    app.discord.reply = () => sent;
    await app.restart();
    await app.advance(10 * SECOND);
    expect(await app.fates('reminder')).toEqual({ p1: 'sent', p2: 'sent' });
    expect((await app.jobs())[0]).toMatchObject({ status: 'sent', attempts: 0 });
  });

  it('and back after the last useful moment: unknown for whom it may have reached, missed for the others', async () => {
    const app = await testApp();
    app.discord.messagesPerSecond = 1;
    await app.restart();
    await players(app, 4);
    await app.campaign(await promoter(app));
    await app.advanceTo(START_AT - 1);
    app.discord.reply = () => hangs(false);
    await app.advance(1_500);
    await app.crash();
    app.discord.reply = () => sent;
    await app.advanceTo(START_AT + 30 * MINUTE);
    await app.restart();
    expect(await app.fates('start')).toEqual({
      p1: 'unknown(maybe_delivered)',
      p2: 'unknown(maybe_delivered)',
      p3: 'skipped(missed)',
      p4: 'skipped(missed)',
    });
    expect(await faultsOf(app)).toEqual([]);
  });

  it('with the wall clock set back meanwhile: the age of the nonce can not be known, so unknown', async () => {
    const app = await testApp();
    await players(app, 1);
    await app.campaign(await promoter(app));
    app.discord.reply = () => hangs(true);
    await app.advanceTo(REMINDER_AT + 5 * SECOND);
    await app.crash();
    app.clock.step(-MINUTE);
    app.discord.reply = () => sent;
    await app.advance(30 * SECOND);
    await app.restart();
    await app.advanceTo(START_AT - 1);
    expect(await app.fates('reminder')).toEqual({ p1: 'unknown(maybe_delivered)' });
    expect(app.discord.requests).toHaveLength(1);
  });

  it('and cancelled after the restart: no loose end', async () => {
    const app = await testApp();
    await players(app, 2);
    const who = await promoter(app);
    await app.campaign(who);
    app.discord.script('p1', hangs(true));
    await app.advanceTo(REMINDER_AT + 5 * SECOND);
    await app.crash();
    app.directory.available = false;
    await app.restart();
    app.directory.available = true;
    expect(value(await cancelCampaign(app.context, who, { notify: false })).slotFreed).toBe(false);
    await app.advanceTo(START_AT + MINUTE);
    expect(await app.fates('reminder')).toEqual({ p1: 'unknown(cancelled)', p2: 'sent' });
    expect(await faultsOf(app)).toEqual([]);
  });
});

describe('a person who erases their data while a message to them is under way', () => {
  const reminders: [string, Reply, string][] = [
    ['arrives', sent, 'sent'],
    ['does not arrive', notDelivered(), 'skipped'],
    ['may have arrived', arrivedUnanswered, 'unknown'],
    ['finds a closed door', closed(), 'failed'],
  ];
  for (const [what, reply, outcome] of reminders) {
    it(`has one final row under a stand-in when it ${what}`, async () => {
      const app = await testApp();
      const who = await person(app, 'p1');
      await app.campaign(await promoter(app));
      app.discord.script('p1', hangs(reply.arrives ?? reply.outcome.kind === 'sent'));
      await app.advanceTo(REMINDER_AT + SECOND);
      await erasePerson(app.context, who);
      app.discord.release(reply.outcome);
      await app.advanceTo(START_AT + MINUTE);
      expect(app.discord.requests).toHaveLength(1);
      expect(await app.finalRows('reminder')).toMatchObject([
        { outcome, userId: expect.stringMatching(/^erased:/) as string },
      ]);
      expect(await faultsOf(app)).toEqual([]);
      expect((await app.ledger()).map(({ user_id }) => user_id)).toEqual([expect.stringMatching(/^digest:/)]);
      expect((await app.log()).filter(({ user_id }) => user_id === 'p1')).toEqual([]);
    });
  }

  it('and whose process is killed then has one too', async () => {
    const app = await testApp();
    const who = await person(app, 'p1');
    await app.campaign(await promoter(app));
    app.discord.script('p1', hangs(true));
    await app.advanceTo(REMINDER_AT + SECOND);
    await erasePerson(app.context, who);
    await app.restart();
    await app.advanceTo(START_AT + MINUTE);
    expect(app.discord.requests).toHaveLength(1);
    expect(await app.finalRows('reminder')).toMatchObject([{ outcome: 'unknown' }]);
    expect(await faultsOf(app)).toEqual([]);
  });

  it('and comes back the same evening is not called for it again by another campaign', async () => {
    const app = await testApp({ settings: { globalCooldown: false } });
    const who = await person(app, 'p1');
    await app.campaign(await promoter(app));
    await app.advanceTo(REMINDER_AT + SECOND);
    await erasePerson(app.context, who);
    await person(app, 'p1');
    app.clock.step(-2 * MINUTE);
    const second = await app.campaign(await promoter(app, 'promoter-2'));
    await app.advanceTo(START_AT + MINUTE);
    expect(await app.fates('reminder', second.campaign.id)).toEqual({ p1: 'skipped(already_contacted)' });
    expect(app.discord.delivered.map(({ jobType }) => jobType)).toEqual(['reminder', 'start']);
    expect((await app.ledger()).map(({ event_key }) => event_key)).toEqual([
      `PROMOTE:T-15:${DATE}`,
      `PROMOTE:T0:${DATE}`,
    ]);
  });
});

describe('killed at any statement', () => {
  /** Somebody who is reached at the second try, and somebody whose door is closed. */
  async function evening(): Promise<TestApp> {
    const app = await testApp({ at: '2026-03-10T19:44:58.123Z', sweepEveryMs: OFTEN_MS });
    await players(app, 2);
    await app.campaign(await promoter(app));
    app.discord.script('p1', notDelivered());
    app.discord.reply = ({ userId }) => (userId === 'p2' ? closed() : sent);
    await app.advanceTo(REMINDER_AT - 1);
    return app;
  }

  const GOOD_ENDS = {
    p1: ['sent'],
    // Who was asked and gave no answer may have got it, and a door closed since then does not say they didn't.
    p2: ['failed(channel_closed)', 'unknown(maybe_delivered)'],
  };

  /** What is wrong at the end of an evening in which the process died at a statement; `null`: it made fewer. */
  async function killedAt(statement: number): Promise<string[] | null> {
    const app = await evening();
    const process = crashAtStatement(app, statement);
    await app.advance(3 * SECOND);
    if (!process.dead) return null;
    await settled();
    await app.restart();
    await app.advanceTo(REMINDER_AT + 20 * SECOND);
    value(await cancelCampaign(app.context, actor('promoter'), { notify: false }));
    const reminders = await app.fates('reminder');
    const ends = Object.entries(GOOD_ENDS).flatMap(([id, good]) =>
      good.includes(reminders[id] ?? '') ? [] : [`${id}: ${reminders[id] ?? 'nothing'}`],
    );
    return [...(await faultsOf(app)), ...ends];
  }

  // Spread over several tests, so that none takes long.
  const STRIDE = 24;
  for (const offset of offsetsHere(STRIDE)) {
    it(`${offset}, ${offset + STRIDE}, ${offset + 2 * STRIDE} …, the evening ends as if nothing had happened`, async () => {
      let statement = offset;
      for (; ; statement += STRIDE) {
        const faults = await killedAt(statement);
        if (!faults) break;
        expect(faults, `killed at statement ${statement}`).toEqual([]);
      }
      expect(statement).toBeGreaterThan(80);
    }, 60_000);
  }
});

describe('a dry run killed at any statement', () => {
  /** What is wrong at the end of a dry run in which the process died at a statement; `null`: it made fewer. */
  async function killedAt(statement: number): Promise<string[] | null> {
    const app = await testApp({ at: '2026-03-10T19:44:58.123Z', sweepEveryMs: OFTEN_MS });
    await players(app, 2);
    const dryRun = { includeAvailable: false, includeMaybe: false, dryRun: true };
    await app.campaign(await promoter(app), dryRun);
    app.discord.script('promoter', notDelivered());
    await app.advanceTo(REMINDER_AT - 1);
    const process = crashAtStatement(app, statement);
    await app.advance(3 * SECOND);
    if (!process.dead) return null;
    await settled();
    await app.restart();
    await app.advanceTo(START_AT + MINUTE);
    const simulated = Object.entries(await app.fates('reminder')).flatMap(([id, fate]) =>
      fate === 'simulated' ? [] : [`${id}: ${fate}`],
    );
    const reports = app.discord.deliveredTo('promoter').length;
    return [...(await faultsOf(app)), ...simulated, ...(reports === 2 ? [] : [`${reports} reports`])];
  }

  // Spread over several tests, so that none takes long.
  const STRIDE = 8;
  for (const offset of offsetsHere(STRIDE)) {
    it(`${offset}, ${offset + STRIDE} …, its promoter has one report of each job`, async () => {
      let statement = offset;
      for (; ; statement += STRIDE) {
        const faults = await killedAt(statement);
        if (!faults) break;
        expect(faults, `killed at statement ${statement}`).toEqual([]);
      }
      expect(statement).toBeGreaterThan(50);
    }, 60_000);
  }
});
