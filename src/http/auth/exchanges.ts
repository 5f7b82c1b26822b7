import type { Clock } from '../../domain/clock.js';
import type { DiscordRefusals } from '../../domain/discord-refusals.js';
import { Limit } from '../../services/limits.js';

const MINUTE = 60_000;
/** How many sign-ins a minute go to Discord, three requests each: from one address, and from all. */
const PER_ADDRESS = 10;
const IN_ALL = 60;
/** When to try again if nobody knows better. */
const LATER_MS = 30_000;

/**
 * Whether a sign-in may go to Discord now. Anybody can bring a false code, and Discord's refusals count
 * against everything Muster does there.
 */
export class Exchanges {
  readonly #ofAddress: Limit;
  readonly #ofAll: Limit;
  /** Monotonic. */
  #told = 0;

  constructor(
    private readonly clock: Clock,
    private readonly refusals: DiscordRefusals,
  ) {
    this.#ofAddress = new Limit(clock, PER_ADDRESS, MINUTE);
    this.#ofAll = new Limit(clock, IN_ALL, MINUTE);
  }

  /** Milliseconds until one from this network may be taken there, 0 when it may now. */
  waitMs(network: string): number {
    return Math.max(
      this.refusals.heldBack ? LATER_MS : 0,
      this.#told - this.clock.monotonic(),
      this.#ofAddress.waitMs(network),
      this.#ofAll.waitMs(''),
    );
  }

  /** Counts one. */
  count(network: string): void {
    this.#ofAddress.count(network);
    this.#ofAll.count('');
  }

  /** Discord said to wait this long, in milliseconds. */
  wait(ms: number): void {
    this.#told = Math.max(this.#told, this.clock.monotonic() + ms);
  }
}
