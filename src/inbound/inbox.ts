import { backoffDelay } from '../domain/backoff.js';
import type { LinkableChannel } from '../domain/channel-choice.js';
import type { ServiceContext } from '../services/context.js';

/** Listens to a channel, once: from its start to its stop. */
export interface Inbox {
  /** Begins to listen; never throws, and does not wait for the channel. */
  start(): void;
  /**
   * Stops listening, and waits for the answers under way. `lost`: another process may listen already, so the channel is
   * asked for nothing more.
   */
  stop(how: 'lost' | 'given_back'): Promise<void>;
}

/** Why listening failed: our code, and how long the channel asked us to wait. */
export interface Loss {
  readonly code: string;
  readonly retryAfterMs?: number;
}

const LEAST_PAUSE_MS = 1_000;

/**
 * Keeps listening: `listen` calls `ready` once it hears, and starts anew whenever it ends, after a pause that
 * grows with each failure in a row.
 */
export async function keepListening(
  services: Pick<ServiceContext, 'clock' | 'events'>,
  channel: LinkableChannel,
  stopping: AbortSignal,
  listen: (ready: () => void) => Promise<Loss>,
): Promise<void> {
  let failures = 0;
  let hears = false;
  const ready = (): void => {
    failures = 0;
    if (!hears) services.events.emit({ type: 'inbound_ready', channel });
    hears = true;
  };
  for (;;) {
    const loss = await listen(ready);
    if (stopping.aborted) return;
    failures += 1;
    hears = false;
    const retryInMs = Math.max(LEAST_PAUSE_MS, backoffDelay(failures, Math.random, loss.retryAfterMs ?? 0));
    services.events.emit({ type: 'inbound_lost', channel, code: loss.code, retryInMs });
    await services.clock.sleep(retryInMs, stopping);
  }
}
