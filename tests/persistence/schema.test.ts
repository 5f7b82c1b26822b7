import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readerDataSource, writerDataSource } from '../../src/persistence/engine/data-source.js';
import { tempDir } from '../support/temp-dir.js';

async function migrated(path = join(tempDir(), 'muster.sqlite')) {
  const source = await writerDataSource(path).initialize();
  onTestFinished(async () => {
    if (source.isInitialized) await source.destroy();
  });
  await source.runMigrations();
  return source;
}

/** Undoes every migration, the newest first. */
async function allTheWayDown(source: DataSource): Promise<void> {
  for (const _ of source.migrations) await source.undoLastMigration();
}

describe('the schema', () => {
  it('is what the entities say', async () => {
    const source = await migrated();
    const { upQueries } = await source.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('goes down again and leaves nothing behind', async () => {
    const source = await migrated();
    await allTheWayDown(source);
    const left: { name: string }[] = await source.query(
      `SELECT type || ' ' || name AS name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name`,
    );
    expect(left.map(({ name }) => name)).toEqual(['table migrations']);
  });

  it('comes up again after it went down, to the very same', async () => {
    const source = await migrated();
    const schema = () => source.query('SELECT type, name, sql FROM sqlite_master ORDER BY type, name');
    const before: unknown = await schema();
    await allTheWayDown(source);
    await source.runMigrations();
    expect(await schema()).toEqual(before);
  });

  it('is migrated once', async () => {
    const source = await migrated();
    expect(await source.runMigrations()).toEqual([]);
  });

  it('survives a power cut and holds its foreign keys: WAL, synchronous FULL', async () => {
    const source = await migrated();
    expect(await source.query('PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }]);
    expect(await source.query('PRAGMA synchronous')).toEqual([{ synchronous: 2 }]);
    expect(await source.query('PRAGMA foreign_keys')).toEqual([{ foreign_keys: 1 }]);
    await expect(
      source.query(
        `INSERT INTO availability_promotion_recipients VALUES ('r', 'no such campaign', 'u', '', 'LOOKING', 'discord', '', 0, 'recipient')`,
      ),
    ).rejects.toThrow(/FOREIGN KEY/);
  });

  it('has a reader that can read and nothing else', async () => {
    const path = join(tempDir(), 'muster.sqlite');
    await migrated(path);
    const reader = await readerDataSource(path).initialize();
    onTestFinished(() => reader.destroy());
    expect(await reader.query('SELECT * FROM system_state')).toEqual([]);
    await expect(reader.query(`INSERT INTO system_state VALUES ('k', 'v', '', '')`)).rejects.toThrow(
      /readonly/,
    );
  });
});
