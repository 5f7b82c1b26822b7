import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { sameText } from './auth/sign-in-state.js';
import { isPassedOn, LOOPBACK } from './client-address.js';

/**
 * Whether a request may read the metrics: it brings the token, or comes from this machine itself. Only the socket's
 * own address is believed, and only of a request that no proxy passed on and that asks for this machine: a page whose name
 * was made to point here brings its own name, and so does a proxy that tells nothing but what it was asked for.
 */
export function mayReadMetrics(request: FastifyRequest, metricsToken: string | null): boolean {
  const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (metricsToken !== null && token !== undefined && sameText(token, metricsToken)) return true;
  if (isPassedOn(request) || !isThisMachine(request.headers.host ?? '')) return false;
  return LOOPBACK.has(request.socket.remoteAddress ?? '');
}

/** Whether a Host header names no host but an address, or the machine itself. */
function isThisMachine(host: string): boolean {
  const name = host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  return name.toLowerCase() === 'localhost' || isIP(name) !== 0;
}
