import type { DateTime } from 'luxon';

const MOVED = new URL('moved-clock.mjs', import.meta.url);

/** The time of the demo's week: this machine's, and ahead of it by what was skipped. */
export class WeekClock {
  #aheadMs = 0;

  /** Milliseconds since the epoch, as the week has it. */
  readonly now = (): number => Date.now() + this.#aheadMs;

  /** Goes on to a moment. It never goes back: what is past by then stays past. */
  moveTo(moment: DateTime): void {
    this.#aheadMs = Math.max(this.#aheadMs, moment.toMillis() - Date.now());
  }

  /** What node is given so that a process that starts now lives in the same time. */
  get nodeOptions(): string[] {
    return ['--import', `${MOVED.href}?ms=${this.#aheadMs}`];
  }
}
