import { BlockList, isIP } from 'node:net';
import { normalizeIP } from '@fastify/rate-limit';
import type { FastifyRequest } from 'fastify';

/** Bits of an IPv6 network: its owner has all the addresses in it. */
const IPV6_NETWORK = 64;

/**
 * An address in its one form: without a port, brackets, a zone, or IPv4 wrapped in IPv6. `null` for what is no
 * address, such as `unknown` and the made-up names of RFC 7239.
 */
export function plainAddress(text: string): string | null {
  const trimmed = text.trim().replace(/^"(.*)"$/, '$1');
  const inBrackets = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(trimmed)?.[1];
  const withPort = /^(\d+\.\d+\.\d+\.\d+):\d{1,5}$/.exec(trimmed)?.[1];
  const [bare = ''] = (inBrackets ?? withPort ?? trimmed).split('%');
  if (isIP(bare) === 0 || (inBrackets !== undefined && isIP(bare) !== 6)) return null;
  return normalizeIP(bare, 128);
}

/** What requests are counted by: the address, or for IPv6 its whole network. */
export function networkOf(address: string): string {
  return normalizeIP(address, IPV6_NETWORK);
}

/**
 * The client, as far as we can trust: the address that the nearest trusted proxy names, or the proxy itself
 * if it names none we can read.
 */
export function clientNetwork(request: FastifyRequest): string {
  const told = [...(request.ips ?? [request.ip])].reverse();
  for (const each of told) {
    const address = plainAddress(each);
    if (address !== null) return networkOf(address);
  }
  return 'unknown';
}

/** Headers of a proxy: with one of them, the client is not the one at the socket. */
const FORWARDED = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'via',
];

/** Whether a request says that a proxy passed it on. */
export function isPassedOn({ headers }: FastifyRequest): boolean {
  return FORWARDED.some((name) => headers[name] !== undefined);
}

/** Addresses and networks, each as `10.0.0.1` or `10.0.0.0/8`. */
export class Networks {
  readonly #list = new BlockList();

  constructor(networks: readonly string[]) {
    for (const network of networks) {
      const [address = '', bits] = network.split('/');
      const plain = plainAddress(address) ?? address;
      const type = isIP(address) === 6 ? 'ipv6' : 'ipv4';
      if (bits === undefined) this.#list.addAddress(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
      else this.#list.addSubnet(address, Number(bits), type);
    }
  }

  /** Whether an address, in whatever form, is among them. */
  has(text: string): boolean {
    const address = plainAddress(text);
    return address !== null && this.#list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }
}

/** This machine itself. */
export const LOOPBACK = new Networks(['127.0.0.0/8', '::1']);
