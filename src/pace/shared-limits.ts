import { createHmac } from 'node:crypto';
import type { Clock } from '../domain/clock.js';
import type { Counted, LimitRule, Limits } from '../domain/limits.js';
import { countedIn, type CountedWindow, oneMoreIn, recentOf, waitBeside } from './counting.js';
import { MemoryLimits } from './memory-limits.js';
import type { Found, Place } from './place.js';

/**
 * The limits that several processes share; what is counted for a key is one cell. Each process counts its own in memory as
 * well, and goes by that alone while it has lost the place.
 */
export class SharedLimits implements Limits {
  readonly #mine: MemoryLimits;

  /** `secret`: keys of limits, which name people and addresses, leave this process only as digests made with it. */
  constructor(
    private readonly place: Place,
    clock: Clock,
    private readonly secret: string,
  ) {
    this.#mine = new MemoryLimits(clock);
  }

  async waitMs(rule: LimitRule, key: string): Promise<number> {
    const waitMs = await this.place.change(this.#cellOf('times', rule, key), (found) => ({
      keep: null,
      answer: waitBeside(timesIn(found), rule, found.now),
    }));
    return waitMs ?? this.#mine.waitMs(rule, key);
  }

  async take(rule: LimitRule, key: string): Promise<number> {
    // What this process has counted, all have.
    const mineMs = this.#mine.waitMs(rule, key);
    if (mineMs > 0) return mineMs;
    const waitMs = await this.place.change(this.#cellOf('times', rule, key), (found) => {
      const { now } = found;
      const times = timesIn(found);
      const answer = waitBeside(times, rule, now);
      if (answer > 0) return { keep: null, answer };
      const value = JSON.stringify([...recentOf(times, rule, now), now]);
      return { keep: { value, forMs: rule.perMs }, answer };
    });
    return waitMs !== null && waitMs > 0 ? waitMs : this.#mine.take(rule, key);
  }

  async giveBack(rule: LimitRule, key: string): Promise<void> {
    this.#mine.giveBack(rule, key);
    await this.place.change(this.#cellOf('times', rule, key), (found) => {
      const times = timesIn(found);
      const value = JSON.stringify(times.slice(0, -1));
      return { keep: times.length > 0 ? { value, forMs: rule.perMs } : null, answer: true };
    });
  }

  async inWindow(rule: LimitRule, key: string): Promise<Counted> {
    const mine = this.#mine.inWindow(rule, key);
    const counted = await this.place.change(this.#cellOf('window', rule, key), ({ value, now }) => {
      const found = value === null ? null : (JSON.parse(value) as CountedWindow);
      // It ends further away than a whole one: the clock there was set back.
      const isOdd = found !== null && found.endsAt > now + rule.perMs;
      const window = oneMoreIn(isOdd ? { ...found, endsAt: now + rule.perMs } : found, rule, now);
      const keep = { value: JSON.stringify(window), forMs: window.endsAt - now };
      return { keep, answer: countedIn(window, rule, now) };
    });
    return counted ?? mine;
  }

  #cellOf(what: 'times' | 'window', { name }: LimitRule, key: string): string {
    const digest = createHmac('sha256', this.secret).update(`${name}\0${key}`).digest('base64url');
    return `${what} ${name} ${digest}`;
  }
}

/** The instants that were counted; none is still to come, whatever was done to the clock there. */
function timesIn({ value, now }: Found): readonly number[] {
  return value === null ? [] : (JSON.parse(value) as number[]).map((at) => Math.min(at, now));
}
