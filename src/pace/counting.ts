import type { Counted, LimitRule } from '../domain/limits.js';

/** What was counted from its first on. */
export interface CountedWindow {
  readonly count: number;
  readonly endsAt: number;
}

/** Those of these instants that still count. */
export function recentOf(times: readonly number[], { perMs }: LimitRule, now: number): readonly number[] {
  return times.filter((at) => at > now - perMs);
}

/** Milliseconds until there is room for one more beside these; 0: now. */
export function waitBeside(times: readonly number[], rule: LimitRule, now: number): number {
  const oldest = recentOf(times, rule, now).at(-rule.most);
  return oldest === undefined ? 0 : oldest + rule.perMs - now;
}

/** The window with one more; it begins anew where the one before is over. */
export function oneMoreIn(window: CountedWindow | null, { perMs }: LimitRule, now: number): CountedWindow {
  const isOver = !window || window.endsAt <= now;
  return isOver ? { count: 1, endsAt: now + perMs } : { ...window, count: window.count + 1 };
}

export function countedIn({ count, endsAt }: CountedWindow, { most }: LimitRule, now: number): Counted {
  return { remaining: most - count, endsInMs: endsAt - now };
}
