import type { Clock } from '../domain/clock.js';
import { withDeadline } from '../domain/deadline.js';
import type { EventBus } from '../domain/events.js';
import type { Cells } from './cells.js';
import { ServerTime } from './server-time.js';

/**
 * How long the place may take for an answer, in milliseconds: many times what one takes, less than a person notices, and
 * so little that whoever goes on alone loses no more than the second it stands still anyway.
 */
export const PATIENCE_MS = 250;
/** In so many pieces; as many are not counted where the process was stopped meanwhile. */
const PIECES = 5;
/** How often a place that was lost is asked whether it is back, in milliseconds. */
export const LOOK_AGAIN_MS = 100;
/** Whoever is alone does not go by older news, in milliseconds: so long after it is back nobody is alone any more. */
export const NOTICED_WITHIN_MS = LOOK_AGAIN_MS + PATIENCE_MS;
/** The cell by which that is found out. */
const LOOK = 'is anybody there';
/** After so many looks in vain, another connection is tried. */
const LOOKS_OF_A_CONNECTION = 6;
/** Somebody who has lost a swap looks again within so much, so that two don't meet for ever. */
const JITTER_MS = 2;
/** The most that is allowed for an answer under way, in milliseconds. */
const MOST_LEAD_MS = 50;

/** What a process is, among those that share a place. */
export interface Sharer {
  readonly clock: Clock;
  readonly events: EventBus;
  /** No other process has it, and none had: the boot id. */
  readonly me: string;
  /** How many processes share the place, as far as this one knows. */
  readonly liveProcesses: () => number;
}

/** A cell as it was found. */
export interface Found {
  readonly value: string | null;
  /** By the clock of the place, as all that is kept there. */
  readonly now: number;
  /** When the answer to whoever asked is here. */
  readonly answerAt: number;
  /** The clock of the place was set since this process last looked: what is kept tells nothing. */
  readonly isClockSet: boolean;
}

/** What to do with a cell: new contents and how long they matter, or `null` to leave it; and the answer. */
export interface Change<T> {
  readonly keep: { readonly value: string; readonly forMs: number } | null;
  readonly answer: T;
}

/**
 * The place where processes share pace, limits and pauses. One that loses it, or has no answer from it in time, is alone
 * from then on, looks for it, and is told when it is back.
 */
export class Place {
  readonly #closed = new AbortController();
  readonly #time = new ServerTime();
  /** Of each cell, the last question of this process: it need not compete with itself. */
  readonly #last = new Map<string, Promise<unknown>>();
  #marks = 0;
  #leadMs = 0;
  #isLost = false;
  /** When the last look at a place that is lost began (monotonic), and what resolves when it has ended. */
  #lookedAt = Number.NEGATIVE_INFINITY;
  #round: Promise<void> = Promise.resolve();
  #lostAt = Number.NEGATIVE_INFINITY;
  #backAt = Number.NEGATIVE_INFINITY;
  readonly #patient: Clock;

  constructor(
    private readonly cells: Cells,
    private readonly sharer: Sharer,
  ) {
    const { clock } = sharer;
    this.#patient = {
      now: () => clock.now(),
      monotonic: () => clock.monotonic(),
      sleep: (ms, signal) => patiently(clock, ms, signal),
    };
  }

  get isLost(): boolean {
    return this.#isLost;
  }

  /** When it was lost the last time (monotonic). */
  get lostAt(): number {
    return this.#lostAt;
  }

  /** When it was back the last time (monotonic); others may have been alone for {@link NOTICED_WITHIN_MS} more. */
  get backAt(): number {
    return this.#backAt;
  }

  /** How many share the place, at least this one. */
  get processes(): number {
    return Math.max(1, Math.floor(this.sharer.liveProcesses()));
  }

  toLocal(server: number): number {
    return this.#time.toLocal(server);
  }

  toServer(local: number): number {
    return this.#time.toServer(local);
  }

  /** Never given twice, by no process. */
  newMark(): string {
    return `${this.sharer.me}.${(this.#marks += 1).toString(36)}`;
  }

  /**
   * Changes a cell, after the questions about it that this process had before. `change` is asked again where somebody else
   * was quicker, so it must do nothing but tell. @returns its answer; `null` where this process is alone.
   */
  async change<T>(key: string, change: (found: Found) => Change<T>): Promise<T | null> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const mine = before.then(() => this.#ask((over) => this.#swapped(key, change, over)));
    this.#last.set(key, mine);
    const answer = await mine;
    if (this.#last.get(key) === mine) this.#last.delete(key);
    return answer;
  }

  /**
   * Whether the place is lost, as far as this process knows by a look it began less than {@link NOTICED_WITHIN_MS} ago: one
   * that was stopped looks first, for the others may share again.
   */
  async isStillLost(): Promise<boolean> {
    const isOld = (): boolean => this.sharer.clock.monotonic() - this.#lookedAt > NOTICED_WITHIN_MS;
    while (this.#isLost && isOld() && !this.#closed.signal.aborted) await this.#round;
    return this.#isLost || this.#closed.signal.aborted;
  }

  /** Waits for nobody: what is under way ends alone. */
  async close(): Promise<void> {
    this.#closed.abort();
    await this.cells.close();
  }

  async #ask<T>(question: (over: AbortSignal) => Promise<T>): Promise<T | null> {
    if (this.#isLost) return null;
    try {
      return await withDeadline(this.#patient, PATIENCE_MS, question);
    } catch (error) {
      this.#lose(error);
      return null;
    }
  }

  async #swapped<T>(key: string, change: (found: Found) => Change<T>, over: AbortSignal): Promise<T> {
    const { clock } = this.sharer;
    let isClockSet = false;
    // The first answer has waited for the connection, and says little about the time there.
    if (!this.#time.isKnown) await this.cells.read(key);
    for (let lost = 0; ; lost += 1) {
      if (lost > 0) await clock.sleep(Math.random() * JITTER_MS * lost, over);
      over.throwIfAborted();
      const askedAt = clock.monotonic();
      const { mark, value, now } = await this.cells.read(key);
      const readAt = clock.monotonic();
      if (this.#time.note(now, askedAt, readAt)) isClockSet = true;
      const { keep, answer } = change({ value, now, answerAt: now + this.#leadMs, isClockSet });
      if (keep === null) return answer;
      over.throwIfAborted();
      const isDone = await this.cells.swap(key, mark, { mark: this.newMark(), ...keep });
      this.#leadMs = Math.min(MOST_LEAD_MS, (this.#leadMs + clock.monotonic() - readAt) / 2);
      if (isDone) return answer;
    }
  }

  #lose(error: unknown): void {
    if (this.#isLost || this.#closed.signal.aborted) return;
    this.#isLost = true;
    this.#lostAt = this.sharer.clock.monotonic();
    this.#lookedAt = this.#lostAt - PATIENCE_MS;
    this.sharer.events.emit({ type: 'sharing', state: 'lost', processes: this.processes, error });
    void this.#lookForIt();
  }

  async #lookForIt(): Promise<void> {
    for (let looks = 1; this.#isLost && !this.#closed.signal.aborted; looks += 1) {
      this.#round = this.#lookOnce(looks % LOOKS_OF_A_CONNECTION === 0);
      await this.#round;
    }
  }

  async #lookOnce(onAnotherConnection: boolean): Promise<void> {
    const { clock, events } = this.sharer;
    await clock.sleep(LOOK_AGAIN_MS, this.#closed.signal);
    if (this.#closed.signal.aborted) return;
    if (onAnotherConnection) this.cells.reconnect();
    this.#lookedAt = clock.monotonic();
    if (!(await this.#answers())) return;
    this.#isLost = false;
    this.#backAt = clock.monotonic();
    events.emit({ type: 'sharing', state: 'back', processes: this.processes, error: null });
  }

  async #answers(): Promise<boolean> {
    const { clock } = this.sharer;
    try {
      await withDeadline(this.#patient, PATIENCE_MS, async () => {
        const askedAt = clock.monotonic();
        const { mark, now } = await this.cells.read(LOOK);
        this.#time.note(now, askedAt, clock.monotonic());
        // One that can't be written to is of no use.
        await this.cells.swap(LOOK, mark, { mark: this.newMark(), value: '', forMs: PATIENCE_MS });
      });
      return true;
    } catch {
      return false;
    }
  }
}

/**
 * Sleeps in pieces. A process that was stopped finds both when it goes on, its timer and the answer: the piece in which it
 * was does not count, so that it looks for the answer before it gives up.
 */
async function patiently(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  const piece = ms / PIECES;
  for (let left = PIECES, spared = 0; left > 0 && !signal?.aborted;) {
    const begun = clock.monotonic();
    await clock.sleep(piece, signal);
    const wasStopped = clock.monotonic() - begun > 2 * piece;
    if (wasStopped && spared < PIECES) spared += 1;
    else left -= 1;
  }
}
