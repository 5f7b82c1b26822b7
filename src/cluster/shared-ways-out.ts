import { HeldUpError } from '../domain/liveness.js';
import { type Arrival, KEPT_MS, type Matter, type WaysOut } from '../domain/ways-out.js';
import type { Database } from '../persistence/engine/database.js';
import type { CommonClock } from './database-clock.js';

/** Each arrival is later than the one before, however little time passes between them (ms). */
const LEAST_MS = 0.001;
/** What was noted so much (ms) later than now was noted before the clock was set back. */
const FUTURE_MS = 5_000;

/** Keyed digests; `all` has those of keys before, too. */
export interface Digests {
  digest(text: string): string;
  all(text: string): readonly string[];
}

/** How this process does. */
export interface Doing {
  /** See `Liveness.isSure`. */
  isSure(): boolean;
  /** Since when (monotonic) that has held without a break. */
  sureSince(): number;
  /** Since when (monotonic) what is read now may have waited to be read; `null`: it has only just come in. */
  waitedSince(): number | null;
}

const WELL: Doing = {
  isSure: () => true,
  sureSince: () => Number.NEGATIVE_INFINITY,
  waitedSince: () => null,
};

interface Noted {
  readonly process: string;
  readonly arrival: number;
  readonly latest: number;
  readonly at: number;
}

/**
 * The ways out of all processes on one PostgreSQL database. A row is a person's way out of one matter by one process, under a
 * digest of both.
 *
 * An arrival is a moment of this process's monotonic clock, and so exact within the process. Between two processes it is dated by
 * the clock they have in common, which each of them knows to some milliseconds: a way out counts from the latest moment it can
 * have come in at, a request from its earliest. Whatever can't be told apart is refused, and asked for again; the other way round
 * somebody would be called after their no. What was read after the process had been stopped came in at any moment of the stop: a
 * request counts from its beginning, a way out from when it was read.
 */
export class SharedWaysOut implements WaysOut {
  #last: Arrival = Number.NEGATIVE_INFINITY;
  /** When what had waited to be read may have come in, at the earliest (monotonic); in the order it was read. */
  readonly #waited = new Map<Arrival, number>();

  constructor(
    private readonly me: string,
    private readonly database: Database,
    private readonly clock: CommonClock,
    private readonly digests: Digests,
    private readonly doing: Doing = WELL,
  ) {}

  arrive(): Arrival {
    this.#last = Math.max(this.clock.monotonic(), this.#last + LEAST_MS);
    for (const old of this.#waited.keys()) {
      if (old > this.#last - KEPT_MS) break;
      this.#waited.delete(old);
    }
    const since = this.doing.waitedSince();
    if (since !== null) this.#waited.set(this.#last, since);
    return this.#last;
  }

  /** @throws what the database does. */
  async note(userId: string, matters: readonly Matter[], arrival: Arrival): Promise<void> {
    const { me, clock, database } = this;
    const latest = this.#dated(arrival) + clock.withinMs;
    const at = clock.now();
    await database.withTransaction(async (tx) => {
      for (const matter of matters) {
        // What is done again in its turn came in when it did the first time.
        await tx.sql`
          INSERT INTO muster_ways_out (mark, process, arrival, latest, noted_at)
          VALUES (${this.digests.digest(keyOf(userId, matter))}, ${me}, ${arrival}, ${latest}, ${at})
          ON CONFLICT (mark, process) DO UPDATE
            SET arrival = excluded.arrival, latest = excluded.latest, noted_at = excluded.noted_at
            WHERE muster_ways_out.arrival < excluded.arrival`;
      }
      await this.forgetOld();
    });
  }

  /**
   * @throws HeldUpError where another process may have taken over, now or since `arrival`: what somebody says to that one is not
   * refused for this.
   * @throws what the database does.
   */
  async since(userId: string, matters: readonly Matter[], arrival: Arrival): Promise<boolean> {
    const marks = matters.flatMap((matter) => this.digests.all(keyOf(userId, matter)));
    if (marks.length === 0) return false;
    // What was asked before a break is not asked for any more once it is over.
    if (!this.doing.isSure() || arrival < this.doing.sureSince()) throw new HeldUpError();
    const rows = await this.database.withTransaction(
      (tx) => tx.sql<Noted>`
        SELECT process, arrival, latest, noted_at AS at FROM muster_ways_out WHERE mark IN (${() => marks})`,
    );
    return rows.some((row) => this.#isLater(row, arrival));
  }

  /** Deletes what nobody can ask about any more. @throws what the database does. */
  async forgetOld(): Promise<void> {
    const { clock, database } = this;
    // Until then something may be older or younger than its date says.
    if (clock.monotonic() - clock.steadySince < KEPT_MS) return;
    const [before, after] = [clock.now() - KEPT_MS, clock.now() + FUTURE_MS];
    await database.withTransaction(
      (tx) => tx.sql`DELETE FROM muster_ways_out WHERE noted_at < ${before} OR noted_at > ${after}`,
    );
  }

  #isLater(noted: Noted, arrival: Arrival): boolean {
    if (noted.process === this.me) return noted.arrival > arrival;
    const earliest = this.#waited.get(arrival) ?? arrival;
    // Nothing dates what came in before the clock was set: then any way out counts.
    if (earliest <= this.clock.steadySince) return true;
    const isBeforeSetBack = noted.at > this.clock.now() + FUTURE_MS;
    return !isBeforeSetBack && noted.latest >= this.#dated(earliest) - this.clock.withinMs;
  }

  /** By the common clock, as it goes now. */
  #dated(arrival: Arrival): number {
    return this.clock.now() - (this.clock.monotonic() - arrival);
  }
}

function keyOf(userId: string, matter: Matter): string {
  return `${userId} ${matter}`;
}
