import type { EventBus } from '../domain/events.js';

/**
 * Begins something of ours beside a send, such as remembering or forgetting an address. What becomes of it never changes
 * what became of the message, nor when that is known: nobody waits for it, and a fault is told as an event.
 */
export function aside(events: EventBus, where: string, work: () => Promise<void>): void {
  const begun = (async () => work())();
  begun.catch((error: unknown) => {
    events.emit({ type: 'background_error', where, error });
  });
}
