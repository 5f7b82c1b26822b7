import type { LinkableChannel } from '../domain/channel-choice.js';
import { identityOf } from '../domain/contact.js';
import type { GuildDirectory } from '../domain/guild-directory.js';
import type { ServiceContext } from '../services/context.js';
import {
  answerTo,
  answerToPress,
  attentionFor,
  type Done,
  forgetBlocked,
  mayAnswer,
  type Sender,
} from './answer.js';
import type { Answering } from './answering.js';
import { languageOf } from './command.js';
import { KeyedQueue } from '../domain/keyed-queue.js';

/**
 * How long Discord is waited for with what somebody wrote, from when it was read: as long as the directory waits for one
 * question. Without it, who asks much while Discord is silent would have one wait after the other.
 */
const PATIENCE_MS = 3_000;

/** What somebody asks for, and how they are told what became of it. */
interface Asking {
  readonly act: (services: ServiceContext) => Promise<Done>;
  readonly tell: (words: Promise<string>) => void;
  /** How they are told so once more, where that is done in another way. */
  readonly tellAgain?: (words: Promise<string>) => void;
}

/**
 * Does what people ask for in a chat: for each in the order it was read, for different people side by side.
 *
 * A way out is done at once, whatever is under way. Where something of the same person came before it that is not done
 * yet, it is done once more in its turn: what holds in the end is what was said last, as if everything had been done in
 * order.
 */
export class Hearing {
  readonly #queue = new KeyedQueue();

  constructor(
    private readonly services: ServiceContext,
    private readonly channel: LinkableChannel,
    private readonly answering: Answering,
  ) {}

  /** A message. Resolves when what it asks for is done, or will not be. Never throws. */
  async message(sender: Sender, message: { text: string; edited: boolean }): Promise<void> {
    const attention = attentionFor(this.services, sender, message);
    if (!attention.act) return;
    const { text } = message;
    const tell = attention.answer ? this.#saying(sender) : unheard;
    const act = (services: ServiceContext): Promise<Done> => answerTo(services, sender, text);
    const spoken = { ...sender, locale: sender.locale ?? languageOf(text) ?? undefined };
    if (attention.wayOut) await this.#atOnce(spoken, { act, tell });
    else await this.#inTurn(spoken, { act, tell });
  }

  /** A press of a way out under a message of ours, which is answered in a way of the channel's own. Like a message. */
  async press(
    sender: Sender,
    press: { action: 'not-tonight' | 'stop'; campaignId: string },
    tell: (words: Promise<string>) => void,
  ): Promise<void> {
    const answers = mayAnswer(this.services, sender);
    await this.#atOnce(sender, {
      act: (services) => answerToPress(services, sender, press),
      tell: answers ? tell : unheard,
      tellAgain: answers ? this.#saying(sender) : unheard,
    });
  }

  /** Somebody blocked us. Like a message. */
  async blocked(sender: Sender): Promise<void> {
    await this.#atOnce(sender, { act: (services) => forgetBlocked(services, sender), tell: unheard });
  }

  /** Resolves when nothing is under way. */
  idle(): Promise<void> {
    return this.#queue.idle();
  }

  #inTurn(sender: Sender, { act, tell }: Asking): Promise<void> {
    const { services, over } = this.#impatient();
    return this.#queue.run(identityOf(sender.contact), async () => {
      const { words } = await this.#done(sender, services, act);
      tell(words);
      void words.finally(over);
    });
  }

  async #atOnce(sender: Sender, { act, tell, tellAgain = tell }: Asking): Promise<void> {
    const key = identityOf(sender.contact);
    if (!this.#queue.isBusy(key)) return this.#inTurn(sender, { act, tell });
    const { services, over } = this.#impatient();
    const first = this.#done(sender, services, act);
    const inTurn = this.#queue.run(key, async () => {
      // What came after it must find it done.
      const { refused } = await first;
      const again = await this.#done(sender, services, act);
      over();
      // What was said since may sound like the opposite. Who has unlinked the chat already is not told that it isn't linked.
      if (refused) tell(again.words);
      else if (!again.refused) tellAgain(again.words);
    });
    const { refused, words } = await first;
    if (!refused) tell(words);
    await inTurn;
  }

  /** A fault of ours is told as such, and why is for the log. */
  async #done(
    sender: Sender,
    services: ServiceContext,
    act: (services: ServiceContext) => Promise<Done>,
  ): Promise<Done> {
    const fault = (error: unknown): string => {
      this.services.events.emit({ type: 'background_error', where: `${this.channel} inbox`, error });
      return this.services.messagesFor(sender.locale ?? 'en').chat.internalError;
    };
    try {
      const { refused, words } = await act(services);
      return { refused, words: words.catch(fault) };
    } catch (error) {
      return { refused: true, words: Promise.resolve(fault(error)) };
    }
  }

  /** The services, with a Discord that can be asked until our patience ends, and what ends it earlier. */
  #impatient(): { services: ServiceContext; over: () => void } {
    const ended = new AbortController();
    const tooLate = this.services.clock
      .sleep(PATIENCE_MS, ended.signal)
      .then(() => ({ known: false }) as const);
    const { directory } = this.services;
    const impatient: GuildDirectory = {
      member: (...asked) => Promise.race([directory.member(...asked), tooLate]),
      guildName: () => directory.guildName(),
      knownMember: (userId) => directory.knownMember(userId),
      membersAmong: (...asked) => Promise.race([directory.membersAmong(...asked), tooLate]),
    };
    return { services: { ...this.services, directory: impatient }, over: () => ended.abort() };
  }

  #saying({ contact }: Sender): (words: Promise<string>) => void {
    return (words) => this.answering.say(contact.address, words);
  }
}

/** Who is not answered. */
function unheard(): void {
  // They write more than we may answer.
}
