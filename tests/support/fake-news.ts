import { type Heard, heardIn, type News, type NewsWire } from '../../src/domain/news.js';

/** News among the processes of a test. Each hears what the others tell, as it is written on the wire. */
export class FakeNews {
  readonly #wires = new Map<NewsWire, Set<(heard: Heard) => void>>();
  /** Everything that was told, in order. */
  readonly told: News[] = [];
  /** Nothing arrives. */
  isCut = false;

  /** A process's own. */
  wire(): NewsWire {
    const listeners = new Set<(heard: Heard) => void>();
    const wire: NewsWire = {
      tell: (news) => {
        this.told.push(news);
        if (this.isCut || !this.#wires.has(wire)) return;
        for (const [other, theirs] of this.#wires) {
          if (other !== wire) for (const listener of theirs) listener(heardIn(JSON.stringify(news)));
        }
      },
      on: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
    this.#wires.set(wire, listeners);
    return wire;
  }

  /** A process has ended. */
  cut(wire: NewsWire): void {
    this.#wires.delete(wire);
  }

  /** What comes every half a minute, and after a loss. */
  missed(): void {
    for (const listeners of this.#wires.values())
      for (const listener of listeners) listener({ type: 'missed' });
  }
}
