import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** When a connection ends: before the server has the next statement, or between its having run it and its answer. */
export type Cut = 'before' | 'after';

/** Has something done when a test, or whatever else it is for, has ended. */
export type AtEnd = (end: () => void | Promise<void>) => void;

/** A way to a PostgreSQL server that a test can cut. */
export interface Way {
  /** Where the database is, by this way. */
  readonly url: string;
  /** Cuts the connection that writes, at the next thing that is said on it. */
  cutWriter(cut: Cut): void;
  /** Cuts every connection, and lets no other be made until it is mended. */
  cut(): void;
  /** Lets nothing through any more, in either direction, and says so to nobody, until it is mended. */
  block(): void;
  mend(): void;
}

/** What a transaction of ours begins with, and nobody who only reads says. */
const BEGINS = 'BEGIN ISOLATION LEVEL';
/** The server's last words to a statement outside of a transaction: ready (`Z`), four bytes of length, idle (`I`). */
const IDLE = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);

/** Makes a way to the database `url`, each answer of which takes so long (ms) more; `atEnd` has it closed in the end. */
export async function openWay(url: string, atEnd: AtEnd, delayMs = 0): Promise<Way> {
  const { port, hostname } = new URL(url);
  let cut: Cut | null = null;
  const open = new Set<Socket>();
  const answer = (client: Socket, said: Buffer): void => {
    if (delayMs === 0) client.write(said);
    else setTimeout(() => client.write(said), delayMs);
  };
  let state: 'open' | 'cut' | 'blocked' = 'open';
  const server = createServer((client) => {
    if (state === 'cut') return void client.destroy();
    const upstream = connect(Number(port), hostname);
    let writes = false;
    const hangUp = (): void => {
      for (const socket of [client, upstream]) socket.destroy();
    };
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', hangUp).on('close', hangUp);
      socket.on('close', () => open.delete(socket));
    }
    if (state === 'blocked') for (const socket of [client, upstream]) socket.pause();
    client.on('data', (said) => {
      writes ||= said.includes(BEGINS);
      if (!writes || cut !== 'before') return void upstream.write(said);
      cut = null;
      hangUp();
    });
    upstream.on('data', (said) => {
      if (!writes || cut !== 'after') return answer(client, said);
      if (!said.subarray(-IDLE.length).equals(IDLE)) return;
      cut = null;
      hangUp();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  atEnd(() => {
    server.close();
    for (const socket of open) socket.destroy();
  });
  const own = (server.address() as AddressInfo).port;
  return {
    url: Object.assign(new URL(url), { port: String(own) }).href,
    cutWriter: (at) => {
      cut = at;
    },
    cut: () => {
      state = 'cut';
      for (const socket of open) socket.destroy();
    },
    block: () => {
      state = 'blocked';
      for (const socket of open) socket.pause();
    },
    mend: () => {
      state = 'open';
      for (const socket of open) socket.resume();
    },
  };
}
