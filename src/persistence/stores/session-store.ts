import type { Tx, View } from '../engine/database.js';
import type { SessionRow } from '../entities/session.js';
import { fromText, toText } from '../instants.js';

/** A signed-in browser. Instants in milliseconds. */
export interface Session {
  readonly userId: string;
  readonly createdAt: number;
  readonly lastSeenAt: number;
  readonly expiresAt: number;
}

/** Most sessions a person has: more browsers than anybody signs in with within one's life. */
export const MOST_SESSIONS = 10;

/** Keeps a session under its id's digest. If that is one too many, the person's oldest ends. */
export async function insertSession(
  tx: Tx,
  session: { idHash: string; userId: string; expiresAt: number },
  now: number,
): Promise<void> {
  const at = toText(now);
  await tx.sql`
    DELETE FROM sessions WHERE user_id = ${session.userId} AND id_hash NOT IN
      (SELECT id_hash FROM sessions WHERE user_id = ${session.userId}
       ORDER BY created_at DESC, id_hash LIMIT ${MOST_SESSIONS - 1})`;
  await tx.sql`
    INSERT INTO sessions (id_hash, user_id, expires_at, last_seen_at, created_at)
    VALUES (${session.idHash}, ${session.userId}, ${toText(session.expiresAt)}, ${at}, ${at})`;
}

/** A digest's session, unless it has expired. */
export async function findSession(view: View, idHash: string, now: number): Promise<Session | null> {
  const rows: SessionRow[] = await view.sql`
    SELECT * FROM sessions WHERE id_hash = ${idHash} AND expires_at > ${toText(now)}`;
  return rows[0] ? sessionOf(rows[0]) : null;
}

/** A person's sessions that have not expired, oldest first. */
export async function sessionsOf(view: View, userId: string, now: number): Promise<Session[]> {
  const rows: SessionRow[] = await view.sql`
    SELECT * FROM sessions WHERE user_id = ${userId} AND expires_at > ${toText(now)} ORDER BY created_at`;
  return rows.map(sessionOf);
}

/** Notes when a session was last used. */
export async function touchSession(tx: Tx, idHash: string, now: number): Promise<void> {
  await tx.sql`UPDATE sessions SET last_seen_at = ${toText(now)} WHERE id_hash = ${idHash}`;
}

/** Ends one session, if it is there. */
export async function deleteSession(tx: Tx, idHash: string): Promise<void> {
  await tx.sql`DELETE FROM sessions WHERE id_hash = ${idHash}`;
}

/** Ends all of a person's sessions. */
export async function deleteSessionsOf(tx: Tx, userId: string): Promise<void> {
  await tx.sql`DELETE FROM sessions WHERE user_id = ${userId}`;
}

function sessionOf(row: SessionRow): Session {
  return {
    userId: row.user_id,
    createdAt: fromText(row.created_at),
    lastSeenAt: fromText(row.last_seen_at),
    expiresAt: fromText(row.expires_at),
  };
}
