import { SETTING_KEYS, type SettingKey, type SettingTexts } from '../../domain/setting-list.js';
import type { Tx, View } from '../engine/database.js';
import type { SettingRow } from '../entities/setting.js';
import type { SettingsAuditRow } from '../entities/settings-audit-log.js';
import { fromText, toText } from '../instants.js';

/** One change of a setting; a value of `null` is what holds without it. */
export interface SettingChange {
  readonly key: string;
  readonly oldValue: string | null;
  readonly newValue: string | null;
  readonly at: number;
}

/** What admins have set; a key that is none of this release is left where it is. */
export async function storedSettings(view: View): Promise<SettingTexts> {
  const rows: SettingRow[] = await view.sql`SELECT * FROM settings`;
  const keys: readonly string[] = SETTING_KEYS;
  return Object.fromEntries(
    rows.filter(({ key }) => keys.includes(key)).map(({ key, value }) => [key, value]),
  );
}

/** Sets a setting, or (`null`) takes it back, and notes who did. Nothing happens where that is how it is. */
export async function writeSetting(
  tx: Tx,
  key: SettingKey,
  value: string | null,
  actorId: string,
  now: number,
): Promise<void> {
  const rows: Pick<SettingRow, 'value'>[] = await tx.sql`SELECT value FROM settings WHERE key = ${key}`;
  const before = rows[0]?.value ?? null;
  if (before === value) return;
  const at = toText(now);
  await (value === null
    ? tx.sql`DELETE FROM settings WHERE key = ${key}`
    : tx.sql`
        INSERT INTO settings (key, value, updated_by, created_at, updated_at)
        VALUES (${key}, ${value}, ${actorId}, ${at}, ${at})
        ON CONFLICT (key) DO UPDATE
        SET value = excluded.value, updated_by = excluded.updated_by, updated_at = excluded.updated_at`);
  await tx.sql`
    INSERT INTO settings_audit_log (key, old_value, new_value, actor_id, created_at)
    VALUES (${key}, ${before}, ${value}, ${actorId}, ${at})`;
}

/** The settings a person changed, oldest first. */
export async function settingChangesBy(view: View, userId: string): Promise<SettingChange[]> {
  const rows: SettingsAuditRow[] = await view.sql`
    SELECT * FROM settings_audit_log WHERE actor_id = ${userId} ORDER BY id`;
  return rows.map((row) => ({
    key: row.key,
    oldValue: row.old_value,
    newValue: row.new_value,
    at: fromText(row.created_at),
  }));
}
