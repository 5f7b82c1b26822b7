import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { expect, onTestFinished } from 'vitest';
import { BotProcess, type Exit } from '../../demo/bot-process.js';
import { DiscordStandIn, type StandInOptions } from '../../demo/discord/stand-in.js';
import type { StoredMessage } from '../../demo/discord/stored-message.js';
import { Phones } from '../../demo/phones.js';
import { quietHoursAround } from '../../demo/players.js';
import { zoneOfTonight } from '../../demo/zone-of-tonight.js';
import { atEndOfFile } from '../support/at-end-of-file.js';
import type { AvailabilityStatus } from '../../src/domain/availability.js';
import { SqliteFile } from '../../src/persistence/file/sqlite-file.js';
import type { JobType } from '../../src/domain/message-kinds.js';
import { messagesFor } from '../../src/messages/catalog.js';
import { expectConformingTraffic } from '../contract/assert-traffic.js';
import { Person } from './person.js';
import { Records } from './records.js';

/** What the bot says, in the words the people of these tests read. */
export const messages = messagesFor('en');

/** Discord's "Manage Server", which makes a member an admin for Muster. */
export const MANAGE_SERVER = 1n << 5n;

/** A message that leaves this much after its moment is late. */
export const PUNCTUAL_MS = 1_500;

/**
 * What is left at least between the last introduction and the first moment, for the promoter to promote, in
 * milliseconds; on a slow machine as long as a start of the bot takes.
 */
const TIME_TO_PROMOTE_MS = 2_000;

/** Who somebody is. Left out, they are linked, looking to play, and opted in. */
export interface Introduction {
  /** What they say about tonight; `null`: nothing. */
  readonly status?: AvailabilityStatus | null;
  readonly linked?: boolean;
  readonly optedIn?: boolean;
  /** They want to be asked whether they play; by default not. */
  readonly asked?: boolean;
  /** They want to be told when it is on; by default not. */
  readonly told?: boolean;
  /** Listed in `PROMOTER_DISCORD_IDS`. */
  readonly promoter?: boolean;
  readonly permissions?: bigint;
  readonly dmsClosed?: boolean;
  /** Their quiet hours cover the whole test. */
  readonly quiet?: boolean;
  /** They have linked it, so that they are written to there first. */
  readonly phone?: 'telegram' | 'signal';
  /** The language they use Discord in; American English unless told. */
  readonly locale?: string;
}

type Environment = Readonly<Record<string, string>>;

/** What an evening is made of. */
export interface EveningPlan<Name extends string> {
  readonly players: Readonly<Record<Name, Introduction>>;
  /** Seconds from the bot's start to the reminder and to the start; negative: they are past. */
  readonly reminderIn: number;
  readonly startIn: number;
  /** Seconds from the bot's start to the question; left out: nobody is asked. */
  readonly questionIn?: number;
  readonly env?: Environment | ((discord: DiscordStandIn) => Environment);
  readonly discord?: StandInOptions;
}

/** An evening that ends with the test. */
export async function anEvening<Name extends string>(plan: EveningPlan<Name>): Promise<Evening<Name>> {
  const evening = await Evening.begin(plan);
  onTestFinished(() => evening.end());
  return evening;
}

/** A stand-in that ends with the test. */
export async function aDiscord(options?: StandInOptions): Promise<DiscordStandIn> {
  const discord = await DiscordStandIn.start(options);
  onTestFinished(() => discord.stop());
  return discord;
}

/** The bot alone, with exactly these variables and a database of its own, until the test ends. */
export function aBot(env: Readonly<Record<string, string>>, options: { cwd?: string } = {}): BotProcess {
  const folder = aFolder();
  const bot = BotProcess.start({ DATABASE_URL: `sqlite:${join(folder, 'muster.sqlite')}`, ...env }, options);
  onTestFinished(async () => {
    await bot.stop('SIGKILL');
  });
  return bot;
}

/** An empty folder that is gone after the test. */
export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'muster-e2e-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** An evening for all tests of a file, which ends with them. */
export async function aSharedEvening<Name extends string>(plan: EveningPlan<Name>): Promise<Evening<Name>> {
  const evening = await Evening.begin(plan);
  atEndOfFile(() => evening.end());
  return evening;
}

/** The real bot as a process of its own, a Discord of its own, and people who have said how they want to be called. */
export class Evening<Name extends string> {
  readonly people: Readonly<Record<Name, Person>>;
  readonly zone = zoneOfTonight();
  readonly records: Records;
  questionAt = 0;
  reminderAt = 0;
  startAt = 0;
  bot: BotProcess;
  readonly #bots: BotProcess[] = [];
  /** How long the last start took, from the process on. */
  #startTookMs = 0;
  readonly #databasePath: string;
  readonly #contactKey = `${randomBytes(32).toString('base64url')}=`;

  private constructor(
    readonly discord: DiscordStandIn,
    private readonly folder: string,
    private readonly plan: EveningPlan<Name>,
    /** There where somebody has one. */
    readonly phones: Phones | null,
  ) {
    const joined = Object.entries<Introduction>(plan.players).map(([key, introduction]) => {
      const { dmsClosed = false, permissions, locale = 'en-US' } = introduction;
      const seed = {
        name: nameOf(key),
        dmsClosed,
        locale,
        ...(permissions === undefined ? {} : { permissions }),
      };
      return [key, new Person(discord, discord.addMember(seed))] as const;
    });
    this.people = Object.fromEntries(joined) as unknown as Record<Name, Person>;
    this.#databasePath = join(folder, 'muster.sqlite');
    this.#setMoments(0);
    this.records = Records.of(this.environment()['DATABASE_URL']!);
    this.bot = this.anotherBot();
  }

  /** Begins one: everybody is introduced when this resolves, and the reminder is still to come. */
  static async begin<Name extends string>(plan: EveningPlan<Name>): Promise<Evening<Name>> {
    const folder = mkdtempSync(join(tmpdir(), 'muster-e2e-'));
    const discord = await DiscordStandIn.start(plan.discord);
    const havePhones = Object.values<Introduction>(plan.players).some(({ phone }) => phone);
    const evening = new Evening(discord, folder, plan, havePhones ? await Phones.start() : null);
    try {
      await evening.#introduceEverybody();
      await evening.#waitLongerOnASlowMachine();
      return evening;
    } catch (error) {
      await evening.end();
      throw error;
    }
  }

  /** Tonight's date, `YYYY-MM-DD`. */
  get date(): string {
    return this.dateIn(0);
  }

  /** The date so many days from tonight. */
  dateIn(days: number): string {
    return DateTime.fromMillis(this.startAt, { zone: this.zone }).plus({ days }).toFormat('yyyy-MM-dd');
  }

  /** Starts the bot again on the same database, once it has ended. */
  async restart(env: Readonly<Record<string, string>> = {}): Promise<void> {
    this.bot = this.anotherBot(env);
    await this.#untilReady();
  }

  /** Another process with the same configuration, but for `env`. It ends with the evening. */
  anotherBot(env: Readonly<Record<string, string>> = {}, options: { cwd?: string } = {}): BotProcess {
    const bot = BotProcess.start({ ...this.environment(), ...env }, options);
    this.#bots.push(bot);
    return bot;
  }

  /** Puts a file in the database's place, as somebody would who copies it there. */
  replaceDatabase(path: string): void {
    for (const suffix of ['-wal', '-shm']) rmSync(this.#databasePath + suffix, { force: true });
    copyFileSync(path, this.#databasePath);
  }

  /** What the bot is configured with. */
  environment(): Record<string, string> {
    const promoters = Object.entries<Introduction>(this.plan.players).filter(([, { promoter }]) => promoter);
    return {
      ...credentialsFor(this.discord),
      PROMOTER_DISCORD_IDS: promoters.map(([key]) => this.people[key as Name].id).join(','),
      DATABASE_URL: `sqlite:${this.#databasePath}`,
      AVAILABILITY_PROMOTION_TIMEZONE: this.zone,
      AVAILABILITY_PROMOTION_REMINDER_TIME: this.#wallTime(this.reminderAt),
      AVAILABILITY_PROMOTION_START_TIME: this.#wallTime(this.startAt),
      ...(this.plan.questionIn !== undefined && { QUESTION_TIME: this.#wallTime(this.questionAt) }),
      ...this.phones?.environment,
      ...(this.phones && { CONTACT_DATA_ENCRYPTION_KEY: this.#contactKey }),
      // Most evenings are over with the start message.
      AVAILABILITY_PROMOTION_VOICE_CHECK_ENABLED: 'false',
      ...(typeof this.plan.env === 'function' ? this.plan.env(this.discord) : this.plan.env),
    };
  }

  /** Makes it that people were called so often on earlier evenings, and gave no sign of life since. */
  wereCalled(people: readonly Person[], times: number): void {
    const file = new SqliteFile(this.#databasePath, { fileMustExist: true });
    const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();
    const insert = file.prepare(`
      INSERT INTO notifications_ledger (id, kind, user_id, event_key, campaign_id, job_id, state, channel_type, attempts,
        nonce, first_attempt_at, owner, message_id, created_at, updated_at)
      VALUES (?, 'call', ?, ?, 'earlier', 'earlier', 'sent', 'discord', 1, '', ?, 'earlier', 'earlier', ?, ?)`);
    const lastSeen = file.prepare(
      'UPDATE subscription_preferences SET calls_counted_from = ? WHERE user_id = ?',
    );
    for (const { id } of people) {
      lastSeen.run(daysAgo(times + 1), id);
      for (let time = 1; time <= times; time += 1) {
        const at = daysAgo(time);
        insert.run(`${id} ${String(time)}`, id, `PROMOTE:T0:${at.slice(0, 10)}`, at, at, at);
      }
    }
    file.close();
  }

  /** Stops the bot, so that its records are all there is to know. */
  async stopBot(signal?: NodeJS.Signals): Promise<Exit> {
    return this.bot.stop(signal);
  }

  /** Resolves when the bot has ended a job. */
  async jobEnded(jobType: JobType, timeoutMs = 30_000): Promise<void> {
    await this.bot.waitForEvent('job_finished', (line) => line['jobType'] === jobType, timeoutMs);
  }

  /** Resolves when what was done about somebody under a job is logged; `outcome` narrows it. */
  async settled(jobType: JobType, person: Person, outcome?: string): Promise<void> {
    const isIt = (line: Record<string, unknown>): boolean =>
      line['jobType'] === jobType &&
      line['userId'] === person.id &&
      (outcome === undefined || line['outcome'] === outcome);
    await this.bot.waitForEvent('send_settled', isIt, 30_000);
  }

  /** What the final rows of a job say of each recipient, by the names of the plan. */
  finalRows(jobType: JobType): Record<string, string> {
    const said = this.records.finalRows(jobType);
    const known = Object.entries<Person>(this.people).filter(([, { id }]) => said.has(id));
    return Object.fromEntries(known.map(([key, { id }]) => [key, said.get(id)!]));
  }

  /** Expects that what is done leaves every row of the database as it was. */
  async expectNoChange<T>(deed: () => Promise<T>): Promise<T> {
    const before = this.records.everything();
    const result = await deed();
    expect(this.records.everything()).toEqual(before);
    return result;
  }

  /** Resolves a punctual message's time after a moment, when nothing more is to be expected of that moment. */
  async clockPasses(instant: number): Promise<void> {
    const left = instant + PUNCTUAL_MS - Date.now();
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, left)));
  }

  /** Ends the bot, its Discord and its files. */
  async end(): Promise<void> {
    for (const bot of this.#bots) await bot.stop('SIGKILL');
    await this.discord.stop();
    await this.phones?.stop();
    rmSync(this.folder, { recursive: true, force: true });
    expectConformingTraffic(this.discord);
  }

  /** Waits for the bot that was just started. */
  async #untilReady(): Promise<void> {
    const startedAt = performance.now();
    await this.bot.ready();
    this.#startTookMs = performance.now() - startedAt;
  }

  async #introduceEverybody(): Promise<void> {
    await this.#untilReady();
    for (const [key, person] of Object.entries<Person>(this.people)) {
      await this.#introduce(key, person, this.plan.players[key as Name]);
    }
  }

  async #introduce(key: string, person: Person, introduction: Introduction): Promise<void> {
    const { status = 'LOOKING', linked = true, optedIn = true, quiet = false } = introduction;
    const { replies } = messagesFor(introduction.locale ?? 'en');
    if (linked) {
      const said = await person.uses('link player', { guid: `guid-${key}`, name: person.name });
      expect(said.text()).toBe(replies.playerLinked(person.name));
    }
    if (linked && status) {
      const said = await person.uses('availability set', { status });
      expect(said.text()).toContain(replies.availabilitySet(status, this.date, this.date));
    }
    if (optedIn) await person.changesPreferences('opt-in');
    if (introduction.asked) await person.changesPreferences('opt-in-questions');
    if (introduction.told) await person.changesPreferences('opt-in-ready');
    if (introduction.phone) {
      const { id, name } = person;
      await this.phones?.link(this.discord, { id, name, phone: introduction.phone });
    }
    if (quiet) await person.setsQuietHours({ ...quietHoursAround(Date.now(), this.zone), zone: this.zone });
  }

  /**
   * Where introducing everybody took until nearly the first moment, the bot is started anew with later ones: later by
   * what this machine just needed for a start, and as much again.
   */
  async #waitLongerOnASlowMachine(): Promise<void> {
    const first = (): number => {
      if (this.plan.questionIn !== undefined) return this.questionAt;
      return this.plan.reminderIn > 0 ? this.reminderAt : this.startAt;
    };
    const toPromoteMs = (): number => Math.max(TIME_TO_PROMOTE_MS, this.#startTookMs);
    const isTooLate = (): boolean => this.plan.startIn > 0 && Date.now() > first() - toPromoteMs();
    for (let tries = 1; isTooLate(); tries += 1) {
      if (tries > 4) throw new Error('This machine takes longer for each start of the bot.');
      await this.bot.stop();
      this.#setMoments(2 * this.#startTookMs);
      await this.restart();
    }
  }

  /** `laterMs`: how much later than planned what is still to come is. */
  #setMoments(laterMs: number): void {
    const { reminderIn, startIn, questionIn = reminderIn } = this.plan;
    const isPast = reminderIn <= 0;
    this.reminderAt = wholeSecond(Date.now() + reminderIn * 1000 + (isPast ? 0 : laterMs));
    this.questionAt = this.reminderAt - (reminderIn - questionIn) * 1000;
    this.startAt = wholeSecond(this.reminderAt + (startIn - reminderIn) * 1000 + (isPast ? laterMs : 0));
  }

  #wallTime(instant: number): string {
    return DateTime.fromMillis(instant, { zone: this.zone }).toFormat('HH:mm:ss');
  }
}

/** What a bot needs to know to log in to a stand-in. */
export function credentialsFor(discord: DiscordStandIn): Record<string, string> {
  return {
    DISCORD_TOKEN: discord.token,
    DISCORD_GUILD_ID: discord.guildId,
    DISCORD_API_URL: discord.url,
  };
}

/** Expects that a message came at its moment: not before it, and not late. */
export function expectPunctual(message: StoredMessage, moment: number): void {
  const after = message.createdAt - moment;
  expect(after).toBeGreaterThanOrEqual(0);
  expect(after).toBeLessThanOrEqual(PUNCTUAL_MS);
}

function nameOf(key: string): string {
  return key.charAt(0).toUpperCase() + key.slice(1);
}

function wholeSecond(instant: number): number {
  return Math.ceil(instant / 1000) * 1000;
}
