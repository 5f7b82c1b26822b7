import type { DataSource } from 'typeorm';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { PostgresConnection } from '../../src/persistence/engine/postgres-connection.js';
import { orderTexts, postgresDataSource } from '../../src/persistence/engine/postgres-data-source.js';
import { aPostgres, havePostgres, NEEDS_POSTGRES } from '../support/postgres.js';

describe.skipIf(!havePostgres)(`the schema on PostgreSQL (${NEEDS_POSTGRES})`, () => {
  let source: DataSource;
  let connection: PostgresConnection;
  beforeEach(async () => {
    const url = await aPostgres();
    source = await (await postgresDataSource(url)).initialize();
    onTestFinished(() => source.destroy());
    await source.runMigrations();
    connection = await PostgresConnection.open({ url });
    onTestFinished(() => connection.close());
    await orderTexts(connection);
  });

  /** Undoes every migration, the newest first. */
  async function allTheWayDown(): Promise<void> {
    for (const _ of source.migrations) await source.undoLastMigration();
  }

  /** Tables and their columns, indexes, constraints, triggers and functions, as the server writes them. */
  async function schema(): Promise<unknown[]> {
    return source.query(`
      SELECT table_name AS of, column_name || ' ' || data_type || ' ' || is_nullable || ' ' ||
        COALESCE(column_default, '') || ' ' || COALESCE(collation_name, '') AS what
      FROM information_schema.columns WHERE table_schema = 'public'
      UNION ALL SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'
      UNION ALL SELECT conrelid::regclass::text, conname || ' ' || pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
      UNION ALL SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
      UNION ALL SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
      ORDER BY 1, 2`);
  }

  it('is what the entities say', async () => {
    const { upQueries } = await source.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('goes down again and leaves nothing behind, and comes up again to the very same', async () => {
    const before = await schema();
    expect(before.length).toBeGreaterThan(150);
    await allTheWayDown();
    const left = (await schema()) as { of: string }[];
    expect([...new Set(left.map(({ of }) => of))]).toEqual(['migrations']);
    await source.runMigrations();
    await orderTexts(connection);
    expect(await schema()).toEqual(before);
  });

  it('is migrated once, and its texts are ordered once', async () => {
    expect(await source.runMigrations()).toEqual([]);
    const before = await schema();
    await orderTexts(connection);
    expect(await schema()).toEqual(before);
  });

  it('orders texts by their bytes, as SQLite does, whatever the order of the database is', async () => {
    const texts = ['a', 'B', 'ä', '_', 'Z', 'erased:x', 'é', '9'];
    for (const text of texts) await source.query(`INSERT INTO system_state VALUES ($1, '', '', '')`, [text]);
    const names = async (of: string): Promise<string[]> => {
      const rows: { key: string }[] = await source.query(`SELECT key FROM system_state ORDER BY ${of}`);
      return rows.map(({ key }) => key);
    };
    const byBytes = texts.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(await names('key')).toEqual(byBytes);
    // Else this would show nothing.
    expect(await names('key COLLATE "default"')).not.toEqual(byBytes);
  });

  it('lets nobody change what is append-only, and holds its foreign keys', async () => {
    const insert = `INSERT INTO account_link_audit_log (user_id, action, actor_id, metadata, created_at)
      VALUES ('p1', 'erased', 'p2', '{}', '2026-01-01')`;
    await source.query(insert);
    const change = (words: string): Promise<unknown> => source.query(words);
    await expect(change(`UPDATE account_link_audit_log SET action = 'other'`)).rejects.toThrow(/append-only/);
    await expect(change('DELETE FROM account_link_audit_log')).rejects.toThrow(/append-only/);
    await change(`UPDATE account_link_audit_log SET user_id = 'erased:x'`);
    await change(`INSERT INTO system_state VALUES ('retention_horizon', '2026-01-02', '', '')`);
    await change('DELETE FROM account_link_audit_log');
    await expect(
      change(
        `INSERT INTO availability_promotion_recipients
         VALUES ('r', 'no such campaign', 'u', '', 'LOOKING', 'discord', '', false, 'recipient')`,
      ),
    ).rejects.toThrow(/foreign key/);
  });
});
