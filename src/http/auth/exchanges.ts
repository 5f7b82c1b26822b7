import type { Clock } from '../../domain/clock.js';
import type { DiscordRefusals } from '../../domain/discord-refusals.js';
import { type Limits, SIGN_INS, SIGN_INS_OF_ADDRESS } from '../../domain/limits.js';

/** When to try again if nobody knows better. */
const LATER_MS = 30_000;
/** All sign-ins are counted together. */
const ALL = '';

/**
 * Whether a sign-in may go to Discord now. Anybody can bring a false code, and Discord's refusals count
 * against everything Muster does there.
 */
export class Exchanges {
  /** Monotonic. */
  #told = 0;

  constructor(
    private readonly clock: Clock,
    private readonly limits: Limits,
    private readonly refusals: DiscordRefusals,
  ) {}

  /** Counts one from this network and returns 0 if it may be taken there now; else milliseconds until it may. */
  async take(network: string): Promise<number> {
    const hinderedMs = Math.max(this.refusals.heldBack ? LATER_MS : 0, this.#told - this.clock.monotonic());
    if (hinderedMs > 0) return hinderedMs;
    const ofAddressMs = await this.limits.take(SIGN_INS_OF_ADDRESS, network);
    if (ofAddressMs > 0) return ofAddressMs;
    const ofAllMs = await this.limits.take(SIGN_INS, ALL);
    if (ofAllMs > 0) await this.limits.giveBack(SIGN_INS_OF_ADDRESS, network);
    return ofAllMs;
  }

  /** Discord said to wait this long, in milliseconds. */
  wait(ms: number): void {
    this.#told = Math.max(this.#told, this.clock.monotonic() + ms);
  }
}
