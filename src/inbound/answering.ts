import type { PacedChannel } from '../channels/registry.js';
import { answer, answerBy } from '../dispatch/answers.js';
import type { LinkableChannel } from '../domain/channel-choice.js';
import type { DeliveryOutcome } from '../domain/channel.js';
import type { ServiceContext } from '../services/context.js';
import { oneOffNonce } from '../services/one-off-nonce.js';
import { KeyedQueue } from '../domain/keyed-queue.js';

/** A request that belongs to an answer but sends no message. */
export type Request = () => Promise<{ readonly kind: 'sent' } | Exclude<DeliveryOutcome, { kind: 'sent' }>>;

/**
 * Gives an inbox's answers: in each chat in the order of the questions, at the channel's pace. Nobody waits
 * for them: an answer may take a minute, and new messages must be heard meanwhile. The request itself is done
 * by then, whether or not its answer arrives.
 */
export class Answering {
  readonly #queue = new KeyedQueue();

  constructor(
    private readonly services: ServiceContext,
    private readonly channel: LinkableChannel,
    private readonly stop: AbortSignal,
  ) {}

  /** Sends words to a chat, once they are found. The promise must not reject. */
  say(address: string, words: Promise<string>): void {
    const nonce = oneOffNonce(this.services.newId);
    this.#give(address, async (paced) => {
      const message = { text: await words, actions: [] };
      const delivery = { recipient: { userId: '', address }, message, nonce };
      return answer(paced, delivery, { stop: this.stop });
    });
  }

  /** Makes another request that belongs to an answer in a chat. */
  ask(address: string, request: Request): void {
    this.#give(address, (paced) => answerBy(paced, request, { stop: this.stop }));
  }

  /** Resolves when all answers are sent or given up. */
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
