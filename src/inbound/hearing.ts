import { isWayOutPress } from '../domain/channel.js';
import type { LinkableChannel } from '../domain/channel-choice.js';
import { identityOf } from '../domain/contact.js';
import type { GuildDirectory } from '../domain/guild-directory.js';
import { HeldUpError } from '../domain/liveness.js';
import type { ServiceContext } from '../services/context.js';
import { noticeLifeInChat } from '../services/signs-of-life.js';
import { answerTo, answerToPress, attentionFor, forgetBlocked, mayAnswer, type Press } from './answer.js';
import { type Done, type Sender } from './done.js';
import type { Answering } from './answering.js';
import { languageOf } from './command.js';
import { KeyedQueue } from '../domain/keyed-queue.js';
import type { Soon } from '../domain/soon.js';

/**
 * How long a request in a chat waits for Discord, from when it was read: as long as the directory's limit for
 * one question. Without it, many requests while Discord is silent would wait one after the other.
 */
const PATIENCE_MS = 3_000;

/** A request, and how to tell the person its result. */
interface Asking {
  readonly act: Act;
  readonly tell: Tell;
  /** How to tell it a second time, if that differs. */
  readonly tellAgain?: Tell;
}

/** `doneFor`: whom it has been done for, where it is a way out that is done again. */
type Act = (services: ServiceContext, doneFor?: readonly string[]) => Promise<Done>;

/** Tells somebody what became of what they asked for; `refused`: it was not done. */
export type Tell = (words: Promise<string>, refused: boolean) => void;

/**
 * Does what people ask for in a chat: for one person in the order it was read, for different people side by
 * side.
 *
 * A way out is done at once, which refuses the earlier requests of the same person that are not done yet (see `WaysOut`), and is
 * done again in its turn, for whom the chat is linked to by then: an earlier request may have linked it. Whom it has been done for
 * keeps what they have said since.
 */
export class Hearing {
  readonly #queue = new KeyedQueue();
  /** Requests of which it is not known yet whether they may be answered. */
  readonly #arrivals = new KeyedQueue();

  constructor(
    private readonly services: ServiceContext,
    private readonly channel: LinkableChannel,
    private readonly answering: Answering,
  ) {}

  /** Resolves when the message's request is done, or will not be. Never throws. */
  async message(from: Sender, message: { text: string; edited: boolean }): Promise<void> {
    const sender = this.#readNow(from);
    await this.#arrived(sender, mayAnswer(this.services, sender), async (answers) => {
      const attention = attentionFor(message, answers);
      if (!attention.act) return;
      const { text } = message;
      const tell = attention.answer ? this.#saying(sender) : unheard;
      const act: Act = (services, doneFor = []) => answerTo(services, { ...sender, doneFor }, text);
      const seen = noticeLifeInChat(this.services, this.channel, sender.contact);
      const spoken = { ...sender, locale: sender.locale ?? languageOf(text) ?? undefined };
      if (attention.wayOut) await this.#atOnce(spoken, { act, tell });
      else await this.#inTurn(spoken, { act, tell });
      await seen;
    });
  }

  /** A press of a button under our message; the channel answers in its own way. Else like a message. */
  async press(from: Sender, press: Press, tell: Tell): Promise<void> {
    const sender = this.#readNow(from);
    await this.#arrived(sender, mayAnswer(this.services, sender), async (answers) => {
      const asking: Asking = {
        act: (services, doneFor = []) => answerToPress(services, { ...sender, doneFor }, press),
        tell: answers ? tell : unheard,
        tellAgain: answers ? this.#saying(sender) : unheard,
      };
      const seen = noticeLifeInChat(this.services, this.channel, sender.contact);
      // The way back and a yes are no way out: each takes its turn, and who writes more than we may answer is not heard.
      if (isWayOutPress(press.action)) await this.#atOnce(sender, asking);
      else if (answers) await this.#inTurn(sender, asking);
      await seen;
    });
  }

  /** A person blocked us. Like a message. */
  async blocked(from: Sender): Promise<void> {
    const sender = this.#readNow(from);
    await this.#arrived(sender, true, () =>
      this.#atOnce(sender, { act: (services) => forgetBlocked(services, sender), tell: unheard }),
    );
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    await this.#arrivals.idle();
    await this.#queue.idle();
  }

  /** Begins a person's requests in the order they were read, however long it takes to know which may be answered. */
  async #arrived(
    { contact }: Sender,
    answers: Soon<boolean>,
    begin: (answers: boolean) => Promise<void>,
  ): Promise<void> {
    const key = identityOf(contact);
    if (!(answers instanceof Promise) && !this.#arrivals.isBusy(key)) return begin(answers);
    // In an object: the next begins when this one has begun, not when it is done.
    const begun = await this.#arrivals.run(key, async () => ({ done: begin(await answers) }));
    return begun.done;
  }

  #inTurn(sender: Sender, { act, tell }: Asking): Promise<void> {
    const { services, over } = this.#impatient();
    return this.#queue.run(identityOf(sender.contact), async () => {
      const { words, refused } = await this.#done(sender, services, act);
      tell(words, refused);
      void words.finally(over);
    });
  }

  async #atOnce(sender: Sender, { act, tell, tellAgain = tell }: Asking): Promise<void> {
    const key = identityOf(sender.contact);
    if (!this.#queue.isBusy(key)) return this.#inTurn(sender, { act, tell });
    const { services, over } = this.#impatient();
    const first = this.#done(sender, services, act);
    const inTurn = this.#queue.run(key, async () => {
      // Requests after it must find it done.
      const { refused, accounts } = await first;
      const again = await this.#done(sender, services, (own) => act(own, accounts));
      over();
      // Repeat it: an answer since may sound like the opposite. But a person who has just unlinked need not
      // hear that nothing is linked.
      if (refused) tell(again.words, again.refused);
      else if (!again.refused) tellAgain(again.words, false);
    });
    const { refused, words } = await first;
    if (!refused) tell(words, false);
    await inTurn;
  }

  /** A fault of ours is answered as such; its cause goes to the log. That this process was held up is none. */
  async #done(
    sender: Sender,
    services: ServiceContext,
    act: (services: ServiceContext) => Promise<Done>,
  ): Promise<Done> {
    const fault = (error: unknown): string => {
      const { bridge, chat } = this.services.messagesFor(sender.locale ?? 'en');
      if (error instanceof HeldUpError) return bridge.heldUp;
      this.services.events.emit({ type: 'background_error', where: `${this.channel} inbox`, error });
      return chat.internalError;
    };
    try {
      const { words, ...rest } = await act(services);
      return { ...rest, words: words.catch(fault) };
    } catch (error) {
      return { refused: true, words: Promise.resolve(fault(error)) };
    }
  }

  /** The services, with a directory that gives up when our patience ends; `over` stops the timer. */
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

  /** What is read later came in later, however long each waits for its turn. */
  #readNow(sender: Sender): Sender {
    return { ...sender, cameIn: sender.cameIn ?? this.services.waysOut.arrive() };
  }

  #saying({ contact }: Sender): Tell {
    return (words) => this.answering.say(contact.address, words);
  }
}

/** For people who get no answer. */
function unheard(): void {
  // They write more than we may answer, or have blocked us.
}
