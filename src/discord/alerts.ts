import { type REST, Routes } from 'discord.js';
import type { EventBus, MusterEvent } from '../domain/events.js';
import type { Messages } from '../messages/messages.js';
import type { AlertEvent } from '../messages/texts/alerts.js';
import { databaseFault } from '../persistence/file/storage-error.js';
import { ToldOnce } from '../services/told-once.js';

/** Tells the alert channel what an admin should know at once, once for each cause until that is over. */
export class Alerts {
  readonly #told = new ToldOnce();

  constructor(
    private readonly rest: REST,
    /** Asked anew for each alert; `null`: nobody is told. */
    private readonly channelId: () => string | null,
    /** Asked anew for each alert: the server may change its language. */
    private readonly messages: () => Messages,
    private readonly events: EventBus,
  ) {}

  /** Listens to what happens. */
  handle(event: MusterEvent): void {
    if (event.type === 'channel_paused') this.#tell(event.channel, event.code, event);
    if (event.type === 'channel_resumed') this.#told.over(event.channel);
    if (event.type === 'voice_channels_missing') {
      if (event.channelIds.length === 0) this.#told.over('voice');
      else this.#tell('voice', event.channelIds.join(), event);
    }
    if (event.type === 'backup_failed') this.#tell('backup', '', event);
    if (event.type === 'backup_made') this.#told.over('backup');
    if (event.type === 'summary_settled' && event.outcome === 'failed')
      this.#tell(`summary:${event.channelId}`, event.code ?? '', event);
    if (event.type === 'post_settled' && event.outcome === 'sent')
      this.#told.over(`board:${event.channelId}`);
    if (event.type === 'post_settled' && event.outcome === 'failed')
      this.#tell(`board:${event.channelId}`, event.code ?? '', event);
    if (event.type === 'send_settled' && event.channel === 'signal') this.#tellOfKeys(event);
    if (event.type === 'job_finished' && (event.status === 'failed' || event.counts.unknown > 0))
      this.#tell('job', event.jobId, event);
    if (event.type === 'background_error' || event.type === 'job_error') this.#tellOfDatabase(event.error);
    if (event.type === 'discord_refusals') this.#tellOfRefusals(event);
    // Only emitted once they are recorded.
    if (event.type === 'job_started' || event.type === 'send_settled') this.#told.over('database');
  }

  /** Told until a message to the same person arrives there: then somebody has trusted their new keys. */
  #tellOfKeys({ userId, outcome, code }: Extract<MusterEvent, { type: 'send_settled' }>): void {
    const matter = `keys:${userId}`;
    if (code === 'untrusted_keys') this.#tell(matter, '', { type: 'keys_changed' });
    if (outcome === 'sent') this.#told.over(matter);
  }

  #tellOfRefusals(event: Extract<MusterEvent, { type: 'discord_refusals' }>): void {
    if (event.level === 'few') this.#told.over('refusals');
    else this.#tell('refusals', event.level, event);
  }

  #tellOfDatabase(error: unknown): void {
    const fault = databaseFault(error);
    if (fault) this.#tell('database', '', { type: 'database_trouble', fault });
  }

  #tell(matter: string, cause: string, event: AlertEvent): void {
    const channelId = this.channelId();
    if (channelId === null || !this.#told.isNews(matter, cause)) return;
    const body = { content: this.messages().alert(event), allowed_mentions: { parse: [] } };
    this.rest.post(Routes.channelMessages(channelId), { body }).catch((error: unknown) => {
      this.#told.takeBack(matter, cause);
      this.events.emit({ type: 'background_error', where: 'alert', error });
    });
  }
}
