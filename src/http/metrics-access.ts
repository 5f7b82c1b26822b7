import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { sameText } from './auth/sign-in-state.js';
import { isPassedOn, LOOPBACK } from './client-address.js';

/**
 * Whether a request may read the metrics: it carries the token, or comes from this machine. We trust only the
 * socket's own address, only without headers of a proxy, and only if Host is `localhost` or an address: a
 * page whose name points here sends that name as Host, and so does a proxy that adds no headers.
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
