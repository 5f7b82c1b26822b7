import { createHmac, randomBytes } from 'node:crypto';
import { DiscordStandIn } from '../../../demo/discord/stand-in.js';
import { freeAddress, pagesEnvironment } from '../../../demo/pages.js';
import { Phones } from '../../../demo/phones.js';
import { grownUserId } from '../../support/grown-database.js';
import { environmentFor, muster, Program } from '../program.js';
import { type BenchWorld, GUILD, PROMOTER } from '../world.js';
import { PEOPLE } from './database.js';

/** So many of the people may promote, the first of them; the very first are admins, too. */
export const STAFF = 500;
const ADMINS = 60;
/** Behind them: who uses Muster as players do. */
const PLAYERS = 700;
const ADMINISTRATOR = 8n;
/**
 * Between two requests, in milliseconds: each bot is asked every other time, and asks Discord about four people a second, so
 * that nobody waits for the turn of those before.
 */
export const PAUSE_MS = 150;
/** Nothing here is about Discord's limit. */
const UNLIMITED = 100_000;

/** Who asks: an admin, a promoter, or somebody else; each time another one, so that nobody asks too often. */
export type Who = 'admin' | 'staff' | 'player';

/** The real bot as a process of its own, on a database, with a Discord and phones of its own. */
export class Bot {
  #program: Program | null = null;
  readonly #asked: Record<Who, number> = { admin: 0, staff: 0, player: 0 };
  readonly #secret = randomBytes(32).toString('base64url');

  private constructor(
    readonly world: BenchWorld,
    readonly discord: DiscordStandIn,
    readonly phones: Phones,
    readonly url: string,
  ) {}

  /** Everything around it; it runs once it is started. The database is closed, and stays so. */
  static async around(world: BenchWorld): Promise<Bot> {
    const discord = await DiscordStandIn.start({ guildId: GUILD, globalPerSecond: UNLIMITED });
    const bot = new Bot(world, discord, await Phones.start(), await freeAddress());
    bot.#join();
    return bot;
  }

  /** @returns the milliseconds from the start to ready. */
  async start(): Promise<number> {
    this.#program = Program.start(muster(), this.#environment());
    return this.#program.said('"event":"ready"');
  }

  /** As a power cut does. */
  async kill(): Promise<void> {
    await this.#program?.kill();
    this.#program = null;
  }

  /** Ends all of it, but for the database's file. */
  async stop(): Promise<void> {
    await this.kill();
    await Promise.all([this.discord.stop(), this.phones.stop()]);
  }

  /** The next person of these. */
  next(who: Who): string {
    const first = { admin: 1, staff: ADMINS + 1, player: STAFF + 1 }[who];
    const many = { admin: ADMINS, staff: STAFF - ADMINS, player: PLAYERS }[who];
    const index = (this.#asked[who] += 1) - 1;
    return grownUserId(first + (index % many));
  }

  /** The headers a website's back end asks with for somebody; each from an address of its own. */
  headersOf(userId: string): Record<string, string> {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const iat = Math.floor(Date.now() / 1000);
    const claims = { sub: userId, aud: 'muster', iat, exp: iat + 300 };
    const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
    const signed = createHmac('sha256', this.#secret).update(text).digest('base64url');
    return { authorization: `Bearer ${text}.${signed}`, 'x-forwarded-for': addressOf(userId) };
  }

  #join(): void {
    const channels: [string, string][] = [];
    for (let n = 1; n <= PEOPLE; n += 1) {
      const permissions = n <= ADMINS ? { permissions: ADMINISTRATOR } : {};
      const { id } = this.discord.addMember({
        id: grownUserId(n),
        name: `Player ${String(n)}`,
        ...permissions,
      });
      channels.push([this.discord.world.dmWith(id).id, id]);
    }
    this.discord.addMember({ id: PROMOTER, name: 'Promoter' });
    this.world.write((file) => {
      const keep = file.prepare(
        'UPDATE subscription_preferences SET discord_dm_channel_id = ? WHERE user_id = ?',
      );
      for (const each of channels) keep.run(...each);
    });
  }

  #environment(): Record<string, string> {
    const promoters = Array.from({ length: STAFF }, (_, index) => grownUserId(index + 1));
    return {
      ...environmentFor(this.discord, this.world.path),
      ...pagesEnvironment(this.discord, this.url),
      ...this.phones.environment,
      CONTACT_DATA_ENCRYPTION_KEY: `${randomBytes(32).toString('base64url')}=`,
      PROMOTER_DISCORD_IDS: [PROMOTER, ...promoters].join(','),
      // Each of them creates a campaign.
      AVAILABILITY_PROMOTION_GLOBAL_COOLDOWN: 'false',
      // Where there is none, a start makes one; it would be measured with whatever comes first.
      BACKUP_KEEP: '0',
      BRIDGE_JWT_SECRET: this.#secret,
      BRIDGE_TRUSTED_PROXIES: '127.0.0.1',
    };
  }
}

/** An address of somebody's own: requests are limited by it. */
export function addressOf(userId: string): string {
  const number = Number(BigInt(userId) % 60_000n);
  return `10.9.${String(number >> 8)}.${String(number & 255)}`;
}
