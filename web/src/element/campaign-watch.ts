import type { Campaign, CampaignOfDate } from '../../../src/contract/campaign.js';
import type { AskingForNews, News } from '../api.js';
import { browserPolling, nextLook, nextTry, type PollEnvironment, Poller } from '../poll.js';
import type { Problem } from '../problem.js';

/** What is known of a campaign at a moment. What was known stays while a look fails. */
export interface WatchState {
  /** The first answer is still to come. */
  readonly loading: boolean;
  readonly campaign: Campaign | null;
  readonly problem: Problem | null;
}

/** Asks for a campaign, with the ETag of what is known. */
export type AskForCampaign = (asking: AskingForNews) => Promise<News<CampaignOfDate>>;

// Somebody else may create one while the page is open.
const NONE_YET_MS = 60_000;

/** Follows a campaign by polling, as often as it is worth it, until nothing more happens to it. */
export class CampaignWatch {
  #state: WatchState = { loading: true, campaign: null, problem: null };
  #etag: string | null = null;
  #failures = 0;
  readonly #poller: Poller;

  constructor(
    private readonly ask: AskForCampaign,
    private readonly changed: (state: WatchState) => void,
    private readonly environment: { readonly polling?: PollEnvironment; readonly now?: () => number } = {},
  ) {
    this.#poller = new Poller((signal) => this.#look(signal), environment.polling ?? browserPolling);
  }

  get state(): WatchState {
    return this.#state;
  }

  /** Looks now, and goes on following. */
  start(): void {
    this.#poller.start();
  }

  stop(): void {
    this.#poller.stop();
  }

  async #look(signal: AbortSignal): Promise<number | null> {
    const answer = await this.ask({ etag: this.#etag, signal });
    if (!answer.ok) {
      if (answer.problem.kind === 'aborted') return null;
      this.#failures += 1;
      this.#set({ ...this.#state, loading: false, problem: answer.problem });
      // Who isn't let in, or asks for what isn't there, is told so and may ask again themselves.
      const hopeless = [401, 403, 404].includes(answer.problem.status) || answer.problem.kind === 'token';
      return hopeless ? null : nextTry(this.#failures, answer.problem.retryAfterMs);
    }
    this.#failures = 0;
    if ('value' in answer) {
      this.#etag = answer.etag;
      this.#set({ loading: false, campaign: answer.value.campaign, problem: null });
    } else if (this.#state.problem) {
      this.#set({ ...this.#state, problem: null });
    }
    const { campaign } = this.#state;
    return campaign ? nextLook(campaign, (this.environment.now ?? Date.now)()) : NONE_YET_MS;
  }

  #set(state: WatchState): void {
    this.#state = state;
    this.changed(state);
  }
}
