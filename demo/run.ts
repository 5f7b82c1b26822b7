import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { BotProcess } from './bot-process.js';
import { DiscordStandIn } from './discord/stand-in.js';
import { Evening } from './evening.js';
import { Timeline } from './timeline.js';

/** From now until the reminder, and from the reminder to the start: long enough to be watched. */
const REMINDER_IN_SECONDS = 16;
const START_AFTER_REMINDER_SECONDS = 12;

const stay = process.argv.includes('--stay');

/** Somewhere it isn't about to be midnight: a campaign is for one local day. */
function zoneOfTonight(): string {
  const candidates = ['Europe/Ljubljana', 'America/New_York', 'Asia/Tokyo'];
  const isLate = (zone: string): boolean => DateTime.now().setZone(zone).plus({ minutes: 5 }).hour === 0;
  return candidates.find((zone) => !isLate(zone)) ?? 'UTC';
}

async function main(): Promise<void> {
  const zone = zoneOfTonight();
  const folder = await mkdtemp(join(tmpdir(), 'muster-demo-'));
  const database = join(folder, 'muster.sqlite');
  const timeline = new Timeline(zone, process.stdout.isTTY, (line) => process.stdout.write(`${line}\n`));
  const discord = await DiscordStandIn.start({ guildName: 'Friday Nights' });
  const evening = new Evening(discord, timeline);
  const reminderAt = DateTime.now().setZone(zone).plus({ seconds: REMINDER_IN_SECONDS });
  const startAt = reminderAt.plus({ seconds: START_AFTER_REMINDER_SECONDS });
  const bot = BotProcess.start({
    DISCORD_TOKEN: discord.token,
    DISCORD_GUILD_ID: discord.guildId,
    DISCORD_API_URL: discord.url,
    PROMOTER_DISCORD_IDS: evening.promoter.id,
    DATABASE_URL: `sqlite:${database}`,
    AVAILABILITY_PROMOTION_TIMEZONE: zone,
    AVAILABILITY_PROMOTION_REMINDER_TIME: reminderAt.toFormat('HH:mm:ss'),
    AVAILABILITY_PROMOTION_START_TIME: startAt.toFormat('HH:mm:ss'),
  });
  const end = async (): Promise<void> => {
    await bot.stop();
    await discord.stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void end().then(() => process.exit(130)));
  }
  try {
    timeline.heading('Muster’s demo: one evening in seconds, the real bot against a Discord on this machine');
    await bot.ready();
    timeline.say('Muster', 'is up: logged in, commands registered', 'good');
    await evening.play(bot);
    evening.close();
    timeline.block(['', `The database, with every send in it: ${database}`]);
    if (stay) {
      timeline.block([`Muster keeps running against ${discord.url}. Ctrl-C ends it.`]);
      await bot.exited;
    }
  } finally {
    await end();
  }
}

await main();
