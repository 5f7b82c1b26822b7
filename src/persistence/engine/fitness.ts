import { TABLES } from './postgres-data-source.js';
import type { Connection } from './connection.js';
import { StorageError } from '../file/storage-error.js';
import { nameOf, serverTrouble, type ServerWay } from './server-trouble.js';

/** The oldest PostgreSQL that will do: 15. */
const OLDEST_VERSION_NUM = 150_000;

/** What a server says that only takes what another writes. */
const READ_ONLY = '25006';
/** Muster's tables, also those that are there on a server only. */
const ALL_TABLES = [
  ...TABLES,
  'migrations',
  'muster_processes',
  'muster_beats_since',
  'muster_roles',
  'muster_cells',
  'muster_told',
  'muster_ways_out',
  'muster_shelf',
];

/** What decides whether a server's database can be Muster's. */
export interface ServerFacts {
  /** `150018` for 15.18. */
  readonly versionNum: number;
  readonly version: string;
  /** Whether it only takes what another server writes. */
  readonly isCopy: boolean;
  readonly encoding: string;
  readonly user: string;
  /** Where Muster's tables are, or will be; `null`: nowhere. */
  readonly schema: string | null;
  readonly mayMakeTables: boolean;
  /** Muster's tables that the user can't read and write. */
  readonly outOfReach: readonly string[];
}

/** Looks at what a connection leads to; changes nothing. */
export async function lookAtServer(connection: Connection): Promise<ServerFacts> {
  const [found] = await connection.sql<Omit<ServerFacts, 'outOfReach'>>`
    SELECT CAST(current_setting('server_version_num') AS integer) AS "versionNum",
      current_setting('server_version') AS version,
      pg_is_in_recovery() AS "isCopy",
      current_setting('server_encoding') AS encoding,
      CAST(current_user AS text) AS user,
      CAST(current_schema() AS text) AS schema,
      COALESCE(has_schema_privilege(current_schema(), 'CREATE'), FALSE) AS "mayMakeTables"`;
  if (!found) throw new Error('a row is always there');
  const tables = await connection.sql<{ name: string }>`
    SELECT CAST(relname AS text) AS name FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE nspname = current_schema() AND relkind = 'r' AND relname IN (${() => ALL_TABLES})
      AND NOT (has_table_privilege(pg_class.oid, 'SELECT') AND has_table_privilege(pg_class.oid, 'INSERT')
        AND has_table_privilege(pg_class.oid, 'UPDATE') AND has_table_privilege(pg_class.oid, 'DELETE'))
    ORDER BY relname`;
  return { ...found, outOfReach: tables.map(({ name }) => name) };
}

/**
 * Why a server's database can't be Muster's; `null`: it can. `needsTables`: whether tables are still to be made or changed,
 * for which it takes a right.
 */
export function unfitness(facts: ServerFacts, way: ServerWay, needsTables: boolean): StorageError | null {
  const place = nameOf(way.url);
  const { variable } = way;
  const { user, schema } = facts;
  const never = (sentence: string): StorageError => new StorageError(sentence, true, null);
  if (facts.versionNum < OLDEST_VERSION_NUM) {
    return never(
      `${place} is PostgreSQL ${facts.version}, and Muster needs 15 or newer. Upgrade it, or name another in ${variable}, and start again.`,
    );
  }
  if (facts.encoding !== 'UTF8') {
    return never(
      `The database ${place} keeps texts as ${facts.encoding}, in which not every name can be written. Make one as UTF8 ` +
        `(createdb --owner=${user} --encoding=UTF8 --template=template0 <name>), name it in ${variable}, and start again.`,
    );
  }
  if (facts.isCopy) {
    return serverTrouble({ code: READ_ONLY }, way);
  }
  if (needsTables && !facts.mayMakeTables) {
    const remedy =
      schema === null
        ? `There is no schema for them in its search_path: CREATE SCHEMA AUTHORIZATION ${user}`
        : `GRANT USAGE, CREATE ON SCHEMA ${schema} TO ${user}, or ALTER DATABASE … OWNER TO ${user}`;
    return never(
      `The user ${user} in ${variable} may not make tables in ${place}. ${remedy}. Then start again.`,
    );
  }
  if (facts.outOfReach.length > 0) {
    return never(
      `The user ${user} in ${variable} may not read and write these tables of Muster's in ${place}: ${facts.outOfReach.join(', ')}. ` +
        `Let them belong to it (REASSIGN OWNED BY <their owner> TO ${user}), and start again.`,
    );
  }
  return null;
}
