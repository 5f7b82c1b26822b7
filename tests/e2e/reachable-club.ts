import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { onTestFinished } from 'vitest';
import { BotProcess } from '../../demo/bot-process.js';
import type { StandInUser } from '../../demo/discord/guild-life.js';
import { DiscordStandIn } from '../../demo/discord/stand-in.js';
import type { StoredMessage } from '../../demo/discord/stored-message.js';
import { type SignalPerson, SignalStandIn } from '../../demo/signal/stand-in.js';
import type { TelegramPerson } from '../../demo/telegram/people.js';
import { TelegramStandIn } from '../../demo/telegram/stand-in.js';
import type { LinkableChannel, PreferredChannel } from '../../src/domain/channel-choice.js';
import { SqliteFile } from '../../src/persistence/file/sqlite-file.js';

/** A key for contacts. */
export const CONTACT_KEY = 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';
/** What must never be found anywhere but with the provider it belongs to. */
export const CANARY = 'Canarypapageno';

/** How long after the bot's start the session starts: enough to log in and to promote. */
const START_IN_SECONDS = 18;

/** Somewhere it is about noon, so that no test runs into midnight. */
function zoneAtNoon(): string {
  const ahead = 12 - DateTime.utc().hour;
  return `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}

/** The same person on Discord, Telegram and Signal. */
export interface Friend extends StandInUser {
  readonly telegram: TelegramPerson;
  readonly signal: SignalPerson;
}

/** The real bot, and stand-ins for everything it speaks to. Ends with the test. */
export class ReachableClub {
  readonly zone = zoneAtNoon();
  readonly #folder = mkdtempSync(join(tmpdir(), 'muster-e2e-'));
  readonly bots: BotProcess[] = [];
  readonly friends: Friend[] = [];
  startAt = '23:59:58';

  private constructor(
    readonly discord: DiscordStandIn,
    readonly telegram: TelegramStandIn,
    readonly signal: SignalStandIn,
    private readonly promoter: StandInUser,
  ) {}

  static async open(): Promise<ReachableClub> {
    const discord = await DiscordStandIn.start();
    const telegram = await TelegramStandIn.start();
    const signal = await SignalStandIn.start();
    const club = new ReachableClub(discord, telegram, signal, discord.addMember({ name: 'Promoter' }));
    onTestFinished(async () => {
      for (const bot of club.bots) await bot.stop('SIGKILL');
      await Promise.all([discord.stop(), telegram.stop(), signal.stop()]);
      rmSync(club.#folder, { recursive: true, force: true });
    });
    return club;
  }

  get bot(): BotProcess {
    return this.bots.at(-1)!;
  }

  get databasePath(): string {
    return join(this.#folder, 'muster.sqlite');
  }

  /** Starts the bot, and waits until it listens everywhere. */
  async start(env: Readonly<Record<string, string>> = {}): Promise<void> {
    const bot = BotProcess.start({
      DISCORD_TOKEN: this.discord.token,
      DISCORD_GUILD_ID: this.discord.guildId,
      DISCORD_API_URL: this.discord.url,
      PROMOTER_DISCORD_IDS: this.promoter.id,
      DATABASE_URL: `sqlite:${this.databasePath}`,
      AVAILABILITY_PROMOTION_TIMEZONE: this.zone,
      AVAILABILITY_PROMOTION_REMINDER_TIME: '00:00:01',
      AVAILABILITY_PROMOTION_START_TIME: this.startAt,
      AVAILABILITY_LINK_TOKEN_MIN_INTERVAL_SECONDS: '0',
      CONTACT_DATA_ENCRYPTION_KEY: CONTACT_KEY,
      TELEGRAM_BOT_TOKEN: this.telegram.token,
      TELEGRAM_API_URL: this.telegram.url,
      SIGNAL_API_URL: this.signal.url,
      SIGNAL_NUMBER: this.signal.number,
      SIGNAL_MESSAGES_PER_SECOND: '10',
      LOG_LEVEL: 'debug',
      ...env,
    });
    this.bots.push(bot);
    await bot.ready();
    await bot.waitForEvent('inbound_ready', ({ channel }) => channel === 'telegram');
    await bot.waitForEvent('inbound_ready', ({ channel }) => channel === 'signal');
  }

  /** Starts the bot anew, with a session that begins in a few seconds. */
  async startTonight(): Promise<void> {
    await this.bot.stop();
    const start = DateTime.now().setZone(this.zone).plus({ seconds: START_IN_SECONDS });
    this.startAt = start.toFormat('HH:mm:ss');
    await this.start();
  }

  /** Adds somebody who is looking to play, opted in, and linked the channels named. */
  async join(
    name: string,
    options: { links?: readonly LinkableChannel[]; preferred?: PreferredChannel; dmsClosed?: boolean } = {},
  ): Promise<Friend> {
    const { discord } = this;
    const user = discord.addMember({ name });
    const friend: Friend = {
      ...user,
      telegram: this.telegram.addPerson({ name: `${CANARY} ${name} on Telegram` }),
      signal: this.signal.addPerson({ name: `${CANARY} ${name} on Signal` }),
    };
    this.friends.push(friend);
    await this.slash(friend, 'link player', { guid: `guid-${name}`, name });
    await this.slash(friend, 'availability set', { status: 'LOOKING' });
    await this.press(friend, await this.slash(friend, 'preferences'), '#preferences:opt-in');
    for (const channel of options.links ?? []) await this.link(friend, channel);
    if (options.preferred) {
      const panel = await this.slash(friend, 'preferences');
      const chosen = await discord.select(friend.id, panel, 'preferences:channel', [options.preferred]);
      await chosen.settled();
    }
    if (options.dmsClosed) discord.setDmsClosed(friend.id, true);
    return friend;
  }

  /** Links a channel as people do: asks for a token on Discord, and follows its link. */
  async link(friend: Friend, channel: LinkableChannel): Promise<string> {
    const { content } = await this.slash(friend, `link ${channel}`);
    const [, deepLink = ''] = /<(https:[^>]+)>/.exec(content) ?? [];
    const [, token = ''] = /`(?:\/link )?([\w-]{32})`/.exec(content) ?? [];
    if (channel === 'telegram') {
      this.telegram.openDeepLink(friend.telegram.id, deepLink);
      await this.telegram.waitForMessage(
        ({ personId, text }) => personId === friend.telegram.id && text.startsWith('Linked'),
      );
    } else {
      this.signal.openDeepLink(deepLink);
      this.signal.write(friend.signal.number, token);
      await this.signal.waitForMessage(
        ({ to, text }) => to === friend.signal.number && text.startsWith('Linked'),
      );
    }
    return token;
  }

  /** The promoter creates tonight's campaign. */
  async promote(): Promise<void> {
    const { promoter } = this;
    await this.slash(promoter, 'link player', { guid: 'guid-promoter', name: 'Promoter' });
    const preview = await this.slash(promoter, 'promote create');
    await this.discord.press(promoter.id, preview, 'Confirm');
    await this.bot.waitForEvent('campaign_created');
  }

  async slash(
    { id }: { id: string },
    command: string,
    options: Record<string, string> = {},
  ): Promise<StoredMessage> {
    return (await this.discord.slash(id, command, options)).settled();
  }

  async press({ id }: { id: string }, message: StoredMessage, label: string): Promise<StoredMessage> {
    return (await this.discord.press(id, message, label)).settled();
  }

  /** What the start job's final rows say of everybody, as `outcome by channel (reason)`. */
  fates(): Record<string, string> {
    const file = new SqliteFile(this.databasePath, { readonly: true });
    try {
      const rows = file
        .prepare(
          `SELECT user_id, outcome, channel_type, reason FROM availability_promotion_send_logs WHERE is_final = 1`,
        )
        .all() as { user_id: string; outcome: string; channel_type: string | null; reason: string | null }[];
      return Object.fromEntries(
        rows.map(({ user_id, outcome, channel_type, reason }) => [
          this.friends.find(({ id }) => id === user_id)?.name ?? 'erased',
          `${outcome}${channel_type ? ` by ${channel_type}` : ''}${reason ? ` (${reason})` : ''}`,
        ]),
      );
    } finally {
      file.close();
    }
  }

  /** Every byte of the database, what has not reached the main file included. */
  databaseBytes(): Buffer {
    const parts = ['', '-wal'].map((suffix) => {
      try {
        return readFileSync(`${this.databasePath}${suffix}`);
      } catch {
        return Buffer.alloc(0);
      }
    });
    return Buffer.concat(parts);
  }

  /** Everything every bot said: its log, and what is no log line. */
  said(): string {
    return this.bots.map(({ lines, output }) => JSON.stringify(lines) + output.join('\n')).join('\n');
  }
}
