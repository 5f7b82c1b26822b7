import { randomUUID } from 'node:crypto';
import { type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ConnectionError, FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { HeldUpError } from '../domain/liveness.js';
import type { ServiceContext } from '../services/context.js';
import { heldUp } from './held-up.js';
import { localeOf } from './asking.js';
import { documentOf, Problem } from './problem.js';
import type { Headers } from './security-headers.js';

/** The largest body that is read, in bytes. */
export const BODY_LIMIT = 16 * 1024;

/** The only place that writes such answers: all of them are problem documents. */
export function problems(app: FastifyInstance, { events }: Pick<ServiceContext, 'events'>): void {
  app.setErrorHandler((error, request, reply) => {
    const problem = problemFor(error, request);
    if (problem.status >= 500 && !(error instanceof Problem || error instanceof HeldUpError)) {
      // The pattern of the route and no query: addresses may hold codes and ids.
      const { method, url: route = 'none' } = request.routeOptions;
      events.emit({ type: 'request_failed', requestId: request.id, method: String(method), route, error });
    }
    return send(reply, problem);
  });
  const methodsAt = routesOf(app);
  app.setNotFoundHandler((request, reply) => {
    const words = request.words.bridge;
    const allowed = methodsAt(request.url).join(', ');
    if (allowed === '') return send(reply, new Problem(404, words.notFound));
    const problem = new Problem(405, words.methodNotAllowed(request.method, allowed), {
      headers: { allow: allowed },
    });
    return send(reply, problem);
  });
}

/** The same for unreadable addresses: Fastify refuses those when it has only the headers. */
export function unreadableAddress({ messagesFor }: Pick<ServiceContext, 'messagesFor'>, headers: Headers) {
  return ({ statusCode = 400 }: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
    const { badRequest } = messagesFor(localeOf(request.headers['accept-language'])).bridge;
    // No hook runs for such a request, so the headers are set here.
    void send(reply.headers(headers), new Problem(statusCode, badRequest));
  };
}

/**
 * The same for requests that are malformed or never end: too slow, too long, or with two lengths, as an
 * attacker sends to smuggle a second one past a proxy. The rest of the connection is not read.
 */
export function unreadableRequest({ messagesFor }: Pick<ServiceContext, 'messagesFor'>) {
  return ({ code }: Pick<ConnectionError, 'code'>, socket: Duplex): void => {
    // No answer can leave any more, and nobody waits for the rest of the request.
    if (!socket.writable) {
      socket.destroy();
      return;
    }
    const status = UNREADABLE[code] ?? 400;
    const { headers, body } = lastAnswer(new Problem(status, messagesFor('en').bridge.badRequest));
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}\r\n`);
    socket.end(
      `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${body}`,
      // Not earlier: a connection cut at once may lose the answer.
      () => socket.destroy(),
    );
  };
}

/**
 * The same for what Node by itself refuses without a word: a request that expects more than to go on, and one for a way through to
 * elsewhere.
 */
export function refuseInNodesPlace(server: Server, context: Pick<ServiceContext, 'messagesFor'>): void {
  server.on('checkExpectation', (_request, response) => {
    const { headers, body } = lastAnswer(new Problem(417, context.messagesFor('en').bridge.badRequest));
    response.writeHead(417, headers).end(body);
  });
  const refuse = unreadableRequest(context);
  server.on('connect', (_request, socket) => {
    // Node has let go of it: nobody else would hear that it broke.
    socket.on('error', () => socket.destroy());
    refuse({ code: 'CONNECT' }, socket);
  });
}

/** A problem as the last answer of its connection, for where Fastify has no reply. */
function lastAnswer(problem: Problem): { headers: Record<string, string | number>; body: string } {
  const body = JSON.stringify(documentOf(problem, randomUUID()));
  const headers = {
    'content-type': 'application/problem+json',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  };
  return { headers, body };
}

const UNREADABLE: Readonly<Record<string, number | undefined>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** Finds the methods of an address; register all routes after this. */
function routesOf(app: FastifyInstance): (url: string) => string[] {
  const routes: { readonly pattern: RegExp; readonly methods: readonly string[] }[] = [];
  app.addHook('onRoute', ({ path, method }) => {
    // A route for any path, such as the pages', does not know what exists.
    if (path.includes('*')) return;
    const parts = path
      .split('/')
      .map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[.$^()+?|[\]{}]/g, String.raw`\$&`)));
    routes.push({ pattern: new RegExp(`^${parts.join('/')}$`), methods: [method].flat() });
  });
  return (url) => {
    const [path = ''] = url.split('?');
    const found = routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods);
    return [...new Set(found)].sort();
  };
}

function send(reply: FastifyReply, problem: Problem): FastifyReply {
  return (
    reply
      .code(problem.status)
      // Here too: no hook runs for a request that is wrong from its first line.
      .header('x-request-id', reply.request.id)
      // Caches may keep a 404 without permission, and this one belongs to one request and language.
      .header('cache-control', 'no-store')
      .headers(problem.options.headers ?? {})
      .type('application/problem+json')
      .serializer(JSON.stringify)
      .send(documentOf(problem, reply.request.id))
  );
}

function problemFor(error: unknown, request: FastifyRequest): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof HeldUpError) return heldUp(request);
  const words = request.words.bridge;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const [first] = error.validation;
    const field = first?.instancePath.split('/').filter(Boolean).join('.') ?? '';
    const part = error.validationContext ?? 'body';
    if (part === 'body' && request.body === undefined) return new Problem(400, words.emptyBody);
    return new Problem(400, words.invalid(part, field || null, first?.message ?? error.message));
  }
  const { code = '', statusCode = 500 } = error as Partial<FastifyError>;
  const worded: Readonly<Record<string, Problem | undefined>> = {
    FST_ERR_CTP_INVALID_JSON_BODY: new Problem(400, words.malformedJson),
    FST_ERR_CTP_INVALID_MEDIA_TYPE: new Problem(415, words.notJson),
    FST_ERR_CTP_BODY_TOO_LARGE: new Problem(413, words.bodyTooLarge(BODY_LIMIT)),
  };
  const known = worded[code];
  if (known) return known;
  return statusCode >= 400 && statusCode < 500
    ? new Problem(statusCode, words.badRequest)
    : new Problem(500, words.internalError);
}
