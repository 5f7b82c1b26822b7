import 'reflect-metadata';
import { DataSource, EntitySchema, type EntitySchemaColumnOptions, EntitySchemaOptions } from 'typeorm';
import { ENTITIES } from '../entities/all.js';
import type { Connection } from './connection.js';
import { MIGRATIONS, type Migrations } from './data-source.js';
import { SilentLogger } from './silent-logger.js';

/** The order of texts on SQLite, by their bytes: what is compared and sorted must come out the same on both. */
const ORDER = 'C';

/** Muster's tables that are the same on both engines. */
export const TABLES: readonly string[] = ENTITIES.flatMap(({ options }) => options.tableName ?? []);

/** The data source that brings a PostgreSQL database up to date. Statements of ours never run on it. */
export async function postgresDataSource(
  url: string,
  migrations: Migrations = MIGRATIONS,
): Promise<DataSource> {
  const { default: driver } = await import('pg');
  return new DataSource({
    type: 'postgres',
    driver,
    url,
    applicationName: 'muster',
    poolSize: 1,
    entities: ENTITIES.map(ordered),
    migrations: [...migrations],
    migrationsTransactionMode: 'all',
    synchronize: false,
    logger: new SilentLogger(),
  });
}

/**
 * Gives every text of Muster's the order it has on SQLite, whatever the order of the database is. Migrations name none, for
 * SQLite has no other.
 */
export async function orderTexts(connection: Connection): Promise<void> {
  const tables = await connection.sql<{ name: string; changes: string }>`
    SELECT table_name AS name,
      string_agg(format('ALTER COLUMN %I TYPE text COLLATE %I', column_name, CAST(${ORDER} AS text)), ', ') AS changes
    FROM information_schema.columns
    WHERE table_schema = current_schema() AND data_type = 'text' AND collation_name IS DISTINCT FROM ${ORDER}
      AND table_name IN (${() => TABLES}) GROUP BY table_name`;
  for (const { name, changes } of tables) await connection.query(`ALTER TABLE "${name}" ${changes}`);
}

/** An entity whose texts have their order. */
function ordered({ options }: EntitySchema): EntitySchema {
  const columns = Object.entries(options.columns as Record<string, EntitySchemaColumnOptions>).map(
    ([name, column]) => [name, column.type === 'text' ? { ...column, collation: ORDER } : column] as const,
  );
  const own: object = { columns: Object.fromEntries(columns) };
  return new EntitySchema(Object.assign(new EntitySchemaOptions<object>(), options, own));
}
