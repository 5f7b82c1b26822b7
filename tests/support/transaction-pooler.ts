import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A message of PostgreSQL's protocol: its letter, and all of its bytes. */
interface Message {
  readonly letter: string;
  readonly bytes: Buffer;
}

const READY = 'Z';
const IDLE = 'I'.charCodeAt(0);
/** What a client may ask before its first words; a server without it answers with one letter. */
const SSL_REQUEST = 80_877_103;
/** Whatever the server will say is answered to one of these. */
const ASKS = new Set(['Q', 'S']);
const AUTHENTICATED = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0]);
const IS_READY = Buffer.from([0x5a, 0, 0, 0, 5, IDLE]);

/** Cuts a stream of bytes into messages. */
class Messages {
  #rest = Buffer.alloc(0);

  /** The messages that are whole by now. */
  of(chunk: Buffer): Message[] {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const found: Message[] = [];
    while (this.#rest.length >= 5) {
      const length = this.#rest.readInt32BE(1) + 1;
      if (this.#rest.length < length) break;
      found.push({ letter: String.fromCharCode(this.#rest[0]!), bytes: this.#rest.subarray(0, length) });
      this.#rest = this.#rest.subarray(length);
    }
    return found;
  }
}

/** A session at the server, lent to one client after the other. */
class Lent {
  /** The server's parameters, as clients are told them. */
  readonly parameters: Buffer[] = [];
  onMessage: (message: Message) => void = () => undefined;

  private constructor(readonly socket: Socket) {}

  static async open(url: URL): Promise<Lent> {
    const socket = connect(Number(url.port), url.hostname);
    const lent = new Lent(socket);
    const messages = new Messages();
    await once(socket, 'connect');
    const said = `user\0${url.username}\0database\0${url.pathname.slice(1)}\0\0`;
    const head = Buffer.alloc(8);
    head.writeInt32BE(8 + said.length, 0);
    head.writeInt32BE(3 << 16, 4);
    const ready = new Promise<void>((resolve, reject) => {
      socket.on('error', reject);
      socket.on('data', (chunk) => {
        for (const message of messages.of(chunk)) {
          if (message.letter === 'S') lent.parameters.push(message.bytes);
          if (message.letter === READY) resolve();
          lent.onMessage(message);
        }
      });
    });
    socket.write(Buffer.concat([head, Buffer.from(said)]));
    await ready;
    return lent;
  }
}

/**
 * A pooler in transaction mode in front of the database `url` (which asks for no password), gone after the test: as PgBouncer
 * before 1.21 does it, a transaction gets the session that was used last, and what is kept in a session is whoever's comes next.
 * @returns the address it is at.
 */
export async function aPoolerInTransactionMode(url: string): Promise<string> {
  const upstream = new URL(url);
  const free: Lent[] = [];
  const open = new Set<Socket>();
  const take = async (): Promise<Lent> => free.pop() ?? Lent.open(upstream);

  const serve = (client: Socket): void => {
    const messages = new Messages();
    let begun = false;
    let lent: Promise<Lent> | null = null;
    let unanswered = 0;
    const greet = async (): Promise<void> => {
      const one = await take();
      const key = Buffer.from([0x4b, 0, 0, 0, 12, 0x7f, 1, 2, 3, 0x7f, 4, 5, 6]);
      free.push(one);
      client.write(Buffer.concat([AUTHENTICATED, ...one.parameters, key, IS_READY]));
    };
    const hand = async (message: Message): Promise<void> => {
      lent ??= take();
      const session = await lent;
      open.add(session.socket);
      session.onMessage = (answer) => {
        client.write(answer.bytes);
        if (answer.letter !== READY) return;
        unanswered -= 1;
        if (unanswered > 0 || answer.bytes[5] !== IDLE) return;
        lent = null;
        session.onMessage = () => undefined;
        free.push(session);
      };
      if (ASKS.has(message.letter)) unanswered += 1;
      session.socket.write(message.bytes);
    };
    let last: Promise<void> = Promise.resolve();
    client.on('error', () => undefined);
    client.on('data', (chunk) => {
      if (!begun) {
        if (chunk.readInt32BE(4) === SSL_REQUEST) return void client.write('N');
        begun = true;
        last = greet();
        return;
      }
      for (const message of messages.of(chunk)) {
        if (message.letter === 'X') client.end();
        else last = last.then(() => hand(message));
      }
    });
  };

  const server = createServer((client) => {
    open.add(client);
    serve(client);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const socket of [...open, ...free.map(({ socket }) => socket)]) socket.destroy();
  });
  const { port } = server.address() as AddressInfo;
  return Object.assign(new URL(url), { port: String(port) }).href;
}
