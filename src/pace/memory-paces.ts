import type { Clock } from '../domain/clock.js';
import {
  type Budget,
  CATCH_UP_MS,
  type Pace,
  type PaceRule,
  type Paces,
  type PaceSlot,
  slackMs,
  windowOf,
} from '../domain/pace.js';
import { Moments } from './moments.js';

/** The paces of one process, in its memory. */
export class MemoryPaces implements Paces {
  readonly #paces = new Map<string, MemoryPace>();
  readonly #budgets = new Map<string, Moments>();

  constructor(private readonly clock: Clock) {}

  of(name: string, rule: PaceRule): Pace {
    const found = this.#paces.get(name);
    if (found) return found;
    const { budgets = [] } = rule;
    const pace = new MemoryPace(
      this.clock,
      rule,
      budgets.map((budget) => this.#budget(budget)),
    );
    this.#paces.set(name, pace);
    return pace;
  }

  #budget({ name, perSecond }: Budget): Moments {
    const found = this.#budgets.get(name) ?? new Moments(perSecond);
    this.#budgets.set(name, found);
    return found;
  }
}

/** A slot, with where it is in the pace. Instants are monotonic. */
interface Taken extends PaceSlot {
  /** What its requests are counted as: they leave together, at the last of these moments. */
  readonly moments: readonly number[];
  readonly at: number;
  /** Where it begins in the even row. */
  readonly from: number;
  readonly until: number;
  /** When the slot before it leaves. */
  readonly lastAt: number;
}

interface Given {
  slot: Taken;
  isFree: boolean;
}

/**
 * The generic cell rate algorithm: a slot begins where the one before ends, or now. A fixed window would let two windows'
 * worth through around its edge; a provider with a sliding window answers that with 429s.
 */
class MemoryPace implements Pace {
  readonly perSecond: number;
  readonly goodForMs: number;
  readonly #gapMs: number;
  /** What its requests are counted in: its budgets, or a window of its own. */
  readonly #counted: readonly Moments[];
  /** Where the even row goes on (monotonic). */
  #freeAt = Number.NEGATIVE_INFINITY;
  /** No slot comes before one that was taken earlier. */
  #lastAt = Number.NEGATIVE_INFINITY;
  /** The slots taken lately, in order. */
  readonly #given: Given[] = [];
  /** How long a slot that is over still counts somewhere, in milliseconds. */
  readonly #countsForMs: number;

  constructor(
    private readonly clock: Clock,
    { perSecond, budgets = [] }: PaceRule,
    shared: readonly Moments[],
  ) {
    this.perSecond = perSecond;
    this.#gapMs = 1000 / perSecond;
    this.#counted = shared.length > 0 ? shared : [new Moments(perSecond)];
    const rates = shared.length > 0 ? budgets.map((budget) => budget.perSecond) : [perSecond];
    this.goodForMs = Math.min(...rates.map(slackMs));
    this.#countsForMs = Math.max(...rates.map((rate) => windowOf(rate).perMs), CATCH_UP_MS);
  }

  take(requests: number, waitedMs: number): Promise<PaceSlot> {
    const now = this.#now();
    const from = Math.max(this.#freeAt, now - Math.min(waitedMs, CATCH_UP_MS));
    const until = from + requests * this.#gapMs;
    const place = { from, until, lastAt: this.#lastAt };
    const slot = { ...place, requests, ...this.#placed(Math.max(from, this.#lastAt), requests, now) };
    this.#given.push({ slot, isFree: false });
    this.#freeAt = until;
    this.#lastAt = slot.at;
    return Promise.resolve(slot);
  }

  renew(slot: PaceSlot): Promise<PaceSlot> {
    const given = this.#given.findLast((each) => each.slot === slot);
    if (given) this.#unplace(given.slot);
    const now = this.#now();
    // One that has been over for so long is no part of the row any more.
    const place = given?.slot ?? { from: now, until: Number.NaN, lastAt: this.#lastAt };
    const { requests } = slot;
    const renewed = { ...place, requests, ...this.#placed(Number.NEGATIVE_INFINITY, requests, now) };
    if (given) given.slot = renewed;
    else this.#given.push({ slot: renewed, isFree: false });
    this.#lastAt = Math.max(this.#lastAt, renewed.at);
    return Promise.resolve(renewed);
  }

  giveBack(slot: PaceSlot): Promise<void> {
    const given = this.#given.findLast((each) => each.slot === slot);
    if (!given || given.isFree) return Promise.resolve();
    given.isFree = true;
    this.#unplace(given.slot);
    for (let last = this.#given.at(-1); last?.isFree; last = this.#given.at(-1)) {
      this.#given.pop();
      if (last.slot.until === this.#freeAt) this.#freeAt = last.slot.from;
      this.#lastAt = last.slot.lastAt;
    }
    return Promise.resolve();
  }

  backlogMs(): number {
    return Math.max(0, Math.max(this.#freeAt, this.#lastAt) - this.clock.monotonic());
  }

  #now(): number {
    const now = this.clock.monotonic();
    for (const moments of this.#counted) moments.forget(now);
    const countsFrom = now - this.#countsForMs;
    const isOver = ({ slot: { at, until } }: Given): boolean => at <= countsFrom && !(until > countsFrom);
    for (let first = this.#given[0]; first && isOver(first); first = this.#given[0]) this.#given.shift();
    return now;
  }

  /** Notes so many moments a gap apart, the first ones from `from` on of which the last is still to come. */
  #placed(from: number, requests: number, now: number): Pick<Taken, 'moments' | 'at' | 'waitMs'> {
    const moments: number[] = [];
    let at = Math.max(from, now - (requests - 1) * this.#gapMs);
    for (let n = 0; n < requests; n += 1, at += this.#gapMs) {
      at = this.#earliest(at);
      for (const each of this.#counted) each.add(at);
      moments.push(at);
    }
    at = Math.max(moments.at(-1) ?? now, now);
    return { moments, at, waitMs: at - now };
  }

  /** The first moment from `from` on with room everywhere. */
  #earliest(from: number): number {
    let at = from;
    for (let before = Number.NaN; before !== at;) {
      before = at;
      for (const moments of this.#counted) at = moments.earliest(at);
    }
    return at;
  }

  #unplace({ moments }: Taken): void {
    for (const counted of this.#counted) for (const at of moments) counted.remove(at);
  }
}
