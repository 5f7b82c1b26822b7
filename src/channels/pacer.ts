import type { Clock } from '../domain/clock.js';

/** The right to make one or more requests; use it at once. */
export interface Slot {
  /** Between these moments nobody else makes a request (monotonic). */
  readonly from: number;
  readonly until: number;
}

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
 * The generic cell rate algorithm: lets requests through evenly, at most `perSecond` in any second. A fixed
 * window would let two windows' worth through around its edge; a provider with a sliding window answers that
 * with 429s.
 *
 * A slot is handed out only when its moment comes: to the most urgent waiter, parties taking turns, and
 * within a party to the first who asked. So a caller who stops waiting leaves nothing reserved.
 */
export class Pacer {
  readonly #intervalMs: number;
  #nextFreeAt = 0;
  /** In the order they asked. */
  readonly #waiting: Waiter[] = [];
  /** The number of the last slot each party had. */
  readonly #lastTurn = new WeakMap<object, number>();
  #turns = 0;
  /** The slots that are handed out and not over, in order. */
  #given: { readonly slot: Slot; free: boolean }[] = [];
  #alarm: { readonly at: number; readonly stop: AbortController } | null = null;

  constructor(
    private readonly clock: Clock,
    perSecond: number,
  ) {
    this.#intervalMs = 1000 / perSecond;
  }

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
        this.#serve();
      };
      const granted = (slot: Slot): void => {
        signal?.removeEventListener('abort', leave);
        resolve(slot);
      };
      const waiter: Waiter = { askedAt: this.clock.monotonic(), requests, urgency, party, granted };
      signal?.addEventListener('abort', leave, { once: true });
      this.#waiting.push(waiter);
      this.#serve();
    });
  }

  /** Gives back an unused slot. The next waiter gets it, unless a later slot is in use. */
  giveBack(slot: Slot): void {
    const given = this.#given.find((candidate) => candidate.slot === slot);
    if (!given) return;
    given.free = true;
    while (this.#given.at(-1)?.free) this.#nextFreeAt = this.#given.pop()?.slot.from ?? this.#nextFreeAt;
    this.#serve();
  }

  /** How long a new caller would wait, in milliseconds. */
  backlogMs(): number {
    const queued = this.#waiting.reduce((sum, { requests }) => sum + requests, 0) * this.#intervalMs;
    return Math.max(0, this.#nextFreeAt - this.clock.monotonic()) + queued;
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

  /** Hands out every due slot. `reached`: a moment that counts as come; its timer may end a little early. */
  #serve(reached = Number.NEGATIVE_INFINITY): void {
    const now = Math.max(this.clock.monotonic(), reached);
    for (let next = this.#next(); next; next = this.#next()) {
      // Counted from when the caller asked, not from when its timer ended: delays must not add up.
      const from = Math.max(next.askedAt, this.#nextFreeAt);
      const at = from + (next.requests - 1) * this.#intervalMs;
      if (at > now) return this.#wakeAt(at, now);
      this.#waiting.splice(this.#waiting.indexOf(next), 1);
      this.#grant(next, { from, until: at + this.#intervalMs }, now);
    }
    this.#stopAlarm();
  }

  #grant(waiter: Waiter, slot: Slot, now: number): void {
    this.#given = this.#given.filter(({ slot: { until } }) => until > now);
    this.#given.push({ slot, free: false });
    this.#nextFreeAt = slot.until;
    this.#lastTurn.set(waiter.party, ++this.#turns);
    waiter.granted(slot);
  }

  #wakeAt(at: number, now: number): void {
    if (this.#alarm?.at === at) return;
    this.#stopAlarm();
    const stop = new AbortController();
    this.#alarm = { at, stop };
    void this.clock.sleep(at - now, stop.signal).then(() => {
      if (stop.signal.aborted) return;
      this.#alarm = null;
      this.#serve(at);
    });
  }

  #stopAlarm(): void {
    this.#alarm?.stop.abort();
    this.#alarm = null;
  }
}
