import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { AtEnd } from './postgres-way.js';

/** Another way to a server, on loopback. */
export interface Relay {
  /** The server's address, by this way. */
  readonly url: string;
  /** The sockets of every connection that is open now, on both sides. */
  readonly open: ReadonlySet<Socket>;
}

/**
 * Makes a way to the server at `url`, which is gone where `atEnd` has it done. `admits`: whether a connection may be made;
 * by default each may.
 */
export async function relayTo(url: string, atEnd: AtEnd, admits: () => boolean = () => true): Promise<Relay> {
  const { port, hostname } = new URL(url);
  const open = new Set<Socket>();
  const server = createServer((client) => {
    if (!admits()) return void client.destroy();
    const upstream = connect(Number(port), hostname);
    client.pipe(upstream).pipe(client);
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', () => undefined).on('close', () => open.delete(socket));
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  atEnd(() => {
    server.close();
    for (const socket of open) socket.destroy();
  });
  const own = (server.address() as AddressInfo).port;
  return { url: Object.assign(new URL(url), { port: String(own) }).href, open };
}
