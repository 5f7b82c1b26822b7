import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { FaultBehaviour, Faults } from './discord/faults.js';
import type { Traffic } from './discord/traffic.js';

/** What is answered to a request. */
export interface WireReply {
  readonly status: number;
  /** Sent as JSON, unless `headers` say what else it is; `undefined`: nothing. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One request, read. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  /** Aborts when the caller has gone. */
  readonly gone: AbortSignal;
}

/** What a provider makes of requests. */
export interface WireProvider {
  /** The route, for faults and traffic, without anything secret; and whom the request concerns. */
  sort(request: WireRequest): { readonly route: string; readonly person?: string };
  handle(request: WireRequest): WireReply | Promise<WireReply>;
  /** A 429, and any other refusal, in the provider's own words. */
  rateLimited(retryAfterSeconds: number): WireReply;
  refused(status: number, message: string): WireReply;
}

/** The HTTP side of a small stand-in: reads JSON, lets faults strike, answers and notes everything. */
export class WireServer {
  readonly server: Server;
  readonly #stopping = new AbortController();
  #port = 0;
  #paused = false;

  constructor(
    private readonly provider: WireProvider,
    private readonly faults: Faults,
    private readonly traffic: Traffic,
  ) {
    this.server = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        if (!this.#stopping.signal.aborted) response.destroy(error as Error);
      });
    });
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Aborts when the stand-in stops. */
  get stopping(): AbortSignal {
    return this.#stopping.signal;
  }

  async listen(port = 0): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, '127.0.0.1', resolve);
    });
    this.#port = (this.server.address() as AddressInfo).port;
  }

  /** Refuses connections, as long as it lasts. */
  async pause(): Promise<void> {
    if (this.#paused) return;
    this.#paused = true;
    this.server.close();
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => setImmediate(resolve));
  }

  /** Accepts connections again, at the same address. */
  async resume(): Promise<void> {
    if (!this.#paused) return;
    await this.listen(this.#port);
    this.#paused = false;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.server.closeAllConnections();
    if (this.#paused) return;
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = Date.now();
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const url = new URL(incoming.url ?? '/', this.origin);
    const method = incoming.method ?? 'GET';
    const path = decodeURIComponent(url.pathname);
    const body = await readJson(incoming);
    const request = { method, path, query: url.searchParams, body, gone: gone.signal };
    const { route, person } = this.provider.sort(request);
    const record = (reply: WireReply | null): void => {
      this.traffic.record({
        at,
        method,
        route,
        // The address may hold a token.
        path: route,
        userId: person,
        requestBody: body,
        requestHeaders: {},
        status: reply?.status ?? 0,
        responseBody: reply?.body,
      });
    };
    const fault = this.faults.strike({ method, route, userId: person });
    if (fault?.kind === 'delay') await wait(fault.ms, undefined, { signal: this.stopping, ref: false });
    const after = fault && 'afterAccept' in fault && fault.afterAccept === true;
    if (fault && !after && this.#fail(fault, incoming, response, record)) return;
    const reply = await this.provider.handle(request);
    if (fault && after && this.#fail(fault, incoming, response, record)) return;
    answer(response, reply, record);
  }

  /** Does what a fault says; false when the request goes on. */
  #fail(
    fault: FaultBehaviour,
    incoming: IncomingMessage,
    response: ServerResponse,
    record: (reply: WireReply | null) => void,
  ): boolean {
    switch (fault.kind) {
      case 'delay':
        return false;
      case 'hang':
        record(null);
        return true;
      case 'reset':
        record(null);
        incoming.socket.resetAndDestroy();
        return true;
      case 'status':
        answer(response, { ...fault, body: fault.body }, record);
        return true;
      case 'rate_limit':
        answer(response, this.provider.rateLimited(fault.retryAfterSeconds), record);
        return true;
      case 'code':
        answer(response, this.provider.refused(fault.status, fault.message), record);
        return true;
    }
  }
}

function answer(response: ServerResponse, reply: WireReply, record: (reply: WireReply) => void): void {
  record(reply);
  const { status, body, headers = {} } = reply;
  const isOther = typeof body === 'string' && headers['Content-Type'] !== undefined;
  const json = body === undefined ? {} : { 'Content-Type': 'application/json' };
  response.writeHead(status, { ...json, ...headers }).end(isOther ? body : JSON.stringify(body));
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  try {
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  } catch {
    return { malformed: text };
  }
}
