import { type Channel, type Delivery, type DeliveryOutcome, HELD_UP, textOn } from '../../domain/channel.js';
import type { Clock } from '../../domain/clock.js';
import type { EventBus } from '../../domain/events.js';
import { aside } from '../aside.js';
import { unansweredOutcome } from '../network-failure.js';
import { GONE, outcomeOfAnswer, saysUnregistered } from './outcome.js';
import { SignalApi, type SignalAccess } from './signal-api.js';

/** signal-cli does much before it answers; after this time the message has most likely left. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Signal looks a number up within a second or two; a later answer is not worth the wait. */
const SEARCH_TIMEOUT_MS = 10_000;

/** How the channel reaches Signal. */
export interface SignalChannelOptions extends SignalAccess {
  readonly messagesPerSecond: number;
  readonly clock: Clock;
  readonly events: EventBus;
  /** Forgets a person's address once Signal has said that it is gone. */
  readonly forget: (closed: { userId: string; address: string; code: string }) => Promise<void>;
  readonly timeoutMs?: number;
}

/**
 * Messages of our Signal number to one person each. Signal knows no nonce, and has refused messages for its
 * rate limit after delivery: a message that may have arrived is never sent again. Buttons and links are words
 * in the text.
 */
export class SignalChannel implements Channel {
  readonly type = 'signal';
  readonly nonceWindowMs = 0;
  readonly messagesPerSecond: number;
  readonly addressIntervalMs = 0;
  readonly timeoutMs: number;
  readonly #sendTimeoutMs: number;
  readonly #searchTimeoutMs: number;
  readonly #api: SignalApi;

  constructor(private readonly options: SignalChannelOptions) {
    this.messagesPerSecond = options.messagesPerSecond;
    this.#sendTimeoutMs = options.timeoutMs ?? REQUEST_TIMEOUT_MS;
    this.#searchTimeoutMs = Math.min(this.#sendTimeoutMs, SEARCH_TIMEOUT_MS);
    this.timeoutMs = this.#sendTimeoutMs + this.#searchTimeoutMs;
    this.#api = new SignalApi(options, options.clock);
  }

  async send({ recipient, message, mayLeave }: Delivery): Promise<DeliveryOutcome> {
    const { userId, address } = recipient;
    if (address === null) return { kind: 'closed', code: 'no_address' };
    if (mayLeave?.() === false) return HELD_UP;
    const outcome = await this.#deliver(address, textOn(this.type, message));
    if (outcome.kind === 'closed' && outcome.code === GONE) {
      const { code } = outcome;
      aside(this.options.events, 'forgetting an address', () =>
        this.options.forget({ userId, address, code }),
      );
    }
    return outcome;
  }

  async #deliver(address: string, text: string): Promise<DeliveryOutcome> {
    try {
      const answer = await this.#api.send(address, text, this.#sendTimeoutMs);
      const outcome = outcomeOfAnswer(answer, this.options.number);
      if (outcome.kind !== 'asks') return outcome;
      return (await this.#isGone(address))
        ? { kind: 'closed', code: GONE }
        : { kind: 'maybe_delivered', code: outcome.code };
    } catch (error) {
      return unansweredOutcome(error);
    }
  }

  /** Whether Signal says that nobody is registered under an address; without an answer the person may be. */
  async #isGone(address: string): Promise<boolean> {
    return this.#api.search(address, { timeoutMs: this.#searchTimeoutMs }).then(
      (answer) => saysUnregistered(answer, address),
      () => false,
    );
  }
}
