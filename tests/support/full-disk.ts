import type { TestApp } from './test-app.js';

/** Fails as a statement of the transaction under way does when the disk is full. */
export async function diskIsFull(app: TestApp): Promise<never> {
  const writer = app.database['writer'];
  if (app.engine === 'sqlite') {
    // SQLite ends the transaction by itself.
    await writer.sql`ROLLBACK`;
    throw fullDisk('SQLITE_FULL');
  }
  // Here nothing more can be done in it.
  await writer.sql`SELECT 1 / 0`.catch(() => undefined);
  throw fullDisk('53100');
}

function fullDisk(code: string): Error {
  return Object.assign(new Error('the disk is full'), { driverError: { code } });
}
