import type { RESTOptions } from 'discord.js';
import { besideMessages, DISCORD_ACCOUNT } from '../domain/discord-budgets.js';
import { countedRequests } from '../channels/discord/counted-requests.js';
import { pacedRequests } from '../channels/discord/paced-requests.js';
import { RefusalCount } from '../channels/discord/refusal-count.js';
import { SteadyRest } from '../channels/discord/steady-rest.js';
import { Pacer } from '../channels/pacer.js';
import { RequestLane } from '../discord/request-lane.js';
import type { Clock } from '../domain/clock.js';
import type { EventBus } from '../domain/events.js';
import type { Pace, Paces } from '../domain/pace.js';

/**
 * Requests to Discord a second beside the messages, at most: by people, by the dispatcher before it sends, and for
 * progress and alerts. Together they get what the messages leave ({@link besideMessages}): where that is less, they take
 * turns.
 */
const REQUESTS_PER_SECOND = { people: 4, sends: 3, reports: 2, alerts: 1 };
type Asker = keyof typeof REQUESTS_PER_SECOND;
/** How long the first two may wait for an answer, in milliseconds: the dispatcher can ask again. */
const PATIENCE_MS = { people: 3_000, sends: 10_000 };
/** How long Discord may take for one request, in milliseconds. */
const TIMEOUT_MS = 5_000;
/** How long progress and alerts may wait for their turn, in milliseconds. */
const TURN_WITHIN_MS = 10 * 60_000;

/** Our account at Discord. */
interface DiscordAccount {
  readonly token: string;
  readonly apiUrl: string;
  readonly messagesPerSecond: number;
}

/** Every way to ask Discord, with its share of what Discord allows, and one count of what it refuses. */
export class DiscordRequests {
  readonly refusals: RefusalCount;
  /** For people's requests, and for what a send has to know first. */
  readonly lanes: Readonly<Record<keyof typeof PATIENCE_MS, RequestLane>>;
  /** For progress, and for the first words with Discord. */
  readonly reports: SteadyRest;

  constructor(
    private readonly discord: DiscordAccount,
    private readonly clock: Clock,
    events: EventBus,
    private readonly paces: Paces,
    /** How many processes there are, this one included. */
    processes?: () => number,
  ) {
    this.refusals = new RefusalCount(clock, events, processes);
    const laneOf = (asker: keyof typeof PATIENCE_MS): RequestLane =>
      // What a send has to know first goes out like the send, however much Discord refuses.
      new RequestLane(this.#restOf(countedRequests(this.refusals, { mayWait: asker !== 'sends' })), clock, {
        pace: this.#paceOf(asker),
        patienceMs: PATIENCE_MS[asker],
      });
    this.lanes = { people: laneOf('people'), sends: laneOf('sends') };
    this.reports = this.#pacedRest('reports', true);
  }

  /** For alerts: they reach an admin however much Discord refuses. */
  alerts(): SteadyRest {
    return this.#pacedRest('alerts', false);
  }

  /** Counts requests and never holds them back: sends, and answers to people, so also ways out. */
  get unhindered(): ReturnType<typeof countedRequests> {
    return countedRequests(this.refusals, { mayWait: false });
  }

  #paceOf(asker: Asker): Pace {
    const beside = besideMessages(this.discord.messagesPerSecond);
    const perSecond = Math.min(REQUESTS_PER_SECOND[asker], beside.perSecond);
    return this.paces.of(`discord ${asker}`, { perSecond, budgets: [beside, DISCORD_ACCOUNT] });
  }

  #pacedRest(asker: Asker, mayWait: boolean): SteadyRest {
    const pacer = new Pacer(this.clock, this.#paceOf(asker));
    const by = { pacer, clock: this.clock, timeoutMs: TIMEOUT_MS };
    const makeRequest = pacedRequests(by, countedRequests(this.refusals, { mayWait }));
    return this.#restOf(makeRequest, TURN_WITHIN_MS + TIMEOUT_MS);
  }

  /** Its pace is kept for it, more evenly than discord.js would. */
  #restOf(makeRequest: RESTOptions['makeRequest'], timeout = TIMEOUT_MS): SteadyRest {
    return new SteadyRest({
      makeRequest,
      api: this.discord.apiUrl,
      retries: 1,
      timeout,
      globalRequestsPerSecond: Number.MAX_SAFE_INTEGER,
    }).setToken(this.discord.token);
  }
}
