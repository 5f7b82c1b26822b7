import { describe, expect, it } from 'vitest';
import { faultsOf } from '../support/crash.js';
import { notDelivered, type Reply, sent, trouble } from '../support/fake-channel.js';
import { person, players, promoter } from '../support/people.js';
import { MINUTE, START_AT, testApp } from '../support/test-app.js';

const SECOND = 1_000;
const AFTER_REMINDER = '2026-03-10T19:46:07.123Z';

describe('a channel that refuses everybody', () => {
  it('costs nobody an attempt: near the end all fall to another channel, and none has failed', async () => {
    const app = await testApp({ at: AFTER_REMINDER, channels: ['discord', 'telegram'] });
    const ids = await players(app, 10, { channels: ['telegram'] });
    app.telegram.reply = () => trouble();
    await app.campaign(await promoter(app));
    await app.advanceTo(START_AT + 27 * MINUTE);
    expect(app.discord.requests).toEqual([]);
    await app.advanceTo(START_AT + 31 * MINUTE);
    expect(await app.fates('start')).toEqual(Object.fromEntries(ids.map((id) => [id, 'sent'])));
    for (const { at } of app.discord.delivered) expect(at - START_AT).toBeGreaterThanOrEqual(28 * MINUTE);
    expect(await faultsOf(app)).toEqual([]);
  });

  it('is tried by somebody else each time', async () => {
    const app = await testApp({ at: AFTER_REMINDER, channels: ['discord', 'telegram'] });
    const ids = await players(app, 10, { channels: ['telegram'], discordDms: false });
    app.telegram.reply = () => ({ ...trouble(), afterMs: 2 * SECOND });
    await app.campaign(await promoter(app));
    await app.advanceTo(START_AT + 200);
    const asked = app.telegram.requests.length;
    await app.advanceTo(START_AT + 16 * MINUTE);
    const probes = app.telegram.requests.slice(asked).map(({ userId }) => userId);
    expect(probes.length).toBeGreaterThan(3);
    expect(new Set(probes).size).toBe(probes.length);
    // Also by another process, which knows no more than the database.
    await app.restart();
    await app.advance(15 * MINUTE);
    const all = app.telegram.requests.slice(asked).map(({ userId }) => userId);
    expect(new Set(all).size).toBe(Math.min(all.length, ids.length));
  });

  it('as long as it refuses, is the reason: nobody is told that their attempts were used up', async () => {
    const app = await testApp({ at: AFTER_REMINDER, maxAttempts: 2 });
    await players(app, 3);
    app.discord.reply = () => trouble();
    await app.campaign(await promoter(app));
    await app.advanceTo(START_AT + 31 * MINUTE);
    const rows = await app.finalRows('start');
    expect(rows.map(({ reason }) => reason)).not.toContain('attempts_exhausted');
    expect(rows.filter(({ outcome }) => outcome === 'sent')).toEqual([]);
  });
});

describe('a message that never left', () => {
  it('is no attempt: a way to the provider that is gone for ten minutes costs nobody their message', async () => {
    const app = await testApp({ at: AFTER_REMINDER, maxAttempts: 2 });
    await person(app, 'p1');
    app.discord.reply = ({ at }) =>
      at < START_AT + 10 * MINUTE ? notDelivered('connection_refused', 0) : sent;
    await app.campaign(await promoter(app));
    await app.advanceTo(START_AT + 29 * MINUTE);
    expect(await app.fates('start')).toEqual({ p1: 'sent' });
    expect(await app.ledger()).toMatchObject([{ attempts: 1 }]);
    // The channel's gate keeps the pace meanwhile.
    expect(app.discord.requests.length).toBeLessThan(15);
    expect(await faultsOf(app)).toEqual([]);
  });
});

describe('a direct message that waits for others to be opened', () => {
  it('costs nobody an attempt, and pauses no channel', async () => {
    const app = await testApp({ at: AFTER_REMINDER, maxAttempts: 2 });
    const ids = await players(app, 3);
    for (const id of ids) app.discord.script(id, ...Array<Reply>(20).fill(notDelivered('dms_queued', 0)));
    await app.campaign(await promoter(app));
    await app.advanceTo(START_AT + 5 * MINUTE);
    expect(await app.fates('start')).toEqual(Object.fromEntries(ids.map((id) => [id, 'sent'])));
    expect(await app.ledger()).toMatchObject(ids.map(() => ({ attempts: 1 })));
    expect(app.eventsOf('channel_paused')).toEqual([]);
  });
});

describe('a channel that asks for more time', () => {
  it('with room for ten in ten seconds, delivers all sixty', async () => {
    const app = await testApp({ at: AFTER_REMINDER, random: Math.random });
    const ids = await players(app, 60);
    let [emptyAt, left] = [0, 10];
    app.discord.reply = ({ at }) => {
      if (at >= emptyAt) [emptyAt, left] = [at + 10 * SECOND, 10];
      left -= 1;
      return left >= 0 ? sent : notDelivered('rate_limited', emptyAt - at);
    };
    await app.campaign(await promoter(app));
    await app.advanceTo(START_AT + 5 * MINUTE);
    expect(await app.fates('start')).toEqual(Object.fromEntries(ids.map((id) => [id, 'sent'])));
    expect(app.eventsOf('channel_paused')).toEqual([]);
    expect(await faultsOf(app)).toEqual([]);
  });

  it('again and again, is paused as a whole and not asked at full pace', async () => {
    const app = await testApp({ at: AFTER_REMINDER, random: Math.random });
    await players(app, 100);
    app.discord.reply = () => notDelivered('rate_limited', 300);
    await app.campaign(await promoter(app));
    await app.advanceTo(START_AT + 10 * MINUTE);
    expect(app.eventsOf('channel_paused')[0]).toMatchObject({ code: 'rate_limited' });
    expect(app.discord.requests.length).toBeLessThan(500);
    app.discord.reply = () => sent;
    await app.advanceTo(START_AT + 29 * MINUTE);
    expect(app.discord.delivered).toHaveLength(100);
  });

  it('for longer than the message is of use, leaves people to their other channel at once', async () => {
    const app = await testApp({ at: AFTER_REMINDER, channels: ['discord', 'telegram'] });
    await person(app, 'both', { channels: ['telegram'] });
    await person(app, 'only', { channels: ['telegram'], discordDms: false });
    app.telegram.reply = () => notDelivered('rate_limited', 40 * MINUTE);
    await app.campaign(await promoter(app));
    await app.advanceTo(START_AT + SECOND);
    expect(await app.fates('start')).toEqual({ both: 'sent', only: 'failed(expired)' });
  });
});
