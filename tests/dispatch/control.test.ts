import { describe, expect, it } from 'vitest';
import { cancelCampaign } from '../../src/services/cancel-campaign.js';
import { pausePromotions, resumePromotions } from '../../src/services/pause-promotions.js';
import { betweenStatements } from '../support/between-statements.js';
import { admin, person, players, promoter } from '../support/people.js';
import { closed, hangs, lostUnanswered, notDelivered, sent } from '../support/fake-channel.js';
import { settled } from '../support/fake-clock.js';
import { MINUTE, REMINDER_AT, START_AT, refusal, testApp, value } from '../support/test-app.js';

const SECOND = 1_000;
const ALL_CANCELLED = {
  p1: 'skipped(cancelled)',
  p2: 'skipped(cancelled)',
  p3: 'skipped(cancelled)',
};

describe('cancelling', () => {
  it('before anything left calls nobody and frees the slot', async () => {
    const app = await testApp();
    await players(app, 3);
    const who = await promoter(app);
    const { campaign } = await app.campaign(who);
    const cancelled = value(
      await cancelCampaign(app.context, who, { campaignId: campaign.id, notify: false }),
    );
    expect(cancelled).toMatchObject({ followUpOnly: false, slotFreed: true });
    expect(await app.campaignStatus(campaign.id)).toBe('cancelled');
    expect(await app.jobStatuses()).toEqual({ reminder: 'cancelled', start: 'cancelled' });
    expect(await app.fates('reminder')).toEqual(ALL_CANCELLED);
    expect(await app.fates('start')).toEqual(ALL_CANCELLED);
    await app.advanceTo(START_AT + 40 * MINUTE);
    expect(app.discord.requests).toEqual([]);

    const again = await testApp();
    await players(again, 1);
    await again.campaign(await promoter(again));
  });

  it('frees the slot for the same promoter and for others', async () => {
    const app = await testApp();
    await players(app, 1);
    const [who, other] = [await promoter(app), await promoter(app, 'promoter-2')];
    const first = await app.campaign(who);
    value(await cancelCampaign(app.context, who, { campaignId: first.campaign.id, notify: false }));
    const second = await app.campaign(who);
    expect(second.campaign.id).not.toBe(first.campaign.id);
    value(await cancelCampaign(app.context, who, { campaignId: second.campaign.id, notify: false }));
    await app.campaign(other);
  });

  it('after the reminder stops the start and keeps the slot', async () => {
    const app = await testApp();
    await players(app, 3);
    const who = await promoter(app);
    const { campaign } = await app.campaign(who);
    await app.advanceTo(REMINDER_AT + MINUTE);
    expect(
      value(await cancelCampaign(app.context, who, { campaignId: campaign.id, notify: false })).slotFreed,
    ).toBe(false);
    await app.advanceTo(START_AT + 40 * MINUTE);
    expect(app.discord.delivered.map(({ jobType }) => jobType)).toEqual(['reminder', 'reminder', 'reminder']);
    expect(await app.fates('start')).toEqual(ALL_CANCELLED);
    expect(await app.jobStatuses()).toEqual({ reminder: 'sent', start: 'cancelled' });
    expect(await app.campaignStatus(campaign.id)).toBe('cancelled');
  });

  it('in the middle of a job lets what is under way settle, and nothing else leave', async () => {
    const app = await testApp();
    app.discord.messagesPerSecond = 1;
    await app.restart();
    await players(app, 5);
    const who = await promoter(app);
    const { campaign } = await app.campaign(who);
    app.discord.reply = () => hangs(true);
    await app.advanceTo(REMINDER_AT + 1_500);
    expect(app.discord.hanging).toEqual(['p1', 'p2']);
    value(await cancelCampaign(app.context, who, { campaignId: campaign.id, notify: false }));
    await app.advance(10_000);
    app.discord.release();
    await app.advanceTo(START_AT + 40 * MINUTE);
    expect(app.discord.requests).toHaveLength(2);
    expect(await app.fates('reminder')).toEqual({
      p1: 'sent',
      p2: 'sent',
      p3: 'skipped(cancelled)',
      p4: 'skipped(cancelled)',
      p5: 'skipped(cancelled)',
    });
    expect((await app.ledger()).map(({ state }) => state)).toEqual(['sent', 'sent']);
  });

  for (const [answer, reply, fate] of [
    ['did not arrive', notDelivered(), 'skipped(cancelled)'],
    ['found the door closed', closed(), 'failed(channel_closed)'],
    ['may have arrived', lostUnanswered, 'unknown(cancelled)'],
  ] as const) {
    it(`while a message is under way that ${answer} leaves no loose end`, async () => {
      const app = await testApp();
      await players(app, 2);
      const who = await promoter(app);
      const { campaign } = await app.campaign(who);
      app.discord.reply = ({ userId }) => (userId === 'p1' ? hangs(false) : sent);
      await app.advanceTo(REMINDER_AT + 1_500);
      value(await cancelCampaign(app.context, who, { campaignId: campaign.id, notify: false }));
      app.discord.release(reply.outcome);
      await app.advanceTo(START_AT + 40 * MINUTE);
      expect(app.discord.requestsTo('p1')).toHaveLength(1);
      expect(await app.fates('reminder')).toEqual({ p1: fate, p2: 'sent' });
      expect((await app.ledger()).filter(({ state }) => state === 'retry' || state === 'sending')).toEqual(
        [],
      );
    });

    it(`while the process stops and a message is under way that ${answer} leaves none either`, async () => {
      const app = await testApp();
      await players(app, 2);
      const who = await promoter(app);
      const { campaign } = await app.campaign(who);
      app.discord.reply = ({ userId }) => (userId === 'p1' ? hangs(false) : sent);
      await app.advanceTo(REMINDER_AT + 1_500);
      value(await cancelCampaign(app.context, who, { campaignId: campaign.id, notify: false }));
      const drained = app.dispatcher.drain();
      app.discord.release(reply.outcome);
      await drained;
      await app.restart();
      await app.advanceTo(START_AT + 40 * MINUTE);
      expect(await app.fates('reminder')).toEqual({ p1: fate, p2: 'sent' });
      expect((await app.ledger()).filter(({ state }) => state === 'retry' || state === 'sending')).toEqual(
        [],
      );
    });
  }

  it('while somebody waits for a retry ends that too, and frees the slot if nothing can have left', async () => {
    const app = await testApp();
    await players(app, 3);
    const who = await promoter(app);
    const { campaign } = await app.campaign(who);
    app.discord.reply = () => notDelivered('rate_limited', 60_000);
    await app.advanceTo(REMINDER_AT + 1_000);
    expect(
      value(await cancelCampaign(app.context, who, { campaignId: campaign.id, notify: false })).slotFreed,
    ).toBe(true);
    expect(await app.fates('reminder')).toEqual(ALL_CANCELLED);
    await app.advanceTo(START_AT + 40 * MINUTE);
    expect(app.discord.requests).toHaveLength(3);
    expect((await app.ledger()).map(({ state }) => state)).toEqual(['failed', 'failed', 'failed']);
  });

  it('keeps the slot while something may be leaving', async () => {
    const app = await testApp();
    await players(app, 1);
    const who = await promoter(app);
    const { campaign } = await app.campaign(who);
    app.discord.reply = () => hangs(false);
    await app.advanceTo(REMINDER_AT);
    expect(
      value(await cancelCampaign(app.context, who, { campaignId: campaign.id, notify: false })).slotFreed,
    ).toBe(false);
  });

  it('is refused once the start has gone out', async () => {
    const app = await testApp();
    await players(app, 1);
    const who = await promoter(app);
    const { campaign } = await app.campaign(who);
    await app.advanceTo(START_AT + MINUTE);
    expect(refusal(await cancelCampaign(app.context, who, { campaignId: campaign.id, notify: false }))).toBe(
      'campaign_over',
    );
    expect(await app.campaignStatus(campaign.id)).toBe('sent');
  });

  it('does not call a campaign cancelled whose start has gone out while a late reminder still hangs', async () => {
    const app = await testApp();
    await players(app, 2);
    const who = await promoter(app);
    const { campaign } = await app.campaign(who);
    app.discord.reply = ({ userId, jobType }) =>
      userId === 'p1' && jobType === 'reminder' ? hangs(true) : sent;
    // Else nobody would wait for it so long.
    app.discord.timeoutMs = 30 * MINUTE;
    await app.advanceTo(START_AT + MINUTE);
    expect(await app.jobStatuses()).toEqual({ reminder: 'running', start: 'sent' });
    await cancelCampaign(app.context, who, { campaignId: campaign.id, notify: false });
    app.discord.release();
    await app.advance(MINUTE);
    expect(await app.campaignStatus(campaign.id)).toBe('sent');
    expect(await app.fates('start')).toEqual({ p1: 'sent', p2: 'sent' });
  });
});

describe('a pause', () => {
  it('lets nothing be reserved until it is over, and then everything at once', async () => {
    const app = await testApp();
    await players(app, 3);
    await app.campaign(await promoter(app));
    const boss = await admin(app);
    expect(value(await pausePromotions(app.context, boss))).toBe(true);
    await app.advanceTo(REMINDER_AT + 5 * MINUTE);
    expect(app.discord.requests).toEqual([]);
    expect(await app.ledger()).toEqual([]);
    expect(app.eventsOf('job_started')).toEqual([]);
    expect(value(await resumePromotions(app.context, boss))).toBe(true);
    await app.advance(1_000);
    expect(app.discord.delivered).toHaveLength(3);
    expect(app.discord.delivered[0]!.at).toBe(REMINDER_AT + 5 * MINUTE);
  });

  it('outlives a restart', async () => {
    const app = await testApp();
    await players(app, 1);
    await app.campaign(await promoter(app));
    value(await pausePromotions(app.context, await admin(app)));
    await app.restart();
    await app.advanceTo(START_AT + MINUTE);
    expect(app.discord.requests).toEqual([]);
  });

  it('in the middle of a job stops it there, and what is under way settles', async () => {
    const app = await testApp();
    app.discord.messagesPerSecond = 1;
    await app.restart();
    await players(app, 10);
    await app.campaign(await promoter(app));
    const boss = await admin(app);
    app.discord.reply = () => ({ ...sent, afterMs: 500 });
    await app.advanceTo(REMINDER_AT + 3_200);
    value(await pausePromotions(app.context, boss));
    await app.advance(2 * MINUTE);
    expect(app.discord.requests).toHaveLength(4);
    expect((await app.ledger()).map(({ state }) => state)).toEqual(['sent', 'sent', 'sent', 'sent']);
    value(await resumePromotions(app.context, boss));
    await app.advance(20_000);
    expect(app.discord.delivered).toHaveLength(10);
    expect(new Set(app.discord.delivered.map(({ userId }) => userId)).size).toBe(10);
  });

  it('that lasts past the last useful moment ends the jobs as missed', async () => {
    const app = await testApp();
    await players(app, 2);
    const { campaign } = await app.campaign(await promoter(app));
    value(await pausePromotions(app.context, await admin(app)));
    await app.advanceTo(START_AT + 31 * MINUTE);
    expect(app.discord.requests).toEqual([]);
    expect(await app.jobStatuses()).toEqual({ reminder: 'missed', start: 'missed' });
    expect(await app.fates('start')).toEqual({ p1: 'skipped(missed)', p2: 'skipped(missed)' });
    expect(await app.campaignStatus(campaign.id)).toBe('missed');
  });

  it('that catches retries waiting past the last useful moment lets them fail as expired', async () => {
    const app = await testApp();
    await players(app, 2);
    await app.campaign(await promoter(app));
    app.discord.script('p1', notDelivered('rate_limited', 30_000));
    await app.advanceTo(REMINDER_AT + 5_000);
    value(await pausePromotions(app.context, await admin(app)));
    await app.advanceTo(START_AT + MINUTE);
    expect(await app.fates('reminder')).toEqual({ p1: 'failed(expired)', p2: 'sent' });
  });
});

describe('when Discord can not say who is in the guild', () => {
  it('a job waits, asks again, and goes on', async () => {
    const app = await testApp();
    await players(app, 3);
    await app.campaign(await promoter(app));
    app.directory.available = false;
    await app.advanceTo(REMINDER_AT + 12_000);
    expect(app.discord.requests).toEqual([]);
    expect(app.eventsOf('job_waiting').map(({ reason }) => reason)).toEqual([
      'directory',
      'directory',
      'directory',
    ]);
    app.directory.available = true;
    await app.advance(5_000);
    expect(app.discord.delivered).toHaveLength(3);
    expect((await app.jobs())[0]).toMatchObject({ status: 'sent', attempts: 0 });
  });

  it('until the last useful moment, the job is missed', async () => {
    const app = await testApp();
    await players(app, 1);
    await app.campaign(await promoter(app));
    app.directory.available = false;
    await app.crash();
    await app.advanceTo(START_AT + 29 * MINUTE);
    await app.restart();
    expect(await app.jobStatuses()).toEqual({ reminder: 'missed', start: 'pending' });
    await app.advance(2 * MINUTE);
    expect(app.discord.requests).toEqual([]);
    expect(await app.jobStatuses()).toEqual({ reminder: 'missed', start: 'missed' });
  });

  it('nobody is asked about one by one: a hundred people take few questions', async () => {
    const app = await testApp();
    await players(app, 100);
    await app.campaign(await promoter(app));
    app.directory.asked.length = 0;
    await app.advanceTo(REMINDER_AT + MINUTE);
    const asked = app.directory.asked.filter(({ maxAgeMs }) => maxAgeMs !== undefined && maxAgeMs < 60_000);
    expect(asked.length).toBeLessThanOrEqual(2);
    expect(asked[0]!.userIds).toHaveLength(100);
  });
});

describe('a fault of ours', () => {
  it('is tried again a few times, and then everybody is recorded as failed', async () => {
    const app = await testApp({
      maxAttempts: 3,
      messagesFor: () => {
        throw new Error('no words');
      },
    });
    await players(app, 5);
    const { campaign } = await app.campaign(await promoter(app));
    await app.advanceTo(START_AT + 40 * MINUTE);
    expect(app.discord.requests).toEqual([]);
    const errors = app.eventsOf('job_error').map(({ attempt }) => attempt);
    expect(errors).toEqual([1, 2, 3, 1, 2, 3]);
    for (const jobType of ['reminder', 'start'] as const) {
      const fates = await app.fates(jobType);
      expect(Object.values(fates)).toEqual(Array.from({ length: 5 }, () => 'failed(job_error)'));
    }
    expect(await app.jobStatuses()).toEqual({ reminder: 'failed', start: 'failed' });
    expect(await app.campaignStatus(campaign.id)).toBe('failed');
    expect((await app.ledger()).filter(({ state }) => state !== 'failed')).toEqual([]);
  });

  it('is no trouble of the database that passes: however often that comes, nobody is given up for it', async () => {
    for (const code of ['08006', '57P01', '25006', '53100', '55P03', 'SQLITE_BUSY', 'SQLITE_FULL']) {
      const app = await testApp({ maxAttempts: 2 });
      await players(app, 3);
      await app.campaign(await promoter(app));
      await app.advanceTo(REMINDER_AT - 1);
      let failing = 6;
      betweenStatements(app.database['writer'], async (text, go) => {
        if (failing > 0 && text.includes('INSERT INTO notifications_ledger')) {
          failing -= 1;
          throw Object.assign(new Error('the database is in trouble'), { code });
        }
        return go();
      });
      await app.advanceTo(START_AT - 1);
      expect([code, failing, await app.fates('reminder')]).toEqual([
        code,
        0,
        { p1: 'sent', p2: 'sent', p3: 'sent' },
      ]);
      expect(app.eventsOf('job_error')).toEqual([]);
      expect(app.eventsOf('background_error').length).toBeGreaterThan(1);
      expect((await app.jobs())[0]).toMatchObject({ status: 'sent', attempts: 0, last_error: null });
    }
  });

  it('is what a damaged or forbidden database does to a run, for only people can help there', async () => {
    const app = await testApp({ maxAttempts: 2 });
    await players(app, 2);
    await app.campaign(await promoter(app));
    await app.advanceTo(REMINDER_AT - 1);
    betweenStatements(app.database['writer'], async (text, go) => {
      if (!text.includes('INSERT INTO notifications_ledger')) return go();
      throw Object.assign(new Error('no right'), { code: '42501' });
    });
    await app.advanceTo(START_AT - 1);
    expect(app.eventsOf('job_error').map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(await app.fates('reminder')).toEqual({ p1: 'failed(job_error)', p2: 'failed(job_error)' });
  });

  it('that concerns one person costs nobody else their call', async () => {
    const { messagesFor } = await import('../../src/messages/catalog.js');
    const app = await testApp({
      maxAttempts: 3,
      messagesFor: (locale) => {
        if (locale === 'xx') throw new Error('no words');
        return messagesFor(locale);
      },
    });
    await person(app, 'a-poison', { locale: 'xx' });
    await players(app, 100);
    await app.campaign(await promoter(app));
    await app.advanceTo(REMINDER_AT + 3 * SECOND);
    expect(app.discord.delivered).toHaveLength(100);
    await app.advanceTo(START_AT - 1);
    expect(app.discord.delivered).toHaveLength(100);
    const fates = await app.fates('reminder');
    expect(fates['a-poison']).toBe('failed(job_error)');
    expect(Object.keys(fates)).toHaveLength(101);
    expect((await app.jobStatuses()).reminder).toBe('failed');
  });

  it('in a run that then succeeds leaves no trace in the outcome', async () => {
    const { messagesFor } = await import('../../src/messages/catalog.js');
    let broken = true;
    const app = await testApp({
      messagesFor: (locale) => {
        if (broken) throw new Error('no words');
        return messagesFor(locale);
      },
    });
    await players(app, 3);
    await app.campaign(await promoter(app));
    await app.advanceTo(REMINDER_AT);
    broken = false;
    await app.advance(10_000);
    expect(app.discord.delivered).toHaveLength(3);
    expect(await app.fates('reminder')).toEqual({ p1: 'sent', p2: 'sent', p3: 'sent' });
    expect((await app.log()).filter(({ outcome }) => outcome !== 'sent')).toEqual([]);
  });
});

describe('draining', () => {
  it('waits for a sweep that is under way, and lets none begin: the database is closed then', async () => {
    const app = await testApp({ sweepEveryMs: 0 });
    let swept = false;
    const sweep = app.dispatcher.sweep().then(() => (swept = true));
    await app.dispatcher.drain();
    expect(swept).toBe(true);
    await sweep;
    const asked: string[] = [];
    betweenStatements(app.database['writer'], (text, go) => {
      asked.push(text);
      return go();
    });
    await app.dispatcher.sweep();
    expect(asked).toEqual([]);
    expect(app.eventsOf('background_error')).toEqual([]);
  });

  it('reserves nothing more and ends when what is under way has settled', async () => {
    const app = await testApp();
    app.discord.messagesPerSecond = 1;
    await app.restart();
    await players(app, 5);
    await app.campaign(await promoter(app));
    app.discord.reply = () => hangs(true);
    await app.advanceTo(REMINDER_AT + 1_500);
    let drained = false;
    void app.dispatcher.drain().then(() => (drained = true));
    await app.advance(10_000);
    expect(drained).toBe(false);
    expect(app.dispatcher.inFlight).toBe(2);
    app.discord.release();
    await settled();
    expect(drained).toBe(true);
    expect(app.dispatcher.inFlight).toBe(0);
    expect(app.discord.requests).toHaveLength(2);
    expect((await app.jobs())[0]).toMatchObject({ status: 'pending', attempts: 0 });

    app.discord.reply = () => sent;
    await app.restart();
    await app.advance(10_000);
    expect(app.discord.delivered.map(({ userId }) => userId)).toEqual(['p1', 'p2', 'p3', 'p4', 'p5']);
  });
});
