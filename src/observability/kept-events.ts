import type { EventBus, EventListener, MusterEvent } from '../domain/events.js';

/** The events of another bus, for listeners that are loaded late: each hears first, in its order, what came since this was made. */
export class KeptEvents implements EventBus {
  readonly #forget: () => void;
  readonly #kept: MusterEvent[] = [];

  constructor(private readonly events: EventBus) {
    this.#forget = events.on((event) => void this.#kept.push(event));
  }

  emit(event: MusterEvent): void {
    this.events.emit(event);
  }

  on(listener: EventListener): () => void {
    const forget = this.events.on(listener);
    for (const event of this.#kept) listener(event);
    return forget;
  }

  /** Keeps nothing any more: whoever listens from here on hears what comes. */
  end(): void {
    this.#forget();
    this.#kept.length = 0;
  }
}
