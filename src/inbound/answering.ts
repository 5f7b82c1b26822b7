import type { PacedChannel } from '../channels/registry.js';
import { answer, answerBy } from '../dispatch/answers.js';
import type { LinkableChannel } from '../domain/channel-choice.js';
import type { DeliveryOutcome } from '../domain/channel.js';
import type { ServiceContext } from '../services/context.js';
import { oneOffNonce } from '../services/one-off-nonce.js';
import { KeyedQueue } from '../domain/keyed-queue.js';

/** A request that belongs to an answer, and no message. */
export type Request = () => Promise<{ readonly kind: 'sent' } | Exclude<DeliveryOutcome, { kind: 'sent' }>>;

/**
 * Gives an inbox's answers: to each chat in the order of what was asked, at the channel's pace. Nobody waits for them,
 * for an answer may take a minute, and what is written meanwhile has to be heard. What somebody asked for is done by
 * then, whether or not they can be told so.
 */
export class Answering {
  readonly #queue = new KeyedQueue();

  constructor(
    private readonly services: ServiceContext,
    private readonly channel: LinkableChannel,
    private readonly stop: AbortSignal,
  ) {}

  /** Says something in a chat, once its words are found. They must not be refused. */
  say(address: string, words: Promise<string>): void {
    const nonce = oneOffNonce(this.services.newId);
    this.#give(address, async (paced) => {
      const message = { text: await words, actions: [] };
      const delivery = { recipient: { userId: '', address }, message, nonce };
      return answer(paced, delivery, { stop: this.stop });
    });
  }

  /** Does something else in a chat that belongs to an answer. */
  ask(address: string, request: Request): void {
    this.#give(address, (paced) => answerBy(paced, request, { stop: this.stop }));
  }

  /** Resolves when everything is said, or will not be. */
  idle(): Promise<void> {
    return this.#queue.idle();
  }

  #give(address: string, by: (paced: PacedChannel) => ReturnType<Request>): void {
    void this.#queue.run(address, async () => {
      const outcome = await by(this.services.outbox.get(this.channel));
      if (outcome.kind === 'sent') return;
      this.services.events.emit({ type: 'answer_failed', channel: this.channel, code: outcome.code });
    });
  }
}
