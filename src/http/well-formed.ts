import { isIP } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from './problem.js';

/** Headers that may come once: of two, proxy and server may each read another, so another request. */
const ONCE = [
  'host',
  'content-length',
  'content-type',
  'authorization',
  'origin',
  'transfer-encoding',
  'x-requested-with',
];

/** A registered name, an IPv4 address or an IPv6 one in brackets, with a port or without. Source: RFC 9110, 7.2. */
const HOST = /^(?:[a-z0-9._-]{1,255}|\[[0-9a-f:.]{2,45}\])(?::\d{0,5})?$/i;

/**
 * Refuses ambiguous requests: a repeated header that may come once, and an invalid host, or none where HTTP wants one.
 * @throws Problem 400
 */
export function checkHeaders(request: FastifyRequest): void {
  const { rawHeaders, headers, httpVersion } = request.raw;
  const seen = new Set<string>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? '').toLowerCase();
    if (ONCE.includes(name) && seen.has(name)) throw new Problem(400, request.words.bridge.badRequest);
    seen.add(name);
  }
  const host = headers.host ?? '';
  const bracketed = /^\[(.*)\]/.exec(host)?.[1];
  const isHost = HOST.test(host) && (bracketed === undefined || isIP(bracketed) === 6);
  const isLeftOut = headers.host === undefined && httpVersion !== '1.0';
  if (isLeftOut || (!isHost && host !== '')) throw new Problem(400, request.words.bridge.badRequest);
}

/**
 * Drops the content type of a request without a body: many clients name JSON on every request, and `DELETE`
 * and sign-outs send no body.
 */
export function forgetTypeOfNothing(request: FastifyRequest): void {
  const { headers } = request.raw;
  const bytes = headers['content-length'];
  if (headers['transfer-encoding'] === undefined && (bytes === undefined || Number(bytes) === 0)) {
    delete headers['content-type'];
  }
}

/** Reads JSON as Fastify does, but an empty body counts as none: the route decides whether it needs one. */
export function readJson(app: FastifyInstance): void {
  const json = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void json(request, body, done);
  });
}
