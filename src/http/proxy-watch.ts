import type { FastifyRequest } from 'fastify';
import type { EventBus } from '../domain/events.js';
import { isPassedOn, Networks, plainAddress } from './client-address.js';

/** The addresses a proxy of our own may have: nobody has them on the Internet. Source: RFC 6890. */
const NEARBY = new Networks([
  '127.0.0.0/8',
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '169.254.0.0/16',
  '100.64.0.0/10',
  '::1',
  'fc00::/7',
  'fe80::/10',
]);

/** The owner of a whole network of such addresses must not fill the log. */
const MOST_TOLD = 10;

/**
 * Reports each proxy once behind which everybody counts as one client: an untrusted one nearby, or a trusted
 * one that names no client. Claims from strangers on the Internet are no proxies of ours.
 */
export class ProxyWatch {
  readonly #told = new Set<string>();

  constructor(
    private readonly events: EventBus,
    private readonly trusted: Networks,
  ) {}

  look(request: FastifyRequest): void {
    if (!isPassedOn(request) || this.#told.size >= MOST_TOLD) return;
    const believed = request.ips ?? [request.ip];
    // The address that counts: the first untrusted one, or the last one named.
    const address = plainAddress(believed.at(-1) ?? '');
    if (address === null || this.#told.has(address)) return;
    const why = this.#why(address, believed.length, saidIn(request.headers['x-forwarded-for']));
    if (why === null) return;
    this.#told.add(address);
    this.events.emit({ type: 'proxy_stands_for_all', address, why });
  }

  #why(address: string, believed: number, said: number): 'not_trusted' | 'does_not_say' | null {
    if (this.trusted.has(address)) return said === 0 ? 'does_not_say' : null;
    // An address that a trusted proxy named, with none behind it, is the client itself.
    const passesOn = believed <= said || believed === 1;
    return passesOn && NEARBY.has(address) ? 'not_trusted' : null;
  }
}

/** How many addresses the header names. */
function saidIn(header: string | string[] | undefined): number {
  const text = Array.isArray(header) ? header.join(',') : (header ?? '');
  return text.trim() === '' ? 0 : text.split(',').length;
}
