import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A way to a server on which connections can fall silent: nothing passes any more, and nobody is told. */
export interface SilentWay {
  /** The server's address, by this way. */
  readonly url: string;
  /** Those that are open now; later ones are not touched. */
  fallSilent(): void;
}

/** Makes a way to the server at `url`, which is gone after the test. */
export async function wayThatFallsSilent(url: string): Promise<SilentWay> {
  const { port, hostname } = new URL(url);
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    client.pipe(upstream).pipe(client);
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', () => undefined);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const socket of open) socket.destroy();
  });
  const own = (server.address() as AddressInfo).port;
  return {
    url: Object.assign(new URL(url), { port: String(own) }).href,
    fallSilent: () => {
      for (const socket of open) socket.unpipe().pause();
    },
  };
}
