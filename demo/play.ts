import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { BotProcess } from './bot-process.js';
import { DiscordStandIn } from './discord/stand-in.js';
import { Evening } from './evening.js';
import { Phones } from './phones.js';
import type { Timeline } from './timeline.js';

/** From now until the reminder, and from the reminder to the start: long enough to be watched. */
const REMINDER_IN_SECONDS = 16;
const START_AFTER_REMINDER_SECONDS = 12;

/** The demo's story with everything it needs: Discord, Telegram and Signal on this machine, the real bot, and the players. */
export class Play {
  readonly evening: Evening;

  private constructor(
    readonly discord: DiscordStandIn,
    private readonly timeline: Timeline,
    readonly database: string,
    readonly bot: BotProcess,
    private readonly phones: Phones,
    evening: Evening,
  ) {
    this.evening = evening;
  }

  /** Starts the stand-ins and the bot; reminder and start come within the next half minute. */
  static async open(timeline: Timeline): Promise<Play> {
    const { zone } = timeline;
    const folder = await mkdtemp(join(tmpdir(), 'muster-demo-'));
    const database = join(folder, 'muster.sqlite');
    const discord = await DiscordStandIn.start({ guildName: 'Friday Nights' });
    const phones = await Phones.start();
    const evening = new Evening(discord, phones, timeline);
    const reminderAt = DateTime.now().setZone(zone).plus({ seconds: REMINDER_IN_SECONDS });
    const startAt = reminderAt.plus({ seconds: START_AFTER_REMINDER_SECONDS });
    const bot = BotProcess.start({
      DISCORD_TOKEN: discord.token,
      DISCORD_GUILD_ID: discord.guildId,
      DISCORD_API_URL: discord.url,
      PROMOTER_DISCORD_IDS: evening.promoter.id,
      DATABASE_URL: `sqlite:${database}`,
      CONTACT_DATA_ENCRYPTION_KEY: `${randomBytes(32).toString('base64url')}=`,
      ...phones.environment,
      AVAILABILITY_PROMOTION_TIMEZONE: zone,
      AVAILABILITY_PROMOTION_REMINDER_TIME: reminderAt.toFormat('HH:mm:ss'),
      AVAILABILITY_PROMOTION_START_TIME: startAt.toFormat('HH:mm:ss'),
    });
    return new Play(discord, timeline, database, bot, phones, evening);
  }

  /** Plays it, from the bot's login to the closing table. */
  async run(): Promise<void> {
    const { bot, evening, timeline } = this;
    timeline.heading('Muster’s demo: one evening in seconds, the real bot against stand-ins on this machine');
    await bot.ready();
    for (const listens of ['telegram', 'signal']) {
      await bot.waitForEvent('inbound_ready', ({ channel }) => channel === listens);
    }
    timeline.say('Muster', 'is up: logged in, commands registered, listening on Telegram and Signal', 'good');
    await evening.play(bot);
    evening.close();
  }

  async end(): Promise<void> {
    await this.bot.stop();
    await Promise.all([this.discord.stop(), this.phones.stop()]);
  }
}
