import fc from 'fast-check';
import { expect, it } from 'vitest';
import { eventKey } from '../../src/domain/event-key.js';
import { addDays, daysBetween, instantOf } from '../../src/domain/local-time.js';
import { applyRetention } from '../../src/services/apply-retention.js';
import { DATE, testApp, type TestApp } from '../support/test-app.js';

const ZONE = 'Europe/Ljubljana';

/** What the retention does with each table. A new table has to be thought about here. */
const TABLES: Readonly<
  Record<string, 'by age' | 'when worthless' | 'the person’s own' | 'the deployment’s'>
> = {
  availability_entries: 'by age',
  account_link_audit_log: 'by age',
  availability_promotion_campaigns: 'by age',
  availability_promotion_recipients: 'by age',
  availability_promotion_jobs: 'by age',
  availability_promotion_send_logs: 'by age',
  notifications_ledger: 'by age',
  availability_promotion_turnouts: 'by age',
  player_proofs: 'when worthless',
  sessions: 'when worthless',
  availability_channel_links: 'when worthless',
  player_links: 'the person’s own',
  subscription_preferences: 'the person’s own',
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
       (?, ?, NULL, ?, ?, ?, 'g', 0, 0, 0, 'sent', ?, 1, '{}', NULL, NULL, ?, ?)`,
      ...[id, date, ZONE, when, `promoter of ${id}`, id, when, when],
    );
    await app.change(
      `INSERT INTO availability_promotion_recipients VALUES (?, ?, ?, '', 'LOOKING', 'discord', ?)`,
      ...[`r-${id}`, id, id, when],
    );
    await app.change(
      `INSERT INTO availability_promotion_jobs VALUES
       (?, ?, 'start', ?, ?, ?, 'sent', 0, NULL, NULL, ?, ?, NULL, ?, ?)`,
      ...[`j-${id}`, id, when, when, when, when, when, when, when],
    );
    await app.change(
      `INSERT INTO availability_promotion_send_logs
       (campaign_id, job_id, user_id, outcome, is_final, attempt, event_key, created_at) VALUES (?, ?, ?, 'sent', 1, 1, ?, ?)`,
      ...[id, `j-${id}`, id, eventKey('start', date), when],
    );
    await app.change(
      `INSERT INTO availability_promotion_turnouts VALUES (?, ?, 1, 1, NULL, NULL, NULL, ?, ?)`,
      ...[id, date, when, when],
    );
    await app.change(`INSERT INTO system_state VALUES (?, '{}', ?, ?)`, `progress:${id}`, when, when);
  }
  await app.change(
    `INSERT INTO notifications_ledger VALUES
     (?, ?, ?, ?, ?, ?, 'sent', 'discord', 1, 'n', ?, NULL, NULL, 'o', NULL, NULL, ?, ?)`,
    ...[`l-${id}`, id, eventKey('start', date), id, `j-${id}`, `r-${id}`, when, when, when],
  );
  await app.change(
    `INSERT INTO availability_entries VALUES (?, ?, '', ?, 'LOOKING', ?, ?)`,
    ...[`e-${id}`, id, date, when, when],
  );
  await app.change(
    `INSERT INTO account_link_audit_log (user_id, action, actor_id, metadata, created_at) VALUES (?, 'a', ?, '{}', ?)`,
    ...[id, id, when],
  );
}

const PER_EVENING: Readonly<Record<string, string>> = {
  availability_promotion_campaigns: 'id',
  availability_promotion_recipients: 'campaign_id',
  availability_promotion_jobs: 'campaign_id',
  availability_promotion_send_logs: 'campaign_id',
  availability_promotion_turnouts: 'campaign_id',
  notifications_ledger: 'campaign_id',
  availability_entries: 'user_id',
  account_link_audit_log: 'user_id',
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
        const belongsToCampaign = table.startsWith('availability_promotion_');
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
  const state = (key: string, value: string): Promise<void> =>
    app.change(`INSERT INTO system_state VALUES (?, ?, '', '')`, key, value);
  await state('lost:PROMOTE:T0:2026-03-01', '2026-03-01T20:10:00.000Z');
  await state('lost:PROMOTE:T0:2026-03-09', '2026-03-09T20:10:00.000Z');
  await state('restored:2026-03-01T20:10:00.000Z', '2026-03-01T04:02:00.000Z');
  await applyRetention(app.context);
  const keys = await app.rows<{ key: string }>('SELECT key FROM system_state ORDER BY key');
  expect(keys.map(({ key }) => key)).toEqual([
    'lost:PROMOTE:T0:2026-03-09',
    'restored:2026-03-01T20:10:00.000Z',
    'retention_horizon',
  ]);
});
