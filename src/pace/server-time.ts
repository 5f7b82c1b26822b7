/** A longer look back would tell of how the clocks drift, in milliseconds. */
const FRESH_FOR_MS = 10_000;
/** Two clocks differ so much from one look to the next only where one of them was set, in milliseconds. */
const SET_BY_MS = 100;

interface Look {
  readonly server: number;
  readonly local: number;
  readonly roundTripMs: number;
}

/**
 * What the clock of a place shows when this process's monotonic clock shows something. The quickest of the answers lately
 * says it best: it was given within its round trip.
 */
export class ServerTime {
  #best: Look | null = null;

  get isKnown(): boolean {
    return this.#best !== null;
  }

  /**
   * Notes that the clock there showed `server` between two moments here. @returns whether it was set since the last
   * answer, or this process's clock stood still.
   */
  note(server: number, askedAt: number, answeredAt: number): boolean {
    const look = { server, local: (askedAt + answeredAt) / 2, roundTripMs: answeredAt - askedAt };
    const best = this.#best;
    this.#best = look;
    if (!best) return false;
    const off = Math.abs(look.server - look.local - (best.server - best.local));
    const unsureMs = (look.roundTripMs + best.roundTripMs) / 2;
    const isBetter = best.roundTripMs < look.roundTripMs && look.local - best.local < FRESH_FOR_MS;
    if (isBetter && off <= unsureMs) this.#best = best;
    return off > unsureMs + SET_BY_MS;
  }

  /** The moment here at which the clock there shows `server`. Something was noted before. */
  toLocal(server: number): number {
    const { server: shown, local } = this.#known();
    return local + (server - shown);
  }

  /** What the clock there shows at a moment here. */
  toServer(local: number): number {
    const { server, local: shown } = this.#known();
    return server + (local - shown);
  }

  #known(): Look {
    if (!this.#best) throw new Error('the place was not asked yet');
    return this.#best;
  }
}
