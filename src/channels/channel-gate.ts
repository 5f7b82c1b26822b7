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
 * So many answers "too many requests" in a row, over as long, are trouble as well: everybody comes back when they are
 * told to, and asking so many so often in vain is what gets bots banned. Source: Discord, "Invalid Request Limit":
 * 10,000 in 10 minutes.
 */
export const LIMITED_IN_A_ROW = 50;

/**
 * What a request says about the channel itself: it works; it refuses us; it gave no answer a provider in order gives;
 * it takes nothing so soon; nothing either way.
 */
export type Health = 'fine' | 'trouble' | 'no_answer' | 'limited' | 'unclear';

/** Answers in a row that are trouble, and how many have to be. */
const TROUBLE_IN_A_ROW = { no_answer: NO_ANSWERS_IN_A_ROW, limited: LIMITED_IN_A_ROW } as const;
type Streak = keyof typeof TROUBLE_IN_A_ROW;

/** Says what became of a message that went through the gate. To be called once. */
export type Report = (result: Health, code?: string) => void;

/**
 * Whether a channel takes messages. A channel in trouble is closed for a while that doubles with each failed probe;
 * when the while is over, one message goes ahead as a probe, and only its success opens the channel again.
 */
export class ChannelGate {
  #pauseMs = 0;
  /** Monotonic. */
  #closedUntil = 0;
  #probing = false;
  /** How often it has been paused or opened: tells what a message under way can still say. */
  #turns = 0;
  /** Ends the waits of those who wait for a change. */
  readonly #waiting = new Set<() => void>();
  /** The requests in vain since the last that was not, and when the first and the last of them began (monotonic). */
  readonly #inVain = new Map<Streak, { count: number; since: number; until: number }>();

  constructor(
    readonly type: ChannelType,
    private readonly clock: Clock,
    private readonly events: EventBus,
  ) {}

  /** Milliseconds until somebody may try, 0 when one may now. Infinite while a probe is out: {@link changed} tells. */
  waitMs(): number {
    if (this.#pauseMs === 0) return 0;
    if (this.#probing) return Number.POSITIVE_INFINITY;
    return Math.max(0, this.#closedUntil - this.clock.monotonic());
  }

  /**
   * Resolves when it is worth asking again whether somebody may try: a pause is over, a probe has its answer, so many
   * milliseconds have passed, or `signal` aborts. At once when somebody may try now.
   */
  async changed(withinMs: number, signal?: AbortSignal): Promise<void> {
    const over = new AbortController();
    const end = (): void => over.abort();
    this.#waiting.add(end);
    signal?.addEventListener('abort', end);
    if (signal?.aborted) end();
    await this.clock.sleep(Math.min(this.waitMs(), withinMs), over.signal);
    signal?.removeEventListener('abort', end);
    this.#waiting.delete(end);
  }

  /**
   * Lets a message through that goes now; on a channel that was paused, it is the probe, beside which nobody else goes.
   * To be asked last, with nothing awaited between it and the request.
   * @returns how to say what became of it, which has to be said; `null`: it may not go.
   */
  enter(): Report | null {
    if (this.waitMs() > 0) return null;
    const turns = this.#turns;
    const enteredAt = this.clock.monotonic();
    const isProbe = this.#pauseMs > 0;
    if (isProbe) this.#probing = true;
    return (result, code = '') => {
      // Messages that were under way when the channel closed, or opened again, tell nothing new.
      if (turns !== this.#turns) return;
      if (isProbe) this.#probing = false;
      if (result === 'fine') this.#inVain.clear();
      if (result === 'trouble') this.#pause(code);
      const isInVain = result === 'no_answer' || result === 'limited';
      if (isInVain && (this.#isOutage(result, enteredAt) || isProbe)) this.#pause(code);
      if (result === 'fine' && isProbe) this.#resume();
      if (isProbe) for (const end of this.#waiting) end();
    };
  }

  #isOutage(kind: Streak, enteredAt: number): boolean {
    const before = this.#inVain.get(kind) ?? { count: 0, since: enteredAt, until: enteredAt };
    const streak = {
      count: before.count + 1,
      since: Math.min(before.since, enteredAt),
      until: Math.max(before.until, enteredAt),
    };
    this.#inVain.set(kind, streak);
    // Between their beginnings: how long one of them hung says nothing about the others.
    return streak.count >= TROUBLE_IN_A_ROW[kind] && streak.until - streak.since >= NO_ANSWER_FOR_MS;
  }

  #pause(code: string): void {
    this.#turns += 1;
    this.#inVain.clear();
    this.#pauseMs = Math.min(this.#pauseMs === 0 ? FIRST_PAUSE_MS : this.#pauseMs * 2, LONGEST_PAUSE_MS);
    this.#closedUntil = this.clock.monotonic() + this.#pauseMs;
    const until = this.clock.now() + this.#pauseMs;
    this.events.emit({ type: 'channel_paused', channel: this.type, code, until });
  }

  #resume(): void {
    this.#turns += 1;
    this.#pauseMs = 0;
    this.events.emit({ type: 'channel_resumed', channel: this.type });
  }
}
