import { type REST, Routes } from 'discord.js';
import type { EventBus, MusterEvent } from '../domain/events.js';
import type { Told } from '../domain/told.js';
import type { Messages } from '../messages/messages.js';
import type { AlertEvent } from '../messages/texts/alerts.js';
import { databaseFault } from '../persistence/file/storage-error.js';
import { ToldOnce } from '../services/told-once.js';

/** Tells the alert channel what an admin should know at once, once for each cause until that is over. */
export class Alerts {
  /** What each process tells for itself: its own way to the database, without which none can agree, and its own address at Discord. */
  readonly #own = new ToldOnce();

  constructor(
    private readonly rest: REST,
    /** Asked anew for each alert; `null`: nobody is told. */
    private readonly channelId: () => string | null,
    /** Asked anew for each alert: the server may change its language. */
    private readonly messages: () => Messages,
    private readonly events: EventBus,
    private readonly told: Told = new ToldOnce(),
  ) {}

  /** Listens to what happens. */
  handle(event: MusterEvent): void {
    if (event.type === 'channel_paused') void this.#tell(this.told, event.channel, event.code, event);
    if (event.type === 'channel_resumed') void this.told.over(event.channel);
    if (event.type === 'voice_channels_missing') {
      if (event.channelIds.length === 0) void this.told.over('voice');
      else void this.#tell(this.told, 'voice', event.channelIds.join(), event);
    }
    if (event.type === 'backup_failed') void this.#tell(this.told, 'backup', '', event);
    if (event.type === 'backup_made') void this.told.over('backup');
    if (event.type === 'summary_settled' && event.outcome === 'failed')
      void this.#tell(this.told, `summary:${event.channelId}`, event.code ?? '', event);
    if (event.type === 'post_settled' && event.outcome === 'sent')
      void this.told.over(`board:${event.channelId}`);
    if (event.type === 'post_settled' && event.outcome === 'failed')
      void this.#tell(this.told, `board:${event.channelId}`, event.code ?? '', event);
    if (event.type === 'send_settled' && event.channel === 'signal') this.#tellOfKeys(event);
    if (event.type === 'job_finished' && (event.status === 'failed' || event.counts.unknown > 0))
      void this.#tell(this.told, 'job', event.jobId, event);
    if (event.type === 'background_error' || event.type === 'job_error') this.#tellOfDatabase(event.error);
    if (event.type === 'discord_refusals') this.#tellOfRefusals(event);
    // Only emitted once they are recorded.
    if (event.type === 'job_started' || event.type === 'send_settled') void this.#own.over('database');
  }

  /** Told until a message to the same person arrives there: then somebody has trusted their new keys. */
  #tellOfKeys({ userId, outcome, code }: Extract<MusterEvent, { type: 'send_settled' }>): void {
    const matter = `keys:${userId}`;
    if (code === 'untrusted_keys') void this.#tell(this.told, matter, '', { type: 'keys_changed' });
    if (outcome === 'sent') void this.told.over(matter);
  }

  #tellOfRefusals(event: Extract<MusterEvent, { type: 'discord_refusals' }>): void {
    if (event.level === 'few') void this.#own.over('refusals');
    else void this.#tell(this.#own, 'refusals', event.level, event);
  }

  #tellOfDatabase(error: unknown): void {
    const fault = databaseFault(error);
    if (fault) void this.#tell(this.#own, 'database', '', { type: 'database_trouble', fault });
  }

  async #tell(told: Told, matter: string, cause: string, event: AlertEvent): Promise<void> {
    const channelId = this.channelId();
    if (channelId === null || !(await told.isNews(matter, cause))) return;
    const body = { content: this.messages().alert(event), allowed_mentions: { parse: [] } };
    try {
      await this.rest.post(Routes.channelMessages(channelId), { body });
    } catch (error) {
      await told.takeBack(matter, cause);
      this.events.emit({ type: 'background_error', where: 'alert', error });
      return;
    }
    await told.done(matter, cause);
  }
}
