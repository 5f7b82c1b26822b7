import { describe, expect, it } from 'vitest';
import { logSubscriber } from '../../src/observability/log-subscriber.js';
import { isUniqueViolation } from '../../src/persistence/engine/dialect.js';
import { betweenStatements } from '../support/between-statements.js';
import { hangs, sent } from '../support/fake-channel.js';
import { diskIsFull } from '../support/full-disk.js';
import { players, promoter } from '../support/people.js';
import { MINUTE, REMINDER_AT, START_AT, testApp, type TestApp } from '../support/test-app.js';

const SECOND = 1_000;

/**
 * An evening whose reminders to p1, p2 and p3 are under way, and a log that already has a last line for p2, as
 * somebody might have written it by hand: whoever records what became of their message is refused.
 */
async function withPoison(): Promise<TestApp> {
  const app = await testApp();
  await players(app, 3);
  await app.campaign(await promoter(app));
  app.discord.reply = () => hangs(true);
  await app.advanceTo(REMINDER_AT + 5 * SECOND);
  await app.change(`
    INSERT INTO availability_promotion_send_logs
      (campaign_id, job_id, user_id, channel_type, outcome, is_final, attempt, event_key, created_at)
    SELECT campaign_id, job_id, user_id, channel_type, 'failed', true, 1, event_key, created_at
    FROM notifications_ledger WHERE user_id = 'p2'`);
  return app;
}

/** How the reminders stand in the ledger. */
async function states(app: TestApp): Promise<Record<string, string>> {
  const rows = await app.rows<{ user_id: string; state: string }>(`
    SELECT n.user_id, n.state FROM notifications_ledger n
    JOIN availability_promotion_jobs j ON j.id = n.job_id AND j.job_type = 'reminder'`);
  return Object.fromEntries(rows.map(({ user_id, state }) => [user_id, state]));
}

describe('a message left under way that can’t be taken up', () => {
  it('keeps no start from taking up the others, and is told', async () => {
    const app = await withPoison();
    await app.crash();
    app.discord.reply = () => sent;
    app.clock.step(5 * MINUTE);
    await app.restart();
    expect(await states(app)).toEqual({ p1: 'unknown', p2: 'sending', p3: 'unknown' });
    expect(app.eventsOf('recovered')).toMatchObject([{ retried: 0, unknown: 2 }]);
    const [poison] = (await app.ledger()).filter(
      ({ user_id, state }) => user_id === 'p2' && state === 'sending',
    );
    expect(app.eventsOf('not_taken_up')).toMatchObject([
      {
        reservationId: poison!.id,
        jobId: poison!.job_id,
        error: expect.toSatisfy(isUniqueViolation) as unknown,
      },
    ]);
  });

  it('keeps nobody from being called at the next moment, and is not told again by each look', async () => {
    const app = await withPoison();
    await app.crash();
    app.discord.reply = () => sent;
    app.clock.step(5 * MINUTE);
    await app.restart();
    await app.advanceTo(START_AT + MINUTE);
    expect(await app.fates('start')).toEqual({ p1: 'sent', p2: 'sent', p3: 'sent' });
    expect(app.discord.requests.filter(({ jobType }) => jobType === 'reminder')).toHaveLength(3);
    expect(app.eventsOf('not_taken_up')).toHaveLength(1);
    expect(app.eventsOf('background_error')).toEqual([]);
  });

  it('within a process that goes on keeps the sweep from nothing, and the others are taken up', async () => {
    const app = await testApp({ sweepEveryMs: 0 });
    await players(app, 3);
    await app.campaign(await promoter(app));
    await app.advanceTo(REMINDER_AT + 5 * SECOND);
    expect(await app.fates('reminder')).toEqual({ p1: 'sent', p2: 'sent', p3: 'sent' });
    // As if this process had lost hold of two of them, one without a line in the log.
    await app.change(`
      UPDATE notifications_ledger SET state = 'sending' WHERE user_id IN ('p2', 'p3')`);
    await app.letLogBeDeleted();
    await app.change(`DELETE FROM availability_promotion_send_logs WHERE user_id = 'p3'`);
    app.clock.step(START_AT - app.clock.now());
    await app.dispatcher.sweep();
    await app.advance(5 * SECOND);
    expect(await states(app)).toEqual({ p1: 'sent', p2: 'sending', p3: 'unknown' });
    const codes = (await app.log())
      .filter(({ outcome }) => outcome === 'unknown')
      .map((row) => row.error_code);
    expect(codes).toEqual(['interrupted']);
    expect(await app.fates('start')).toEqual({ p1: 'sent', p2: 'sent', p3: 'sent' });
    expect(app.eventsOf('not_taken_up')).toHaveLength(1);
  });

  it('is told anew once it had been taken up and is left again', async () => {
    const app = await withPoison();
    await app.crash();
    app.discord.reply = () => sent;
    app.clock.step(5 * MINUTE);
    await app.restart();
    const to = (state: string): Promise<void> =>
      app.change(`UPDATE notifications_ledger SET state = ? WHERE user_id = 'p2'`, state);
    await to('unknown');
    await app.dispatcher.sweep();
    expect(app.eventsOf('not_taken_up')).toHaveLength(1);
    await to('sending');
    await app.dispatcher.sweep();
    expect(app.eventsOf('not_taken_up')).toHaveLength(2);
  });

  it('reads in the log as what it is, without who it was for', async () => {
    const lines: [object, string][] = [];
    const note = (fields: object, message: string): number => lines.push([fields, message]);
    const logger = { debug: note, info: note, warn: note, error: note } as never;
    logSubscriber(logger)({ type: 'not_taken_up', reservationId: 'l1', jobId: 'j1', error: new Error('no') });
    expect(lines).toMatchObject([
      [
        { event: 'not_taken_up', reservationId: 'l1', jobId: 'j1' },
        expect.stringMatching(/^A message that was left under way \(row l1 of job j1\) can’t be taken up/),
      ],
    ]);
  });
});

describe('what a process has lost hold of itself', () => {
  it('is taken up by its next look, and is not told as left by an earlier run', async () => {
    const app = await testApp({ sweepEveryMs: 0 });
    await players(app, 2);
    await app.campaign(await promoter(app));
    await app.advanceTo(REMINDER_AT + 5 * SECOND);
    // As if the database had failed when the outcome for p2 and the end of the job were to be recorded.
    await app.letLogBeDeleted();
    await app.change(`DELETE FROM availability_promotion_send_logs WHERE user_id = 'p2'`);
    await app.change(`UPDATE notifications_ledger SET state = 'sending' WHERE user_id = 'p2'`);
    await app.change(
      `UPDATE availability_promotion_jobs SET status = 'running', owner = ? WHERE job_type = 'reminder'`,
      app.life.owner,
    );
    await app.dispatcher.sweep();
    await app.advance(5 * SECOND);
    expect(await app.fates('reminder')).toEqual({ p1: 'sent', p2: 'sent' });
    expect(app.discord.deliveredTo('p2')).toHaveLength(1);
    expect((await app.jobStatuses())['reminder']).toBe('sent');
    expect(app.eventsOf('recovered')).toEqual([]);
  });
});

describe('a database in trouble', () => {
  it('is no fault of a message: all that was taken up is taken back, and the next try takes it up', async () => {
    const app = await testApp({ sweepEveryMs: 0 });
    await players(app, 3);
    await app.campaign(await promoter(app));
    app.discord.reply = () => hangs(true);
    await app.advanceTo(REMINDER_AT + 5 * SECOND);
    await app.change("UPDATE notifications_ledger SET owner = 'gone'");
    app.clock.step(5 * MINUTE);
    let given = 0;
    const undo = betweenStatements(app.database['writer'], async (text, go) => {
      if (!text.includes("SET state = 'unknown'") || (given += 1) !== 2) return go();
      return diskIsFull(app);
    });
    await expect(app.dispatcher.recover()).rejects.toThrow('the disk is full');
    undo();
    expect(app.eventsOf('not_taken_up')).toEqual([]);
    expect(await states(app)).toEqual({ p1: 'sending', p2: 'sending', p3: 'sending' });
    await app.dispatcher.recover();
    expect(await states(app)).toEqual({ p1: 'unknown', p2: 'unknown', p3: 'unknown' });
  });
});

describe('what is due', () => {
  it('starts before what was left is taken up', async () => {
    const app = await testApp({ sweepEveryMs: 0 });
    await players(app, 2);
    await app.campaign(await promoter(app));
    await app.advanceTo(REMINDER_AT - 1);
    const order: string[] = [];
    betweenStatements(app.database['writer'], (text, go) => {
      if (text.includes("SET status = 'running'")) order.push('claims');
      if (text.includes("WHERE state = 'sending' ORDER BY id")) order.push('takes up');
      if (text.includes('INSERT INTO notifications_ledger')) order.push('calls');
      return go();
    });
    app.clock.step(1);
    await app.dispatcher.sweep();
    await app.advance(5 * SECOND);
    expect(order).toEqual(['claims', 'takes up', 'calls', 'calls']);
  });
});
