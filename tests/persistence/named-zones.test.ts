import { expect, it, onTestFinished } from 'vitest';
import { MIGRATIONS, writerDataSource } from '../../src/persistence/engine/data-source.js';
import { tempDir } from '../support/temp-dir.js';
import { join } from 'node:path';

const AT = '2026-03-10T19:30:00.000Z';

it('the upgrade lets go of the zones nobody chose, and of no others; going back names one again', async () => {
  const path = join(tempDir(), 'muster.sqlite');
  const before = MIGRATIONS.findIndex(({ name }) => name.startsWith('NamedZones'));
  const old = await writerDataSource(path, MIGRATIONS.slice(0, before)).initialize();
  await old.runMigrations();
  await old.query(
    `INSERT INTO availability_promotion_campaigns VALUES
     ('c', '2026-03-10', NULL, 'Europe/Vienna', '${AT}', 'a', 'g', 0, 0, 0, 'sent', 'k', 1, '{}', NULL, NULL, '${AT}', '${AT}')`,
  );
  for (const [user, zone, start, end] of [
    ['a first save', 'Europe/Vienna', null, null],
    ['b quiet hours', 'Europe/Vienna', '22:00', '07:00'],
    ['c named', 'Asia/Tokyo', null, null],
  ] as const) {
    await old.query(
      `INSERT INTO subscription_preferences
         (user_id, allow_promotions, preferred_channel, telegram_digest, discord_dms, quiet_hours_start,
          quiet_hours_end, timezone, locale, created_at, updated_at)
       VALUES (?, 1, 'any', ?, 1, ?, ?, ?, 'en', '${AT}', '${AT}')`,
      [user, `digest of ${user}`, start, end, zone],
    );
  }
  await old.destroy();

  const now = await writerDataSource(path, MIGRATIONS.slice(0, before + 1)).initialize();
  onTestFinished(() => now.destroy());
  const zones = async (): Promise<unknown> =>
    now.query(
      'SELECT user_id, timezone, quiet_hours_start, telegram_digest FROM subscription_preferences ORDER BY user_id',
    );
  const rows = (first: string | null): unknown => [
    {
      user_id: 'a first save',
      timezone: first,
      quiet_hours_start: null,
      telegram_digest: 'digest of a first save',
    },
    {
      user_id: 'b quiet hours',
      timezone: 'Europe/Vienna',
      quiet_hours_start: '22:00',
      telegram_digest: 'digest of b quiet hours',
    },
    {
      user_id: 'c named',
      timezone: 'Asia/Tokyo',
      quiet_hours_start: null,
      telegram_digest: 'digest of c named',
    },
  ];
  await now.runMigrations();
  expect(await zones()).toEqual(rows(null));
  await now.undoLastMigration();
  expect(await zones()).toEqual(rows('Europe/Vienna'));
});
