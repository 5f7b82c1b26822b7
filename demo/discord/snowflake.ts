const DISCORD_EPOCH = 1_420_070_400_000n;

/** Makes Discord ids: unique, rising, with the time inside. */
export class Snowflakes {
  #last = 0n;

  constructor(private readonly now: () => number) {}

  /** The next id. */
  next(): string {
    const fresh = (BigInt(Math.floor(this.now())) - DISCORD_EPOCH) << 22n;
    this.#last = fresh > this.#last ? fresh : this.#last + 1n;
    return this.#last.toString();
  }
}

/** Orders ids by number, as Discord does, not by spelling. */
export function compareSnowflakes(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
