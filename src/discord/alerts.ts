import { type REST, Routes } from 'discord.js';
import type { MusterEvent } from '../domain/events.js';
import type { EventBus } from '../domain/events.js';
import type { Messages } from '../messages/messages.js';
import { databaseFault } from '../persistence/storage-error.js';

/** Tells the alert channel what an admin should know at once, once for each cause until that is over. */
export class Alerts {
  readonly #told = new Set<string>();

  constructor(
    private readonly rest: REST,
    private readonly channelId: string,
    private readonly messages: Messages,
    private readonly events: EventBus,
  ) {}

  /** Listens to what happens. */
  handle(event: MusterEvent): void {
    if (event.type === 'channel_paused')
      this.#tell(`${event.channel}:${event.code}`, this.messages.alert(event));
    if (event.type === 'channel_resumed') this.#forget(`${event.channel}:`);
    if (event.type === 'backup_failed') this.#tell('backup', this.messages.alert(event));
    if (event.type === 'backup_made') this.#forget('backup');
    if (event.type === 'job_finished' && (event.status === 'failed' || event.counts.unknown > 0))
      this.#tell(event.jobId, this.messages.alert(event));
    if (event.type === 'background_error' || event.type === 'job_error') this.#tellOfDatabase(event.error);
    // Only emitted once they are recorded.
    if (event.type === 'job_started' || event.type === 'send_settled') this.#forget('database');
  }

  #tellOfDatabase(error: unknown): void {
    const fault = databaseFault(error);
    if (fault) this.#tell('database', this.messages.alert({ type: 'database_trouble', fault }));
  }

  #tell(cause: string, content: string): void {
    if (this.#told.has(cause)) return;
    this.#told.add(cause);
    const body = { content, allowed_mentions: { parse: [] } };
    this.rest.post(Routes.channelMessages(this.channelId), { body }).catch((error: unknown) => {
      // Nobody was told: the next sign of the same cause tries again.
      this.#told.delete(cause);
      this.events.emit({ type: 'background_error', where: 'alert', error });
    });
  }

  #forget(prefix: string): void {
    for (const cause of this.#told) if (cause.startsWith(prefix)) this.#told.delete(cause);
  }
}
