import type { ChannelType } from '../domain/channel-choice.js';
import type { Clock } from '../domain/clock.js';
import type { EventBus } from '../domain/events.js';

/** The first pause of a channel in trouble, and the longest. */
export const FIRST_PAUSE_MS = 60_000;
export const LONGEST_PAUSE_MS = 15 * 60_000;

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
   * @returns how to say what became of it: whether the channel works, refuses, or neither can be told.
   */
  enter(): (result: 'fine' | 'trouble' | 'unclear', code?: string) => void {
    const pauses = this.#pauses;
    const isProbe = this.#pauseMs > 0;
    if (isProbe) this.#probing = true;
    return (result, code = '') => {
      // Messages that were under way when the channel closed tell nothing new.
      if (pauses !== this.#pauses) return;
      if (isProbe) this.#probing = false;
      if (result === 'trouble') this.#pause(code);
      if (result === 'fine' && isProbe) this.#resume();
    };
  }

  #pause(code: string): void {
    this.#pauses += 1;
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
