import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Networks } from './client-address.js';
import { LOOPBACK, networkOf, plainAddress } from './client-address.js';

/** Limits for connections, in milliseconds and numbers. */
export interface ConnectionRules {
  /** Until a request's headers are there. Node keeps to the next one only where this is less. */
  readonly headersMs: number;
  /** Until the whole request is there, whether it has been answered or not. */
  readonly requestMs: number;
  /** How often we look for slow connections; Node's own half a minute would let many gather. */
  readonly lookEveryMs: number;
  /** Without a byte in either direction while a request or its answer is under way. */
  readonly silenceMs: number;
  /** From one address (of IPv6: one network) that is neither this machine nor a proxy. */
  readonly perAddress: number;
  /** From all of those together. */
  readonly inAll: number;
}

/** Browsers open six connections to a server; behind one address there may be a household or a school. */
export const CONNECTION_RULES: ConnectionRules = {
  headersMs: 5_000,
  requestMs: 10_000,
  lookEveryMs: 2_000,
  silenceMs: 30_000,
  perAddress: 64,
  inAll: 512,
};

/** In addition, for this machine and the proxies: a health check always gets in. */
const FOR_OURSELVES = 512;

/**
 * Closes connections beyond the limits as they come. A proxy stands for everybody behind it, and this machine for its
 * proxies and supervisors, so neither counts as one address.
 */
export function limitConnections(
  server: Server,
  trustedProxies: Networks,
  { perAddress, inAll }: Pick<ConnectionRules, 'perAddress' | 'inAll'>,
): void {
  const open = new Map<string, number>();
  let total = 0;
  server.maxConnections = inAll + FOR_OURSELVES;
  server.on('connection', (socket: Socket) => {
    const address = plainAddress(socket.remoteAddress ?? '');
    if (address !== null && (LOOPBACK.has(address) || trustedProxies.has(address))) return;
    // One without an address is gone already.
    const network = address === null ? null : networkOf(address);
    const ofNetwork = network === null ? perAddress : (open.get(network) ?? 0);
    if (network === null || ofNetwork >= perAddress || total >= inAll) {
      socket.destroy();
      return;
    }
    total += 1;
    open.set(network, ofNetwork + 1);
    socket.once('close', () => {
      total -= 1;
      const left = (open.get(network) ?? 1) - 1;
      if (left === 0) open.delete(network);
      else open.set(network, left);
    });
  });
}
