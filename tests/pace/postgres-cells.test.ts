import { expect, it, onTestFinished } from 'vitest';
import { PostgresCells } from '../../src/pace/postgres-cells.js';
import { PostgresConnection } from '../../src/persistence/engine/postgres-connection.js';
import { aMigratedPostgres, havePostgres, NEEDS_POSTGRES } from '../support/postgres.js';

it.skipIf(!havePostgres)(`forgets what nobody needs any more (${NEEDS_POSTGRES})`, async () => {
  const url = await aMigratedPostgres();
  const cellsOfAProcess = (): PostgresCells => {
    const cells = new PostgresCells(url);
    onTestFinished(() => cells.close());
    return cells;
  };
  const cells = cellsOfAProcess();
  expect(await cells.swap('short', null, { mark: 'a', value: 'for nobody', forMs: 0 })).toBe(true);
  expect(await cells.swap('long', null, { mark: 'b', value: 'for a minute', forMs: 60_000 })).toBe(true);
  expect(await cells.read('short')).toMatchObject({ mark: null, value: null });
  expect(await cells.swap('short', null, { mark: 'c', value: 'again', forMs: 0 })).toBe(true);
  const other = cellsOfAProcess();
  expect(await other.read('long')).toMatchObject({ mark: 'b', value: 'for a minute' });
  // Asked after the deletion, on the same connection.
  await other.read('long');
  const connection = await PostgresConnection.open({ url });
  onTestFinished(() => connection.close());
  expect(await connection.sql`SELECT key FROM muster_cells`).toEqual([{ key: 'long' }]);
});
