import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { MIGRATIONS, writerDataSource } from '../../src/persistence/engine/data-source.js';
import { tempDir } from '../support/temp-dir.js';

const AT = '2026-03-10T20:01:30.000Z';

it('the upgrade tells what a job waits for from its last error, and going back brings the old way', async () => {
  const path = join(tempDir(), 'muster.sqlite');
  const before = MIGRATIONS.findIndex(({ name }) => name.startsWith('WhatAJobWaitsFor'));
  const old = await writerDataSource(path, MIGRATIONS.slice(0, before)).initialize();
  await old.runMigrations();
  // Of the campaigns nothing is asked here.
  await old.query('PRAGMA foreign_keys = OFF');
  for (const [id, error, finishedAt] of [
    ['ended', 'presence_unknown', AT],
    ['failed', 'job_error', AT],
    ['waits', 'presence_unknown', null],
  ]) {
    await old.query(
      `INSERT INTO availability_promotion_jobs
         (id, campaign_id, job_type, run_at, next_run_at, expires_at, status, attempts, last_error, finished_at,
          created_at, updated_at)
       VALUES (?, 'c-' || ?, 'follow_up', '${AT}', '${AT}', '${AT}', 'pending', 0, ?, ?, '${AT}', '${AT}')`,
      [id, id, error, finishedAt],
    );
  }
  // The record of a send holds on to its job.
  await old.query(
    `INSERT INTO availability_promotion_send_logs
       (campaign_id, job_id, user_id, event_key, channel_type, outcome, attempt, is_final, created_at)
     VALUES ('c-waits', 'waits', 'p1', 'k', '', 'skipped', 0, 1, '${AT}')`,
  );
  const jobs = (source: typeof old): Promise<Record<string, unknown>[]> =>
    source.query('SELECT * FROM availability_promotion_jobs ORDER BY id');
  const asBefore = await jobs(old);
  await old.destroy();

  const now = await writerDataSource(path, MIGRATIONS.slice(0, before + 1)).initialize();
  onTestFinished(() => now.destroy());
  await now.runMigrations();
  expect(await jobs(now)).toMatchObject([
    { id: 'ended', last_error: 'presence_unknown', waiting_for: null },
    { id: 'failed', last_error: 'job_error', waiting_for: null },
    { id: 'waits', last_error: null, waiting_for: 'presence' },
  ]);
  await now.undoLastMigration();
  expect(await jobs(now)).toEqual(asBefore);
});
