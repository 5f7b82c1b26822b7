import { existsSync } from 'node:fs';
import type { DatabasePlace } from '../config/config.js';
import type { Connection } from '../persistence/engine/connection.js';
import { readerDataSource } from '../persistence/engine/data-source.js';
import { SqliteConnection } from '../persistence/engine/sqlite-connection.js';

/**
 * Has `read` read what is in the database, which it can't change; `null` where there is none yet, or no table of that name.
 * @throws StorageError, in words, where a server can't be reached; else what the database throws.
 */
export async function reading<T>(
  place: DatabasePlace,
  table: string,
  read: (connection: Connection) => Promise<T>,
): Promise<T | null> {
  if (place.kind === 'sqlite' && !existsSync(place.path)) return null;
  const opened = place.kind === 'sqlite' ? await onFile(place.path) : await onServer(place.url);
  const { connection, isThere } = opened;
  try {
    return (await isThere(table)) ? await read(connection) : null;
  } finally {
    await connection.close();
  }
}

/** An open database, and a way to ask for a table in it. */
interface Opened {
  readonly connection: Connection;
  readonly isThere: (table: string) => Promise<boolean>;
}

async function onFile(path: string): Promise<Opened> {
  const connection = await SqliteConnection.open(readerDataSource(path));
  const isThere = async (table: string): Promise<boolean> => {
    const found = await connection.sql`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ${table}`;
    return found.length > 0;
  };
  return { connection, isThere };
}

async function onServer(url: string): Promise<Opened> {
  // Only for one its driver is loaded.
  const [{ PostgresConnection }, { inWords }] = await Promise.all([
    import('../persistence/engine/postgres-connection.js'),
    import('../persistence/engine/server-trouble.js'),
  ]);
  const connection = await inWords({ variable: 'DATABASE_URL', url }, () =>
    PostgresConnection.open({ url, readOnly: true, isPooled: true }),
  );
  const isThere = async (table: string): Promise<boolean> => {
    const found = await connection.sql`SELECT 1 WHERE to_regclass(CAST(${table} AS text)) IS NOT NULL`;
    return found.length > 0;
  };
  return { connection, isThere };
}
