import { once } from 'node:events';
import { createServer } from 'node:net';
import type { BridgeServer } from './server.js';

/** The bridge can't have its address; the message says what to do. */
export class ListenError extends Error {
  override readonly name = 'ListenError';

  constructor(
    message: string,
    /** Only a change of the configuration can help. */
    readonly lasting: boolean,
  ) {
    super(message);
  }
}

/** Where to listen. */
interface Address {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
}

const OTHERWISE = 'Set BRIDGE_ENABLED=false to do without the bridge.';

/**
 * Takes an address for a bridge that is still to be built; whoever connects is turned away.
 * @returns what leaves it, for the bridge to listen there; it may be called again.
 * @throws ListenError when the address can't be had.
 */
export async function holdAddress(address: Address): Promise<() => Promise<void>> {
  const holder = createServer((socket) => socket.destroy());
  const listening = once(holder, 'listening');
  holder.listen(address.port, address.host);
  await inWords(address, () => listening);
  const left = once(holder, 'close');
  return async () => {
    holder.close();
    await left;
  };
}

/**
 * Listens. @returns the address, such as `http://127.0.0.1:8080`.
 * @throws ListenError when the address can't be had.
 */
export function listen(server: BridgeServer, { host, port }: Address): Promise<string> {
  return inWords({ host, port }, () => server.listen({ host, port }));
}

async function inWords<T>({ host, port }: Address, take: () => Promise<T>): Promise<T> {
  try {
    return await take();
  } catch (error) {
    throw listenError((error as { code?: unknown }).code, host, port) ?? error;
  }
}

function listenError(code: unknown, host: string, port: number): ListenError | null {
  switch (code) {
    case 'EADDRINUSE':
      return new ListenError(
        `Port ${port} on ${host} is taken by another program: stop it, or set BRIDGE_PORT to a free one. ${OTHERWISE}`,
        false,
      );
    case 'EACCES':
      return new ListenError(
        `Muster may not listen on port ${port}: set BRIDGE_PORT to one from 1024 on. ${OTHERWISE}`,
        true,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new ListenError(
        `${host} is no address of this machine: set BRIDGE_HOST to one that is, such as 127.0.0.1 or 0.0.0.0. ${OTHERWISE}`,
        true,
      );
    default:
      return null;
  }
}

/** Takes no more requests, lets those under way be answered until `patience` ends, and closes every connection. */
export async function stopListening(server: BridgeServer, patience: Promise<unknown>): Promise<void> {
  const closed = server.close();
  await Promise.race([closed, patience]);
  server.server.closeAllConnections();
  await closed;
}
