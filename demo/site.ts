import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { BotProcess } from './bot-process.js';
import type { StandInUser } from './discord/guild-life.js';
import { DiscordStandIn } from './discord/stand-in.js';
import { freeAddress, pagesEnvironment } from './pages.js';
import { Phones } from './phones.js';
import { zoneOfTonight } from './zone-of-tonight.js';

/** What a site is made of. */
export interface SitePlan {
  /** The community's people by name; the first is the promoter. */
  readonly people: Readonly<
    Record<
      string,
      {
        readonly status?: string;
        readonly linked?: boolean;
        readonly optedIn?: boolean;
        readonly promoter?: boolean;
        readonly admin?: boolean;
        /** Where they are called instead of Discord. */
        readonly phone?: 'telegram' | 'signal';
      }
    >
  >;
  /** Seconds from now to the reminder and to the start. */
  readonly reminderIn: number;
  readonly startIn: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Muster's pages for a browser: the real bot with its bridge, and Discord, Telegram and Signal on this machine. */
export class Site {
  readonly people: ReadonlyMap<string, StandInUser>;
  readonly jwtSecret = randomBytes(32).toString('base64url');
  readonly zone = zoneOfTonight();
  bot: BotProcess;
  readonly #environment: Record<string, string>;

  private constructor(
    readonly discord: DiscordStandIn,
    readonly phones: Phones,
    readonly url: string,
    private readonly folder: string,
    plan: SitePlan,
  ) {
    const names = Object.keys(plan.people);
    this.people = new Map(
      names.map((name) => [name, discord.addMember({ name, owner: plan.people[name]?.admin === true })]),
    );
    this.#environment = {
      DISCORD_TOKEN: discord.token,
      DISCORD_GUILD_ID: discord.guildId,
      DISCORD_API_URL: discord.url,
      PROMOTER_DISCORD_IDS: names
        .filter((name, index) => index === 0 || plan.people[name]?.promoter)
        .map((name) => this.idOf(name))
        .join(','),
      DATABASE_URL: `sqlite:${join(folder, 'muster.sqlite')}`,
      CONTACT_DATA_ENCRYPTION_KEY: `${randomBytes(32).toString('base64url')}=`,
      ...phones.environment,
      AVAILABILITY_PROMOTION_TIMEZONE: this.zone,
      AVAILABILITY_PROMOTION_REMINDER_TIME: this.clock(plan.reminderIn, 'HH:mm:ss'),
      AVAILABILITY_PROMOTION_START_TIME: this.clock(plan.startIn, 'HH:mm:ss'),
      ...pagesEnvironment(discord, url),
      BRIDGE_JWT_SECRET: this.jwtSecret,
      // Visitors come from as many addresses as they say, so that together they are not too many for one.
      BRIDGE_TRUSTED_PROXIES: '127.0.0.1',
      ...plan.env,
    };
    this.bot = BotProcess.start(this.#environment);
  }

  /** Resolves when the bot is up and everybody has said what the plan says of them. */
  static async start(plan: SitePlan): Promise<Site> {
    const folder = mkdtempSync(join(tmpdir(), 'muster-site-'));
    const discord = await DiscordStandIn.start({ guildName: 'Friday Nights' });
    const phones = await Phones.start();
    const url = await freeAddress();
    const site = new Site(discord, phones, url, folder, plan);
    try {
      await site.bot.ready();
      for (const [name, person] of site.people) {
        const { status = 'LOOKING', linked = true, optedIn = true, phone } = plan.people[name] ?? {};
        const uses = async (command: string, options = {}) =>
          (await discord.slash(person.id, command, options)).settled();
        if (linked)
          await uses('link player', { guid: `guid-${name.toLowerCase().replaceAll(' ', '-')}`, name });
        if (linked && status) await uses('availability set', { status });
        if (optedIn) {
          const panel = await uses('preferences');
          await (await discord.press(person.id, panel, '#preferences:opt-in')).settled();
        }
        if (phone) await phones.link(discord, { ...person, name, phone });
      }
      return site;
    } catch (error) {
      await site.stop();
      throw error;
    }
  }

  idOf(name: string): string {
    return this.people.get(name)?.id ?? '';
  }

  /** What the community's clocks show so many seconds from now. */
  clock(seconds: number, format = 'HH:mm'): string {
    return DateTime.now().setZone(this.zone).plus({ seconds }).toFormat(format);
  }

  /** Whoever signs in from now on is this person. */
  signInAs(name: string): void {
    this.discord.oauth.signInAs(this.idOf(name));
  }

  /** Starts the bot again with the same database, once it has ended. */
  async restart(): Promise<void> {
    this.bot = BotProcess.start(this.#environment);
    await this.bot.ready();
  }

  async stop(): Promise<void> {
    await this.bot.stop('SIGKILL');
    await Promise.all([this.discord.stop(), this.phones.stop()]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
