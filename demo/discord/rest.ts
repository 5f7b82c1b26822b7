import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { ApiError, refuse } from './api-error.js';
import type { Answer, Call, Route } from './context.js';
import type { FaultBehaviour, Faults } from './faults.js';
import { readBody, redactedHeaders } from './request.js';
import type { RequestBody } from './request.js';
import { failure, tooMany } from './reply.js';
import type { Reply } from './reply.js';
import { refusal } from './rate-limits.js';
import type { RateLimits } from './rate-limits.js';
import { Router } from './router.js';
import type { Exchange, Traffic } from './traffic.js';

/** What the REST server works with. */
export interface RestParts {
  readonly token: string;
  readonly latencyMs: number;
  readonly routes: readonly Route[];
  readonly limits: RateLimits;
  readonly faults: Faults;
  readonly traffic: Traffic;
  now(): number;
  /** The person a request names, if any. */
  personOf(params: Readonly<Record<string, string>>, body: unknown): string | undefined;
  /** Whether this `Authorization` is a signed-in person's token. */
  isPerson(authorization: string): boolean;
  /** The bytes behind an attachment's address. */
  attachment(path: string): { data: Buffer; contentType?: string } | undefined;
}

/** Discord's HTTP API: reads a request, applies faults and limits, calls the route, answers, records. */
export class RestServer {
  readonly #server: Server;
  readonly #router: Router;
  readonly #stopping = new AbortController();
  #port = 0;
  #paused = false;

  constructor(private readonly parts: RestParts) {
    this.#router = new Router(parts.routes);
    this.#server = createServer((request, response) => {
      this.#handle(request, response).catch((error: unknown) => {
        if (this.#stopping.signal.aborted) return;
        response.destroy(error as Error);
      });
    });
  }

  /** Where the server is, without `/api`. */
  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Starts listening. */
  async listen(port = 0): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', resolve);
    });
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Refuses connections until `resume`. Requests under way still get their answer. */
  async pause(): Promise<void> {
    if (this.#paused) return;
    this.#paused = true;
    this.#server.close();
    this.#server.closeIdleConnections();
    await new Promise<void>((resolve) => setImmediate(resolve));
  }

  /** Accepts connections again, at the same address. */
  async resume(): Promise<void> {
    if (!this.#paused) return;
    await this.listen(this.#port);
    this.#paused = false;
  }

  /** Ends everything, hanging requests too. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#server.closeAllConnections();
    if (this.#paused) return;
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { parts } = this;
    const at = parts.now();
    const method = request.method ?? 'GET';
    const url = new URL(request.url ?? '/', this.origin);
    const body = await readBody(request);
    const file = url.pathname.startsWith('/attachments/') && parts.attachment(url.pathname);
    if (file) {
      response
        .writeHead(200, { 'Content-Type': file.contentType ?? 'application/octet-stream' })
        .end(file.data);
      return;
    }
    const path = url.pathname.replace(/^\/api(\/v\d+)?/, '');
    const found = this.#router.find(method, path);
    const userId = found && parts.personOf(found.params, body.json);
    const record = (reply: Reply): void => {
      const exchange: Exchange = {
        at,
        method,
        route: found?.route.name ?? 'unknown',
        path: url.pathname + url.search,
        userId,
        requestBody: body.json,
        requestHeaders: redactedHeaders(request),
        status: reply.status,
        responseBody: reply.body,
      };
      parts.traffic.record(exchange);
    };
    if (parts.latencyMs > 0) await this.#wait(parts.latencyMs);
    if (!found) {
      this.#answer(response, failure(refuse.notFound()), record);
      return;
    }
    const { route, params } = found;
    const authorization = request.headers.authorization ?? '';
    const isPerson = route.person && parts.isPerson(authorization);
    if (route.bot !== false && !isPerson && authorization !== `Bot ${parts.token}`) {
      this.#answer(response, failure(refuse.unauthorized()), record);
      return;
    }
    const fault = parts.faults.strike({ method, route: route.name, userId });
    if (fault?.kind === 'delay') await this.#wait(fault.ms);
    if (fault && !isAfterAccept(fault)) {
      if (this.#fail(fault, request.socket, response, record)) return;
    }
    const major = params['token'] ?? params['id'] ?? '';
    const verdict = parts.limits.take(route.name, major, route.bot === false);
    if (verdict.refused) {
      this.#answer(response, tooMany(verdict), record);
      return;
    }
    const answer = this.#ask(route, { params, query: url.searchParams, authorization }, body);
    const reply = { ...answer, headers: { ...answer.headers, ...verdict.headers } };
    if (fault && isAfterAccept(fault)) {
      if (this.#fail(fault, request.socket, response, record)) return;
    }
    this.#answer(response, reply, record);
  }

  #ask(route: Route, asked: Omit<Call, 'body' | 'files'>, body: RequestBody): Answer {
    try {
      if (body.malformed) throw refuse.malformedJson();
      return route.handle({ ...asked, body: body.json, files: body.files });
    } catch (error) {
      if (error instanceof ApiError) return failure(error);
      throw error;
    }
  }

  /** Does a fault; false: the request goes on. */
  #fail(
    fault: FaultBehaviour,
    socket: Socket,
    response: ServerResponse,
    record: (reply: Reply) => void,
  ): boolean {
    switch (fault.kind) {
      case 'delay':
        return false;
      case 'hang':
        record({ status: 0 });
        return true;
      case 'reset':
        record({ status: 0 });
        socket.resetAndDestroy();
        return true;
      case 'status':
        this.#answer(response, fault, record);
        return true;
      case 'rate_limit':
        this.#answer(response, tooMany(refusal(fault.retryAfterSeconds, fault.global ?? false)), record);
        return true;
      case 'code':
        this.#answer(response, failure(new ApiError(fault.status, fault.code, fault.message)), record);
        return true;
    }
  }

  #answer(response: ServerResponse, reply: Reply, record: (reply: Reply) => void): void {
    record(reply);
    const headers: Record<string, string> = { ...reply.headers };
    if (this.#paused) headers['Connection'] = 'close';
    if (reply.body !== undefined) headers['Content-Type'] ??= 'application/json';
    const text = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
    response.writeHead(reply.status, headers).end(reply.body === undefined ? undefined : text);
  }

  async #wait(ms: number): Promise<void> {
    await wait(ms, undefined, { signal: this.#stopping.signal, ref: false });
  }
}

function isAfterAccept(fault: FaultBehaviour): boolean {
  return 'afterAccept' in fault && fault.afterAccept === true;
}
