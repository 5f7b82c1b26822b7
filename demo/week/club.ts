import type { WEEKDAYS } from '../../src/domain/session-plan.js';
import type { AvailabilityStatus } from '../../src/domain/availability.js';
import { messagesFor } from '../../src/messages/catalog.js';
import type { OptionValues } from '../discord/command-options.js';
import type { StandInUser } from '../discord/guild-life.js';
import type { DiscordStandIn } from '../discord/stand-in.js';
import type { StoredMessage } from '../discord/stored-message.js';
import type { Phones } from '../phones.js';
import type { Press } from '../players.js';
import { WEEK_PLAYERS, type WeekPlayer } from './people.js';
import { type Kind, kindOfText, type Received, receivedBy } from './received.js';

const messages = messagesFor('en');

export type Clubber = WeekPlayer & StandInUser;

/** The days of the week on which there is a session. */
export const SESSION_DAYS: readonly (typeof WEEKDAYS)[number][] = ['tue', 'thu', 'sat', 'sun'];

/** The week's people, and what they do in Discord and on their phones: commands, buttons, words. */
export class Club {
  readonly people: readonly Clubber[];
  readonly clubId: string;
  readonly #voiceId: string;

  constructor(
    private readonly discord: DiscordStandIn,
    private readonly phones: Phones,
    private readonly zone: string,
  ) {
    this.#voiceId = discord.addChannel({ name: 'Friday Nights', type: 'voice' }).id;
    this.clubId = discord.addChannel({ name: 'club' }).id;
    this.people = WEEK_PLAYERS.map((player, index) => ({
      ...player,
      ...discord.addMember({ name: player.name, owner: index === 0 }),
    }));
  }

  /** @throws if there is nobody of that name. */
  named(name: string): Clubber {
    const person = this.people.find((each) => each.name === name);
    if (!person) throw new Error(`there is no ${name}`);
    return person;
  }

  nameOf(id: string): string {
    return this.people.find((person) => person.id === id)?.name ?? id;
  }

  /** What somebody types, and what it is answered with. */
  async types(name: string, command: string, options: OptionValues = {}): Promise<StoredMessage> {
    return (await this.discord.slash(this.named(name).id, command, options)).settled();
  }

  /** Presses a button, and reads what that brings. */
  async presses(name: string, message: StoredMessage, label: string): Promise<StoredMessage> {
    return (await this.discord.press(this.named(name).id, message, label)).settled();
  }

  /** What a person says of themselves once, before the first evening. */
  async introduce(person: Clubber): Promise<void> {
    const { name, pings, questions, ready, weekly, awayUntil, limit } = person;
    await this.types(name, 'link player', { guid: `guid-${name.toLowerCase()}`, name });
    for (const consent of [pings && 'opt-in', questions && 'opt-in-questions', ready && 'opt-in-ready']) {
      if (!consent) continue;
      await this.presses(name, await this.types(name, 'preferences'), `#preferences:${consent}`);
    }
    if (weekly) {
      const lists = await this.types(name, 'availability weekly');
      const chosen = await this.discord.select(
        person.id,
        lists,
        messages.standing.choose(weekly),
        SESSION_DAYS,
      );
      await chosen.settled();
    }
    if (awayUntil) await this.types(name, 'availability away', { until: awayUntil });
    if (limit) await this.#limitPings(person, limit);
    await this.phones.link(this.discord, person);
  }

  /** Answers today's board, in `#club`. */
  async answersBoard({ id }: Clubber, board: StoredMessage, status: AvailabilityStatus): Promise<void> {
    await (await this.discord.press(id, board, messages.availabilityStatus(status))).settled();
  }

  /** Answers the question where it came; says how. */
  async answersQuestion(person: Clubber, status: AvailabilityStatus): Promise<string> {
    const label = messages.availabilityStatus(status);
    if (person.phone) return this.phones.answer(person, status, label);
    return this.#pressesLast(person, 'question', label);
  }

  /** Does what a ping offers; says how. */
  async reacts(person: Clubber, kind: Kind, label: Press): Promise<string> {
    if (person.phone) return this.phones.react(person, label);
    return this.#pressesLast(person, kind, label);
  }

  joinsVoice({ id }: Clubber): void {
    this.discord.setVoice(id, this.#voiceId);
  }

  leavesVoice({ id }: Clubber): void {
    this.discord.setVoice(id, null);
  }

  /** What somebody has got so far without asking for it just before, by the lists of Discord and of their phone. */
  received(person: Clubber): Received[] {
    const { telegram, signal } = this.phones;
    const address = this.phones.addressOf(person);
    const all = [
      ...this.discord.dmsTo(person.id).map((dm) => ({ at: dm.createdAt, text: firstText(dm) })),
      ...(person.phone === 'telegram' ? telegram.messagesTo(address) : []),
      ...(person.phone === 'signal' ? signal.messagesTo(address) : []),
    ];
    return receivedBy(person.name, all, this.zone);
  }

  /** A person's newest direct message of a kind, once it is there: one that is newer than `since`. */
  async newest(name: string, kind: Kind, since: number): Promise<StoredMessage> {
    const { id } = this.named(name);
    const find = (): StoredMessage | undefined =>
      this.discord.dmsTo(id).findLast((dm) => dm.createdAt >= since && kindOfText(firstText(dm)) === kind);
    await this.discord.waitUntil(() => find() !== undefined, `the ${kind} to ${name}`, 20_000);
    const found = find();
    if (!found) throw new Error(`${name} has no ${kind}`);
    return found;
  }

  /** The newest message in `#club` that has these words, once it is there: one that is newer than `since`. */
  async posted(words: RegExp, since: number): Promise<StoredMessage> {
    const find = (): StoredMessage | undefined =>
      this.discord
        .messagesIn(this.clubId)
        .findLast((message) => message.createdAt >= since && words.test(message.text()));
    await this.discord.waitUntil(() => find() !== undefined, `${String(words)} in #club`, 20_000);
    const found = find();
    if (!found) throw new Error(`nothing in #club says ${String(words)}`);
    return found;
  }

  async #pressesLast(person: Clubber, kind: Kind, label: string): Promise<string> {
    const dm = this.discord.dmsTo(person.id).findLast((each) => kindOfText(firstText(each)) === kind);
    if (!dm) throw new Error(`${person.name} has no ${kind}`);
    await this.discord.press(person.id, dm, label);
    return `presses “${label}”`;
  }

  async #limitPings({ id, name }: Clubber, limit: number): Promise<void> {
    const { ownPings } = messages;
    const opened = await this.discord.press(id, await this.types(name, 'preferences'), ownPings.title);
    const choice = await opened.waitForFollowUp();
    await (await this.discord.select(id, choice, ownPings.placeholder, [String(limit)])).settled();
  }
}

/** What a message said when it came: its kind does not change with what is edited into it. */
function firstText(message: StoredMessage): string {
  return message.versions[0] ?? message.text();
}
