import type { EventBus } from '../domain/events.js';

/**
 * Starts work of our own beside a send, such as remembering or forgetting an address. It neither changes nor
 * delays the outcome of the message: nobody waits for it, and a fault becomes an event.
 */
export function aside(events: EventBus, where: string, work: () => Promise<void>): void {
  const begun = (async () => work())();
  begun.catch((error: unknown) => {
    events.emit({ type: 'background_error', where, error });
  });
}
