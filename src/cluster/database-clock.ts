import type { Clock } from '../domain/clock.js';

/** How many readings are weighed against each other: the last four seconds' at a beat each half second. */
const READINGS = 8;
/** What `now` may be wrong beside a reading (ms): it is rounded down, and clocks drift until the next reading. */
const BESIDE_MS = 2;

/** What the database's clock said (ms since 1970), and when it was asked and answered (monotonic). */
export interface Spoken {
  readonly said: number;
  readonly askedAt: number;
  readonly answeredAt: number;
}

/** A reading of the database's clock, and how exact it is. */
interface Reading {
  /** What it is ahead of our monotonic clock, in milliseconds. */
  readonly offset: number;
  /** The most the offset may be wrong, in milliseconds: half of the round trip. */
  readonly within: number;
}

/** A clock that several processes have in common, each as exactly as it can tell. */
export interface CommonClock extends Clock {
  /** The most `now` may be wrong, in milliseconds. */
  readonly withinMs: number;
  /** Since when it has been watched and not been set (monotonic). */
  readonly steadySince: number;
}

/**
 * The database's clock, so that processes on hosts whose clocks differ agree on what is due. It is read at each beat, and
 * carried on by this machine's monotonic clock in between. Waits are the machine's own.
 */
export class DatabaseClock implements CommonClock {
  #readings: Reading[] = [];
  #best: Reading;
  #steadySince: number;

  constructor(
    private readonly machine: Clock,
    first: Spoken,
  ) {
    this.#best = readingOf(first);
    this.#readings.push(this.#best);
    this.#steadySince = first.answeredAt;
  }

  now(): number {
    return Math.floor(this.machine.monotonic() + this.#best.offset);
  }

  monotonic(): number {
    return this.machine.monotonic();
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return this.machine.sleep(ms, signal);
  }

  get withinMs(): number {
    return this.#best.within + BESIDE_MS;
  }

  get steadySince(): number {
    return this.#steadySince;
  }

  /** Takes in what the database said. Of the last readings the one with the shortest round trip counts. */
  read(answer: Spoken): void {
    const reading = readingOf(answer);
    // Where both can't be right one of the clocks was set, or this machine slept: what was before counts no more.
    const agrees = Math.abs(reading.offset - this.#best.offset) <= reading.within + this.#best.within + 1;
    if (!agrees) {
      this.#readings = [];
      this.#steadySince = answer.answeredAt;
    }
    this.#readings.push(reading);
    if (this.#readings.length > READINGS) this.#readings.shift();
    this.#best = this.#readings.reduce((best, each) => (each.within <= best.within ? each : best));
  }

  /** How much this machine's own clock is ahead of the database's, in milliseconds. */
  get skewMs(): number {
    return this.machine.now() - this.now();
  }
}

function readingOf({ said, askedAt, answeredAt }: Spoken): Reading {
  const within = (answeredAt - askedAt) / 2;
  return { offset: said - (askedAt + within), within };
}
