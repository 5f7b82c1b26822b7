import { createHmac, randomBytes } from 'node:crypto';
import type { Arrival } from '../../domain/ways-out.js';
import {
  deleteSession,
  deleteSessionsOf,
  findSession,
  insertSession,
  touchSession,
} from '../../persistence/stores/session-store.js';
import type { ServiceContext } from '../../services/context.js';
import { keyFor } from './keys.js';

/** How long a session lasts, however much it is used. */
export const SESSION_MS = 12 * 60 * 60_000;
/** How old the stored time of the last use may be. */
const SEEN_EVERY_MS = 5 * 60_000;
const ID_BYTES = 32;

/**
 * Signed-in browsers. Only the browser's cookie holds a session's id; we store a keyed digest of it, so
 * neither a copy of the database nor a log opens a session, and deleting the row ends every copy of the
 * cookie.
 */
export class Sessions {
  readonly #key: Uint8Array;

  constructor(
    private readonly services: Pick<ServiceContext, 'database' | 'clock' | 'reads' | 'waysOut'>,
    secret: string,
    /** What they begin and end with. That somebody was seen may be noted whenever they are. */
    private readonly changes: Pick<ServiceContext['database'], 'withTransaction'> = services.database,
  ) {
    this.#key = keyFor(secret, 'sessions');
  }

  /**
   * Begins a session and ends the one the browser had. `arrival` is when the sign-in came in.
   * @returns the new id, for the cookie; `null` where the person has had their data erased since.
   */
  async begin(userId: string, former: string | undefined, arrival: Arrival): Promise<string | null> {
    const { clock, waysOut } = this.services;
    const id = randomBytes(ID_BYTES).toString('base64url');
    const now = clock.now();
    return this.changes.withTransaction(async (tx) => {
      if (former !== undefined) await deleteSession(tx, this.#digest(former));
      if (await waysOut.since(userId, ['everything'], arrival)) return null;
      await insertSession(tx, { idHash: this.#digest(id), userId, expiresAt: now + SESSION_MS }, now);
      return id;
    });
  }

  /** Whose session this is, if it is one that goes on. */
  async userOf(id: string): Promise<string | null> {
    const { database, clock, reads } = this.services;
    const now = clock.now();
    const idHash = this.#digest(id);
    // A sign-out is committed before it is answered, so the last committed state knows it.
    const moment = await reads.now();
    const session = await moment.of(JSON.stringify(['session', idHash]), (view) =>
      findSession(view, idHash, now),
    );
    if (!session || session.expiresAt <= now) return null;
    if (now - session.lastSeenAt >= SEEN_EVERY_MS) {
      await database.withTransaction((tx) => touchSession(tx, idHash, now));
    }
    return session.userId;
  }

  /** Ends a session; `everywhere`, all of its person's. */
  async end(id: string, everywhere: boolean): Promise<void> {
    const { clock } = this.services;
    const idHash = this.#digest(id);
    await this.changes.withTransaction(async (tx) => {
      const session = everywhere ? await findSession(tx, idHash, clock.now()) : null;
      if (session) await deleteSessionsOf(tx, session.userId);
      await deleteSession(tx, idHash);
    });
  }

  #digest(id: string): string {
    return createHmac('sha256', this.#key).update(id).digest('base64url');
  }
}
