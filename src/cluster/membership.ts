import { randomUUID } from 'node:crypto';
import type { Clock } from '../domain/clock.js';
import type { EventBus } from '../domain/events.js';
import { type Liveness, SURE_FOR_MS } from '../domain/liveness.js';
import type { Lease, Role, Roles } from '../domain/roles.js';
import type { Database, Tx } from '../persistence/engine/database.js';
import { DatabaseClock } from './database-clock.js';
import { isDead, type Pulse, Session } from './session.js';

/** How often a process gives a sign of life, in milliseconds. */
const BEAT_EVERY_MS = 400;
/** Pause before another try to connect, in milliseconds. */
const AGAIN_AFTER_MS = 200;

/** What a membership needs beside the database. */
interface Around {
  /** The machine's clock. */
  readonly machine: Clock;
  readonly events: EventBus;
  /** Hears that another process may have died or left: its work may be taken. */
  readonly gone: () => void;
}

/**
 * A process's place among those that work on one PostgreSQL database: that it lives, which of the others do, and who has which
 * role. Life is proved by a {@link Session} and a beat each 0.4 s, by the server's clock.
 *
 * A role is a row with its holder; it is taken in a transaction, from nobody or from the dead. A session's end ends every role at
 * once, for others may take them from then on.
 */
export class Membership implements Liveness<Tx>, Roles {
  readonly isAlone = false;
  readonly clock: DatabaseClock;
  /** When each was taken, by the monotonic clock. */
  readonly #leases = new Map<Role, { readonly lost: AbortController; readonly takenAt: number }>();
  readonly #leaving = new AbortController();
  readonly #living: Promise<void>;
  #sureSince = Number.NEGATIVE_INFINITY;
  /** The session before, which the server may take for alive. */
  #before: Session | null = null;

  private constructor(
    readonly me: string,
    private readonly url: string,
    private readonly database: Database,
    private readonly around: Around,
    private session: Session | null,
    private pulse: Pulse,
  ) {
    this.clock = new DatabaseClock(around.machine, pulse.time);
    this.#living = this.#live();
  }

  /** Joins those who work on a database that is up to date. @throws what {@link Session.begin} throws. */
  static async join(url: string, database: Database, around: Around): Promise<Membership> {
    const me = randomUUID();
    const { session, pulse } = await Session.begin(url, me, around.machine);
    return new Membership(me, url, database, around, session, pulse);
  }

  /** How many processes are at work on the database, this one included, as the last beat found out. */
  get processes(): number {
    return [...this.pulse.others.values()].filter((sign) => sign !== 'silent').length + 1;
  }

  isSure(): boolean {
    return this.session !== null && this.pulse.since() < SURE_FOR_MS;
  }

  /** Since when (monotonic) this process has been sure without a break, as far as it is now. */
  get sureSince(): number {
    return this.#sureSince;
  }

  async deadAmong(tx: Tx, owners: readonly string[]): Promise<ReadonlySet<string>> {
    const dead = new Set<string>();
    for (const owner of owners) if (owner !== this.me && (await isDead(tx, owner))) dead.add(owner);
    return dead;
  }

  async take(role: Role, isLeft = false): Promise<Lease | null> {
    const { session } = this;
    const holder = this.pulse.holders.get(role);
    // Only of somebody who may be dead, or has let it go since, is it worth asking in a transaction.
    const isHeld = !isLeft && holder !== undefined && this.pulse.others.get(holder) === 'fresh';
    if (!session || isHeld || !this.isSure()) return null;
    const isMine = await this.database.withTransaction((tx) => this.#write(tx, role)).catch(() => false);
    // A session that has ended meanwhile may have cost the role again.
    if (!isMine || session.ended.aborted || !this.isSure()) return null;
    const lost = new AbortController();
    this.#leases.set(role, { lost, takenAt: this.around.machine.monotonic() });
    return { lost: lost.signal, giveBack: () => this.#giveBack(role, lost) };
  }

  /** Ends its life: the others take its work at once. Roles are to be given back before. */
  async leave(): Promise<void> {
    this.#leaving.abort();
    await this.#living;
    const { session } = this;
    this.#lose();
    await session?.end();
  }

  async #write(tx: Tx, role: Role): Promise<boolean> {
    const [row] = await tx.sql<{ owner: string }>`SELECT owner FROM muster_roles WHERE role = ${role}`;
    if (row && row.owner !== this.me && !(await isDead(tx, row.owner))) return false;
    await tx.sql`
      INSERT INTO muster_roles (role, owner) VALUES (${role}, ${this.me})
      ON CONFLICT (role) DO UPDATE SET owner = ${this.me}`;
    return true;
  }

  async #giveBack(role: Role, lost: AbortController): Promise<void> {
    if (lost.signal.aborted) return;
    this.#leases.delete(role);
    // Where this fails the role is free once this process is gone, or takes it again.
    await this.session?.giveBack(role).catch(() => undefined);
  }

  /** Beats as long as a session lasts, and begins another whenever one has ended. */
  async #live(): Promise<void> {
    const { signal } = this.#leaving;
    while (!signal.aborted) {
      const { session } = this;
      if (!session) await this.#beginAgain();
      else if (session.ended.aborted) this.#lose();
      else await this.#beat(session);
    }
  }

  async #beat(session: Session): Promise<void> {
    const over = new AbortController();
    const end = (): void => over.abort();
    for (const signal of [session.ended, this.#leaving.signal]) {
      signal.addEventListener('abort', end, { signal: over.signal });
    }
    await this.around.machine.sleep(BEAT_EVERY_MS, over.signal);
    end();
    if (session.ended.aborted || this.#leaving.signal.aborted) return;
    // A session whose beat fails has ended.
    const pulse = await session.beat().catch(() => null);
    if (pulse) this.#feel(pulse);
  }

  #feel(pulse: Pulse): void {
    const before = this.pulse;
    if (!this.isSure()) this.#sureSince = this.around.machine.monotonic();
    this.pulse = pulse;
    this.clock.read(pulse.time);
    for (const [role, { lost, takenAt }] of this.#leases) {
      // A beat under way as it was taken may have looked before.
      if (pulse.holders.get(role) === this.me || takenAt > pulse.time.askedAt) continue;
      // Another took us for dead.
      this.#leases.delete(role);
      lost.abort();
    }
    const isWorse = [...before.others].some(([id, sign]) => {
      const now = pulse.others.get(id);
      return now !== sign && now !== 'fresh';
    });
    if (isWorse) this.around.gone();
  }

  #lose(): void {
    if (this.session && !this.#leaving.signal.aborted) {
      this.around.events.emit({ type: 'database_session', state: 'lost' });
    }
    this.#before = this.session ?? this.#before;
    this.session = null;
    for (const { lost } of this.#leases.values()) lost.abort();
    this.#leases.clear();
  }

  async #beginAgain(): Promise<void> {
    try {
      const { session, pulse } = await Session.begin(this.url, this.me, this.around.machine, this.#before);
      this.session = session;
      // Without one it was not, however short that was.
      this.#sureSince = this.around.machine.monotonic();
      this.#feel(pulse);
      this.around.events.emit({ type: 'database_session', state: 'back' });
    } catch {
      await this.around.machine.sleep(AGAIN_AFTER_MS, this.#leaving.signal);
    }
  }
}
