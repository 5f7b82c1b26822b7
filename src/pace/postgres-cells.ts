import { PostgresConnection } from '../persistence/engine/postgres-connection.js';
import type { Cells, Contents, Held } from './cells.js';

/** How often what nobody needs any more is deleted, in milliseconds. */
const TIDY_EVERY_MS = 60_000;

interface Row {
  readonly mark: string | null;
  readonly value: string | null;
  readonly now: number;
}

/** Cells in a table of PostgreSQL, by a connection of their own: each statement is its own transaction, and waits for no writer. */
export class PostgresCells implements Cells {
  #connecting: Promise<PostgresConnection> | null = null;
  #open: PostgresConnection | null = null;
  #isClosed = false;
  /** By the server's clock. */
  #tidiedAt: number | null = null;

  constructor(private readonly url: string) {}

  async read(key: string): Promise<Held> {
    const connection = await this.#connection();
    const [row] = await connection.sql<Row>`
      SELECT cell.mark, cell.value, asked.now
      FROM (SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS double precision) AS now) AS asked
      LEFT JOIN muster_cells AS cell ON cell.key = ${key} AND cell.expires_at > clock_timestamp()`;
    if (!row) throw new Error('a row is always there');
    this.#tidy(connection, row.now);
    return row;
  }

  async swap(key: string, seen: string | null, { mark, value, forMs }: Contents): Promise<boolean> {
    const connection = await this.#connection();
    const done =
      seen === null
        ? await connection.sql`
            INSERT INTO muster_cells AS cell (key, mark, value, expires_at)
            VALUES (${key}, ${mark}, ${value},
              clock_timestamp() + CAST(${forMs} AS double precision) * interval '1 millisecond')
            ON CONFLICT (key) DO UPDATE
              SET mark = excluded.mark, value = excluded.value, expires_at = excluded.expires_at
              WHERE cell.expires_at <= clock_timestamp()
            RETURNING 1`
        : await connection.sql`
            UPDATE muster_cells SET mark = ${mark}, value = ${value},
              expires_at = clock_timestamp() + CAST(${forMs} AS double precision) * interval '1 millisecond'
            WHERE key = ${key} AND mark = ${seen} RETURNING 1`;
    return done.length > 0;
  }

  reconnect(): void {
    this.#open?.abandon();
    this.#open = null;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#connecting?.catch(() => null);
    this.reconnect();
  }

  async #connection(): Promise<PostgresConnection> {
    if (this.#isClosed) throw new Error('the cells are closed');
    if (this.#open && !this.#open.isLost) return this.#open;
    const opening = (this.#connecting ??= connected(this.url));
    try {
      return (this.#open = await opening);
    } finally {
      this.#connecting = null;
    }
  }

  /** Nobody waits for it. */
  #tidy(connection: PostgresConnection, now: number): void {
    if (this.#tidiedAt !== null && Math.abs(now - this.#tidiedAt) < TIDY_EVERY_MS) return;
    this.#tidiedAt = now;
    connection.sql`DELETE FROM muster_cells WHERE expires_at <= clock_timestamp()`.catch(() => undefined);
  }
}

/** What lies in cells is worth nothing after a crash of the server, so it waits for no disk. */
async function connected(url: string): Promise<PostgresConnection> {
  const connection = await PostgresConnection.open({ url });
  await connection.script('SET synchronous_commit = off');
  return connection;
}
