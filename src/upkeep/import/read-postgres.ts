import { isTimezone } from '../../domain/time-zone.js';
import { PostgresConnection } from '../../persistence/engine/postgres-connection.js';
import {
  ORIGINAL_TABLES,
  type OriginalTable,
  type Source,
  type SourceRow,
  SourceTrouble,
  type SourceTable,
  wantedOf,
  withoutHandles,
} from './original.js';
import { addressOf, inSourceWords } from './source-trouble.js';

/** All that is read is of one moment, and nothing can be written. Policies that hide rows are an error, not fewer rows. */
const BEGIN = `
  BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
  SET LOCAL client_encoding = 'UTF8'; SET LOCAL row_security = off`;

/** What makes texts of time stamps and numbers the same, whatever the server is used to. */
const PLAIN = `SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL bytea_output = 'hex'`;

const NO_ZONE = 'UTC';

/**
 * Reads the original's tables from its PostgreSQL, in one transaction that can only read.
 * @param zone of time stamps without one; `null`: the server's own.
 * @throws SourceTrouble, in words without the address's password, where the server or its tables can't be read.
 */
export async function readPostgres(url: string, zone: string | null): Promise<Source> {
  const place = addressOf(url);
  return inSourceWords(url, async () => {
    const connection = await PostgresConnection.open({ url, readOnly: true, isPooled: true });
    try {
      await connection.script(BEGIN);
      const [server] = await connection.query<{ zone: string }>(
        `SELECT reset_val AS zone FROM pg_settings WHERE name = 'TimeZone'`,
      );
      await connection.script(PLAIN);
      const tables = await readTables(connection, place);
      const servers = server && isTimezone(server.zone) ? server.zone : NO_ZONE;
      return { place, zone: zone ?? servers, tables };
    } finally {
      await connection.script('ROLLBACK').catch(() => undefined);
      await connection.close().catch(() => undefined);
    }
  });
}

async function readTables(
  connection: PostgresConnection,
  place: string,
): Promise<Map<OriginalTable, SourceTable>> {
  const columns = await connection.query<{ name: OriginalTable; columns: string; closed: boolean }>(
    `SELECT t.name, string_agg(CAST(a.attname AS text), ',') AS columns,
       bool_or(NOT has_column_privilege(a.attrelid, a.attnum, 'SELECT')) AS closed
     FROM (VALUES ${ORIGINAL_TABLES.map(() => '(?)').join(', ')}) t(name)
     JOIN pg_attribute a ON a.attrelid = to_regclass(t.name) AND a.attnum > 0 AND NOT a.attisdropped
     GROUP BY t.name`,
    ORIGINAL_TABLES,
  );
  if (columns.length === 0) {
    throw new SourceTrouble(
      `There is none of the original's tables in ${place}, such as availability_entries and player_links. Name the website's ` +
        'database; where its tables are in a schema of their own, add ?options=-csearch_path%3D<schema>.',
    );
  }
  const closed = columns.filter((table) => table.closed).map(({ name }) => name);
  if (closed.length > 0) {
    throw new SourceTrouble(
      `The user in the address may not read these tables in ${place}: ${closed.sort().join(', ')}. Let it ` +
        '(GRANT SELECT ON … TO …), and import again; nothing was changed.',
    );
  }
  const tables = new Map<OriginalTable, SourceTable>();
  for (const { name, columns: known } of columns) {
    const there = new Set(known.split(','));
    const wanted = wantedOf(name).filter((column) => there.has(column));
    tables.set(name, { columns: new Set(wanted), rows: await readRows(connection, name, wanted) });
  }
  return tables;
}

async function readRows(
  connection: PostgresConnection,
  table: OriginalTable,
  columns: readonly string[],
): Promise<SourceRow[]> {
  const texts = columns.map((column) => `CAST("${column}" AS text) AS "${column}"`);
  const rows = await connection.query<Record<string, string | null>>(
    `SELECT ${texts.length > 0 ? texts.join(', ') : 'NULL AS nothing'} FROM "${table}"`,
  );
  for (const row of rows) {
    for (const column of columns) row[column] = withoutHandles(column, row[column] ?? null);
  }
  return rows;
}
