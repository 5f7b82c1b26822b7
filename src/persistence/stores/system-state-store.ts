import type { Tx, View } from '../engine/database.js';
import { toText } from '../instants.js';

/** Facts about the deployment that outlive a restart. */
export type SystemStateKey =
  | 'promotions_paused'
  | 'retention_horizon'
  /** In backups only: when the backup was taken. */
  | 'backup_taken_at'
  /** An event key for which a campaign that a restore lost may have called people. */
  | `lost:${string}`
  /** When what this event key tells had come true; it is told once. */
  | `reached:${string}`
  /** People have yet to be told of what this event key tells; the value is whose answer made it so, or empty. */
  | `untold:${string}`
  /** When a backup was put in place; the value is the backup's own instant. */
  | `restored:${string}`
  /** What only the gateway tells of the server, for processes without it. */
  | 'server_told'
  | `progress:${string}`
  /** The last drop-out of which a campaign's promoter was told, by its line of the audit log. */
  | `dropped_out:${string}`;

export async function readState(view: View, key: SystemStateKey): Promise<string | null> {
  const rows: { value: string }[] = await view.sql`SELECT value FROM system_state WHERE key = ${key}`;
  return rows[0]?.value ?? null;
}

export async function writeState(tx: Tx, key: SystemStateKey, value: string, now: number): Promise<void> {
  const at = toText(now);
  await tx.sql`
    INSERT INTO system_state (key, value, created_at, updated_at) VALUES (${key}, ${value}, ${at}, ${at})
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`;
}

/** A person's part in what has yet to be told is forgotten; it is told all the same. */
export async function forgetInUntold(tx: Tx, userId: string): Promise<void> {
  await tx.sql`UPDATE system_state SET value = '' WHERE key LIKE 'untold:%' AND value = ${userId}`;
}

/** @returns whether there was something to clear. */
export async function clearState(tx: Tx, key: SystemStateKey): Promise<boolean> {
  const rows: unknown[] = await tx.sql`DELETE FROM system_state WHERE key = ${key} RETURNING key`;
  return rows.length > 0;
}

/** Whether an admin has paused promotions: nothing new is reserved until they are resumed. */
export async function promotionsPaused(view: View): Promise<boolean> {
  return (await readState(view, 'promotions_paused')) !== null;
}
