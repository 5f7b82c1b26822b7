import type { ChannelType } from '../domain/channel-choice.js';
import type { Clock } from '../domain/clock.js';
import type { EventBus } from '../domain/events.js';

/** The first pause of a channel in trouble, and the longest. */
export const FIRST_PAUSE_MS = 60_000;
export const LONGEST_PAUSE_MS = 15 * 60_000;

/**
 * So many requests in a row that brought no answer a provider in order gives (server errors, time-outs, broken and
 * refused connections) are trouble too, once the first of them lies this far back: what is shorter is over before a
 * pause would be, and everybody's own retry is sooner than the end of a pause.
 */
export const NO_ANSWERS_IN_A_ROW = 5;
export const NO_ANSWER_FOR_MS = 5_000;

/**
 * What a request says about the channel itself: it works; it refuses us; it gave no answer a provider in order gives;
 * nothing either way.
 */
export type Health = 'fine' | 'trouble' | 'no_answer' | 'unclear';

/**
 * Whether a channel takes messages. A channel in trouble is closed for a while that doubles with each failed probe;
 * when the while is over, one message goes ahead as a probe, and only its success opens the channel again.
 */
export class ChannelGate {
  #pauseMs = 0;
  /** Monotonic. */
  #closedUntil = 0;
  #probing = false;
  /** How often it has been paused: tells what a message under way can still say. */
  #pauses = 0;
  /** The requests without an answer since the last one that had one, and when the first and the last began (monotonic). */
  #unanswered: { count: number; since: number; until: number } | null = null;

  constructor(
    readonly type: ChannelType,
    private readonly clock: Clock,
    private readonly events: EventBus,
  ) {}

  /** Milliseconds until somebody may try, 0 when one may now. While a probe is out, others wait for it. */
  waitMs(): number {
    if (this.#pauseMs === 0) return 0;
    const left = this.#closedUntil - this.clock.monotonic();
    if (left > 0) return left;
    return this.#probing ? PROBE_PATIENCE_MS : 0;
  }

  /**
   * Says that a message is about to go; on a channel that was paused, it is the probe.
   * @returns how to say what became of it.
   */
  enter(): (result: Health, code?: string) => void {
    const pauses = this.#pauses;
    const enteredAt = this.clock.monotonic();
    const isProbe = this.#pauseMs > 0;
    if (isProbe) this.#probing = true;
    return (result, code = '') => {
      // Messages that were under way when the channel closed tell nothing new.
      if (pauses !== this.#pauses) return;
      if (isProbe) this.#probing = false;
      if (result === 'fine') this.#unanswered = null;
      if (result === 'trouble') this.#pause(code);
      if (result === 'no_answer' && (this.#isOutage(enteredAt) || isProbe)) this.#pause(code);
      if (result === 'fine' && isProbe) this.#resume();
    };
  }

  #isOutage(enteredAt: number): boolean {
    const { count, since, until } = this.#unanswered ?? { count: 0, since: enteredAt, until: enteredAt };
    this.#unanswered = {
      count: count + 1,
      since: Math.min(since, enteredAt),
      until: Math.max(until, enteredAt),
    };
    // Between their beginnings: how long one of them hung says nothing about the others.
    const lastedMs = this.#unanswered.until - this.#unanswered.since;
    return this.#unanswered.count >= NO_ANSWERS_IN_A_ROW && lastedMs >= NO_ANSWER_FOR_MS;
  }

  #pause(code: string): void {
    this.#pauses += 1;
    this.#unanswered = null;
    this.#pauseMs = Math.min(this.#pauseMs === 0 ? FIRST_PAUSE_MS : this.#pauseMs * 2, LONGEST_PAUSE_MS);
    this.#closedUntil = this.clock.monotonic() + this.#pauseMs;
    const until = this.clock.now() + this.#pauseMs;
    this.events.emit({ type: 'channel_paused', channel: this.type, code, until });
  }

  #resume(): void {
    if (this.#pauseMs === 0) return;
    this.#pauseMs = 0;
    this.events.emit({ type: 'channel_resumed', channel: this.type });
  }
}

/** How long others wait before they ask again while a probe is out. */
const PROBE_PATIENCE_MS = 1_000;
