import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { BotProcess } from './bot-process.js';
import { DiscordStandIn } from './discord/stand-in.js';
import { Evening } from './evening.js';
import { GameServerStandIn } from './game-server/stand-in.js';
import { Phones } from './phones.js';
import type { Timeline } from './timeline.js';

/** From now until the reminder, from there to the start, and to the follow-up: long enough to be watched. */
const REMINDER_IN_SECONDS = 16;
const START_AFTER_REMINDER_SECONDS = 10;
const FOLLOW_UP_AFTER_START_SECONDS = 5;

/** The demo's story with everything it needs: Discord, Telegram, Signal and a game server on this machine, the real bot, and the players. */
export class Play {
  readonly evening: Evening;

  private constructor(
    readonly discord: DiscordStandIn,
    private readonly timeline: Timeline,
    readonly database: string,
    readonly bot: BotProcess,
    private readonly phones: Phones,
    private readonly server: GameServerStandIn,
    evening: Evening,
  ) {
    this.evening = evening;
  }

  /** Starts the stand-ins and the bot; reminder, start and follow-up come within the next half minute. */
  static async open(timeline: Timeline): Promise<Play> {
    const { zone } = timeline;
    const folder = await mkdtemp(join(tmpdir(), 'muster-demo-'));
    const database = join(folder, 'muster.sqlite');
    const discord = await DiscordStandIn.start({ guildName: 'Friday Nights' });
    const phones = await Phones.start();
    const server = await GameServerStandIn.start({ name: 'Friday Nights' });
    const evening = new Evening(discord, phones, server, timeline);
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
      AVAILABILITY_PROMOTION_SERVER_CHECK_ENABLED: 'true',
      AVAILABILITY_PROMOTION_FOLLOWUP_DELAY_SECONDS: String(FOLLOW_UP_AFTER_START_SECONDS),
      AVAILABILITY_PROMOTION_FOLLOWUP_CHANNEL_ID: evening.clubId,
      GAME_SERVER_TYPE: 'wet',
      GAME_SERVER_HOST: server.host,
      GAME_SERVER_PORT: String(server.port),
      AVAILABILITY_PROMOTION_TIMEZONE: zone,
      AVAILABILITY_PROMOTION_REMINDER_TIME: reminderAt.toFormat('HH:mm:ss'),
      AVAILABILITY_PROMOTION_START_TIME: startAt.toFormat('HH:mm:ss'),
    });
    return new Play(discord, timeline, database, bot, phones, server, evening);
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
    await Promise.all([this.discord.stop(), this.phones.stop(), this.server.stop()]);
  }
}
