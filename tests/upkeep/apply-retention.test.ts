import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventKey } from '../../src/domain/event-key.js';
import { addDays, daysBetween, instantOf } from '../../src/domain/local-time.js';
import { writeState } from '../../src/persistence/stores/system-state-store.js';
import { erasePerson } from '../../src/services/erase-person.js';
import { applyRetention } from '../../src/upkeep/apply-retention.js';
import { onlyOnSqlite } from '../support/engine-of-run.js';
import { growDatabase } from '../support/grown-database.js';
import { DATE, testApp, type TestApp } from '../support/test-app.js';

const ZONE = 'Europe/Ljubljana';

/** What the retention does with each table. A new table has to be thought about here. */
const TABLES: Readonly<
  Record<string, 'by age' | 'when worthless' | 'the person’s own' | 'the deployment’s'>
> = {
  availability_entries: 'by age',
  availability_boards: 'by age',
  availability_promotion_answers: 'by age',
  availability_weekly_answers: 'by age',
  availability_conditions: 'by age',
  availability_absences: 'by age',
  account_link_audit_log: 'by age',
  availability_promotion_campaigns: 'by age',
  availability_promotion_recipients: 'by age',
  availability_promotion_jobs: 'by age',
  availability_promotion_send_logs: 'by age',
  notifications_ledger: 'by age',
  availability_promotion_turnouts: 'by age',
  availability_promotion_standing: 'by age',
  availability_promotion_proposals: 'by age',
  player_proofs: 'when worthless',
  sessions: 'when worthless',
  availability_channel_links: 'when worthless',
  player_links: 'the person’s own',
  calendar_addresses: 'the person’s own',
  subscription_preferences: 'the person’s own',
  imported_items: 'the person’s own',
  erased_people: 'the deployment’s',
  settings_audit_log: 'by age',
  settings: 'the deployment’s',
  system_state: 'the deployment’s',
  migrations: 'the deployment’s',
};

const at = (date: string, time = '21:00'): string => new Date(instantOf(date, time, ZONE)).toISOString();

/** An evening that is on record, with everything that belongs to it. `lost`: its campaign went with a restore. */
async function anEvening(app: TestApp, id: string, date: string, lost: boolean): Promise<void> {
  const when = at(date);
  if (!lost) {
    await app.change(
      `INSERT INTO availability_promotion_campaigns VALUES
       (?, ?, NULL, ?, ?, ?, 'g', 0, 0, 0, 'sent', ?, 1, '{}', NULL, NULL, ?, ?, NULL, NULL, NULL, 'promotion', 0, NULL)`,
      ...[id, date, ZONE, when, `promoter of ${id}`, id, when, when],
    );
    await app.change(
      `INSERT INTO availability_promotion_recipients VALUES (?, ?, ?, '', 'LOOKING', 'discord', ?, 0, 'recipient')`,
      ...[`r-${id}`, id, id, when],
    );
    await app.change(
      `INSERT INTO availability_promotion_jobs VALUES
       (?, ?, 'start', ?, ?, ?, 'sent', 0, NULL, NULL, ?, ?, NULL, ?, ?, NULL, NULL)`,
      ...[`j-${id}`, id, when, when, when, when, when, when, when],
    );
    await app.change(
      `INSERT INTO availability_promotion_send_logs
       (campaign_id, job_id, user_id, outcome, is_final, attempt, event_key, created_at) VALUES (?, ?, ?, 'sent', 1, 1, ?, ?)`,
      ...[id, `j-${id}`, id, eventKey('start', date), when],
    );
    await app.change(
      `INSERT INTO availability_promotion_turnouts VALUES (?, ?, 1, 1, NULL, NULL, NULL, ?, ?, NULL)`,
      ...[id, date, when, when],
    );
    for (const key of [`progress:${id}`, `dropped_out:${id}`])
      await app.change(`INSERT INTO system_state VALUES (?, '{}', ?, ?)`, key, when, when);
  }
  await app.change(
    `INSERT INTO notifications_ledger VALUES
     (?, ?, ?, ?, ?, ?, 'sent', 'discord', 1, 'n', ?, NULL, NULL, 'o', NULL, NULL, ?, ?, 'call')`,
    ...[`l-${id}`, id, eventKey('start', date), id, `j-${id}`, `r-${id}`, when, when, when],
  );
  await app.change(
    `INSERT INTO availability_entries VALUES (?, ?, '', ?, 'LOOKING', ?, ?)`,
    ...[`e-${id}`, id, date, when, when],
  );
  await app.change(
    `INSERT INTO availability_boards VALUES (?, 'c', ?, '', NULL, ?, ?)`,
    ...[id, date, when, when],
  );
  await app.change(
    `INSERT INTO availability_promotion_answers VALUES (?, ?, 'COMING', NULL, 'discord', ?, ?, ?)`,
    ...[id, date, id, when, when],
  );
  await app.change(
    `INSERT INTO availability_weekly_answers VALUES (?, 2, '', 'MAYBE', ?, ?, ?, ?)`,
    ...[id, date, date, when, when],
  );
  await app.change(
    `INSERT INTO availability_promotion_standing VALUES (?, ?, 0, 0, ?, ?, ?)`,
    ...[daysBetween(date, DATE), id, date, when, when],
  );
  await app.change(
    `INSERT INTO availability_promotion_proposals VALUES (?, ?, 0, 0, ?, ?, 'made', NULL, NULL, ?, ?, ?)`,
    ...[date, id, when, when, id, when, when],
  );
  await app.change(`INSERT INTO availability_conditions VALUES (?, ?, 6, NULL, ?, ?)`, id, date, when, when);
  await app.change(`INSERT INTO availability_absences VALUES (?, ?, ?, ?, ?)`, id, date, date, when, when);
  await app.change(
    `INSERT INTO account_link_audit_log (user_id, action, actor_id, metadata, created_at) VALUES (?, 'a', ?, '{}', ?)`,
    ...[id, id, when],
  );
  await app.change(
    `INSERT INTO settings_audit_log (key, actor_id, created_at) VALUES ('dry_run_default', ?, ?)`,
    ...[id, when],
  );
}

const PER_EVENING: Readonly<Record<string, string>> = {
  availability_promotion_campaigns: 'id',
  availability_promotion_recipients: 'campaign_id',
  availability_promotion_jobs: 'campaign_id',
  availability_promotion_send_logs: 'campaign_id',
  availability_promotion_turnouts: 'campaign_id',
  availability_promotion_standing: 'set_by',
  availability_promotion_proposals: 'set_by',
  notifications_ledger: 'campaign_id',
  availability_entries: 'user_id',
  availability_boards: 'message_id',
  availability_promotion_answers: 'user_id',
  availability_weekly_answers: 'user_id',
  availability_conditions: 'user_id',
  availability_absences: 'user_id',
  account_link_audit_log: 'user_id',
  settings_audit_log: 'actor_id',
};

it('every table is thought about', async () => {
  const app = await testApp();
  const tables = await app.rows<{ name: string }>(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
  );
  expect(tables.map(({ name }) => name).sort()).toEqual(Object.keys(TABLES).sort());
  expect(Object.keys(PER_EVENING).sort()).toEqual(
    Object.keys(TABLES)
      .filter((table) => TABLES[table] === 'by age')
      .sort(),
  );
});

it('whatever is older than the retention goes from every table, and nothing of yesterday or today ever does', async () => {
  const days = fc.uniqueArray(fc.record({ ago: fc.integer({ min: 0, max: 12 }), lost: fc.boolean() }), {
    maxLength: 8,
    selector: ({ ago }) => ago,
  });
  await fc.assert(
    fc.asyncProperty(days, fc.integer({ min: 0, max: 8 }), async (evenings, retentionDays) => {
      const app = await testApp({ at: at(DATE, '23:30'), settings: { retentionDays } });
      for (const { ago, lost } of evenings) await anEvening(app, `day-${ago}`, addDays(DATE, -ago), lost);
      await applyRetention(app.context);
      const kept = evenings.filter(({ ago }) => ago <= Math.max(2, retentionDays));
      for (const [table, column] of Object.entries(PER_EVENING)) {
        // What a person answered is theirs, whatever became of the campaign.
        const belongsToCampaign =
          table.startsWith('availability_promotion_') && !['user_id', 'set_by'].includes(column);
        const rows = await app.rows<{ id: string }>(`SELECT ${column} AS id FROM ${table} ORDER BY 1`);
        const expected = kept
          .filter(({ lost }) => !(lost && belongsToCampaign))
          .map(({ ago }) => `day-${ago}`)
          .sort();
        expect([table, rows.map(({ id }) => id)]).toEqual([table, expected]);
      }
      const progress = await app.rows(`SELECT key FROM system_state WHERE key LIKE 'progress:%'`);
      expect(progress).toHaveLength(kept.filter(({ lost }) => !lost).length);
      const ledger = await app.rows<{ event_key: string }>('SELECT event_key FROM notifications_ledger');
      const recent = evenings.filter(({ ago }) => ago <= 1).length;
      expect(ledger.filter((row) => daysBetween(row.event_key.slice(-10), DATE) <= 1)).toHaveLength(recent);
      await app.close();
    }),
    { numRuns: 30 },
  );
}, 60_000);

it('what was imported of a day goes with the day, and of a person with the person', async () => {
  const app = await testApp({ settings: { retentionDays: 5 } });
  for (const item of ['entry:2026-03-01', 'entry:2026-03-09', 'settings', 'consent:calls'])
    await app.change(`INSERT INTO imported_items VALUES ('p1', ?, '', NULL, ?, ?)`, item, at(DATE), at(DATE));
  await applyRetention(app.context);
  const items = await app.rows('SELECT item FROM imported_items ORDER BY item');
  expect(items).toEqual([{ item: 'consent:calls' }, { item: 'entry:2026-03-09' }, { item: 'settings' }]);
  await erasePerson(app.context, { userId: 'p1' });
  expect(await app.rows('SELECT item FROM imported_items')).toEqual([]);
});

it('sessions and link tokens go when they are good no more; a confirmed link stays', async () => {
  const app = await testApp();
  const now = new Date(app.clock.now()).toISOString();
  const [past, future] = ['2026-03-10T19:00:00.000Z', '2026-03-10T20:00:00.000Z'];
  for (const [id, expiresAt] of [
    ['old', past],
    ['new', future],
  ] as const) {
    await app.change(`INSERT INTO sessions VALUES (?, 'p1', ?, ?, ?)`, id, expiresAt, now, now);
  }
  const link = (userId: string, hash: string | null, expiresAt: string | null, verifiedAt: string | null) =>
    app.change(
      `INSERT INTO availability_channel_links VALUES (?, 'telegram', ?, ?, ?, 1, ?, ?, ?)`,
      ...[userId, hash, expiresAt, past, verifiedAt, past, past],
    );
  await link('asked', 'hash', future, null);
  await link('forgot', 'hash', past, null);
  await link('released', null, null, null);
  await link('linked', null, null, past);
  await link('linked, asked again', 'hash', past, past);
  await applyRetention(app.context);
  expect(await app.rows('SELECT id_hash FROM sessions')).toEqual([{ id_hash: 'new' }]);
  const left = await app.rows<{ user_id: string; token_hash: string | null }>(
    'SELECT user_id, token_hash FROM availability_channel_links ORDER BY user_id',
  );
  expect(left).toEqual([
    { user_id: 'asked', token_hash: 'hash' },
    { user_id: 'linked', token_hash: null },
    { user_id: 'linked, asked again', token_hash: null },
  ]);
});

it('moments a restore has closed are forgotten with their day, and that there was a restore is not', async () => {
  const app = await testApp({ settings: { retentionDays: 5 } });
  const state = (key: string, value: string, at = ''): Promise<void> =>
    app.change(`INSERT INTO system_state VALUES (?, ?, ?, ?)`, key, value, at, at);
  await state('lost:PROMOTE:T0:2026-03-01', '2026-03-01T20:10:00.000Z');
  await state('lost:PROMOTE:T0:2026-03-09', '2026-03-09T20:10:00.000Z');
  await state('reached:SESSION_READY:2026-03-01', '2026-03-01T18:10:00.000Z');
  await state('reached:SESSION_READY:2026-03-09', '2026-03-09T18:10:00.000Z');
  await state('untold:SESSION_READY:2026-03-01', 'ana', '2026-03-01T18:10:00.000Z');
  await state('untold:SESSION_READY:2026-03-09', 'ana', '2026-03-09T18:10:00.000Z');
  await state('restored:2026-03-01T20:10:00.000Z', '2026-03-01T04:02:00.000Z');
  await applyRetention(app.context);
  const keys = await app.rows<{ key: string }>('SELECT key FROM system_state ORDER BY key');
  expect(keys.map(({ key }) => key)).toEqual([
    'lost:PROMOTE:T0:2026-03-09',
    'reached:SESSION_READY:2026-03-09',
    'restored:2026-03-01T20:10:00.000Z',
    'retention_horizon',
    'untold:SESSION_READY:2026-03-09',
  ]);
});

describe('a database in which there is much to delete', () => {
  onlyOnSqlite('the database that has grown is a file');

  const LEFT =
    'SELECT COUNT(*) AS n FROM notifications_ledger UNION ALL SELECT COUNT(*) FROM availability_promotion_send_logs';

  async function grownApp(): Promise<TestApp> {
    const app = await testApp({ settings: { retentionDays: 5 } });
    growDatabase(app.path, { evenings: 8, people: 600, today: DATE });
    return app;
  }

  it('is written to by everybody else meanwhile, and the event loop turns', async () => {
    const app = await grownApp();
    const order: string[] = [];
    const retention = applyRetention(app.context).then(() => order.push('retention'));
    for (let n = 0; n < 10; n += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      await app.database.withTransaction((tx) => writeState(tx, 'progress:x', String(n), 0));
      order.push('somebody else');
    }
    await retention;
    expect(order).toEqual([...Array.from({ length: 10 }, () => 'somebody else'), 'retention']);
  });

  it('no transaction deletes more than a few hundred rows of', async () => {
    const app = await grownApp();
    const sizes: number[] = [];
    const count = async (): Promise<number> =>
      (await app.rows<{ n: number }>(LEFT)).reduce((sum, { n }) => sum + n, 0);
    let before = await count();
    const transact = app.database.withTransaction.bind(app.database);
    app.database.withTransaction = async (fn) => {
      const value = await transact(fn);
      const now = await count();
      sizes.push(before - now);
      before = now;
      return value;
    };
    await applyRetention(app.context);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(3 * 2 * (600 + 600 + 300));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(200);
  });

  it('and a run that was cut off is ended by the next one', async () => {
    const app = await grownApp();
    const running = applyRetention(app.context).catch(() => 'cut off');
    for (let n = 0; n < 30; n += 1) await new Promise((resolve) => setImmediate(resolve));
    await app.crash();
    expect(await running).toBe('cut off');
    await app.restart();
    const dates = async (): Promise<string[]> =>
      (await app.campaigns()).map(({ campaign_date }) => campaign_date);
    expect((await dates()).length).toBeGreaterThan(5);
    await applyRetention(app.context);
    expect(await dates()).toEqual([5, 4, 3, 2, 1].map((ago) => addDays(DATE, -ago)));
    expect(await app.rows<{ n: number }>(LEFT)).toEqual([{ n: 5 * 1500 }, { n: 5 * 1500 }]);
    const orphans: unknown = await app.rows('PRAGMA foreign_key_check');
    expect(orphans).toEqual([]);
  });

  it('keeps a campaign whose log has a line that must stay, in whatever order they were written', async () => {
    const app = await grownApp();
    const [first] = await app.campaigns();
    const line = (instant: string): Promise<void> =>
      app.change(
        `INSERT INTO availability_promotion_send_logs
         (campaign_id, job_id, user_id, outcome, is_final, attempt, event_key, created_at)
         SELECT campaign_id, id, 'p1', 'retry', 0, 1, '', ? FROM availability_promotion_jobs WHERE campaign_id = ? LIMIT 1`,
        ...[instant, first!.id],
      );
    await line('2026-03-09T20:00:00.000Z');
    // The clock was set back.
    await line('2026-03-01T20:00:00.000Z');
    await applyRetention(app.context);
    expect((await app.campaigns()).map(({ id }) => id)).toContain(first!.id);
    const kept = await app.rows<{ created_at: string }>(
      'SELECT created_at FROM availability_promotion_send_logs WHERE campaign_id = ?',
      first!.id,
    );
    expect(kept).toEqual([{ created_at: '2026-03-09T20:00:00.000Z' }]);
    expect(await applyRetention(app.context)).toBe(0);
  });
});
