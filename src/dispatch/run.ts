import { setMaxListeners } from 'node:events';
import type { Campaign, CampaignJob } from '../domain/campaign.js';
import type { Clock } from '../domain/clock.js';
import type { Rollcall } from './rollcall.js';
import type { RunControl } from './run-result.js';

/** What one run of a job works on. */
export interface Work extends RunControl {
  readonly campaign: Campaign;
  readonly job: CampaignJob;
  /** In a follow-up, which looks again who has come before each nudge. */
  readonly rollcall: Rollcall | null;
  readonly run: Run;
}

/** One run of a job: its waits, its sends without an answer, the first error it met. */
export class Run {
  readonly #sends = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | null = null;
  #waits = newRound();

  constructor(private readonly clock: Clock) {}

  /** Aborts when the current waits must end. Read it at the beginning of each wait. */
  get signal(): AbortSignal {
    return this.#waits.signal;
  }

  /** Ends every current wait; each waiter looks again at what there is to do. */
  interrupt(): void {
    const over = this.#waits;
    this.#waits = newRound();
    over.abort();
  }

  /** Keeps an error for the end of the run: nobody else loses their call by it. */
  fail(error: unknown): void {
    this.#failure ??= { error };
  }

  /** @throws the first error the run met. */
  check(): void {
    if (this.#failure) throw this.#failure.error;
  }

  /** Tracks a send until it has settled. */
  follow(send: Promise<void>): void {
    const settled = send
      .catch((error: unknown) => this.fail(error))
      .finally(() => this.#sends.delete(settled));
    this.#sends.add(settled);
  }

  /** Resolves when no send is under way. */
  async quiet(): Promise<void> {
    while (this.#sends.size > 0) await Promise.all(this.#sends);
  }

  /**
   * Waits for {@link quiet}, at most until an instant or an interruption. @returns whether it came: a run
   * whose sends are under way can't give its job back, and has time to look again.
   */
  async quietBefore(until: number): Promise<boolean> {
    if (this.#sends.size === 0) return true;
    const signal = this.signal;
    const over = new AbortController();
    const stop = (): void => over.abort();
    signal.addEventListener('abort', stop);
    const quiet = this.quiet().then(() => true);
    const late = this.clock.sleep(until - this.clock.now(), over.signal).then(() => false);
    const first = await Promise.race([quiet, late]);
    signal.removeEventListener('abort', stop);
    over.abort();
    return first;
  }
}

function newRound(): AbortController {
  const round = new AbortController();
  // Everybody who waits listens; above ten listeners Node warns of a leak on stderr.
  setMaxListeners(0, round.signal);
  return round;
}
