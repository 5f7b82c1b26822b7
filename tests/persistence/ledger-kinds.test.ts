import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { MIGRATIONS, writerDataSource } from '../../src/persistence/engine/data-source.js';
import { tempDir } from '../support/temp-dir.js';

const AT = '2026-03-10T19:45:00.000Z';

it('the upgrade says of every row of the ledger what left by it; going back forgets that and nothing else', async () => {
  const path = join(tempDir(), 'muster.sqlite');
  const before = MIGRATIONS.findIndex(({ name }) => name.startsWith('LedgerKinds'));
  const old = await writerDataSource(path, MIGRATIONS.slice(0, before)).initialize();
  await old.runMigrations();
  for (const [id, user, key, recipient] of [
    ['a', 'p1', 'PROMOTE:T0:2026-03-10', 'r1'],
    ['b', 'digest:of-somebody', 'PROMOTE:T-15:2026-03-10', 'r2'],
    ['c', 'promoter', 'DRY:c2:T0', null],
    ['d', 'erased:one', 'DRY:c2:T-15', null],
    ['e', 'channel:42', 'SUMMARY:c1', null],
  ]) {
    await old.query(
      `INSERT INTO notifications_ledger
         (id, user_id, event_key, campaign_id, job_id, recipient_id, state, channel_type, attempts, nonce,
          first_attempt_at, owner, created_at, updated_at)
       VALUES (?, ?, ?, 'c', 'j', ?, 'sent', 'discord', 1, 'n', '${AT}', 'o', '${AT}', '${AT}')`,
      [id, user, key, recipient],
    );
  }
  const rows = (source: typeof old): Promise<Record<string, unknown>[]> =>
    source.query('SELECT * FROM notifications_ledger ORDER BY id');
  const asBefore = await rows(old);
  await old.destroy();

  const now = await writerDataSource(path, MIGRATIONS.slice(0, before + 1)).initialize();
  onTestFinished(() => now.destroy());
  await now.runMigrations();
  const kinds = ['call', 'call', 'report', 'report', 'summary'];
  expect(await rows(now)).toEqual(asBefore.map((row, index) => ({ ...row, kind: kinds[index] })));
  await now.undoLastMigration();
  expect(await rows(now)).toEqual(asBefore);
});
