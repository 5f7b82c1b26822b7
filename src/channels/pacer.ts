import type { Clock } from '../domain/clock.js';
import type { Pace, PaceSlot } from '../domain/pace.js';

/** The right to make one or more requests; use it at once, or ask {@link Pacer.renewed} before. */
export interface Slot {
  readonly of: PaceSlot;
  /** The moment it is for (monotonic). */
  readonly at: number;
}

/**
 * A slot is put off so often at most: a machine whose answers all come too late for their moment would wait for ever.
 */
const MOST_RENEWALS = 5;

/** Most urgent first: a message whose moment has come, then all others in turn. */
const URGENCIES = ['due', 'in_turn'] as const;
export type Urgency = (typeof URGENCIES)[number];

/** What a slot is for; by default one request, in turn. */
export interface SlotRequest {
  readonly requests?: number;
  readonly urgency?: Urgency;
  /** Who the request is for. Equally urgent parties take turns, however many requests each waits with. */
  readonly party?: object;
}

interface Waiter {
  readonly askedAt: number;
  readonly requests: number;
  readonly urgency: Urgency;
  readonly party: object;
  readonly granted: (slot: Slot) => void;
}

/**
 * Who of this process goes next: the most urgent, parties taking turns, and within a party who asked first. When, says
 * the {@link Pace}, which others may share.
 *
 * While somebody waits it holds one slot ahead, and hands it out only when its moment comes: a caller who stops
 * waiting leaves nothing reserved, and a process that dies wastes one slot.
 */
export class Pacer {
  /** In the order they asked. */
  readonly #waiting: Waiter[] = [];
  /** The number of the last slot each party had. */
  readonly #lastTurn = new WeakMap<object, number>();
  #turns = 0;
  /** How many requests the slot ahead is for. */
  #ahead = 0;
  #isServing = false;
  /** Ends the wait for the slot ahead when it is for nobody any more. */
  #notWanted = new AbortController();

  constructor(
    private readonly clock: Clock,
    private readonly pace: Pace,
  ) {}

  /** Resolves when the caller may make its requests; with `null`, at once, if `signal` aborts first. */
  async acquire(
    signal?: AbortSignal,
    { requests = 1, urgency = 'in_turn', party = this }: SlotRequest = {},
  ): Promise<Slot | null> {
    if (signal?.aborted) return null;
    return new Promise((resolve) => {
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        resolve(null);
        this.#lookAgain();
      };
      const granted = (slot: Slot): void => {
        signal?.removeEventListener('abort', leave);
        resolve(slot);
      };
      const waiter: Waiter = { askedAt: this.clock.monotonic(), requests, urgency, party, granted };
      signal?.addEventListener('abort', leave, { once: true });
      this.#waiting.push(waiter);
      this.#lookAgain();
      void this.#serve();
    });
  }

  /** Gives back an unused slot. Who waits gets it at once; else who asks next, unless a later one is taken. */
  giveBack(slot: Slot): void {
    if (this.#waiting.length === 0 || !this.#isOld(slot)) this.#handOut(slot);
    else void this.renewed(slot).then((renewed) => this.#handOut(renewed));
  }

  /**
   * The slot itself while it is good; one that has grown old is put off to the first moment there is room, and
   * resolves when that has come. Ask right before the request: slots that grew old meet those of others in one second.
   */
  async renewed(slot: Slot): Promise<Slot> {
    let good = slot;
    for (let n = 0; n < MOST_RENEWALS && this.#isOld(good); n += 1) {
      good = this.#dated(await this.pace.renew(good.of));
      const waitMs = good.at - this.clock.monotonic();
      if (waitMs > 0) await this.clock.sleep(waitMs);
    }
    return good;
  }

  /** How long a new caller would wait, in milliseconds, as far as this process knows. */
  backlogMs(): number {
    const gapMs = 1000 / this.pace.perSecond;
    const queued = this.#waiting.reduce((sum, { requests }) => sum + requests, 0) * gapMs;
    // The slot ahead is for one of them.
    return Math.max(0, this.pace.backlogMs() - this.#ahead * gapMs) + queued;
  }

  #isOld({ of, at }: Slot): boolean {
    return this.clock.monotonic() - at > this.pace.goodForMs || !this.pace.holds(of);
  }

  /** Counted from when the answer is here: the slot may begin a little late, but never early. */
  #dated(of: PaceSlot): Slot {
    return { of, at: this.clock.monotonic() + of.waitMs };
  }

  /** The waiter whose turn it is. */
  #next(): Waiter | undefined {
    const urgency = URGENCIES.find((each) => this.#waiting.some((waiter) => waiter.urgency === each));
    let next: Waiter | undefined;
    for (const waiter of this.#waiting) {
      if (waiter.urgency !== urgency) continue;
      if (!next || this.#turnOf(waiter) < this.#turnOf(next)) next = waiter;
    }
    return next;
  }

  #turnOf({ party }: Waiter): number {
    return this.#lastTurn.get(party) ?? 0;
  }

  /** Hands out one slot after the other as long as somebody waits. */
  async #serve(): Promise<void> {
    if (this.#isServing) return;
    this.#isServing = true;
    for (let next = this.#next(); next; next = this.#next()) {
      this.#ahead = next.requests;
      const { signal } = (this.#notWanted = new AbortController());
      const slot = this.#dated(await this.pace.take(next.requests, this.clock.monotonic() - next.askedAt));
      const waitMs = slot.at - this.clock.monotonic();
      if (waitMs > 0) await this.clock.sleep(waitMs, signal);
      // Whoever waits now, the slot's moment has not come.
      if (signal.aborted) void this.pace.giveBack(slot.of);
      else this.#handOut(await this.renewed(slot));
      this.#ahead = 0;
    }
    this.#isServing = false;
  }

  /** A slot for more or fewer requests than the next waiter has is none for them. */
  #lookAgain(): void {
    if (this.#next()?.requests !== this.#ahead) this.#notWanted.abort();
  }

  /** To the next waiter, if there is one whom it fits. */
  #handOut(slot: Slot): void {
    const next = this.#next();
    if (next?.requests !== slot.of.requests) {
      void this.pace.giveBack(slot.of);
      return;
    }
    this.#waiting.splice(this.#waiting.indexOf(next), 1);
    this.#lastTurn.set(next.party, ++this.#turns);
    next.granted(slot);
  }
}
