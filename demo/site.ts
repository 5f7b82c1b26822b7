import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { BotProcess } from './bot-process.js';
import type { StandInUser } from './discord/guild-life.js';
import { DiscordStandIn } from './discord/stand-in.js';
import { Phones } from './phones.js';
import { zoneOfTonight } from './zone-of-tonight.js';

/** What a site is made of. */
export interface SitePlan {
  /** The community's people by name; the first is the promoter. */
  readonly people: Readonly<
    Record<string, { readonly status?: string; readonly linked?: boolean; readonly optedIn?: boolean }>
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
    this.people = new Map(names.map((name) => [name, discord.addMember({ name })]));
    const at = (seconds: number): string =>
      DateTime.now().setZone(this.zone).plus({ seconds }).toFormat('HH:mm:ss');
    this.#environment = {
      DISCORD_TOKEN: discord.token,
      DISCORD_GUILD_ID: discord.guildId,
      DISCORD_API_URL: discord.url,
      DISCORD_CLIENT_ID: discord.oauth.clientId,
      DISCORD_CLIENT_SECRET: discord.oauth.clientSecret,
      PROMOTER_DISCORD_IDS: this.idOf(names[0] ?? ''),
      DATABASE_URL: `sqlite:${join(folder, 'muster.sqlite')}`,
      CONTACT_DATA_ENCRYPTION_KEY: `${randomBytes(32).toString('base64url')}=`,
      ...phones.environment,
      AVAILABILITY_PROMOTION_TIMEZONE: this.zone,
      AVAILABILITY_PROMOTION_REMINDER_TIME: at(plan.reminderIn),
      AVAILABILITY_PROMOTION_START_TIME: at(plan.startIn),
      BRIDGE_PORT: new URL(url).port,
      BRIDGE_PUBLIC_URL: url,
      BRIDGE_SESSION_SECRET: randomBytes(32).toString('base64url'),
      BRIDGE_JWT_SECRET: this.jwtSecret,
      ...plan.env,
    };
    this.bot = BotProcess.start(this.#environment);
  }

  /** Resolves when the bot is up and everybody has said what the plan says of them. */
  static async start(plan: SitePlan): Promise<Site> {
    const folder = mkdtempSync(join(tmpdir(), 'muster-site-'));
    const discord = await DiscordStandIn.start({ guildName: 'Friday Nights' });
    const phones = await Phones.start();
    const url = `http://127.0.0.1:${await freePort()}`;
    const site = new Site(discord, phones, url, folder, plan);
    try {
      await site.bot.ready();
      for (const [name, person] of site.people) {
        const { status = 'LOOKING', linked = true, optedIn = true } = plan.people[name] ?? {};
        const uses = async (command: string, options = {}) =>
          (await discord.slash(person.id, command, options)).settled();
        if (linked) await uses('link player', { guid: `guid-${name.toLowerCase()}`, name });
        if (linked && status) await uses('availability set', { status });
        if (optedIn) {
          const panel = await uses('preferences');
          await (await discord.press(person.id, panel, '#preferences:opt-in')).settled();
        }
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

/** A port nobody listens on at the moment. Where people come back to after signing in is known before the start. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
