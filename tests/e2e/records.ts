import { spawnSync } from 'node:child_process';
import { SqliteFile } from '../../src/persistence/file/sqlite-file.js';

interface Query {
  readonly sql: string;
  readonly values: readonly string[];
}

/** What the database says, read beside the bot or after it. */
export abstract class Records {
  /** Those of the database at this address, as DATABASE_URL names it. */
  static of(databaseUrl: string): Records {
    return databaseUrl.startsWith('sqlite:')
      ? new FileRecords(databaseUrl.slice('sqlite:'.length))
      : new ServerRecords(databaseUrl);
  }

  /** The rows of a query. */
  rows<T>(sql: string, ...values: string[]): T[] {
    return this.ask([{ sql, values }])[0] as T[];
  }

  /** The rows of each of some queries. */
  protected abstract ask(queries: readonly Query[]): unknown[][];

  /** The names of all tables. */
  protected abstract tables(): string[];

  /** Every row of every table: two readings are equal when nothing was changed. */
  everything(): Record<string, unknown[]> {
    const names = this.tables();
    const all = this.ask(names.map((name) => ({ sql: `SELECT * FROM "${name}" ORDER BY 1`, values: [] })));
    return Object.fromEntries(names.map((name, index) => [name, all[index]!]));
  }

  /**
   * What the final rows of a job say of each recipient, such as `sent` or `skipped (quiet_hours)`; `nothing` without
   * one. Should there ever be two, both are told.
   */
  finalRows(jobType: string): ReadonlyMap<string, string> {
    const rows = this.rows<{ user_id: string; outcome: string | null; reason: string | null }>(
      `SELECT r.user_id, l.outcome, l.reason
       FROM availability_promotion_recipients r
       JOIN availability_promotion_jobs j ON j.campaign_id = r.campaign_id AND j.job_type = ?
       LEFT JOIN availability_promotion_send_logs l ON l.job_id = j.id AND l.user_id = r.user_id AND l.is_final
       WHERE r.tier = 'recipient' OR l.id IS NOT NULL`,
      jobType,
    );
    const said = new Map<string, string>();
    for (const { user_id: userId, outcome, reason } of rows) {
      const words = outcome === null ? 'nothing' : `${outcome}${reason === null ? '' : ` (${reason})`}`;
      const before = said.get(userId);
      said.set(userId, before === undefined ? words : `${before} and ${words}`);
    }
    return said;
  }

  /** How many ledger rows are in which state. */
  ledgerStates(): Record<string, number> {
    const rows = this.rows<{ state: string; number: number }>(
      'SELECT state, CAST(count(*) AS integer) AS number FROM notifications_ledger GROUP BY state ORDER BY state',
    );
    return Object.fromEntries(rows.map(({ state, number }) => [state, number]));
  }
}

class FileRecords extends Records {
  constructor(private readonly path: string) {
    super();
  }

  protected ask(queries: readonly Query[]): unknown[][] {
    const file = new SqliteFile(this.path, { readonly: true, fileMustExist: true });
    try {
      return queries.map(({ sql, values }) => file.prepare(sql).all(...values));
    } finally {
      file.close();
    }
  }

  protected tables(): string[] {
    const named = `SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`;
    return this.rows<{ name: string }>(named).map(({ name }) => name);
  }
}

/** Asks a PostgreSQL database, and prints the rows of each query as JSON. */
const ASK = `
  const { Client } = require('pg');
  const [url, queries] = process.argv.slice(1);
  const client = new Client({ connectionString: url });
  const ask = async () => {
    await client.connect();
    const all = [];
    for (const { sql, values } of JSON.parse(queries)) all.push((await client.query(sql, values)).rows);
    await client.end();
    process.stdout.write(JSON.stringify(all));
  };
  void ask();
`;

/** On PostgreSQL, by a process of its own: tests ask in between, as they do of a file. */
class ServerRecords extends Records {
  constructor(private readonly url: string) {
    super();
  }

  protected ask(queries: readonly Query[]): unknown[][] {
    const numbered = queries.map(({ sql, values }) => {
      let next = 0;
      return { sql: sql.replaceAll('?', () => `$${(next += 1)}`), values };
    });
    const asked = spawnSync(process.execPath, ['-e', ASK, this.url, JSON.stringify(numbered)], {
      encoding: 'utf8',
    });
    if (asked.status !== 0) throw new Error(asked.stderr);
    return JSON.parse(asked.stdout) as unknown[][];
  }

  /** Those of processes change by themselves. */
  protected tables(): string[] {
    const named = `SELECT tablename AS name FROM pg_tables
      WHERE schemaname = current_schema() AND tablename NOT LIKE 'muster%' ORDER BY tablename`;
    return this.rows<{ name: string }>(named).map(({ name }) => name);
  }
}
