import type { Cells } from '../../src/pace/cells.js';
import type { FakeClock } from './fake-clock.js';

/** How a place is lost: its connections break, or nobody answers any more. */
export type Loss = 'breaks' | 'says nothing';

/** A place for cells in memory, with a clock of its own. */
export class FakePlace {
  #cells = new Map<string, { mark: string; value: string; until: number }>();
  #loss: Loss | null = null;
  #clockOff = 1_790_000_000_000;
  #answers = Promise.resolve();
  readonly #silent: (() => void)[] = [];
  /** How many questions it was asked. */
  questions = 0;

  constructor(private readonly clock: FakeClock) {}

  /** The way there of one process. `beforeSwap`: what holds it up between looking and changing. */
  connection(beforeSwap: () => Promise<void> = async () => undefined): Cells {
    return {
      read: async (key) => {
        await this.#asked();
        const held = this.#held(key);
        return { mark: held?.mark ?? null, value: held?.value ?? null, now: this.#now() };
      },
      swap: async (key, seen, { mark, value, forMs }) => {
        await beforeSwap();
        await this.#asked();
        if ((this.#held(key)?.mark ?? null) !== seen) return false;
        this.#cells.set(key, { mark, value, until: this.#now() + forMs });
        return true;
      },
      reconnect: () => undefined,
      close: async () => undefined,
    };
  }

  lose(how: Loss): void {
    this.#loss = how;
  }

  /** What was asked meanwhile fails now. */
  comeBack({ empty }: { empty: boolean }): void {
    this.#loss = null;
    if (empty) this.#cells = new Map();
    for (const fail of this.#silent.splice(0)) fail();
  }

  /** From now on its answers come when `over` does. */
  answerAfter(over: Promise<void>): void {
    this.#answers = over;
  }

  /** Somebody sets its clock. */
  step(ms: number): void {
    this.#clockOff += ms;
  }

  /** All that lies there, as text. */
  get contents(): string {
    return JSON.stringify([...this.#cells]);
  }

  async #asked(): Promise<void> {
    this.questions += 1;
    if (this.#loss === 'says nothing') await new Promise<void>((resolve) => this.#silent.push(resolve));
    if (this.#loss !== null) throw new Error('the connection is gone');
    await this.#answers;
  }

  #now(): number {
    return this.#clockOff + this.clock.monotonic();
  }

  #held(key: string): { mark: string; value: string } | undefined {
    const held = this.#cells.get(key);
    return held && held.until > this.#now() ? held : undefined;
  }
}
