import { EventEmitter } from 'node:events';
import type { Bulletin } from './bulletin.js';
import { matches } from './faults.js';

/** One request and its answer. */
export interface Exchange {
  /** When it arrived, in milliseconds, by the stand-in's clock. */
  readonly at: number;
  readonly method: string;
  /** Method and template, for example `POST /channels/:id/messages`; `unknown` if no route fits. */
  readonly route: string;
  readonly path: string;
  /** A DM's recipient, or the user or member the request names. */
  readonly userId?: string;
  readonly requestBody: unknown;
  /** The `authorization` header is redacted. */
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** 0 if there was no answer. */
  readonly status: number;
  readonly responseBody: unknown;
}

/** Selects exchanges: by fields, or by a function. */
export type TrafficFilter =
  | {
      readonly method?: string;
      readonly route?: string;
      readonly userId?: string;
      readonly status?: number;
      readonly path?: string;
    }
  | ((exchange: Exchange) => boolean);

/** The bot's HTTP requests with their answers, in the order of the answers. Emits `exchange`. */
export class Traffic extends EventEmitter<{ exchange: [Exchange] }> {
  readonly #exchanges: Exchange[] = [];

  constructor(private readonly bulletin: Bulletin) {
    super();
  }

  /** All exchanges. */
  get all(): readonly Exchange[] {
    return this.#exchanges;
  }

  /** The exchanges a filter selects. */
  where(filter: TrafficFilter = {}): Exchange[] {
    return this.#exchanges.filter((exchange) => picks(filter, exchange));
  }

  /** How many exchanges a filter selects. */
  count(filter: TrafficFilter = {}): number {
    return this.where(filter).length;
  }

  /** The first exchange a filter selects: a past one, or the next to come. */
  waitFor(filter: TrafficFilter, timeoutMs?: number): Promise<Exchange> {
    return this.waitForCount(filter, 1, timeoutMs).then(([first]) => first as Exchange);
  }

  /** Resolves once a filter selects `count` exchanges, past ones included. */
  waitForCount(filter: TrafficFilter, count: number, timeoutMs?: number): Promise<Exchange[]> {
    const what = (): string => `${count} request(s); ${this.count(filter)} came`;
    return this.bulletin.until(
      () => {
        const found = this.where(filter);
        return found.length >= count && found;
      },
      what,
      timeoutMs,
    );
  }

  /** Notes an exchange. */
  record(exchange: Exchange): void {
    this.#exchanges.push(exchange);
    this.emit('exchange', exchange);
    this.bulletin.announce();
  }
}

function picks(filter: TrafficFilter, exchange: Exchange): boolean {
  if (typeof filter === 'function') return filter(exchange);
  return (
    matches(filter, exchange) &&
    (filter.status === undefined || filter.status === exchange.status) &&
    (filter.path === undefined || filter.path === exchange.path)
  );
}
