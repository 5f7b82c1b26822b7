import type { Campaign, CampaignJob } from '../../domain/campaign.js';
import { type DropOut, dropOutsEnd, type DropOutsOfEvening } from '../../domain/drop-outs.js';
import type { Tx, View } from '../engine/database.js';
import { fromText, toText } from '../instants.js';
import { jobsOf } from './job-store.js';
import { readState, writeState } from './system-state-store.js';

/**
 * Who dropped out of the evening of a campaign and its jobs: the campaign called them, or may have, and then they took back
 * their last yes, before {@link dropOutsEnd}; whoever looks for a game again has come again. The audit log has a line for each
 * yes and for its end, by whichever door; only those of the evening are read, not all that its people ever said.
 */
export async function dropOutsOf(
  view: View,
  campaign: Campaign,
  jobs: readonly CampaignJob[],
): Promise<DropOut[]> {
  return (await droppedOut(view, campaign, jobs)).map(({ line, at }) => ({ line, at }));
}

/** {@link dropOutsOf} with their ids, which nobody is told: for what else the records say of them. */
export async function droppedOut(
  view: View,
  campaign: Campaign,
  jobs: readonly CampaignJob[],
): Promise<(DropOut & { readonly userId: string })[]> {
  const { id, date, startAt } = campaign;
  const from = Math.min(startAt, ...jobs.map(({ runAt }) => runAt));
  const until = dropOutsEnd(campaign, jobs);
  const rows: { line: number | string; at: string; user_id: string }[] = await view.sql`
    SELECT a.id AS line, a.created_at AS at, a.user_id FROM account_link_audit_log a
    WHERE a.created_at >= ${toText(from)} AND a.created_at < ${toText(until)}
      AND a.action IN ('said_not_tonight', 'answer_withdrawn') AND a.metadata = ${JSON.stringify({ date })}
      AND EXISTS (SELECT 1 FROM availability_promotion_recipients r
        JOIN notifications_ledger n ON n.recipient_id = r.id AND n.kind = 'call' AND n.state IN ('sent', 'unknown')
        WHERE r.campaign_id = ${id} AND r.user_id = a.user_id AND n.created_at <= a.created_at)
      AND NOT EXISTS (SELECT 1 FROM account_link_audit_log y
        WHERE y.user_id = a.user_id AND y.id > a.id AND y.action IN ('said_coming', 'said_late')
          AND y.metadata = a.metadata)
      AND NOT EXISTS (SELECT 1 FROM availability_entries e
        WHERE e.user_id = a.user_id AND e.entry_date = ${date} AND e.status = 'LOOKING')`;
  return rows.map(({ line, at, user_id: userId }) => ({ line: Number(line), at: fromText(at), userId }));
}

/** What there is to tell of drop-outs to a campaign's promoter. */
export async function dropOutsToTell(view: View, campaign: Campaign): Promise<DropOutsOfEvening> {
  const jobs = await jobsOf(view, campaign.id);
  const told = await readState(view, `dropped_out:${campaign.id}`);
  return {
    dropOuts: await dropOutsOf(view, campaign, jobs),
    toldLine: Number(told ?? 0),
    endsAt: dropOutsEnd(campaign, jobs),
  };
}

/** Remembers that they were told until this line of the audit log, so that no restart tells it again. */
export function rememberToldDropOuts(tx: Tx, campaignId: string, line: number, now: number): Promise<void> {
  return writeState(tx, `dropped_out:${campaignId}`, String(line), now);
}
