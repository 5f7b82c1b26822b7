import type { Told } from '../domain/told.js';
import type { Database, Tx } from '../persistence/engine/database.js';

/**
 * What people have heard of, on record for all processes on one PostgreSQL database: one of them takes the right to tell, and
 * tells. Where that process ends in between, another may take it a quarter of an hour later, at the next sign of the cause:
 * people hear late then, and never where there is no other sign; twice only where telling took longer than that. What was told
 * is news again after a day, whether it is over or not.
 *
 * While the database can't be asked each process goes by what it has told itself: to hear twice is better than not at all.
 */
export class PostgresTold implements Told {
  constructor(
    private readonly database: Database,
    /** What this process has told without the others. */
    private readonly alone: Told,
    /** A keyed digest: what is told of may be about a person, whom nobody is to find here. */
    private readonly digest: (text: string) => string,
  ) {}

  async isNews(matter: string, cause: string): Promise<boolean> {
    try {
      return await this.database.withTransaction((tx) => take(tx, this.digest(matter), this.digest(cause)));
    } catch {
      return this.alone.isNews(matter, cause);
    }
  }

  async done(matter: string, cause: string): Promise<void> {
    await this.#write(
      (tx) =>
        tx.sql`UPDATE muster_told SET is_told = TRUE WHERE matter = ${this.digest(matter)} AND cause = ${this.digest(cause)}`,
    );
  }

  async takeBack(matter: string, cause: string): Promise<void> {
    await this.alone.takeBack(matter, cause);
    await this.#write(
      (tx) =>
        tx.sql`DELETE FROM muster_told WHERE matter = ${this.digest(matter)} AND cause = ${this.digest(cause)}`,
    );
  }

  async over(matter: string): Promise<void> {
    await this.alone.over(matter);
    await this.#write((tx) => tx.sql`DELETE FROM muster_told WHERE matter = ${this.digest(matter)}`);
  }

  /** Where it can't be written the row says so after a while by itself. */
  async #write(write: (tx: Tx) => Promise<unknown>): Promise<void> {
    await this.database.withTransaction(write).catch(() => undefined);
  }
}

async function take(tx: Tx, matter: string, cause: string): Promise<boolean> {
  await tx.sql`DELETE FROM muster_told WHERE taken_at < clock_timestamp() - interval '1 day'`;
  const taken = await tx.sql`
    INSERT INTO muster_told (matter, cause, taken_at, is_told)
    VALUES (${matter}, ${cause}, clock_timestamp(), FALSE)
    ON CONFLICT (matter, cause) DO UPDATE SET taken_at = clock_timestamp()
      WHERE NOT muster_told.is_told AND muster_told.taken_at < clock_timestamp() - interval '15 minutes'
    RETURNING matter`;
  return taken.length > 0;
}
