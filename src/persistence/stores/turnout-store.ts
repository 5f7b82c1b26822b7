import type { Turnout } from '../../domain/turnout.js';
import type { Tx, View } from '../engine/database.js';
import type { TurnoutRow } from '../entities/turnout.js';
import { fromText, toText } from '../instants.js';

function toTurnout(row: TurnoutRow): Turnout {
  return {
    campaignId: row.campaign_id,
    date: row.campaign_date,
    expected: row.expected,
    inVoice: row.in_voice,
    onServer: row.on_server,
    joined: row.joined,
    steppedIn: row.stepped_in,
  };
}

/** Records what the first look saw. A later one can only raise how many were expected. */
export async function insertTurnout(
  tx: Tx,
  turnout: Omit<Turnout, 'joined' | 'steppedIn'>,
  now: number,
): Promise<void> {
  const at = toText(now);
  await tx.sql`
    INSERT INTO availability_promotion_turnouts
      (campaign_id, campaign_date, expected, in_voice, on_server, created_at, updated_at)
    VALUES (${turnout.campaignId}, ${turnout.date}, ${turnout.expected}, ${turnout.inVoice}, ${turnout.onServer},
      ${at}, ${at})
    ON CONFLICT (campaign_id) DO UPDATE SET expected = excluded.expected
    WHERE excluded.expected > availability_promotion_turnouts.expected`;
}

export async function findTurnout(view: View, campaignId: string): Promise<Turnout | null> {
  const rows: TurnoutRow[] = await view.sql`
    SELECT * FROM availability_promotion_turnouts WHERE campaign_id = ${campaignId}`;
  return rows[0] ? toTurnout(rows[0]) : null;
}

/** Sets when to look who came after the last call, unless somebody has looked; `once`: unless that is set, too. */
export async function planLook(
  tx: Tx,
  campaignId: string,
  lookAt: number,
  { once, now }: { readonly once: boolean; readonly now: number },
): Promise<void> {
  await tx.sql`
    UPDATE availability_promotion_turnouts SET look_at = ${toText(lookAt)}, updated_at = ${toText(now)}
    WHERE campaign_id = ${campaignId} AND joined IS NULL AND (look_at IS NULL OR ${once ? 0 : 1} = 1)`;
}

/** The campaigns whose look is due, oldest first. */
export async function dueLooks(
  view: View,
  now: number,
): Promise<{ campaignId: string; date: string; lookAt: number }[]> {
  const rows: { campaign_id: string; campaign_date: string; look_at: string }[] = await view.sql`
    SELECT campaign_id, campaign_date, look_at FROM availability_promotion_turnouts
    WHERE look_at <= ${toText(now)} ORDER BY look_at, campaign_id`;
  return rows.map((row) => ({
    campaignId: row.campaign_id,
    date: row.campaign_date,
    lookAt: fromText(row.look_at),
  }));
}

/** What the look after the last call saw; `null`: nobody looked in time. */
export type Look = Pick<Turnout, 'joined' | 'steppedIn'>;

/** Records how many came; `null` for good where nobody looked in time. */
export async function closeLook(
  tx: Tx,
  campaignId: string,
  { joined, steppedIn }: Look,
  now: number,
): Promise<boolean> {
  const closed = await tx.sql`
    UPDATE availability_promotion_turnouts SET joined = ${joined}, stepped_in = ${steppedIn},
      look_at = NULL, updated_at = ${toText(now)}
    WHERE campaign_id = ${campaignId} AND look_at IS NOT NULL RETURNING campaign_id`;
  return closed.length > 0;
}

/** How many came on a date, as the look after the last call saw it; `null`: that is not known (yet). */
export async function joinedOn(view: View, date: string): Promise<number | null> {
  const [row]: { joined: number | null }[] = await view.sql`
    SELECT MAX(joined) AS joined FROM availability_promotion_turnouts WHERE campaign_date = ${date}`;
  return row?.joined ?? null;
}

/** The evenings from a date on, oldest first. */
export async function turnoutsSince(view: View, date: string): Promise<Turnout[]> {
  const rows: TurnoutRow[] = await view.sql`
    SELECT * FROM availability_promotion_turnouts
    WHERE campaign_date >= ${date} ORDER BY campaign_date, created_at, campaign_id`;
  return rows.map(toTurnout);
}
