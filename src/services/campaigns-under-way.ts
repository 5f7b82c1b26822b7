import type { MusterEvent } from '../domain/events.js';

/** The campaigns with a running job, from events. One that waits for a channel runs; a cancelled one not. */
export class CampaignsUnderWay {
  readonly #ids = new Set<string>();

  /** Listens to what happens. */
  handle(event: MusterEvent): void {
    if (event.type === 'job_started') this.#ids.add(event.campaignId);
    // A job that is cancelled does not finish.
    if (event.type === 'job_finished' || event.type === 'campaign_cancelled') {
      this.#ids.delete(event.campaignId);
    }
  }

  ids(): readonly string[] {
    return [...this.#ids];
  }
}
