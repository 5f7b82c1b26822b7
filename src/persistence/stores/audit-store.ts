import type { ConsentAction } from '../../domain/consent.js';
import type { Tx, View } from '../engine/database.js';
import type { AccountLinkAuditRow } from '../entities/account-link-audit-log.js';
import { fromText, toText } from '../instants.js';

export type AuditAction =
  | 'player_linked'
  | 'player_unlinked'
  | 'player_verified'
  | 'channel_linked'
  | 'channel_unlinked'
  | ConsentAction
  | 'said_coming'
  | 'said_late'
  | 'said_not_tonight'
  | 'answer_withdrawn'
  | 'campaign_called_off'
  | 'standing_campaign_set'
  | 'standing_campaign_removed'
  | 'standing_campaign_stopped'
  | 'standing_campaigns_kept'
  | 'standing_campaigns_ended'
  | 'standing_campaign_made'
  | 'erased'
  /** A community was brought here from elsewhere. */
  | 'imported';

/**
 * One line of the audit log: who did what to whose links, consent or campaign, and who said yes to an evening or took it
 * back. `metadata` never holds an address.
 */
export interface AuditEntry {
  readonly userId: string;
  readonly action: AuditAction;
  readonly actorId: string;
  readonly metadata: Readonly<Record<string, string>>;
}

export async function appendAudit(tx: Tx, entry: AuditEntry, now: number): Promise<void> {
  await tx.sql`
    INSERT INTO account_link_audit_log (user_id, action, actor_id, metadata, created_at)
    VALUES (${entry.userId}, ${entry.action}, ${entry.actorId}, ${JSON.stringify(entry.metadata)}, ${toText(now)})`;
}

/** What the audit log says about a person, oldest first. */
export async function auditOf(view: View, userId: string): Promise<(AuditEntry & { at: number })[]> {
  const rows: AccountLinkAuditRow[] = await view.sql`
    SELECT * FROM account_link_audit_log WHERE user_id = ${userId} ORDER BY id`;
  return rows.map((row) => ({
    userId: row.user_id,
    action: row.action as AuditAction,
    actorId: row.actor_id,
    metadata: JSON.parse(row.metadata) as Record<string, string>,
    at: fromText(row.created_at),
  }));
}
