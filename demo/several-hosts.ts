import { randomBytes } from 'node:crypto';
import { DateTime } from 'luxon';
import type { LogLine } from './bot-process.js';
import { Bulletin } from './discord/bulletin.js';
import type { StandInUser } from './discord/guild-life.js';
import { DiscordStandIn } from './discord/stand-in.js';
import { Host } from './host.js';
import { shownIn } from './shown-in.js';
import { PostgresServer, postgresPrograms } from './servers/postgres.js';
import { haveRedis, RedisServer } from './servers/redis.js';
import { table, type Timeline } from './timeline.js';

/** Who plays; the first one promotes. */
const NAMES = [
  ...['Ana', 'Bor', 'Cene', 'Dana', 'Eva', 'Filip', 'Gal', 'Hiro', 'Ines', 'Jan', 'Klara', 'Luka'],
  ...['Maja', 'Nik', 'Olga', 'Petra', 'Rok', 'Sara', 'Tine', 'Urban', 'Vida', 'Zala', 'Žan', 'Špela'],
] as const;
/** Slow enough to be killed in the middle. */
const MESSAGES_PER_SECOND = '6';
/** After so many messages the process that sends them is killed. */
const KILLED_AFTER = 9;
/** From the promotion to the reminder, and from there to the start, in seconds. */
const TO_REMINDER = 5;
const TO_START = 16;
/** How many processes there may be: a letter each. */
export const MOST_HOSTS = 5;

/** What is missing on this machine for the demo with several processes, and how to get it; `null`: nothing. */
export function missingServers(): string | null {
  const missing = [...(postgresPrograms() ? [] : ['postgresql']), ...(haveRedis ? [] : ['redis-server'])];
  if (missing.length === 0) return null;
  return (
    `Several processes need PostgreSQL 15 or newer and Redis on this machine. Missing: ${missing.join(', ')}.\n` +
    `On Debian and Ubuntu: sudo apt-get install ${missing.join(' ')}`
  );
}

interface Servers {
  readonly postgres: PostgresServer;
  readonly redis: RedisServer;
  readonly discord: DiscordStandIn;
}

/** The demo with several hosts: two of them die in the evening, and nobody notices. */
export class SeveralHosts {
  readonly #people: readonly StandInUser[];
  readonly #hosts: readonly Host[];
  readonly #changed = new Bulletin();
  /** Who started a job last, and who has the gateway. */
  #sender: Host | null = null;
  #atGateway: Host | null = null;
  readonly #finished = new Set<string>();
  readonly #sent = new Map<Host, number>();
  #ending: Promise<void> | null = null;

  private constructor(
    private readonly servers: Servers,
    private readonly timeline: Timeline,
    hosts: number,
  ) {
    const { discord, postgres, redis } = servers;
    this.#people = NAMES.map((name, index) => discord.addMember({ name, owner: index === 0 }));
    const environment = {
      DISCORD_TOKEN: discord.token,
      DISCORD_GUILD_ID: discord.guildId,
      DISCORD_API_URL: discord.url,
      DISCORD_MESSAGES_PER_SECOND: MESSAGES_PER_SECOND,
      DATABASE_URL: postgres.urlOf('postgres'),
      REDIS_URL: redis.url,
      CONTACT_DATA_ENCRYPTION_KEY: `${randomBytes(32).toString('base64url')}=`,
      AVAILABILITY_PROMOTION_TIMEZONE: timeline.zone,
      AVAILABILITY_PROMOTION_VOICE_CHECK_ENABLED: 'false',
      // Who has which role is told at this level.
      LOG_LEVEL: 'debug',
    };
    this.#hosts = Array.from(
      { length: hosts },
      (_, index) =>
        new Host(`host ${String.fromCharCode(65 + index)}`, environment, (host, line) =>
          this.#hear(host, line),
        ),
    );
  }

  /** Starts the servers and the processes. */
  static async open(timeline: Timeline, hosts: number): Promise<SeveralHosts> {
    const [postgres, redis, discord] = await Promise.all([
      PostgresServer.start(postgresPrograms() ?? ''),
      RedisServer.start(),
      DiscordStandIn.start({ guildName: 'Friday Nights' }),
    ]);
    return new SeveralHosts({ postgres, redis, discord }, timeline, hosts);
  }

  /** Plays it, from the processes' start to who got what. */
  async run(): Promise<void> {
    const { timeline } = this;
    timeline.heading(
      `Muster on ${this.#hosts.length} hosts over one PostgreSQL and one Redis, all of it on this machine`,
    );
    await Promise.all(this.#hosts.map(({ bot }) => bot.ready()));
    timeline.say(
      'Muster',
      `runs on ${this.#hosts.length} hosts, the same program with the same settings`,
      'good',
    );
    await Promise.all(this.#people.map((person) => this.#introduce(person)));
    timeline.say('Players', `${this.#people.length} of them look for a game tonight, pings on`);
    await this.#setTimes();
    await this.#promote();

    timeline.heading('The reminder, and the host that sends it dies');
    const first = await this.#killTheSender();
    await this.#until(() => this.#finished.has('reminder'), 'the end of the reminder');
    first.restart();
    timeline.say(first.name, 'is back: systemd has started its process again');

    timeline.heading('The host that has the gateway dies');
    await this.#killTheGateway();

    timeline.heading('The start');
    await this.#until(() => this.#finished.has('start'), 'the end of the start ping');
    this.#close();
  }

  /** Ends everything; further calls wait for the same end. */
  async end(): Promise<void> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  async #end(): Promise<void> {
    await Promise.all(this.#hosts.map((host) => host.stop()));
    const { postgres, redis, discord } = this.servers;
    await Promise.all([postgres.stop(), redis.stop(), discord.stop()]);
  }

  async #introduce(person: StandInUser): Promise<void> {
    const { discord } = this.servers;
    const guid = `guid-${person.id}`;
    await (await discord.slash(person.id, 'link player', { guid, name: person.name })).settled();
    await (await discord.slash(person.id, 'availability set', { status: 'LOOKING' })).settled();
    const panel = await (await discord.slash(person.id, 'preferences')).settled();
    await (await discord.pressCustomId(person.id, panel, 'preferences:opt-in')).settled();
  }

  /** The server's owner sets tonight's times, which need no restart: how long this machine takes until here nobody knows. */
  async #setTimes(): Promise<void> {
    const remindsAt = DateTime.now().setZone(this.timeline.zone).plus({ seconds: TO_REMINDER });
    const startsAt = remindsAt.plus({ seconds: TO_START });
    await this.#set('start_time', startsAt);
    await this.#set('reminder_time', remindsAt);
    const times = [remindsAt, startsAt].map((at) => at.toFormat('HH:mm:ss'));
    this.timeline.say('Ana', `/settings: reminder at ${times[0] ?? ''}, start at ${times[1] ?? ''}`);
  }

  async #set(key: string, at: DateTime): Promise<void> {
    const { discord } = this.servers;
    const { id } = this.#promoter;
    const panel = await (await discord.slash(id, 'settings')).settled();
    const setting = await discord.select(id, panel, 'settings:pick', [key]);
    const form = await discord.press(id, await setting.settled(), `#settings:form:${key}`);
    await (await discord.submitModal(id, form, { value: at.toFormat('HH:mm:ss') })).settled();
  }

  async #promote(): Promise<void> {
    const { discord } = this.servers;
    const preview = await (await discord.slash(this.#promoter.id, 'promote create')).settled();
    await (await discord.press(this.#promoter.id, preview, 'Confirm')).settled();
    this.timeline.say('Ana', '/promote create, and presses Confirm', 'good');
  }

  async #killTheSender(): Promise<Host> {
    const { discord } = this.servers;
    const calls = (): number =>
      discord.delivered.filter((message) => message.text().includes(' starts in ')).length;
    await this.#until(() => calls() >= KILLED_AFTER, 'the first messages');
    const sender = this.#sender;
    if (!sender) throw new Error('somebody has sent them');
    await sender.kill();
    this.timeline.say(
      sender.name,
      `is killed in the middle (kill -9): ${calls()} of ${this.#people.length} are reminded`,
      'bad',
    );
    return sender;
  }

  async #killTheGateway(): Promise<void> {
    const { discord } = this.servers;
    await this.#until(() => this.#atGateway !== null, 'a login');
    const host = this.#atGateway;
    if (!host) throw new Error('somebody has logged in');
    this.#atGateway = null;
    await host.kill();
    this.timeline.say(host.name, 'is killed (kill -9): Discord has nobody to tell of commands', 'bad');
    await this.#until(() => this.#atGateway !== null, 'another login');
    const status = await (await discord.slash(this.#promoter.id, 'promote status')).settled();
    this.timeline.say('Ana', '/promote status is answered:', 'good');
    this.timeline.frame(shownIn(status.text().split('\n').slice(0, 2).join('\n'), this.timeline.zone));
    host.restart();
    this.timeline.say(host.name, 'is back, and stands by');
  }

  #close(): void {
    const { discord } = this.servers;
    const { timeline } = this;
    timeline.heading('Who got what');
    const rows = this.#hosts.map((host) => [host.name, String(this.#sent.get(host) ?? 0)]);
    timeline.block(table(['sent by', 'messages'], rows));
    const got = this.#people.map(
      ({ id }) => discord.dmsTo(id).filter((dm) => /starts in|is starting/.test(dm.text())).length,
    );
    const right = got.filter((count) => count === 2).length;
    timeline.say(
      'Players',
      `${right} of ${got.length} got the reminder and the start ping, each once`,
      right === got.length ? 'good' : 'bad',
    );
  }

  /** What a process logs, told under its host's name. */
  #hear(host: Host, line: LogLine): void {
    const { timeline } = this;
    switch (line.event) {
      case 'job_started':
        this.#sender = host;
        timeline.say(host.name, `sends the ${String(line['jobType'])}`, 'good');
        break;
      case 'job_finished':
        this.#finished.add(String(line['jobType']));
        timeline.say(host.name, `the ${String(line['jobType'])} is done: ${counted(line['counts'])}`, 'good');
        break;
      case 'send_settled':
        if (line['outcome'] === 'sent') this.#sent.set(host, (this.#sent.get(host) ?? 0) + 1);
        break;
      case 'role':
        if (line['state'] === 'taken') timeline.say(host.name, `takes the role ${String(line['role'])}`);
        break;
      case 'gateway':
        if (line['state'] !== 'ready') break;
        this.#atGateway = host;
        timeline.say(host.name, 'is logged in to Discord', 'good');
        break;
      case 'recovered':
        timeline.say(host.name, `takes up what the dead one left: ${String(line['jobs'])} job`, 'attention');
        break;
      case 'campaign_created':
        timeline.say(host.name, `has scheduled tonight’s pings for ${String(line['recipients'])} players`);
        break;
      default:
    }
    this.#changed.announce();
  }

  async #until(isSo: () => boolean, what: string): Promise<void> {
    await this.#changed.until(isSo, what, 60_000);
  }

  get #promoter(): StandInUser {
    const [promoter] = this.#people;
    if (!promoter) throw new Error('there is one');
    return promoter;
  }
}

function counted(counts: unknown): string {
  const told = Object.entries(counts as Readonly<Record<string, number>>).filter(([, count]) => count > 0);
  return told.map(([outcome, count]) => `${count} ${outcome}`).join(', ');
}
