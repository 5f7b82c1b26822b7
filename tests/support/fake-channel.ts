import { type Channel, type Delivery, type DeliveryOutcome, HELD_UP } from '../../src/domain/channel.js';
import type { ChannelType } from '../../src/domain/channel-choice.js';
import type { JobType } from '../../src/domain/message-kinds.js';
import type { Clock } from '../../src/domain/clock.js';

/** What the provider does with a request, and its answer. */
export interface Reply {
  readonly outcome: DeliveryOutcome;
  /** Whether the person gets the message, whatever the answer; by default the outcome decides. */
  readonly arrives?: boolean;
  /** Never answers until released. */
  readonly hangs?: boolean;
  /** How long the answer takes. */
  readonly afterMs?: number;
}

export const sent: Reply = { outcome: { kind: 'sent', messageId: '' } };
export const notDelivered = (code = 'server_error', retryAfterMs?: number): Reply => ({
  outcome: { kind: 'not_delivered', code, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
});
/** An ambiguous answer to a message that did arrive. */
export const arrivedUnanswered: Reply = {
  outcome: { kind: 'maybe_delivered', code: 'timeout' },
  arrives: true,
};
/** An ambiguous answer to a message that did not arrive. */
export const lostUnanswered: Reply = {
  outcome: { kind: 'maybe_delivered', code: 'timeout' },
  arrives: false,
};
export const closed = (code = 'dm_closed'): Reply => ({ outcome: { kind: 'closed', code } });
export const refused = (code = 'bad_request'): Reply => ({ outcome: { kind: 'refused', code } });
export const trouble = (code = 'unauthorized', retryAfterMs?: number): Reply => ({
  outcome: { kind: 'trouble', code, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
});
export const hangs = (arrives: boolean): Reply => ({ ...sent, arrives, hangs: true });

/** A request as the provider saw it. */
export interface Request {
  readonly at: number;
  readonly monotonic: number;
  readonly userId: string;
  readonly nonce: string;
  /** The job, found in the ledger by the nonce; `null` without a row. */
  readonly jobType: JobType | null;
  readonly text: string;
  readonly delivery: Delivery;
}

/** A message that a person has received. */
export interface Message extends Request {
  readonly messageId: string;
}

/** In place of a message's id, where it did not arrive. */
const NOWHERE = 'none';

/** A provider under the test's control. */
export class FakeChannel implements Channel {
  readonly requests: Request[] = [];
  /** The messages that arrived: a nonce the provider still knows makes no second one. */
  readonly delivered: Message[] = [];
  messagesPerSecond = 40;
  /** How long we believe the provider remembers a nonce, and how long it really does, in milliseconds. */
  nonceWindowMs = 0;
  rememberedMs = 0;
  addressIntervalMs = 0;
  timeoutMs = 10_000;
  /** The answer when none is scripted; `attempt` counts a person's requests from 1. */
  reply: (request: Request, attempt: number) => Reply = () => sent;

  readonly #scripts = new Map<string, Reply[]>();
  readonly #hanging: { request: Request; release: (outcome: DeliveryOutcome) => void; messageId: string }[] =
    [];

  constructor(
    readonly type: ChannelType,
    private readonly clock: Clock,
    private readonly jobTypeOf: (nonce: string) => JobType | null | Promise<JobType | null> = () => null,
  ) {}

  /** Sets the answers to a person's next requests. */
  script(userId: string, ...replies: Reply[]): void {
    this.#scripts.set(userId, [...(this.#scripts.get(userId) ?? []), ...replies]);
  }

  async send(delivery: Delivery): Promise<DeliveryOutcome> {
    const { recipient, message, nonce, mayLeave } = delivery;
    if (mayLeave?.() === false) return HELD_UP;
    const found = this.jobTypeOf(nonce);
    const request: Request = {
      at: this.clock.now(),
      monotonic: this.clock.monotonic(),
      userId: recipient.userId,
      nonce,
      jobType: found instanceof Promise ? await found : found,
      text: message.text,
      delivery,
    };
    this.requests.push(request);
    const attempt = this.requests.filter(({ userId }) => userId === request.userId).length;
    const reply = this.#scripts.get(request.userId)?.shift() ?? this.reply(request, attempt);
    const arrives = reply.arrives ?? reply.outcome.kind === 'sent';
    const messageId = arrives ? this.#deliver(request) : NOWHERE;
    if (reply.afterMs) await this.clock.sleep(reply.afterMs);
    if (reply.hangs) {
      const outcome = new Promise<DeliveryOutcome>((release) => {
        this.#hanging.push({ request, release, messageId });
      });
      return outcome;
    }
    return reply.outcome.kind === 'sent' ? { kind: 'sent', messageId } : reply.outcome;
  }

  /** The people whose requests have no answer yet. */
  get hanging(): string[] {
    return this.#hanging.map(({ request }) => request.userId);
  }

  /** Answers all hanging requests; by default with what is true of each: a provider takes no message that never came. */
  release(outcome?: DeliveryOutcome): void {
    for (const { release, messageId } of this.#hanging.splice(0)) {
      release(outcome ?? (messageId === NOWHERE ? lostUnanswered.outcome : { kind: 'sent', messageId }));
    }
  }

  deliveredTo(userId: string): Message[] {
    return this.delivered.filter((message) => message.userId === userId);
  }

  requestsTo(userId: string): Request[] {
    return this.requests.filter((request) => request.userId === userId);
  }

  #deliver(request: Request): string {
    const known = this.delivered.find(
      (message) =>
        message.userId === request.userId &&
        message.nonce === request.nonce &&
        request.monotonic - message.monotonic < this.rememberedMs,
    );
    if (known) return known.messageId;
    const messageId = `${this.type}-${this.delivered.length + 1}`;
    this.delivered.push({ ...request, messageId });
    return messageId;
  }
}
