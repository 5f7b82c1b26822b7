import { randomUUID } from 'node:crypto';
import type { Connection } from '../persistence/engine/connection.js';
import { PostgresConnection } from '../persistence/engine/postgres-connection.js';
import { inWords, nameOf, type ServerWay, sessionWay } from '../persistence/engine/server-trouble.js';
import { StorageError } from '../persistence/file/storage-error.js';

/** A pooler with few sessions open may give us the same one by chance, hardly so often. */
const ROUNDS = 5;

/** Where a PostgreSQL database is: the usual way, and the one on which a session lasts. They may be the same. */
export interface Ways {
  readonly url: string;
  readonly sessionUrl: string;
}

/**
 * Makes sure that a session lasts on `sessionUrl`, and that both ways lead to one database: that a process lives is proved by
 * a lock that its session holds, and others ask for it by `url`. Changes nothing.
 * @throws StorageError in words, also where one of the ways leads nowhere.
 */
export async function assertDirect({ url, sessionUrl }: Ways): Promise<void> {
  const way = sessionWay({ url, sessionUrl });
  await inWords(way, async () => {
    // As through a pooler, for that may be what it is: a setting would stay with whoever has the session next.
    const connection = await PostgresConnection.open({ url: sessionUrl, isPooled: true });
    try {
      if ((await connection.isRelayed()) && !(await keepsSession(connection, sessionUrl))) throw pooled(way);
      if (sessionUrl !== url) await assertSameDatabase(connection, { url, sessionUrl });
    } finally {
      await connection.close();
    }
  });
}

/** Whether a connection has a session of its own while another is in a transaction, and from one statement to the next. */
async function keepsSession(connection: Connection, url: string): Promise<boolean> {
  const other = await PostgresConnection.open({ url, isPooled: true });
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const before = await sessionOf(connection);
      await other.script('BEGIN');
      const isTheirs = (await sessionOf(other)) === before;
      const isGone = isTheirs || (await sessionOf(connection)) !== before;
      await other.script('ROLLBACK');
      if (isGone) return false;
    }
    return true;
  } finally {
    await other.close();
  }
}

async function sessionOf(connection: Connection): Promise<number | undefined> {
  const [session] = await connection.sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`;
  return session?.pid;
}

function pooled({ variable, url }: ServerWay): StorageError {
  return new StorageError(
    `${variable} leads through a pooler in transaction mode (${nameOf(url)}), on which no lock lasts by which others know that ` +
      'this process lives. Name the direct way to the same database, or one through a pooler in session mode, in ' +
      'DATABASE_SESSION_URL, and start again.',
    true,
    null,
  );
}

/** A lock that is held on one way is held on the other, in one database and one schema. */
async function assertSameDatabase(session: Connection, { url, sessionUrl }: Ways): Promise<void> {
  const name = ` muster way ${randomUUID()}`;
  await session.sql`
    SELECT pg_advisory_lock(hashtextextended(current_schema() || CAST(${name} AS text), 0))`;
  const isFree = await inWords({ variable: 'DATABASE_URL', url }, async () => {
    const other = await PostgresConnection.open({ url, isPooled: true });
    try {
      const [found] = await other.sql<{ isFree: boolean }>`
        SELECT pg_try_advisory_xact_lock(hashtextextended(current_schema() || CAST(${name} AS text), 0)) AS "isFree"`;
      return found?.isFree !== false;
    } finally {
      await other.close();
    }
  });
  if (!isFree) return;
  throw new StorageError(
    `DATABASE_SESSION_URL (${nameOf(sessionUrl)}) leads to another database, or another schema in it, than DATABASE_URL ` +
      `(${nameOf(url)}). Name the direct way to the same one, with the same user, and start again.`,
    true,
    null,
  );
}
