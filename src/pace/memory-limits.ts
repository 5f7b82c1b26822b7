import type { Clock } from '../domain/clock.js';
import type { Counted, LimitRule, Limits } from '../domain/limits.js';
import { countedIn, type CountedWindow, oneMoreIn, recentOf, waitBeside } from './counting.js';

/** The most windows of one limit that are kept: an attacker with many addresses must not fill the memory. */
const MOST_KEYS = 10_000;

/** The limits of one process, in its memory. Instants are monotonic. */
export class MemoryLimits implements Limits {
  readonly #times = new Map<string, Map<string, readonly number[]>>();
  readonly #windows = new Map<string, Map<string, CountedWindow>>();

  constructor(private readonly clock: Clock) {}

  waitMs(rule: LimitRule, key: string): number {
    return waitBeside(of(this.#times, rule).get(key) ?? [], rule, this.clock.monotonic());
  }

  take(rule: LimitRule, key: string): number {
    const now = this.clock.monotonic();
    const times = of(this.#times, rule);
    const before = times.get(key) ?? [];
    const waitMs = waitBeside(before, rule, now);
    if (waitMs > 0) return waitMs;
    // Whoever took one last is the last in the map, so the first are the first to be over.
    times.delete(key);
    times.set(key, [...recentOf(before, rule, now), now]);
    for (const [old, at] of times) {
      if ((at.at(-1) ?? Number.NEGATIVE_INFINITY) > now - rule.perMs) break;
      times.delete(old);
    }
    return 0;
  }

  giveBack(rule: LimitRule, key: string): void {
    const times = of(this.#times, rule);
    const left = times.get(key)?.slice(0, -1) ?? [];
    if (left.length > 0) times.set(key, left);
    else times.delete(key);
  }

  inWindow(rule: LimitRule, key: string): Counted {
    const now = this.clock.monotonic();
    const windows = of(this.#windows, rule);
    const found = windows.get(key) ?? null;
    const window = oneMoreIn(found, rule, now);
    if (window.endsAt === found?.endsAt) windows.set(key, window);
    else begin(windows, key, window, now);
    return countedIn(window, rule, now);
  }
}

function begin(windows: Map<string, CountedWindow>, key: string, window: CountedWindow, now: number): void {
  // Windows last equally long, so the first in the map is the first to end.
  windows.delete(key);
  windows.set(key, window);
  for (const [old, { endsAt }] of windows) {
    if (endsAt > now && windows.size <= MOST_KEYS) break;
    windows.delete(old);
  }
}

/** What is kept for a rule. */
function of<T>(kept: Map<string, Map<string, T>>, { name }: LimitRule): Map<string, T> {
  const found = kept.get(name) ?? new Map<string, T>();
  kept.set(name, found);
  return found;
}
