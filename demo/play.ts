import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DateTime } from 'luxon';
import { BotProcess } from './bot-process.js';
import { DiscordStandIn } from './discord/stand-in.js';
import { Evening } from './evening.js';
import { GameServerStandIn } from './game-server/stand-in.js';
import { freeAddress, pagesEnvironment } from './pages.js';
import { Phones } from './phones.js';
import type { Timeline } from './timeline.js';

/** How far an evening's moments are from each other, in seconds. */
export interface Pace {
  /** From the board to the question: everybody links and agrees meanwhile. */
  readonly question: number;
  /** From now to the reminder. */
  readonly reminder: number;
  /** From the reminder to the start. */
  readonly start: number;
  /** From the start to the follow-up. */
  readonly followUp: number;
}

/** What Ana needs before the reminder, in seconds. */
const TIME_TO_PROMOTE = 3;
/** How long before the start the day's board may still be posted and seen, in seconds. */
const TIME_FOR_THE_BOARD = 4;

/** Long enough to be watched. */
export const WATCHED: Pace = { question: 4, reminder: 21, start: 8, followUp: 3 };
/** Long enough to find the way around the page first. */
export const BY_HAND: Pace = { question: 20, reminder: 180, start: 120, followUp: 30 };

/** The demo's story with everything it needs: Discord, Telegram, Signal and a game server on this machine, the real bot, and the players. */
export class Play {
  readonly evening: Evening;
  readonly #environment: Readonly<Record<string, string>>;
  #bot: BotProcess;
  #moments: { readonly reminderAt: DateTime; readonly startAt: DateTime };
  #startPasses: NodeJS.Timeout | undefined;
  /** How long the bot took to be up the last time, in seconds: the moments of the next evening leave room for it. */
  #startTook = 0;
  #ending: Promise<void> | null = null;

  private constructor(
    readonly discord: DiscordStandIn,
    private readonly timeline: Timeline,
    readonly database: string,
    /** Where the page is. */
    readonly url: string,
    private readonly phones: Phones,
    private readonly server: GameServerStandIn,
    private readonly pace: Pace,
  ) {
    this.evening = new Evening(discord, phones, server, timeline);
    discord.oauth.signInAs(this.evening.promoter.id);
    this.#environment = {
      DISCORD_TOKEN: discord.token,
      DISCORD_GUILD_ID: discord.guildId,
      DISCORD_API_URL: discord.url,
      PROMOTER_DISCORD_IDS: this.evening.promoter.id,
      DATABASE_URL: `sqlite:${database}`,
      CONTACT_DATA_ENCRYPTION_KEY: `${randomBytes(32).toString('base64url')}=`,
      ...phones.environment,
      ...pagesEnvironment(discord, url),
      // At once: the day's board is there as soon as the bot is.
      BOARD_TIME: '00:00',
      BOARD_CHANNEL_ID: this.evening.clubId,
      // More than say so unasked.
      AVAILABILITY_SESSION_READY_THRESHOLD: '10',
      AVAILABILITY_PROMOTION_SERVER_CHECK_ENABLED: 'true',
      AVAILABILITY_PROMOTION_FOLLOWUP_DELAY_SECONDS: String(pace.followUp),
      AVAILABILITY_PROMOTION_FOLLOWUP_CHANNEL_ID: this.evening.clubId,
      GAME_SERVER_TYPE: 'wet',
      GAME_SERVER_HOST: server.host,
      GAME_SERVER_PORT: String(server.port),
      AVAILABILITY_PROMOTION_TIMEZONE: timeline.zone,
    };
    this.#moments = this.#momentsFromNow();
    this.#bot = this.#startBot();
  }

  /** Starts the stand-ins and the bot; reminder, start and follow-up come at this pace. */
  static async open(timeline: Timeline, pace: Pace = WATCHED): Promise<Play> {
    const folder = await mkdtemp(join(tmpdir(), 'muster-demo-'));
    const discord = await DiscordStandIn.start({ guildName: 'Friday Nights' });
    const phones = await Phones.start();
    const server = await GameServerStandIn.start({ name: 'Friday Nights' });
    const database = join(folder, 'muster.sqlite');
    return new Play(discord, timeline, database, await freeAddress(), phones, server, pace);
  }

  /** Plays it, from the bot's login to how a good evening looks. */
  async run(): Promise<void> {
    const { evening, timeline } = this;
    timeline.heading('Muster’s demo: one evening in half a minute, all of it on this machine');
    await this.#isUp();
    timeline.say('Muster', `shows its page meanwhile at ${this.url}`, 'good');
    await this.#begin();
    await evening.ask(this.#bot);
    // A slow machine needs longer for all this than there was until the reminder.
    if (this.#moments.reminderAt.diffNow('seconds').seconds < TIME_TO_PROMOTE) {
      await this.#putOff();
      timeline.say('Muster', 'is put off a little, for this machine takes its time');
    }
    await evening.play(this.#bot);
    evening.close(dirname(this.database));
  }

  /**
   * Leaves the evening to whoever opens the page, as its promoter. As long as nobody is called, the session moves on
   * once its start has passed. Resolves when the bot has ended.
   */
  async stay(): Promise<void> {
    const { evening, timeline } = this;
    timeline.heading('Muster’s demo, played by hand, all of it on this machine');
    await this.#isUp();
    await this.#begin();
    timeline.heading('You are Ana, the promoter');
    timeline.block([
      `  1. Open ${this.url} in your browser.`,
      '  2. Choose “Sign in with Discord”: you are signed in as Ana, without a password.',
      '  3. Choose “Ping tonight’s players”, look at the preview, and confirm.',
      '',
      'The players answer, come, or forget to; it is told here. Ctrl-C ends everything.',
      '',
    ]);
    for (;;) {
      const { reminderAt, startAt } = this.#moments;
      const at = (moment: DateTime): string => moment.toFormat('HH:mm:ss');
      timeline.say('Muster', `sends the reminder at ${at(reminderAt)} and the start ping at ${at(startAt)}`);
      const attending = evening.attend(this.#bot).then(() => 'ended' as const);
      if ((await Promise.race([attending, this.#startPassedUncalled()])) === 'ended') return;
      timeline.say('Muster', 'was asked to ping nobody, so the session is later', 'attention');
      await this.#bot.stop();
      await attending;
      await this.#putOff();
      if (this.#ending) return;
    }
  }

  /** Ends everything; further calls wait for the same end. */
  async end(): Promise<void> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  async #end(): Promise<void> {
    clearTimeout(this.#startPasses);
    await this.#bot.stop();
    await Promise.all([this.discord.stop(), this.phones.stop(), this.server.stop()]);
  }

  /** The day's board, and everybody who answers on it or wants to be asked. */
  async #begin(): Promise<void> {
    const { evening, timeline, pace } = this;
    timeline.heading('The day begins');
    // Once the session has started there is no board to post: on a slow machine that is before the bot is up.
    while (this.#moments.startAt.diffNow('seconds').seconds < TIME_FOR_THE_BOARD) await this.#putOff();
    await evening.seeBoard();
    await evening.setQuestionTime(DateTime.now().setZone(timeline.zone).plus({ seconds: pace.question }));
    await evening.gather();
  }

  /** Begins anew, with later moments. */
  async #putOff(): Promise<void> {
    await this.#bot.stop();
    if (this.#ending) return;
    this.#moments = this.#momentsFromNow();
    this.#bot = this.#startBot();
    await this.#isReady();
  }

  #momentsFromNow(): { reminderAt: DateTime; startAt: DateTime } {
    const reminderAt = DateTime.now()
      .setZone(this.timeline.zone)
      .plus({ seconds: this.pace.reminder + this.#startTook });
    return { reminderAt, startAt: reminderAt.plus({ seconds: this.pace.start }) };
  }

  #startBot(): BotProcess {
    const { reminderAt, startAt } = this.#moments;
    return BotProcess.start({
      ...this.#environment,
      AVAILABILITY_PROMOTION_REMINDER_TIME: reminderAt.toFormat('HH:mm:ss'),
      AVAILABILITY_PROMOTION_START_TIME: startAt.toFormat('HH:mm:ss'),
    });
  }

  async #isReady(): Promise<void> {
    const begun = Date.now();
    await this.#bot.ready();
    this.#startTook = (Date.now() - begun) / 1000;
  }

  async #isUp(): Promise<void> {
    await this.#isReady();
    for (const listens of ['telegram', 'signal']) {
      await this.#bot.waitForEvent('inbound_ready', ({ channel }) => channel === listens);
    }
    this.timeline.say('Muster', 'is up, and listens on Discord, Telegram and Signal', 'good');
  }

  /** Resolves at the start, if nobody is called then; never otherwise. */
  #startPassedUncalled(): Promise<'uncalled'> {
    return new Promise((resolve) => {
      const atTheStart = (): void => {
        if (!this.evening.isCalled) resolve('uncalled');
      };
      this.#startPasses = setTimeout(atTheStart, Math.max(0, this.#moments.startAt.toMillis() - Date.now()));
    });
  }
}
