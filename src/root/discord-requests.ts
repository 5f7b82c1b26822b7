import { countedRequests } from '../channels/discord/counted-requests.js';
import { RefusalCount } from '../channels/discord/refusal-count.js';
import { SteadyRest } from '../channels/discord/steady-rest.js';
import { RequestLane } from '../discord/request-lane.js';
import type { Clock } from '../domain/clock.js';
import type { EventBus } from '../domain/events.js';

/**
 * Requests to Discord a second beside the sends: by people, by the dispatcher before it sends, and for
 * progress and alerts. Discord allows a bot 50 requests a second in all
 * (https://discord.com/developers/docs/topics/rate-limits#global-rate-limit); the sends take the rest.
 */
const REQUESTS_PER_SECOND = { people: 4, sends: 3, reports: 2, alerts: 1 };
/** How long the first two may wait for an answer, in milliseconds: the dispatcher can ask again. */
const PATIENCE_MS = { people: 3_000, sends: 10_000 };

/** Every way to ask Discord, with its share of what Discord allows, and one count of what it refuses. */
export class DiscordRequests {
  readonly refusals: RefusalCount;
  /** For people's requests, and for what a send has to know first. */
  readonly lanes: Readonly<Record<keyof typeof PATIENCE_MS, RequestLane>>;
  /** For progress, and for the first words with Discord. */
  readonly reports: SteadyRest;

  constructor(
    private readonly discord: { readonly token: string; readonly apiUrl: string },
    clock: Clock,
    events: EventBus,
  ) {
    this.refusals = new RefusalCount(clock, events);
    // A lane keeps the pace itself, more evenly than discord.js would.
    const laneOf = (asker: keyof typeof PATIENCE_MS): RequestLane =>
      // What a send has to know first goes out like the send, however much Discord refuses.
      new RequestLane(this.#restOf(Number.MAX_SAFE_INTEGER, asker !== 'sends'), clock, {
        perSecond: REQUESTS_PER_SECOND[asker],
        patienceMs: PATIENCE_MS[asker],
      });
    this.lanes = { people: laneOf('people'), sends: laneOf('sends') };
    this.reports = this.#restOf(REQUESTS_PER_SECOND.reports, true);
  }

  /** For alerts: they reach an admin however much Discord refuses. */
  alerts(): SteadyRest {
    return this.#restOf(REQUESTS_PER_SECOND.alerts, false);
  }

  /** Counts requests and never holds them back: sends, and answers to people, so also ways out. */
  get unhindered(): ReturnType<typeof countedRequests> {
    return countedRequests(this.refusals, { mayWait: false });
  }

  #restOf(globalRequestsPerSecond: number, mayWait: boolean): SteadyRest {
    return new SteadyRest({
      makeRequest: countedRequests(this.refusals, { mayWait }),
      api: this.discord.apiUrl,
      retries: 1,
      timeout: 5_000,
      globalRequestsPerSecond,
    }).setToken(this.discord.token);
  }
}
