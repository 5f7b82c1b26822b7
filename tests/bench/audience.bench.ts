import { randomUUID } from 'node:crypto';
import { createCampaign } from '../../src/services/create-campaign.js';
import { previewCampaign } from '../../src/services/preview-campaign.js';
import { CALLABLE } from '../../src/persistence/stores/person-store.js';
import { ANSWERS_OF_DAY } from '../../src/persistence/stores/standing-store.js';
import { type BenchResult, median, timed } from './result.js';
import { BenchWorld, LOOKING_ONLY, PROMOTER } from './world.js';
import { SqliteFile } from '../../src/persistence/file/sqlite-file.js';

const ROUNDS = 5;

/** Everybody's answer for a date with what they chose, by hand: what a preview has to know of, as one statement. */
const JOIN = `
  SELECT e.user_id, COALESCE(k.player_name, e.user_name) AS name, e.status, p.allow_promotions,
    p.preferred_channel, p.telegram_handle_encrypted IS NOT NULL AS has_telegram,
    p.signal_handle_encrypted IS NOT NULL AS has_signal, p.discord_dms, p.discord_dm_channel_id,
    p.quiet_hours_start, p.quiet_hours_end, p.timezone, p.locale
  FROM availability_entries e
  LEFT JOIN subscription_preferences p ON p.user_id = e.user_id
  LEFT JOIN player_links k ON k.user_id = e.user_id
  WHERE e.entry_date = ? ORDER BY e.user_id`;

/** What a preview reads of that: who plays, weekly answers and absences included; and how many said no. */
const PLAYING = `
  WITH day(date) AS (SELECT CAST(? AS TEXT))
  SELECT s.user_id, k.player_name, s.user_name, s.status, s.weekly, ${CALLABLE}
  FROM ${ANSWERS_OF_DAY} s
  LEFT JOIN subscription_preferences p ON p.user_id = s.user_id
  LEFT JOIN player_links k ON k.user_id = s.user_id
  WHERE s.status <> 'NOT_PLAYING' ORDER BY s.user_id`;
const REFUSALS = `
  SELECT COUNT(*) FROM availability_entries WHERE entry_date = ? AND status = 'NOT_PLAYING'`;

/**
 * A preview over a hundred thousand people, against their join as one raw statement. It reads less than that, for who said no is
 * only counted; so what it does read is measured raw as well, and told beside it.
 */
export async function preview(): Promise<BenchResult[]> {
  const world = await BenchWorld.open();
  try {
    world.fill(100_000, 5);
    const services = world.services();
    const file = new SqliteFile(world.path, { readonly: true });
    const [join, playing, refusals] = [JOIN, PLAYING, REFUSALS].map((sql) => file.prepare(sql));
    const ours: number[] = [];
    const bare: number[] = [];
    const read: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      ours.push(
        await timed(async () => {
          const result = await previewCampaign(services, world.promoter(), LOOKING_ONLY);
          if (!result.ok || result.value.recipients.length !== 20_000) throw new Error('a wrong preview');
        }),
      );
      bare.push(await timed(() => join?.all(world.today)));
      read.push(await timed(() => [playing?.all(world.today), refusals?.all(world.today)]));
    }
    file.close();
    const [mine, theirs, least] = [median(ours), median(bare), median(read)];
    return [
      {
        name: 'Preview of 100,000 people, 20,000 eligible',
        measured: `${mine.toFixed(0)} ms`,
        baseline: `${theirs.toFixed(0)} ms: everybody’s join as one raw statement`,
        ratio: mine / theirs,
        goal: { atMost: 1.5 },
        note: `it reads only who plays and counts who said no; raw, that takes ${least.toFixed(0)} ms, and ours ${(mine / least).toFixed(2)} of it`,
      },
    ];
  } finally {
    await world.close();
  }
}

/** Creating a campaign of ten thousand, against the raw insert of the same rows. */
export async function create(): Promise<BenchResult[]> {
  const world = await BenchWorld.open();
  try {
    world.fill(10_000, 1);
    const ours: number[] = [];
    const bare: number[] = [];
    const file = new SqliteFile(world.path);
    file.pragma('synchronous = FULL');
    for (let round = 0; round < ROUNDS; round += 1) {
      const promoterId = String(BigInt(PROMOTER) + BigInt(round));
      if (round > 0) world.link(promoterId);
      ours.push(
        await timed(async () => {
          const result = await createCampaign(world.services(), world.promoter(promoterId), LOOKING_ONLY);
          if (!result.ok) throw new Error(`no campaign: ${result.refusal.code}`);
        }),
      );
      bare.push(insertRaw(file, `${promoterId}0`));
    }
    file.close();
    const [mine, theirs] = [median(ours), median(bare)];
    return [
      {
        name: 'Create a campaign of 10,000 recipients',
        measured: `${mine.toFixed(0)} ms`,
        baseline: `${theirs.toFixed(0)} ms: the same rows by a raw prepared insert`,
        ratio: mine / theirs,
        goal: { atMost: 2 },
        note: 'ours also evaluates who is eligible',
      },
    ];
  } finally {
    await world.close();
  }
}

/** Copies the newest campaign's rows under other ids, with one prepared insert in one transaction. */
function insertRaw(file: SqliteFile, promoterId: string): number {
  const campaign = file
    .prepare('SELECT * FROM availability_promotion_campaigns ORDER BY created_at DESC LIMIT 1')
    .get() as Record<string, unknown>;
  const rows = file
    .prepare('SELECT * FROM availability_promotion_recipients WHERE campaign_id = ?')
    .all(campaign['id']) as Record<string, unknown>[];
  const id = randomUUID();
  const columns = Object.keys(campaign);
  const insertCampaign = file.prepare(
    `INSERT INTO availability_promotion_campaigns (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  const names = Object.keys(rows[0] ?? {});
  const insertRecipient = file.prepare(
    `INSERT INTO availability_promotion_recipients (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
  );
  const copies = rows.map((row) => Object.values({ ...row, id: randomUUID(), campaign_id: id }));
  const from = performance.now();
  file.transaction(() => {
    insertCampaign.run(...Object.values({ ...campaign, id, initiated_by: promoterId }));
    for (const copy of copies) insertRecipient.run(...copy);
  })();
  return performance.now() - from;
}
