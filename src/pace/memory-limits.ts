import type { Clock } from '../domain/clock.js';
import type { Counted, LimitRule, Limits } from '../domain/limits.js';

/** The most windows of one limit that are kept: an attacker with many addresses must not fill the memory. */
const MOST_KEYS = 10_000;

interface CountedWindow {
  count: number;
  readonly endsAt: number;
}

/** The limits of one process, in its memory. Instants are monotonic. */
export class MemoryLimits implements Limits {
  readonly #times = new Map<string, Map<string, number[]>>();
  readonly #windows = new Map<string, Map<string, CountedWindow>>();

  constructor(private readonly clock: Clock) {}

  waitMs(rule: LimitRule, key: string): number {
    const oldest = this.#recent(rule, key).at(-rule.most);
    return oldest === undefined ? 0 : oldest + rule.perMs - this.clock.monotonic();
  }

  take(rule: LimitRule, key: string): number {
    const waitMs = this.waitMs(rule, key);
    if (waitMs > 0) return waitMs;
    const times = of(this.#times, rule);
    for (const each of [...times.keys()]) if (this.#recent(rule, each).length === 0) times.delete(each);
    times.set(key, [...this.#recent(rule, key), this.clock.monotonic()]);
    return 0;
  }

  giveBack(rule: LimitRule, key: string): void {
    of(this.#times, rule).get(key)?.pop();
  }

  inWindow(rule: LimitRule, key: string): Counted {
    const now = this.clock.monotonic();
    const windows = of(this.#windows, rule);
    const found = windows.get(key);
    const window = found && found.endsAt > now ? found : { count: 0, endsAt: now + rule.perMs };
    window.count += 1;
    if (window !== found) begin(windows, key, window, now);
    return { remaining: rule.most - window.count, endsInMs: window.endsAt - now };
  }

  #recent(rule: LimitRule, key: string): number[] {
    const since = this.clock.monotonic() - rule.perMs;
    return (of(this.#times, rule).get(key) ?? []).filter((at) => at > since);
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
