import { grownUserId } from '../support/grown-database.js';
import type { BenchResult } from './result.js';
import { BenchWorld } from './world.js';
import { Bot } from './year/bot.js';
import { commands, promoterUnderWay } from './year/commands.js';
import { compare, group, type Pair } from './year/compare.js';
import { PEOPLE, pasts } from './year/database.js';
import { routes } from './year/routes.js';
import { lookAfter, runs } from './year/runs.js';

const STARTS = 5;

/**
 * Whether a year makes anything slow: every command, every route, the scheduler's runs, the upkeep and the start, on a database
 * with half a year of evenings, against one with the same people and a single evening.
 */
export async function year(): Promise<BenchResult[]> {
  const [{ year: large, empty: small }, today] = await prepared();
  let worlds = { year: await BenchWorld.open(large), empty: await BenchWorld.open(small) };
  try {
    if (worlds.year.today !== today) throw new Error('the day has changed meanwhile: run it again');
    const ran = await runs(worlds);
    leaveUnderWay(worlds);
    await worlds.year.seal();
    await worlds.empty.seal();
    const asked = await onBots(worlds);
    worlds = { year: await BenchWorld.again(worlds.year), empty: await BenchWorld.again(worlds.empty) };
    const lookedAfter = await lookAfter(worlds);
    await worlds.year.seal();
    await worlds.empty.seal();
    return [...asked, ran, ...lookedAfter];
  } finally {
    worlds.year.remove();
    worlds.empty.remove();
  }
}

async function prepared(): Promise<[Pair<string>, string]> {
  const world = await BenchWorld.open();
  const { today } = world;
  await world.close();
  return [await pasts(today), today];
}

async function onBots(worlds: Pair<BenchWorld>): Promise<BenchResult[]> {
  const bots = { year: await Bot.around(worlds.year), empty: await Bot.around(worlds.empty) };
  try {
    const started = await compare('start', bots, STARTS, async (bot) => {
      await bot.kill();
      return bot.start();
    });
    return [await commands(bots), await routes(bots), group('Start', [{ ...started, what: 'to ready' }])];
  } finally {
    await bots.year.stop();
    await bots.empty.stop();
  }
}

/** The first round's campaign becomes that of a promoter who calls more people, and gets standbys to call. */
function leaveUnderWay(worlds: Pair<BenchWorld>): void {
  for (const world of [worlds.year, worlds.empty])
    world.write((file) => {
      const campaign = file
        .prepare(
          `SELECT id FROM availability_promotion_campaigns WHERE initiated_by = ? AND campaign_date = ?`,
        )
        .get(world.promoterOf(1), world.today) as { id: string };
      file
        .prepare(
          'UPDATE availability_promotion_campaigns SET initiated_by = ?, standby_count = 60 WHERE id = ?',
        )
        .run(promoterUnderWay(), campaign.id);
      const standby = file.prepare(
        `INSERT INTO availability_promotion_recipients
           (id, campaign_id, user_id, display_name, availability_status, channel_type, created_at, promotes, tier)
         VALUES (?, ?, ?, 'Standby', 'MAYBE', 'discord', ?, 0, 'standby')`,
      );
      // They may play, so no run has called them.
      for (let n = PEOPLE - 798; n < PEOPLE - 558; n += 4)
        standby.run(`standby-${String(n)}`, campaign.id, grownUserId(n), new Date().toISOString());
    });
}
