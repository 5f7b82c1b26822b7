import type { REST } from 'discord.js';
import { Pacer } from '../channels/pacer.js';
import type { Clock } from '../domain/clock.js';
import type { Pace } from '../domain/pace.js';

/** Nobody can be asked in time: too many wait already, or Discord takes too long. */
export class LaneBusy extends Error {
  override readonly name = 'LaneBusy';
}

/** What a lane may do. */
export interface LaneLimits {
  /** When requests leave. */
  readonly pace: Pace;
  /** How long a request may take in all, waiting included, in milliseconds. */
  readonly patienceMs: number;
}

/**
 * A share of the requests Discord allows us, for one kind of asker, so that no other kind can use it up: requests
 * leave evenly spaced, and one that can't be answered in time is refused or dropped rather than left waiting, which
 * bounds how many wait. Each lane has a REST client of its own, for discord.js makes requests of one kind wait for
 * each other.
 */
export class RequestLane {
  readonly #pacer: Pacer;

  constructor(
    private readonly rest: REST,
    private readonly clock: Clock,
    private readonly limits: LaneLimits,
  ) {
    this.#pacer = new Pacer(clock, limits.pace);
  }

  /** How long a request would wait before it leaves, in milliseconds. */
  backlogMs(): number {
    return this.#pacer.backlogMs();
  }

  /**
   * What Discord answers to a GET.
   * @throws LaneBusy when no answer can be had in time, and whatever discord.js throws.
   */
  async get(route: `/${string}`, query?: URLSearchParams): Promise<unknown> {
    const { patienceMs } = this.limits;
    if (this.backlogMs() >= patienceMs) throw new LaneBusy();
    const done = new AbortController();
    const tooLate = new AbortController();
    const inTime = this.#ask(route, query, tooLate.signal);
    const patience = this.clock.sleep(patienceMs, done.signal).then(() => {
      if (!done.signal.aborted) tooLate.abort();
      throw new LaneBusy();
    });
    patience.catch(() => undefined);
    inTime.catch(() => undefined);
    return Promise.race([inTime, patience]).finally(() => done.abort());
  }

  async #ask(route: `/${string}`, query: URLSearchParams | undefined, signal: AbortSignal): Promise<unknown> {
    await this.#pacer.acquire(signal);
    signal.throwIfAborted();
    return this.rest.get(route, { ...(query && { query }), signal });
  }
}
