import { describe, expect, it } from 'vitest';
import { person, players, promoter } from '../support/people.js';
import { DATE, MINUTE, REMINDER_AT, START_AT, testApp } from '../support/test-app.js';

describe('the moments of a campaign', () => {
  it('are 20:45 and 21:00 sharp: everybody is called at each, once', async () => {
    const app = await testApp();
    const ids = await players(app, 3);
    await app.campaign(await promoter(app));

    await app.advanceTo(REMINDER_AT - 1);
    expect(app.discord.requests).toEqual([]);
    await app.advance(1);
    expect(app.discord.delivered[0]).toMatchObject({ userId: 'p1', jobType: 'reminder', at: REMINDER_AT });
    await app.advanceTo(START_AT - 1);
    expect(app.discord.delivered.map(({ userId, jobType }) => [userId, jobType])).toEqual(
      ids.map((id) => [id, 'reminder']),
    );
    await app.advance(1);
    expect(app.discord.delivered[3]).toMatchObject({ userId: 'p1', jobType: 'start', at: START_AT });
    await app.advance(60 * MINUTE);
    expect(app.discord.requests).toHaveLength(6);
    expect(app.discord.delivered).toHaveLength(6);
    expect(await app.jobStatuses()).toEqual({ reminder: 'sent', start: 'sent' });
  });

  it('come without any sweep', async () => {
    const app = await testApp({ sweepEveryMs: 0 });
    await players(app, 1);
    await app.campaign(await promoter(app));
    await app.advanceTo(START_AT + 1_000);
    expect(app.discord.delivered.map(({ at }) => at)).toEqual([REMINDER_AT, START_AT]);
  });

  it('come without any wake-up, found by the sweep', async () => {
    const app = await testApp();
    await players(app, 1);
    const created = await app.campaign(await promoter(app));
    for (const job of created.jobs) {
      await app.change(
        'UPDATE availability_promotion_jobs SET id = ? WHERE id = ?',
        `lost-${job.id}`,
        job.id,
      );
    }
    await app.advanceTo(START_AT + MINUTE);
    expect(app.discord.delivered.map(({ jobType }) => jobType)).toEqual(['reminder', 'start']);
    expect(app.discord.delivered[1]!.at - START_AT).toBeLessThan(30_000);
  });

  it('are paced: eighty people take two seconds at forty a second', async () => {
    const app = await testApp();
    await players(app, 80);
    await app.campaign(await promoter(app));
    await app.advanceTo(REMINDER_AT + MINUTE);
    const offsets = app.discord.delivered.map(({ at }) => at - REMINDER_AT);
    expect(offsets).toHaveLength(80);
    expect(offsets).toEqual(Array.from({ length: 80 }, (_, index) => index * 25));
  });

  it('are paced by requests: whom we never wrote to takes two, one to open their direct message', async () => {
    const app = await testApp();
    await players(app, 40, { dmChannelId: null });
    await app.campaign(await promoter(app));
    await app.advanceTo(REMINDER_AT + MINUTE);
    const last = app.discord.delivered.at(-1);
    expect(app.discord.delivered).toHaveLength(40);
    expect((last?.at ?? 0) - REMINDER_AT).toBe(79 * 25);
  });

  it('are not held up on a fast channel by those who wait for a slow one', async () => {
    const app = await testApp({ channels: ['discord', 'signal'] });
    app.signal.messagesPerSecond = 1;
    await app.restart();
    for (let i = 0; i < 80; i++) await person(app, `a-signal-${i}`, { channels: ['signal'] });
    for (let i = 0; i < 40; i++) await person(app, `b-discord-${i}`);
    await app.campaign(await promoter(app));
    await app.advanceTo(REMINDER_AT + 2_000);
    expect(app.discord.delivered).toHaveLength(40);
    await app.advance(2 * MINUTE);
    expect(app.signal.delivered).toHaveLength(80);
    const at = app.signal.delivered.map((message) => message.at);
    expect(at).toEqual(Array.from({ length: 80 }, (_, index) => REMINDER_AT + index * 1_000));
  });

  it('move with a wall clock that is set: never early, and not late either', async () => {
    const app = await testApp({ sweepEveryMs: 0 });
    await players(app, 1);
    await app.campaign(await promoter(app));
    await app.advanceTo(REMINDER_AT - 10 * MINUTE);
    app.clock.step(-5 * MINUTE);
    await app.advanceTo(REMINDER_AT - 1);
    expect(app.discord.requests).toEqual([]);
    await app.advanceTo(START_AT);
    expect(app.discord.delivered.map(({ at }) => at)).toEqual([REMINDER_AT, START_AT]);
  });

  it('are waited for to the end when the clock goes back while a wake-up waits for its last moment', async () => {
    const app = await testApp({ sweepEveryMs: 0 });
    await players(app, 1);
    await app.campaign(await promoter(app));
    await app.change(`UPDATE availability_promotion_jobs SET id = 'job' WHERE job_type = 'reminder'`);
    await app.advanceTo(REMINDER_AT - 1_000);
    void app.dispatcher.wake('job');
    await app.advance(500);
    app.clock.step(-200);
    await app.advance(500);
    expect(app.clock.now()).toBe(REMINDER_AT - 200);
    expect(app.discord.requests).toEqual([]);
    await app.advance(1_000);
    expect(app.discord.delivered.map(({ at }) => at)).toEqual([REMINDER_AT]);
  });

  it('are found by the sweep at once when the clock jumps over them', async () => {
    const app = await testApp();
    await players(app, 1);
    await app.campaign(await promoter(app));
    app.clock.step(REMINDER_AT + 2 * MINUTE - app.clock.now());
    await app.advance(30_000);
    const [reminder] = app.discord.delivered;
    expect(reminder!.at - REMINDER_AT).toBeLessThanOrEqual(2.5 * MINUTE);
    expect(reminder!.text).toContain('<t:');
  });

  it('follow the wall, not the calendar, over a change of the clocks', async () => {
    const app = await testApp({ at: '2026-03-29T10:00:07Z' });
    await players(app, 1, { date: '2026-03-29' });
    await app.campaign(await promoter(app));
    await app.advanceTo('2026-03-29T20:00:00Z');
    expect(app.discord.delivered.map(({ at }) => new Date(at).toISOString())).toEqual([
      '2026-03-29T18:45:00.000Z',
      '2026-03-29T19:00:00.000Z',
    ]);
  });

  it('are only the start when it was created after 20:45', async () => {
    const app = await testApp({ at: '2026-03-10T19:50:00Z' });
    await players(app, 1);
    const created = await app.campaign(await promoter(app));
    expect(created.jobs.map(({ jobType }) => jobType)).toEqual(['start']);
    await app.advanceTo(START_AT + MINUTE);
    expect(app.discord.delivered.map(({ jobType }) => jobType)).toEqual(['start']);
    expect(await app.campaignStatus(created.campaign.id)).toBe('sent');
  });
});

describe('two campaigns of one evening', () => {
  it('call nobody twice: the second finds them already contacted', async () => {
    const app = await testApp({ settings: { globalCooldown: false } });
    await person(app, 'both');
    await person(app, 'maybe', { status: 'MAYBE' });
    const first = await app.campaign(await promoter(app));
    const second = await app.campaign(await promoter(app, 'promoter-2'), { includeMaybe: true });
    await app.advanceTo(START_AT + MINUTE);
    expect(app.discord.deliveredTo('both').map(({ jobType }) => jobType)).toEqual(['reminder', 'start']);
    expect(app.discord.deliveredTo('maybe').map(({ jobType }) => jobType)).toEqual(['reminder', 'start']);
    for (const jobType of ['reminder', 'start'] as const) {
      const one = await app.fates(jobType, first.campaign.id);
      const other = await app.fates(jobType, second.campaign.id);
      expect([one['both'], other['both']].sort()).toEqual(['sent', 'skipped(already_contacted)']);
      expect(other['maybe']).toBe('sent');
    }
    expect((await app.ledger()).map(({ user_id, event_key }) => [user_id, event_key]).sort()).toEqual([
      ['both', `PROMOTE:T-15:${DATE}`],
      ['both', `PROMOTE:T0:${DATE}`],
      ['maybe', `PROMOTE:T-15:${DATE}`],
      ['maybe', `PROMOTE:T0:${DATE}`],
    ]);
  });

  it('leave somebody whose first call failed for good alone, too', async () => {
    const app = await testApp({ settings: { globalCooldown: false } });
    await person(app, 'p1');
    await app.campaign(await promoter(app));
    const second = await app.campaign(await promoter(app, 'promoter-2'));
    app.discord.reply = () => ({ outcome: { kind: 'closed', code: 'dm_closed' } });
    await app.advanceTo(START_AT + 40 * MINUTE);
    expect(app.discord.requestsTo('p1')).toHaveLength(2);
    const fates = [
      await app.fates('start', second.campaign.id),
      await app.fates('reminder', second.campaign.id),
    ];
    expect(fates.map((fate) => fate['p1']).sort()).toEqual(
      expect.arrayContaining([expect.stringMatching(/already_contacted|channel_closed/)]),
    );
    expect((await app.finalRows()).filter(({ reason }) => reason === 'already_contacted')).toHaveLength(2);
  });
});
