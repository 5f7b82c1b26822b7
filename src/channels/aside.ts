import type { EventBus } from '../domain/events.js';

/**
 * Does something of ours beside a send, such as remembering or forgetting an address. What becomes of it never changes
 * what became of the message: a fault is told as an event, and the outcome stands.
 */
export async function aside(events: EventBus, where: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    events.emit({ type: 'background_error', where, error });
  }
}
