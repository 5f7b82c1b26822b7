import type { EventBus, EventListener, MusterEvent } from '../domain/events.js';

/** Hands every event to every listener, in the order they subscribed. */
export class SimpleEventBus implements EventBus {
  readonly #listeners = new Set<EventListener>();

  emit(event: MusterEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  on(listener: EventListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
