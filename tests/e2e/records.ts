import { SqliteFile } from '../../src/persistence/file/sqlite-file.js';
/** What the database file says, read beside the bot or after it. */
export class Records {
  constructor(private readonly path: string) {}

  /** Every row of every table: two readings are equal when nothing was changed. */
  everything(): Record<string, unknown[]> {
    return this.#read((file) => {
      const tables = file.prepare(`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`).all();
      const names = (tables as { name: string }[]).map(({ name }) => name);
      return Object.fromEntries(names.map((name) => [name, file.prepare(`SELECT * FROM "${name}"`).all()]));
    });
  }

  /** The rows of a query. */
  rows<T>(sql: string, ...values: unknown[]): T[] {
    return this.#read((file) => file.prepare(sql).all(...values) as T[]);
  }

  /**
   * What the final rows of a job say of each recipient, such as `sent` or `skipped (quiet_hours)`; `nothing` without
   * one. Should there ever be two, both are told.
   */
  finalRows(jobType: string): ReadonlyMap<string, string> {
    const rows = this.rows<{ user_id: string; said: string | null }>(
      `SELECT r.user_id, group_concat(l.outcome || coalesce(' (' || l.reason || ')', ''), ' and ') AS said
       FROM availability_promotion_recipients r
       JOIN availability_promotion_jobs j ON j.campaign_id = r.campaign_id AND j.job_type = ?
       LEFT JOIN availability_promotion_send_logs l ON l.job_id = j.id AND l.user_id = r.user_id AND l.is_final
       WHERE r.tier = 'recipient' OR l.id IS NOT NULL
       GROUP BY j.id, r.user_id`,
      jobType,
    );
    return new Map(rows.map((row) => [row.user_id, row.said ?? 'nothing']));
  }

  /** How many ledger rows are in which state. */
  ledgerStates(): Record<string, number> {
    const rows = this.rows<{ state: string; number: number }>(
      'SELECT state, count(*) AS number FROM notifications_ledger GROUP BY state ORDER BY state',
    );
    return Object.fromEntries(rows.map(({ state, number }) => [state, number]));
  }

  #read<T>(read: (file: SqliteFile) => T): T {
    const file = new SqliteFile(this.path, { readonly: true, fileMustExist: true });
    try {
      return read(file);
    } finally {
      file.close();
    }
  }
}
