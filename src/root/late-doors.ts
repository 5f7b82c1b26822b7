import type { EventBus } from '../domain/events.js';
import { KeptEvents } from '../observability/kept-events.js';
import type { Doors } from './doors.js';

/** The doors of a process that sends before it has them: loading them takes longer than all that a send needs. */
export class LateDoors {
  readonly #heard: KeptEvents;
  #made: Doors | null = null;

  /** `make` makes them, on a bus by which they hear also what is emitted from now on until then. */
  constructor(
    events: EventBus,
    private readonly make: (heard: EventBus) => Promise<Doors>,
  ) {
    this.#heard = new KeptEvents(events);
  }

  /** `null`: not yet. */
  get ifMade(): Doors | null {
    return this.#made;
  }

  /** @throws when they are not made yet. */
  get made(): Doors {
    if (!this.#made) throw new Error('the doors are not made yet');
    return this.#made;
  }

  /** Makes them; all of them are still closed. Call it once. */
  async load(): Promise<void> {
    this.#made = await this.make(this.#heard);
    this.#heard.end();
  }
}
