import type { Clock } from '../domain/clock.js';
import { withDeadline } from '../domain/deadline.js';
import { LIFE_TTL_MS, takingSince } from '../domain/liveness.js';
import type { Connection } from '../persistence/engine/connection.js';
import { PostgresConnection } from '../persistence/engine/postgres-connection.js';
import type { Spoken } from './database-clock.js';

/** A beat without an answer for so long (ms) shows that the connection leads nowhere; a disk that is slow takes less. */
const BEAT_WITHIN_MS = 6_000;
/** How often a lock that is not free is asked for again (ms): another process holds it while it looks whether we live. */
const LOCK_AGAIN_MS = 50;

/** A beat that is older (ms) is late: its process may be dead. */
const LATE_MS = 900;

/** How recent another's sign of life is. One that is `late` may be dead, one that is `silent` is. */
type Sign = 'fresh' | 'late' | 'silent';

/** What the database said at a beat. */
export interface Pulse {
  readonly time: Spoken;
  /** The other processes that have not said goodbye. */
  readonly others: ReadonlyMap<string, Sign>;
  /** Whose each role is that was taken and not given back. */
  readonly holders: ReadonlyMap<string, string>;
  /** How long ago the beat was sent, always, in milliseconds. */
  readonly since: () => number;
}

/**
 * A process's session at the server. It holds the lock that proves a life as long as its connection lasts; the server frees the
 * lock the moment that ends, however it ends. It never comes back: after its end another one is to be begun.
 */
export class Session {
  readonly #ended = new AbortController();
  /** Which of the server's processes serves it. */
  #backend = 0;

  private constructor(
    private readonly connection: PostgresConnection,
    private readonly owner: string,
    private readonly machine: Clock,
  ) {
    connection.onLost(() => this.#ended.abort());
  }

  /**
   * Connects, takes the lock and beats once. `url` has to lead to the server itself: a pooler in transaction mode would give
   * the lock to whoever comes next. `before`: this process's last one, which has ended.
   * @throws what connecting throws.
   */
  static async begin(
    url: string,
    owner: string,
    machine: Clock,
    before: Session | null = null,
  ): Promise<{ session: Session; pulse: Pulse }> {
    const connection = await PostgresConnection.open({ url });
    const session = new Session(connection, owner, machine);
    try {
      // Signs of life are worth nothing after a crash of the server, so they wait for no disk.
      await connection.script('SET synchronous_commit = off');
      while (!(await session.#lock())) {
        if (before) await session.#replace(before);
        await machine.sleep(LOCK_AGAIN_MS);
      }
      await connection.sql`
        DELETE FROM muster_processes WHERE beat_at < clock_timestamp() - interval '1 day'`;
      return { session, pulse: await session.beat() };
    } catch (error) {
      connection.abandon();
      throw error;
    }
  }

  /** Aborts when the session has ended. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /** Gives a sign of life. One that is not acknowledged in time ends the session. @throws what the database does. */
  async beat(): Promise<Pulse> {
    const { machine, owner, connection } = this;
    const since = takingSince(machine);
    const askedAt = machine.monotonic();
    try {
      return await withDeadline(machine, BEAT_WITHIN_MS, async () => {
        const [row] = await connection.sql<{ said: number }>`
          WITH kept AS (
            INSERT INTO muster_beats_since (since) VALUES (clock_timestamp()) ON CONFLICT DO NOTHING
          )
          INSERT INTO muster_processes (id, beat_at) VALUES (${owner}, clock_timestamp())
          ON CONFLICT (id) DO UPDATE SET beat_at = clock_timestamp()
          RETURNING CAST(extract(epoch FROM beat_at) * 1000 AS double precision) AS said`;
        if (!row) throw new Error('a row is always there');
        const time = { said: row.said, askedAt, answeredAt: machine.monotonic() };
        return { time, others: await this.#others(), holders: await this.#holders(), since };
      });
    } catch (error) {
      connection.abandon();
      throw error;
    }
  }

  /** Lets a role go, if it is ours. */
  async giveBack(role: string): Promise<void> {
    await this.connection.sql`DELETE FROM muster_roles WHERE role = ${role} AND owner = ${this.owner}`;
  }

  /** Ends it, and this process's life for the others: they may take its work at once. */
  async end(): Promise<void> {
    const { connection } = this;
    try {
      await withDeadline(this.machine, BEAT_WITHIN_MS, async () => {
        await connection.sql`DELETE FROM muster_processes WHERE id = ${this.owner}`;
        await connection.close();
      });
    } catch {
      connection.abandon();
    }
  }

  async #lock(): Promise<boolean> {
    const [row] = await this.connection.sql<{ isMine: boolean; backend: number }>`
      SELECT pg_try_advisory_lock(hashtextextended(current_schema() || CAST(${lockOf(this.owner)} AS text), 0))
        AS "isMine", pg_backend_pid() AS backend`;
    this.#backend = row?.backend ?? 0;
    return row?.isMine ?? false;
  }

  /**
   * Ends at the server what has ended here. It does not learn of an end in silence for hours, and until then the lock is held for
   * nobody. Others hold it only for moments, and are left alone.
   */
  async #replace(before: Session): Promise<void> {
    await this.connection.sql`
      SELECT pg_terminate_backend(pid) FROM pg_locks
      WHERE pid = ${before.#backend} AND locktype = 'advisory' AND granted AND objsubid = 1
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND ((CAST(classid AS bigint) << 32) | CAST(objid AS bigint))
          = hashtextextended(current_schema() || CAST(${lockOf(this.owner)} AS text), 0)`;
  }

  async #others(): Promise<ReadonlyMap<string, Sign>> {
    // A beat that is still to come is from before the clock was set back: it would make somebody live on who is dead.
    const rows = await this.connection.sql<{ id: string; age: number }>`
      WITH ahead AS (
        SELECT id FROM muster_processes
        WHERE id <> ${this.owner} AND beat_at > clock_timestamp() + interval '1 second' FOR UPDATE SKIP LOCKED
      ), brought_back AS (
        UPDATE muster_processes SET beat_at = clock_timestamp() WHERE id IN (SELECT id FROM ahead)
      )
      SELECT id, CAST(extract(epoch FROM clock_timestamp() - beat_at) * 1000 AS double precision) AS age
      FROM muster_processes WHERE id <> ${this.owner}`;
    return new Map(rows.map(({ id, age }) => [id, signOf(age)]));
  }

  async #holders(): Promise<ReadonlyMap<string, string>> {
    const rows = await this.connection.sql<{
      role: string;
      owner: string;
    }>`SELECT role, owner FROM muster_roles`;
    return new Map(rows.map(({ role, owner }) => [role, owner]));
  }
}

function signOf(ageMs: number): Sign {
  if (ageMs > LIFE_TTL_MS) return 'silent';
  return ageMs > LATE_MS ? 'late' : 'fresh';
}

/** What the lock of a process is named, within its schema. */
function lockOf(owner: string): string {
  return ` muster process ${owner}`;
}

/**
 * Whether a process is dead, for as long as the transaction lasts that asks: a beat is missing and its lock is free, or there
 * was none for ten seconds (`LIFE_TTL_MS`). A lock that is free by itself proves nothing, for a connection may end where the process goes
 * on: it has a second to come back, and two more after a beginning: when the server started, or lost all beats and keeps them anew, as
 * after a crash or on a copy that has taken over. A beginning that is still to come tells nothing: the clock was set back.
 */
export async function isDead(tx: Connection, owner: string): Promise<boolean> {
  const [row] = await tx.sql<{ isDead: boolean }>`
    SELECT CASE
      WHEN GREATEST(beat_at, begun_at) < clock_timestamp() - CAST(${LIFE_TTL_MS} AS double precision) * interval '1 ms' THEN TRUE
      WHEN GREATEST(beat_at, begun_at + interval '2 seconds') < clock_timestamp() - CAST(${LATE_MS} AS double precision) * interval '1 ms'
        THEN pg_try_advisory_xact_lock(hashtextextended(current_schema() || CAST(${lockOf(owner)} AS text), 0))
      ELSE FALSE END AS "isDead"
    FROM (SELECT
      COALESCE((SELECT beat_at FROM muster_processes WHERE id = ${owner}), CAST('-infinity' AS timestamptz)) AS beat_at,
      COALESCE((SELECT MAX(at) FROM (VALUES (pg_postmaster_start_time()),
          (COALESCE((SELECT since FROM muster_beats_since), clock_timestamp()))) AS beginnings(at)
        WHERE at <= clock_timestamp()), CAST('-infinity' AS timestamptz)) AS begun_at) AS known`;
  return row?.isDead ?? false;
}
