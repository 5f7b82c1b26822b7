import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import type { BotProcess, LogLine } from './bot-process.js';
import type { InteractionReply } from './discord/interaction.js';
import type { StoredMessage } from './discord/stored-message.js';
import type { StandInUser } from './discord/guild-life.js';
import type { DiscordStandIn } from './discord/stand-in.js';
import type { GameServerStandIn } from './game-server/stand-in.js';
import type { Phones } from './phones.js';
import { type DemoPlayer, PLAYERS, quietHoursAround } from './players.js';
import { table, type Timeline } from './timeline.js';

/** The demo's players, and the evening they have. Everything they do goes through Discord and their phones, as for real. */
export class Evening {
  readonly #voiceId: string;
  readonly #clubId: string;
  readonly #people: readonly (DemoPlayer & StandInUser)[];
  readonly #outcomes = new Map<string, string>();
  /** How many pings left for somebody's phone. */
  readonly #byPhone = new Map<string, number>();
  #told = 0;
  /** Campaigns that call somebody and were not taken back before anybody was called. */
  readonly #calling = new Set<string>();

  constructor(
    private readonly discord: DiscordStandIn,
    private readonly phones: Phones,
    private readonly server: GameServerStandIn,
    private readonly timeline: Timeline,
  ) {
    this.#voiceId = discord.addChannel({ name: 'Friday Nights', type: 'voice' }).id;
    this.#clubId = discord.addChannel({ name: 'club' }).id;
    this.#people = PLAYERS.map((player) => ({
      ...player,
      ...discord.addMember({ name: player.name, dmsClosed: player.dmsClosed ?? false }),
    }));
  }

  get promoter(): StandInUser {
    return this.#people[0] as StandInUser;
  }

  /** The channel where the summary is posted. */
  get clubId(): string {
    return this.#clubId;
  }

  /** The direct messages to a player, oldest first. */
  dmsTo(name: string): StoredMessage[] {
    return this.discord.dmsTo(this.#people.find((person) => person.name === name)?.id ?? '');
  }

  /** Everybody says when they want to play, and whether they may be called. */
  async gather(): Promise<void> {
    this.timeline.heading('Players say when they want to play, and whether Muster may ping them');
    for (const person of this.#people) await this.#introduce(person);
  }

  /** Whether somebody is called tonight. */
  get isCalled(): boolean {
    return this.#calling.size > 0;
  }

  /** Lets the players answer whatever campaign there is, until the bot has ended. */
  async attend(bot: BotProcess): Promise<void> {
    for (let index = bot.lines.length; ; index += 1) {
      const line = await bot.lineAt(index);
      if (!line) return;
      this.timeline.tell(line, this.#nameOf);
      this.#remember(line);
      await this.#answer(line);
    }
  }

  /** Plays it from the promotion to the last send. */
  async play(bot: BotProcess): Promise<void> {
    this.timeline.heading('Ana promotes tonight’s session');
    const confirmed = await this.#promote(bot);

    this.timeline.heading('The reminder');
    await this.#follow(bot, 'reminder');
    for (const person of this.#people) await this.#react(person);
    this.#beRateLimited();

    this.timeline.heading('The start');
    await this.#follow(bot, 'start');

    this.timeline.heading('The follow-up');
    for (const person of this.#people) this.#turnUp(person);
    await this.#follow(bot, 'follow_up');
    await bot.waitForEvent('summary_settled');
    for (const person of this.#people) this.#turnUpLate(person);
    const card = await confirmed.waitForEdit((message) => message.buttons().length === 0);
    this.timeline.say('Ana', 'sees on the message she confirmed on:');
    this.#show(card.text());
  }

  /** What became of everybody, and then the evening as it was for those it went well for. `folder`: for the picture. */
  close(folder: string): void {
    const { discord, timeline } = this;
    timeline.heading('Who got what');
    const rows = this.#people.map((person) => [
      person.name,
      person.status.toLowerCase().replace('_', ' '),
      ...(['reminder', 'start', 'follow_up'] as const).map(
        (jobType) => this.#outcomes.get(`${jobType}:${person.id}`) ?? '–',
      ),
      String(discord.dmsTo(person.id).length),
      String(this.#byPhone.get(person.id) ?? 0),
    ]);
    timeline.block(table(['player', 'status', 'reminder', 'start', 'follow-up', 'DMs', 'phone'], rows));

    timeline.heading('And this is a good evening: what Cene read first, and what all read last');
    const [reminder] = this.dmsTo('Cene');
    timeline.say('Cene', 'got this as a direct message:', 'good');
    this.#show(reminder?.text() ?? '');
    const buttons = reminder?.buttons().map(({ label }) => `[${label}]`) ?? [];
    timeline.frame(buttons.join(' '));
    const { text, picture } = this.summary;
    timeline.say('Muster', 'posted this in #club, without names:', 'good');
    this.#show(text);
    const file = join(folder, 'evening.png');
    writeFileSync(file, picture);
    timeline.say('Muster', `drew a picture for it: ${file}`, 'good');
  }

  /** What is posted after the follow-up, with its picture (PNG). */
  get summary(): { readonly text: string; readonly picture: Buffer } {
    const [message] = this.discord.messagesIn(this.#clubId);
    const [attached] = message?.attachments ?? [];
    if (!message || !attached) throw new Error('there is no summary with a picture');
    return { text: message.text(), picture: attached.data };
  }

  /** A message as its reader's Discord would show it. */
  #show(text: string): void {
    this.timeline.frame(shownIn(text, this.timeline.zone));
  }

  async #introduce(person: DemoPlayer & StandInUser): Promise<void> {
    const { discord } = this;
    const guid = `guid-${person.name.toLowerCase()}`;
    await (await discord.slash(person.id, 'link player', { guid, name: person.name })).settled();
    await (await discord.slash(person.id, 'availability set', { status: person.status })).settled();
    if (person.optedIn) {
      const panel = await discord.slash(person.id, 'preferences');
      await (await discord.press(person.id, await panel.settled(), '#preferences:opt-in')).settled();
    }
    if (person.timezone) await this.#setQuietHours(person);
    await this.phones.link(discord, person);
    const consent = person.optedIn ? 'pings on' : 'pings off';
    this.timeline.say(
      person.name,
      `${person.status.toLowerCase().replace('_', ' ')}, ${consent} (${person.story})`,
    );
  }

  async #setQuietHours(person: DemoPlayer & StandInUser): Promise<void> {
    const zone = person.timezone ?? 'UTC';
    const hours = person.quietNow ? quietHoursAround(Date.now(), zone) : { start: '', end: '' };
    const panel = await (await this.discord.slash(person.id, 'preferences')).settled();
    const form = await this.discord.press(person.id, panel, 'Quiet hours and time zone');
    await (await this.discord.submitModal(person.id, form, { ...hours, zone })).settled();
  }

  async #promote(bot: BotProcess): Promise<InteractionReply> {
    const { discord, timeline, promoter } = this;
    const command = await discord.slash(promoter.id, 'promote create', { include_available: true });
    const preview = await command.settled();
    timeline.say('Ana', '/promote create include_available:true', 'good');
    this.#show(preview.text());
    timeline.say('Ana', 'presses Confirm', 'good');
    const confirmed = await discord.press(promoter.id, preview, 'Confirm');
    await this.#tellUpTo(bot, ({ event }) => event === 'campaign_created', 'the campaign');
    return confirmed;
  }

  /** Tells what the bot logs until a job has ended. */
  async #follow(bot: BotProcess, jobType: string): Promise<void> {
    const isOver = (line: LogLine): boolean => line.event === 'job_finished' && line['jobType'] === jobType;
    await this.#tellUpTo(bot, isOver, `the end of the ${jobType} job`);
  }

  /** Tells what the bot logs up to a line. */
  async #tellUpTo(bot: BotProcess, isLast: (line: LogLine) => boolean, what: string): Promise<void> {
    await bot.waitForLine(
      (line) => {
        for (; this.#told < bot.lines.length; this.#told += 1) {
          const next = bot.lines[this.#told] as LogLine;
          this.timeline.tell(next, this.#nameOf);
          this.#remember(next);
        }
        return isLast(line);
      },
      what,
      40_000,
    );
  }

  readonly #nameOf = (id: string): string => this.#people.find((person) => person.id === id)?.name ?? id;

  #beRateLimited(): void {
    for (const person of this.#people.filter(({ rateLimited }) => rateLimited)) {
      const match = { route: 'POST /channels/:id/messages', userId: person.id };
      this.discord.faults.next(match, { kind: 'rate_limit', retryAfterSeconds: 1 });
    }
  }

  /** What the players do about a line of the log: those who were called by the job that ended. */
  async #answer(line: LogLine): Promise<void> {
    if (line.event !== 'job_finished') return;
    const jobType = String(line['jobType']);
    const called = this.#people.filter(({ id }) => this.#outcomes.get(`${jobType}:${id}`) === 'sent');
    if (called.length === 0) return;
    switch (jobType) {
      case 'reminder':
        for (const person of called) await this.#react(person);
        this.#beRateLimited();
        return;
      case 'start':
        for (const person of called) this.#turnUp(person);
        return;
      case 'follow_up':
        for (const person of called) this.#turnUpLate(person);
        this.timeline.say('Muster', 'is done for tonight; the page keeps the numbers', 'good');
        return;
      default:
      // There are no other jobs.
    }
  }

  #remember(line: LogLine): void {
    const campaign = String(line['campaignId']);
    if (line.event === 'campaign_created' && line['dryRun'] !== true) this.#calling.add(campaign);
    if (line.event === 'campaign_cancelled' && line['slotFreed'] === true) this.#calling.delete(campaign);
    if (line.event !== 'send_settled' || line['outcome'] === 'retry') return;
    const outcome = String(line['outcome']);
    const userId = String(line['userId']);
    if (outcome === 'sent' && line['channel'] !== 'discord') {
      this.#byPhone.set(userId, (this.#byPhone.get(userId) ?? 0) + 1);
    }
    const why = SHORTLY[String(line['reason'])] ?? SHORTLY[String(line['code'])];
    this.#outcomes.set(
      `${String(line['jobType'])}:${userId}`,
      outcome === 'sent' ? outcome : (why ?? outcome),
    );
  }

  /** Who comes by themselves, and where to. */
  #turnUp({ id, name, afterStart }: DemoPlayer & StandInUser): void {
    if (afterStart === 'voice') {
      this.discord.setVoice(id, this.#voiceId);
      this.timeline.say(name, 'joins voice', 'good');
    }
    if (afterStart === 'server') {
      this.server.players.push({ name: `^2[FN]^7${name}`, ping: 38 });
      this.timeline.say(name, `joins the game server as [FN]${name}, but not voice`, 'attention');
    }
  }

  #turnUpLate({ id, name, afterStart }: DemoPlayer & StandInUser): void {
    if (afterStart !== 'after_nudge') return;
    this.discord.setVoice(id, this.#voiceId);
    this.timeline.say(name, 'joins voice', 'good');
  }

  async #react(person: DemoPlayer & StandInUser): Promise<void> {
    const { discord, timeline } = this;
    if (person.phone && person.afterReminder && person.afterReminder !== 'leaves') {
      timeline.say(person.name, await this.phones.react(person, person.afterReminder), 'attention');
      return;
    }
    const dm = discord.dmsTo(person.id).at(-1);
    if (!person.afterReminder || !dm) return;
    if (person.afterReminder === 'leaves') {
      discord.removeMember(person.id);
      timeline.say(person.name, 'leaves the server', 'attention');
      return;
    }
    await discord.press(person.id, dm, person.afterReminder);
    timeline.say(person.name, `presses “${person.afterReminder}”`, 'attention');
  }
}

/** Why somebody got nothing, in a word or two. */
const SHORTLY: Readonly<Record<string, string>> = {
  quiet_hours: 'quiet hours',
  not_opted_in: 'opted out',
  not_playing: 'said no',
  left_guild: 'left',
  channel_closed: 'DMs closed',
  dm_closed: 'DMs closed',
  present: 'was there',
  not_called: 'no start',
};

/** A message as its reader's Discord would show it: timestamps as times of day, and no marks of its formatting. */
function shownIn(text: string, zone: string): string {
  return text
    .replaceAll(/\*\*|^>>> /gm, '')
    .replaceAll(/ \(<t:\d+:R>\)/g, '')
    .replaceAll(/<t:(\d+):\w>/g, (_, seconds: string) =>
      DateTime.fromSeconds(Number(seconds), { zone }).toFormat('HH:mm:ss'),
    );
}
