import type { MusterEvent } from '../domain/events.js';

/** Which campaigns have a job under way, by what is told of them; a job that waits for a channel is, a cancelled one is not. */
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
