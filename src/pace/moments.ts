import type { Window } from '../domain/pace.js';

/** Rounding in the last digit is no request too many. */
const ROUNDING_MS = 1e-6;

/** The moments at which requests that draw on one budget leave, and where there is room for more. */
export class Moments {
  constructor(
    private readonly window: Window,
    /** In order. It is changed in place. */
    private readonly taken: number[],
  ) {}

  /** The first moment from `from` on with room for a request. */
  earliest(from: number): number {
    const last = this.taken.at(-1);
    if (last === undefined || last <= from) return this.#earliestAfterAll(from);
    if (this.#fits(from)) return from;
    // A window that is full has room again where one of its moments leaves it, or where one begins another.
    const others = this.taken.flatMap((at) => [at, at + this.window.perMs]).filter((at) => at > from);
    const found = others.sort((a, b) => a - b).find((at) => this.#fits(at));
    return found ?? from;
  }

  add(at: number): void {
    const next = this.#next(at);
    if (next < 0) this.taken.push(at);
    else this.taken.splice(next, 0, at);
  }

  remove(at: number): void {
    const last = this.taken.lastIndexOf(at);
    if (last >= 0) this.taken.splice(last, 1);
  }

  /** Forgets what no window from `now` on reaches back to. */
  forget(now: number): void {
    const first = this.taken.findIndex((at) => at > now - this.window.perMs);
    if (first !== 0) this.taken.splice(0, first < 0 ? this.taken.length : first);
  }

  /** {@link earliest}, where `from` is no sooner than all others: only the window that ends there counts. */
  #earliestAfterAll(from: number): number {
    const oldest = this.taken.at(-this.window.most);
    return oldest === undefined ? from : Math.max(from, oldest + this.window.perMs);
  }

  #fits(at: number): boolean {
    const { most, perMs } = this.window;
    const next = this.#next(at);
    const place = next < 0 ? this.taken.length : next;
    const taken = [...this.taken.slice(0, place), at, ...this.taken.slice(place)];
    for (let first = Math.max(0, place - most); first <= place; first += 1) {
      const after = taken[first + most];
      if (after !== undefined && after - (taken[first] ?? 0) < perMs - ROUNDING_MS) return false;
    }
    return true;
  }

  /** The place of the first that is later; -1: none is. */
  #next(at: number): number {
    const last = this.taken.at(-1);
    return last === undefined || last <= at ? -1 : this.taken.findIndex((each) => each > at);
  }
}
