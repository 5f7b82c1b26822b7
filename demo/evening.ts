import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DateTime } from 'luxon';
import { AVAILABILITY_STATUSES } from '../src/domain/availability.js';
import { messagesFor } from '../src/messages/catalog.js';
import type { BotProcess, LogLine } from './bot-process.js';
import type { InteractionReply } from './discord/interaction.js';
import type { StoredMessage } from './discord/stored-message.js';
import type { StandInUser } from './discord/guild-life.js';
import type { DiscordStandIn } from './discord/stand-in.js';
import type { GameServerStandIn } from './game-server/stand-in.js';
import { Outcomes } from './outcomes.js';
import type { Phones } from './phones.js';
import { shownIn } from './shown-in.js';
import { type DemoPlayer, PLAYERS, type Press, quietHoursAround } from './players.js';
import { table, type Timeline } from './timeline.js';

/** What Muster says, in the words its players read. */
const messages = messagesFor('en');

/** The demo's players, and the evening they have. Everything they do goes through Discord and their phones, as for real. */
export class Evening {
  readonly #voiceId: string;
  readonly #clubId: string;
  readonly #people: readonly (DemoPlayer & StandInUser)[];
  readonly #outcomes = new Outcomes();
  /** How many lines of a bot's log are told. Another bot follows where the evening is put off. */
  readonly #told = new WeakMap<BotProcess, number>();

  constructor(
    private readonly discord: DiscordStandIn,
    private readonly phones: Phones,
    private readonly server: GameServerStandIn,
    private readonly timeline: Timeline,
  ) {
    this.#voiceId = discord.addChannel({ name: 'Friday Nights', type: 'voice' }).id;
    this.#clubId = discord.addChannel({ name: 'club' }).id;
    this.#people = PLAYERS.map((player, index) => ({
      ...player,
      ...discord.addMember({
        name: player.name,
        dmsClosed: player.dmsClosed ?? false,
        owner: index === 0,
      }),
    }));
  }

  /** Whoever promotes; the server is theirs. */
  get promoter(): StandInUser {
    return this.#people[0] as StandInUser;
  }

  /** The channel where the board and the summary are posted. */
  get clubId(): string {
    return this.#clubId;
  }

  /** The direct messages to a player, oldest first. */
  dmsTo(name: string): StoredMessage[] {
    return this.discord.dmsTo(this.#people.find((person) => person.name === name)?.id ?? '');
  }

  /** Shows the board that Muster posts by itself. */
  async seeBoard(): Promise<void> {
    const { discord, timeline } = this;
    await discord.waitUntil(() => discord.messagesIn(this.#clubId).length > 0, 'the board', 20_000);
    timeline.say('Muster', 'posts tonight’s board in #club by itself', 'good');
    this.#showWithButtons(this.#board);
  }

  /** The server's owner chooses when those who have said nothing are asked. */
  async setQuestionTime(at: DateTime): Promise<void> {
    const { discord, timeline, promoter } = this;
    const time = at.toFormat('HH:mm:ss');
    const panel = await (await discord.slash(promoter.id, 'settings')).settled();
    const setting = await discord.select(promoter.id, panel, 'settings:pick', ['question_time']);
    const form = await discord.press(promoter.id, await setting.settled(), '#settings:form:question_time');
    await (await discord.submitModal(promoter.id, form, { value: time })).settled();
    const toRead = at.toFormat('HH:mm');
    timeline.say('Ana', `/settings: at ${toRead}, ask whoever agreed to it (no restart)`, 'good');
  }

  /** Everybody says when they want to play, or that they want to be asked, and whether they may be called. */
  async gather(): Promise<void> {
    this.timeline.heading('Players answer with its buttons, and say whether Muster may ping them');
    // The question doesn't wait for those who want it.
    const inOrder = [...this.#people].sort((one, other) => Number(!one.asked) - Number(!other.asked));
    await Promise.all(inOrder.map((person) => this.#introduce(person)));
    for (const person of this.#people) this.#tellOf(person);
  }

  /** Follows the question to its answers, and shows the board as it stands then. */
  async ask(bot: BotProcess): Promise<void> {
    const { timeline } = this;
    timeline.heading('The question');
    await this.#follow(bot, 'question');
    const asked = this.#reachedBy('question');
    const first = asked.find(({ phone }) => !phone);
    const [question] = this.discord.dmsTo(first?.id ?? '');
    if (first && question) {
      timeline.say(first.name, 'reads:');
      this.#showWithButtons(question);
    }
    for (const person of asked) await this.#answerQuestion(person);
    const shown = AVAILABILITY_STATUSES.map((status) => {
      const number = this.#people.filter((person) => this.#hasSaid(person) && person.status === status);
      return `${messages.board.count(status, number.length)} ·`;
    });
    const board = this.#board;
    const isTrue = (): boolean => shown.every((line) => board.text().includes(line));
    await this.discord.waitUntil(isTrue, 'a true board', 20_000);
    timeline.say('Muster', 'keeps the board true, wherever they answer; it shows now:', 'good');
    this.#show(board.text());
  }

  /** Whether somebody is called tonight. */
  get isCalled(): boolean {
    return this.#outcomes.isCalled;
  }

  /** Lets the players answer whatever campaign there is, until the bot has ended. */
  async attend(bot: BotProcess): Promise<void> {
    for (let index = bot.lines.length; ; index += 1) {
      const line = await bot.lineAt(index);
      if (!line) return;
      this.timeline.tell(line, this.#nameOf);
      this.#outcomes.remember(line);
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
    this.timeline.heading('One drops out, another steps in');
    await this.#callStandby(bot, confirmed);
    this.#beRateLimited();

    this.timeline.heading('The start');
    await this.#follow(bot, 'start');

    this.timeline.heading('The follow-up');
    for (const person of this.#people) this.#turnUp(person);
    await this.#tellUpTo(bot, ({ event }) => event === 'summary_settled', 'the summary');
    for (const person of this.#people) this.#turnUpLate(person);
    this.timeline.say('Ana', 'sees on the message she confirmed on:');
    const card = await confirmed.waitForEdit((message) => message.text().includes('nudged'));
    this.#show(card.text());
  }

  /** What became of everybody, and then the evening as it was for those it went well for. `folder`: for the picture. */
  close(folder: string): void {
    const { discord, timeline } = this;
    timeline.heading('Who got what');
    const rows = this.#people.map((person) => [
      person.name,
      ...(['question', 'reminder', 'one_more', 'start', 'follow_up'] as const).map((jobType) =>
        this.#outcomes.of(jobType, person.id),
      ),
      String(discord.dmsTo(person.id).length),
      String(this.#outcomes.byPhone(person.id)),
    ]);
    timeline.block(
      table(['player', 'question', 'reminder', 'standby', 'start', 'follow-up', 'DMs', 'phone'], rows),
    );

    timeline.heading('And this is a good evening: what Cene read first, and what all read last');
    const [reminder] = this.dmsTo('Cene');
    timeline.say('Cene', 'got this as a direct message:', 'good');
    if (reminder) this.#showWithButtons(reminder);
    const { text, picture } = this.summary;
    timeline.say('Muster', 'posted this in #club, without names:', 'good');
    this.#show(text);
    const file = join(folder, 'evening.png');
    writeFileSync(file, picture);
    timeline.say('Muster', `drew a picture for it: ${file}`, 'good');
  }

  /** What is posted after the follow-up, with its picture (PNG). */
  get summary(): { readonly text: string; readonly picture: Buffer } {
    const message = this.discord.messagesIn(this.#clubId).find(({ attachments }) => attachments.length > 0);
    const [attached] = message?.attachments ?? [];
    if (!message || !attached) throw new Error('there is no summary with a picture');
    return { text: message.text(), picture: attached.data };
  }

  /** A message as its reader's Discord would show it. */
  #show(text: string): void {
    this.timeline.frame(shownIn(text, this.timeline.zone));
  }

  #showWithButtons(message: StoredMessage): void {
    this.#show(message.text());
    this.timeline.frame(
      message
        .buttons()
        .map(({ label }) => `[${label}]`)
        .join(' '),
    );
  }

  get #board(): StoredMessage {
    const [board] = this.discord.messagesIn(this.#clubId);
    if (!board) throw new Error('there is no board');
    return board;
  }

  /** Those whom a job has reached. */
  #reachedBy(jobType: string): (DemoPlayer & StandInUser)[] {
    return this.#people.filter(({ id }) => this.#outcomes.hasReached(jobType, id));
  }

  /** Whether they have said what they do: some do so only if they are asked. */
  #hasSaid({ id, asked = false }: DemoPlayer & StandInUser): boolean {
    return !asked || this.#outcomes.hasReached('question', id);
  }

  async #introduce(person: DemoPlayer & StandInUser): Promise<void> {
    const { discord } = this;
    const guid = `guid-${person.name.toLowerCase()}`;
    await (await discord.slash(person.id, 'link player', { guid, name: person.name })).settled();
    if (!person.asked) {
      const label = messages.availabilityStatus(person.status);
      await (await discord.press(person.id, this.#board, label)).settled();
    }
    const consents = [person.optedIn && 'opt-in', person.asked && 'opt-in-questions'];
    for (const consent of consents.filter((each) => typeof each === 'string')) {
      const panel = await discord.slash(person.id, 'preferences');
      await (await discord.press(person.id, await panel.settled(), `#preferences:${consent}`)).settled();
    }
    if (person.timezone) await this.#setQuietHours(person);
    await this.phones.link(discord, person);
  }

  #tellOf({ name, status, asked, optedIn, story }: DemoPlayer): void {
    const said = asked ? '“ask me”' : status.toLowerCase().replace('_', ' ');
    this.timeline.say(name, `${said}, pings ${optedIn ? 'on' : 'off'} (${story})`);
  }

  async #answerQuestion(person: DemoPlayer & StandInUser): Promise<void> {
    const { discord, timeline } = this;
    const label = messages.availabilityStatus(person.status);
    if (person.phone) {
      timeline.say(person.name, await this.phones.answer(person, person.status, label), 'good');
      return;
    }
    const [question] = discord.dmsTo(person.id);
    if (!question) return;
    await discord.press(person.id, question, label);
    timeline.say(person.name, `presses “${label}” in Discord`, 'good');
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
        for (const next of bot.lines.slice(this.#told.get(bot) ?? 0)) {
          this.timeline.tell(next, this.#nameOf);
          this.#outcomes.remember(next);
        }
        this.#told.set(bot, bot.lines.length);
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

  /** What the players do about a line of the log: those whom it reached, or whom the job that ended has reached. */
  async #answer(line: LogLine): Promise<void> {
    if (line.event === 'summary_settled') {
      this.timeline.say('Muster', 'has posted in #club how many came; the page keeps the numbers', 'good');
      return;
    }
    const jobType = String(line['jobType']);
    if (line.event === 'send_settled') await this.#answerPing(jobType, String(line['userId']));
    if (line.event === 'job_finished') await this.#answerJob(jobType);
  }

  /** What somebody does about a ping that comes to few, at its own time. */
  async #answerPing(jobType: string, userId: string): Promise<void> {
    const person = this.#reachedBy(jobType).find(({ id }) => id === userId);
    if (!person) return;
    if (jobType === 'one_more') {
      await this.#stepIn();
      this.#turnUp(person);
    }
    if (jobType === 'follow_up') this.#turnUpLate(person);
  }

  /** What those do whom a job has reached, once it has ended. */
  async #answerJob(jobType: string): Promise<void> {
    const called = this.#reachedBy(jobType);
    if (called.length === 0) return;
    switch (jobType) {
      case 'question':
        for (const person of called) await this.#answerQuestion(person);
        return;
      case 'reminder':
        for (const person of called) await this.#react(person);
        this.#beRateLimited();
        return;
      case 'start':
        for (const person of called) this.#turnUp(person);
        return;
      default:
      // Of the others each is answered by itself.
    }
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

  /** Somebody has dropped out, so the promoter asks for a standby, who steps in. */
  async #callStandby(bot: BotProcess, confirmed: InteractionReply): Promise<void> {
    const { discord, timeline, promoter } = this;
    const label = messages.promote.callStandby;
    const card = await confirmed.waitForEdit((message) =>
      message.buttons().some((each) => each.label === label),
    );
    timeline.say('Ana', `presses “${label}” on the message she confirmed on`, 'good');
    const reply = await (await discord.press(promoter.id, card, label)).settled();
    this.#show(reply.text());
    const isCalled = (line: LogLine): boolean =>
      line.event === 'send_settled' && line['jobType'] === 'one_more';
    await this.#tellUpTo(bot, isCalled, 'a standby to be called');
    await this.#stepIn();
    await this.#follow(bot, 'one_more');
  }

  /** Standbys who were called say that they come. */
  async #stepIn(): Promise<void> {
    for (const person of this.#reachedBy('one_more')) {
      if (person.stepsIn) await this.#press(person, 'Coming');
    }
  }

  /** What they do about the reminder. */
  async #react(person: DemoPlayer & StandInUser): Promise<void> {
    if (person.leaves) {
      this.discord.removeMember(person.id);
      this.timeline.say(person.name, 'leaves the server', 'attention');
    }
    for (const label of person.afterReminder ?? []) await this.#press(person, label);
  }

  /** Presses a button under the last ping, or writes it where there are none. */
  async #press(person: DemoPlayer & StandInUser, label: Press): Promise<void> {
    const tone = label === 'Coming' ? 'good' : 'attention';
    if (person.phone) {
      this.timeline.say(person.name, await this.phones.react(person, label), tone);
      return;
    }
    const dm = this.discord.dmsTo(person.id).at(-1);
    if (!dm) return;
    const shown = (): boolean => dm.buttons().some((each) => each.label === label);
    await this.discord.waitUntil(shown, `${label} under ${person.name}’s ping`);
    await this.discord.press(person.id, dm, label);
    this.timeline.say(person.name, `presses “${label}”`, tone);
  }
}
