import { describe, expect, it } from 'vitest';
import { person, players, promoter } from '../support/people.js';
import {
  arrivedUnanswered,
  closed,
  lostUnanswered,
  notDelivered,
  sent,
  trouble,
} from '../support/fake-channel.js';
import { MINUTE, REMINDER_AT, START_AT, testApp } from '../support/test-app.js';

const SECOND = 1_000;

describe('a message that provably did not arrive', () => {
  it('is tried again, later and later, until it does', async () => {
    const app = await testApp({ random: () => 0.999 });
    await person(app, 'p1');
    await app.campaign(await promoter(app));
    app.discord.script('p1', notDelivered(), notDelivered(), notDelivered(), sent);
    await app.advanceTo(START_AT - 1);
    const gaps = app.discord.requests.slice(1).map(({ at }, index) => at - app.discord.requests[index]!.at);
    expect(gaps.map((gap) => Math.round(gap / SECOND))).toEqual([2, 4, 8]);
    expect(app.discord.delivered).toHaveLength(1);
    expect(await app.fates('reminder')).toEqual({ p1: 'sent' });
    expect((await app.log()).map(({ outcome, attempt, is_final }) => [outcome, attempt, is_final])).toEqual([
      ['retry', 1, app.stored(false)],
      ['retry', 2, app.stored(false)],
      ['retry', 3, app.stored(false)],
      ['sent', 4, app.stored(true)],
    ]);
  });

  it('is never tried again before the provider allows it', async () => {
    const app = await testApp({ random: () => 0 });
    await person(app, 'p1');
    await app.campaign(await promoter(app));
    app.discord.script('p1', notDelivered('rate_limited', 90_500), notDelivered('rate_limited', 333));
    await app.advanceTo(START_AT - 1);
    expect(app.discord.requests.map(({ at }) => at - REMINDER_AT)).toEqual([0, 90_500, 90_833]);
  });

  it('is given up after so many requests', async () => {
    const app = await testApp({ maxAttempts: 3 });
    await person(app, 'p1');
    const { campaign } = await app.campaign(await promoter(app));
    app.discord.reply = () => notDelivered();
    await app.advanceTo(START_AT + 40 * MINUTE);
    expect(app.discord.requests.map(({ jobType }) => jobType)).toEqual([
      ...Array.from({ length: 3 }, () => 'reminder'),
      ...Array.from({ length: 3 }, () => 'start'),
    ]);
    expect(await app.fates('start')).toEqual({ p1: 'failed(attempts_exhausted)' });
    expect(await app.campaignStatus(campaign.id)).toBe('failed');
    expect((await app.ledger()).map(({ state, error_code }) => [state, error_code])).toEqual([
      ['failed', 'server_error'],
      ['failed', 'server_error'],
    ]);
  });

  it('is not tried at its last useful moment, nor after it', async () => {
    const app = await testApp({ random: () => 0 });
    await person(app, 'p1');
    await person(app, 'p2');
    await app.campaign(await promoter(app));
    app.discord.script('p1', notDelivered('rate_limited', START_AT - REMINDER_AT));
    app.discord.script('p2', notDelivered('rate_limited', START_AT - REMINDER_AT - 1));
    await app.advanceTo(START_AT - 1);
    expect(app.discord.requestsTo('p1').map(({ at }) => at)).toEqual([REMINDER_AT]);
    await app.advance(2 * SECOND);
    expect(await app.fates('reminder')).toMatchObject({ p1: 'failed(expired)' });
    const lastReminder = app.discord.requests.filter(({ jobType }) => jobType === 'reminder').at(-1);
    expect(lastReminder!.at).toBeLessThan(START_AT);
  });
});

describe('a job that comes too late', () => {
  it('records whom it never tried as missed, and itself too', async () => {
    const app = await testApp();
    await players(app, 3);
    const { campaign } = await app.campaign(await promoter(app));
    await app.crash();
    await app.advanceTo(START_AT + 30 * MINUTE);
    await app.restart();
    expect(app.discord.requests).toEqual([]);
    expect(await app.jobStatuses()).toEqual({ reminder: 'missed', start: 'missed' });
    expect(await app.fates('start')).toEqual({
      p1: 'skipped(missed)',
      p2: 'skipped(missed)',
      p3: 'skipped(missed)',
    });
    expect(await app.campaignStatus(campaign.id)).toBe('missed');
  });

  it('is run all the same inside its last useful moment, with the minutes that are left', async () => {
    const app = await testApp();
    await players(app, 1);
    await app.campaign(await promoter(app));
    await app.crash();
    await app.advanceTo(START_AT - 4 * MINUTE);
    await app.restart();
    expect(app.discord.delivered.map(({ at }) => at)).toEqual([START_AT - 4 * MINUTE]);
    await app.crash();
    await app.advanceTo(START_AT + 30 * MINUTE - 1);
    await app.restart();
    expect(app.discord.delivered.map(({ jobType }) => jobType)).toEqual(['reminder', 'start']);
  });

  it('stops in the middle when its last useful moment comes', async () => {
    const app = await testApp();
    app.discord.messagesPerSecond = 1;
    await app.restart();
    await players(app, 80);
    await app.campaign(await promoter(app));
    await app.crash();
    await app.advanceTo(START_AT - 30 * SECOND);
    await app.restart();
    await app.advanceTo(START_AT + MINUTE);
    const reminders = app.discord.delivered.filter(({ jobType }) => jobType === 'reminder');
    expect(reminders).toHaveLength(30);
    expect(Math.max(...reminders.map(({ at }) => at))).toBeLessThan(START_AT);
    const rows = await app.finalRows('reminder');
    expect(rows).toHaveLength(80);
    expect(rows.filter(({ reason }) => reason === 'missed')).toHaveLength(50);
    expect((await app.jobStatuses()).reminder).toBe('partial');
  });

  it('lets those waiting for a retry fail as expired', async () => {
    const app = await testApp({ random: () => 0 });
    await players(app, 1);
    await app.campaign(await promoter(app));
    app.discord.script('p1', notDelivered('rate_limited', 10 * MINUTE));
    await app.advanceTo(REMINDER_AT + MINUTE);
    await app.crash();
    await app.advanceTo(START_AT + 31 * MINUTE);
    await app.restart();
    expect(await app.fates('reminder')).toEqual({ p1: 'failed(expired)' });
    expect(await app.fates('start')).toEqual({ p1: 'skipped(missed)' });
    expect(await app.jobStatuses()).toEqual({ reminder: 'failed', start: 'missed' });
  });
});

describe('a message that may have arrived', () => {
  it('is asked for again under the same nonce while the provider still knows it', async () => {
    const app = await testApp({ random: () => 0.999 });
    await person(app, 'p1');
    await app.campaign(await promoter(app));
    app.discord.script('p1', arrivedUnanswered, lostUnanswered, sent);
    await app.advanceTo(START_AT - 1);
    expect(app.discord.requests).toHaveLength(3);
    expect(new Set(app.discord.requests.map(({ nonce }) => nonce)).size).toBe(1);
    expect(app.discord.delivered).toHaveLength(1);
    expect(await app.fates('reminder')).toEqual({ p1: 'sent' });
  });

  it('is unknown once the nonce is too old, and nothing follows', async () => {
    const app = await testApp({ maxAttempts: 20, random: () => 0.999 });
    await person(app, 'p1');
    await app.campaign(await promoter(app));
    app.discord.reply = () => lostUnanswered;
    await app.advanceTo(START_AT - 1);
    const [first] = app.discord.requests;
    expect(app.discord.requests.length).toBeGreaterThan(3);
    for (const { at, nonce } of app.discord.requests) {
      expect(at - first!.at).toBeLessThan(120_000);
      expect(nonce).toBe(first!.nonce);
    }
    expect(await app.fates('reminder')).toEqual({ p1: 'unknown(maybe_delivered)' });
    expect(await app.ledger()).toMatchObject([{ state: 'unknown' }]);
  });

  it('is not asked for again when the wall clock was set back and the nonce is older than it says', async () => {
    const app = await testApp({ random: () => 0.999 });
    await person(app, 'p1');
    await app.campaign(await promoter(app));
    app.discord.script('p1', arrivedUnanswered);
    await app.advanceTo(REMINDER_AT + SECOND);
    app.clock.step(-3 * MINUTE);
    await app.advanceTo(START_AT - 1);
    expect(app.discord.delivered).toHaveLength(1);
    expect(app.discord.requests).toHaveLength(1);
    expect(await app.fates('reminder')).toEqual({ p1: 'unknown(maybe_delivered)' });
  });

  it('is unknown at once where nonces mean nothing, and never falls to another channel', async () => {
    const app = await testApp({ channels: ['discord', 'telegram'] });
    await person(app, 'p1', { channels: ['telegram'], dmChannelId: 'dm' });
    const { campaign } = await app.campaign(await promoter(app));
    app.telegram.reply = () => lostUnanswered;
    await app.advanceTo(START_AT + 40 * MINUTE);
    expect(app.telegram.requests.map(({ jobType }) => jobType)).toEqual(['reminder', 'start']);
    expect(app.discord.requests).toEqual([]);
    expect(await app.fates('start')).toEqual({ p1: 'unknown(maybe_delivered)' });
    expect(await app.campaignStatus(campaign.id)).toBe('failed');
  });

  it('does not become certain by a door that closes afterwards', async () => {
    const app = await testApp({ channels: ['discord', 'telegram'] });
    await person(app, 'p1', { channels: ['telegram'], preferred: 'discord' });
    await app.campaign(await promoter(app));
    app.discord.script('p1', arrivedUnanswered, closed());
    await app.advanceTo(START_AT - 1);
    expect(app.telegram.requests).toEqual([]);
    expect(await app.fates('reminder')).toEqual({ p1: 'unknown(maybe_delivered)' });
  });

  it('includes what a channel throws at us', async () => {
    const app = await testApp({ channels: ['discord', 'telegram'] });
    await person(app, 'p1', { channels: ['telegram'] });
    await app.campaign(await promoter(app));
    app.telegram.reply = () => {
      throw new Error('never thought of');
    };
    await app.advanceTo(START_AT - 1);
    expect(await app.finalRows('reminder')).toMatchObject([{ outcome: 'unknown', code: 'unknown_answer' }]);
    expect(app.eventsOf('job_error')).toEqual([]);
  });
});

describe('a door that is closed', () => {
  it('is a failure when there is no other', async () => {
    const app = await testApp();
    await players(app, 2);
    const { campaign } = await app.campaign(await promoter(app));
    app.discord.reply = ({ userId }) => (userId === 'p1' ? closed() : sent);
    await app.advanceTo(START_AT + MINUTE);
    expect(app.discord.requestsTo('p1')).toHaveLength(2);
    expect(await app.fates('start')).toEqual({ p1: 'failed(channel_closed)', p2: 'sent' });
    expect(await app.campaignStatus(campaign.id)).toBe('partial');
  });

  it('leads to the next one at once, under the same row', async () => {
    const app = await testApp({ channels: ['discord', 'telegram', 'signal'] });
    await person(app, 'p1', { channels: ['telegram', 'signal'], preferred: 'signal' });
    await app.campaign(await promoter(app));
    app.signal.reply = () => closed('unregistered');
    app.telegram.reply = () => closed('blocked');
    await app.advanceTo(REMINDER_AT + SECOND);
    expect(app.signal.requests).toHaveLength(1);
    expect(app.telegram.requests).toHaveLength(1);
    expect(app.discord.delivered.map(({ at }) => at - REMINDER_AT)).toEqual([0]);
    expect(await app.ledger()).toMatchObject([{ state: 'sent', channel_type: 'discord', attempts: 1 }]);
    expect((await app.log()).map((row) => [row.channel_type, row.outcome, row.reason, row.is_final])).toEqual(
      [
        ['signal', 'retry', 'channel_closed', app.stored(false)],
        ['telegram', 'retry', 'channel_closed', app.stored(false)],
        ['discord', 'sent', null, app.stored(true)],
      ],
    );
    const nonces = [...app.signal.requests, ...app.telegram.requests, ...app.discord.requests];
    expect(new Set(nonces.map(({ nonce }) => nonce)).size).toBe(3);
  });

  it('is not knocked at again by the same job', async () => {
    const app = await testApp({ channels: ['discord', 'telegram'] });
    await person(app, 'p1', { channels: ['telegram'] });
    await app.campaign(await promoter(app));
    app.telegram.reply = () => closed('blocked');
    app.discord.script('p1', notDelivered(), notDelivered(), sent);
    await app.advanceTo(START_AT - 1);
    expect(app.telegram.requests).toHaveLength(1);
    expect(await app.fates('reminder')).toEqual({ p1: 'sent' });
  });

  it('on every side is a failure', async () => {
    const app = await testApp({ channels: ['discord', 'telegram'] });
    await person(app, 'p1', { channels: ['telegram'] });
    await app.campaign(await promoter(app));
    app.telegram.reply = () => closed('blocked');
    app.discord.reply = () => closed();
    await app.advanceTo(START_AT - 1);
    expect(await app.fates('reminder')).toEqual({ p1: 'failed(channel_closed)' });
    expect(await app.ledger()).toMatchObject([{ state: 'failed' }]);
  });
});

describe('a channel in trouble', () => {
  it('pauses as a whole, asks once a pause, and goes on when it is well', async () => {
    const app = await testApp();
    await players(app, 40);
    await app.campaign(await promoter(app));
    let broken = true;
    app.discord.reply = () => (broken ? { ...trouble(), afterMs: 40 } : sent);
    await app.advanceTo(REMINDER_AT + 59 * SECOND);
    const before = app.discord.requests.length;
    expect(before).toBeLessThan(6);
    await app.advance(3 * MINUTE);
    expect(
      app.discord.requests.slice(before).map(({ at }) => Math.round((at - REMINDER_AT) / SECOND)),
    ).toEqual([60, 180]);
    broken = false;
    await app.advanceTo(START_AT - 1);
    expect(app.discord.delivered).toHaveLength(40);
    const fates = Object.values(await app.fates('reminder'));
    expect(fates.filter((fate) => fate === 'sent')).toHaveLength(40);
    const turns = app.events.filter(({ type }) => type === 'channel_paused' || type === 'channel_resumed');
    expect(turns.map(({ type }) => type)).toEqual([
      'channel_paused',
      'channel_paused',
      'channel_paused',
      'channel_resumed',
    ]);
  });

  it('is not well because a request could not even be made', async () => {
    const app = await testApp();
    await players(app, 20);
    await app.campaign(await promoter(app));
    app.discord.reply = ({ at }) => (at < REMINDER_AT + MINUTE ? trouble() : notDelivered());
    await app.advanceTo(REMINDER_AT + 90 * SECOND);
    expect(app.eventsOf('channel_resumed')).toEqual([]);
    app.discord.reply = () => sent;
    await app.advanceTo(START_AT - 1);
    expect(app.eventsOf('channel_resumed')).toHaveLength(1);
    expect(
      Object.values(await app.fates('reminder')).filter((fate) => fate === 'sent').length,
    ).toBeGreaterThan(17);
  });

  it('keeps people waiting, and lets them fall to another channel only near the end', async () => {
    const app = await testApp({ channels: ['discord', 'telegram'] });
    await person(app, 'open', { channels: ['telegram'], dmChannelId: 'dm-1' });
    await person(app, 'unopened', { channels: ['telegram'], dmChannelId: null });
    await app.campaign(await promoter(app));
    app.telegram.reply = () => trouble();
    await app.advanceTo(START_AT - 1);
    const [fallback] = app.discord.delivered;
    expect(app.discord.delivered.map(({ userId }) => userId)).toEqual(['open']);
    expect(fallback!.at).toBeGreaterThanOrEqual(START_AT - 2 * MINUTE);
    await app.advance(SECOND);
    expect(await app.fates('reminder')).toMatchObject({
      open: 'sent',
      unopened: expect.stringMatching(/^(failed\(|skipped\(missed\))/) as string,
    });
  });

  it('lets those wait who were never tried, and records them as missed', async () => {
    const app = await testApp();
    await players(app, 40);
    await app.campaign(await promoter(app));
    app.discord.reply = () => ({ ...trouble('dms_paused'), afterMs: 10 });
    await app.advanceTo(START_AT);
    const rows = await app.finalRows('reminder');
    expect(rows).toHaveLength(40);
    expect(rows.filter(({ reason }) => reason === 'missed').length).toBeGreaterThan(30);
    expect(app.discord.requests.filter(({ jobType }) => jobType === 'reminder').length).toBeLessThan(10);
  });
});
