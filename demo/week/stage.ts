import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DateTime } from 'luxon';
import { BotProcess, type LogLine } from '../bot-process.js';
import { DiscordStandIn } from '../discord/stand-in.js';
import { Phones } from '../phones.js';
import { compilePrograms } from '../compile.js';
import type { Timeline } from '../timeline.js';
import { Club } from './club.js';
import { ENOUGH } from './people.js';
import type { WeekClock } from './week-clock.js';

/** Evenings on these days, by the setting's own words; pings go out a quarter of an hour before. */
const SESSION_PLAN = 'tue 21:00, thu 21:00, sat 21:00, sun 20:00';
/** How long before a moment the bot starts, in seconds, beside what a start takes. */
const READY_BEFORE = 1.5;
/** What the first start is reckoned to take, in seconds. */
const FIRST_START = 3;
/** How long something may be waited for, in milliseconds. */
const PATIENCE_MS = 40_000;

/** Where the week is played: Discord, Telegram and Signal on this machine, and the real bot, from moment to moment. */
export class Stage {
  readonly club: Club;
  readonly #bots: BotProcess[] = [];
  readonly #environment: Readonly<Record<string, string>>;
  #startTook = FIRST_START;
  #ending: Promise<void> | null = null;

  private constructor(
    readonly discord: DiscordStandIn,
    private readonly phones: Phones,
    readonly timeline: Timeline,
    readonly clock: WeekClock,
    readonly database: string,
    private readonly forgetPrograms: (() => void) | undefined,
  ) {
    this.club = new Club(discord, phones, timeline.zone);
    this.#environment = {
      DISCORD_TOKEN: discord.token,
      DISCORD_GUILD_ID: discord.guildId,
      DISCORD_API_URL: discord.url,
      PROMOTER_DISCORD_IDS: this.club.people
        .slice(0, 2)
        .map(({ id }) => id)
        .join(','),
      DATABASE_URL: `sqlite:${database}`,
      CONTACT_DATA_ENCRYPTION_KEY: `${randomBytes(32).toString('base64url')}=`,
      ...phones.environment,
      SESSION_PLAN,
      AVAILABILITY_PROMOTION_REMINDER_TIME: '20:45',
      AVAILABILITY_PROMOTION_START_TIME: '21:00',
      AVAILABILITY_PROMOTION_TIMEZONE: timeline.zone,
      AVAILABILITY_PROMOTION_FOLLOWUP_DELAY_SECONDS: '4',
      AVAILABILITY_PROMOTION_FOLLOWUP_CHANNEL_ID: this.club.clubId,
      AVAILABILITY_SESSION_READY_THRESHOLD: String(ENOUGH),
      BOARD_CHANNEL_ID: this.club.clubId,
      BOARD_TIME: '10:00',
      QUESTION_TIME: '18:00',
    };
  }

  static async open(timeline: Timeline, clock: WeekClock): Promise<Stage> {
    const folder = await mkdtemp(join(tmpdir(), 'muster-week-'));
    const discord = await DiscordStandIn.start({ guildName: 'Friday Nights', now: clock.now });
    const phones = await Phones.start(clock.now);
    // It starts a dozen and a half times.
    const forgetPrograms = await compilePrograms();
    return new Stage(discord, phones, timeline, clock, join(folder, 'muster.sqlite'), forgetPrograms);
  }

  /** The process that runs now. @throws before the first moment. */
  get bot(): BotProcess {
    const bot = this.#bots.at(-1);
    if (!bot) throw new Error('nothing has started yet');
    return bot;
  }

  /** Everything that any of the processes has logged. */
  get log(): LogLine[] {
    return this.#bots.flatMap(({ lines }) => lines);
  }

  /**
   * Goes on to a moment: the process ends, the clock moves, and another starts with the same database. `start`: whether it
   * does so shortly before, and is up at the moment itself.
   */
  async goTo(moment: DateTime, start: 'before' | 'after' = 'before'): Promise<void> {
    await this.#bots.at(-1)?.stop();
    if (this.#ending) throw new Error('stopped');
    const seconds = start === 'before' ? READY_BEFORE + this.#startTook : 0;
    this.clock.moveTo(moment.minus({ seconds }));
    const begun = Date.now();
    const { nodeOptions } = this.clock;
    this.#bots.push(BotProcess.start(this.#environment, { nodeOptions }));
    await this.bot.ready();
    for (const listens of ['telegram', 'signal']) {
      await this.bot.waitForEvent('inbound_ready', ({ channel }) => channel === listens);
    }
    this.#startTook = (Date.now() - begun) / 1000;
  }

  /** Lets the present process live on until a moment is past. */
  async livesPast(moment: DateTime): Promise<void> {
    const left = moment.toMillis() - this.clock.now();
    await sleep(Math.max(0, left) + 1_000);
  }

  /** Resolves when the present process has logged such an event; past ones count. */
  async hears(event: string, fits: (line: LogLine) => boolean = () => true): Promise<LogLine> {
    return this.bot.waitForEvent(event, fits, PATIENCE_MS);
  }

  /** The ids of those whom a job has reached since the present process started. */
  reachedBy(jobType: string): string[] {
    return this.bot.lines
      .filter((line) => isSent(line) && line['jobType'] === jobType)
      .map((line) => String(line['userId']));
  }

  /** How many messages the log says were sent to people. */
  get sent(): number {
    return this.log.filter(isSent).length;
  }

  async end(): Promise<void> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  async #end(): Promise<void> {
    await this.#bots.at(-1)?.stop();
    await Promise.all([this.discord.stop(), this.phones.stop()]);
    this.forgetPrograms?.();
  }
}

function isSent(line: LogLine): boolean {
  return ['send_settled', 'promoter_told'].includes(line.event ?? '') && line['outcome'] === 'sent';
}
