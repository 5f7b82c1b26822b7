import { randomUUID } from 'node:crypto';
import { type WebSocket, WebSocketServer } from 'ws';
import { Bulletin } from '../discord/bulletin.js';
import { Faults } from '../discord/faults.js';
import { Traffic } from '../discord/traffic.js';
import { type WireReply, type WireRequest, WireServer } from '../wire-server.js';

/** A stand-in's settings; all have a default. */
export interface SignalStandInOptions {
  readonly port?: number;
  /** The registered number. */
  readonly number?: string;
  /** In `json-rpc`, messages come by WebSocket. */
  readonly mode?: 'normal' | 'native' | 'json-rpc';
  /** Answers a send with a list, as releases after 0.100 do. */
  readonly answersWithList?: boolean;
  /** What time it is, in milliseconds since the epoch. */
  readonly now?: () => number;
}

/** A person on Signal. */
export interface SignalPerson {
  readonly number: string;
  readonly uuid: string;
  readonly name: string;
  /** Signal knows their number. */
  registered: boolean;
  /** Our number knows their present keys. If not, they get nothing until we trust the new keys. */
  trusted: boolean;
  /** Others can't see their number. */
  readonly hidesNumber: boolean;
}

/** A message our number sent. */
export interface SignalMessage {
  /** The recipient's number, or the uuid of a person who hides it. */
  readonly to: string;
  readonly text: string;
  readonly timestamp: string;
  readonly at: number;
}

const SEND_KEYS = new Set(['message', 'number', 'recipients', 'text_mode', 'notify_self']);

/**
 * A stand-in for signal-cli-rest-api on loopback: one registered number, and people who write to it. It
 * speaks the real wire protocol: give a real bot {@link url} and {@link number}, and it works.
 */
export class SignalStandIn {
  readonly number: string;
  readonly mode: 'normal' | 'native' | 'json-rpc';
  readonly faults = new Faults();
  readonly traffic: Traffic;
  /** Signal wants a solved captcha before it sends more. */
  demandsCaptcha = false;
  /** Signal limits our number's sends; only waiting ends it, no captcha does. */
  limitsRate = false;
  /** Our own number is registered. */
  accountExists = true;
  readonly #bulletin = new Bulletin();
  readonly #people = new Map<string, SignalPerson>();
  readonly #delivered: SignalMessage[] = [];
  readonly #sockets = new Set<WebSocket>();
  readonly #socketServer = new WebSocketServer({ noServer: true });
  readonly #wire: WireServer;
  readonly #now: () => number;
  #inbox: unknown[] = [];
  #fetched = 0;
  #lastNumber = 100_000;
  #lastTimestamp = 0;

  private constructor(private readonly options: SignalStandInOptions) {
    this.number = options.number ?? '+38640000001';
    this.mode = options.mode ?? 'json-rpc';
    this.#now = options.now ?? Date.now;
    this.traffic = new Traffic(this.#bulletin);
    this.#wire = new WireServer(
      {
        sort: (request) => this.#sort(request),
        handle: (request) => this.#handle(request),
        rateLimited: () => this.#limited(''),
        refused: failure,
      },
      this.faults,
      this.traffic,
    );
    this.#wire.server.on('upgrade', (request, socket, head) => {
      const wanted = decodeURIComponent(new URL(request.url ?? '/', this.url).pathname);
      if (this.mode !== 'json-rpc' || wanted !== `/v1/receive/${this.number}`) {
        socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
        return;
      }
      this.#socketServer.handleUpgrade(request, socket, head, (client) => this.#connected(client));
    });
  }

  /** Starts a stand-in; when this resolves, it listens. */
  static async start(options: SignalStandInOptions = {}): Promise<SignalStandIn> {
    const standIn = new SignalStandIn(options);
    await standIn.#wire.listen(options.port);
    return standIn;
  }

  /** The API's address, for the bot. */
  get url(): string {
    return this.#wire.origin;
  }

  /** Ends everything; waits under way fail. */
  async stop(): Promise<void> {
    this.#bulletin.close('The stand-in was stopped.');
    this.dropSockets();
    await this.#wire.stop();
  }

  /** Refuses connections: nothing answers. */
  async pauseHttp(): Promise<void> {
    this.dropSockets();
    await this.#wire.pause();
  }

  /** Accepts connections again. */
  resumeHttp(): Promise<void> {
    return this.#wire.resume();
  }

  /** Cuts every WebSocket. */
  dropSockets(): void {
    for (const socket of this.#sockets) socket.terminate();
  }

  /** Adds a person. */
  addPerson(seed: { name: string; number?: string; hidesNumber?: boolean }): SignalPerson {
    const person: SignalPerson = {
      number: seed.number ?? `+38641${String(++this.#lastNumber)}`,
      uuid: randomUUID(),
      name: seed.name,
      registered: true,
      trusted: true,
      hidesNumber: seed.hidesNumber ?? false,
    };
    this.#people.set(person.number, person);
    return person;
  }

  /** A person opens the link to our number. It carries no text: they write the token themselves. */
  openDeepLink(link: string): void {
    if (link !== `https://signal.me/#p/${this.number}`)
      throw new Error(`${link} does not lead to our number.`);
  }

  /** A person writes to our number; `shows` their own, unless they always hide it. */
  write(number: string, text: string, shows = true): void {
    this.#tell(number, { message: text }, shows);
  }

  /** A person edits their last message. */
  edit(number: string, text: string): void {
    const timestamp = this.#now();
    const dataMessage = { timestamp, message: text };
    this.#receive(
      this.#envelope(number, { editMessage: { targetSentTimestamp: timestamp - 1_000, dataMessage } }),
    );
  }

  /** A person changes their number; the old one is free. @returns the person with the new one. */
  changeNumber(number: string, next: string): SignalPerson {
    const person = { ...this.#person(number), number: next };
    this.#people.delete(number);
    this.#people.set(next, person);
    return person;
  }

  /** A person writes in a group our number is in. */
  writeInGroup(number: string, text: string): void {
    this.#tell(number, { message: text, groupInfo: { groupId: 'Zm9v', type: 'DELIVER' } });
  }

  /** A person reads a message: a receipt without text. */
  read(number: string): void {
    this.#receive(this.#envelope(number, { receiptMessage: { isRead: true } }));
  }

  /** A person leaves Signal. */
  unregister(number: string): void {
    this.#person(number).registered = false;
  }

  /** A person has a new telephone, and so new keys: a safety number nobody has compared yet. */
  changeKeys(number: string): void {
    this.#person(number).trusted = false;
  }

  /** Every message the number sent, in order. */
  get delivered(): readonly SignalMessage[] {
    return this.#delivered;
  }

  /** The messages to a number (or a uuid). */
  messagesTo(to: string): SignalMessage[] {
    return this.#delivered.filter((message) => message.to === to);
  }

  /** Resolves with the messages to a number once there are `count`. */
  waitForMessages(to: string, count = 1, timeoutMs?: number): Promise<SignalMessage[]> {
    const look = (): SignalMessage[] | false => {
      const messages = this.messagesTo(to);
      return messages.length >= count && messages;
    };
    return this.#bulletin.until(look, `Signal message no. ${count} to ${to}`, timeoutMs);
  }

  /** Resolves with the first message that satisfies the predicate, past ones included. */
  waitForMessage(predicate: (message: SignalMessage) => boolean, timeoutMs?: number): Promise<SignalMessage> {
    const texts = (): string => this.#delivered.map(({ text }) => JSON.stringify(text)).join(', ') || 'none';
    const what = (): string => `a Signal message; sent were: ${texts()}`;
    return this.#bulletin.until(() => this.#delivered.find(predicate), what, timeoutMs);
  }

  /** Resolves when the bot listens: by WebSocket, or after its first fetch. */
  async waitForListening(timeoutMs?: number): Promise<void> {
    const look = (): boolean => (this.mode === 'json-rpc' ? this.#sockets.size > 0 : this.#fetched > 0);
    await this.waitUntil(look, 'the bot to listen on Signal', timeoutMs);
  }

  /** How many bots are connected by WebSocket. */
  get connected(): number {
    return this.#sockets.size;
  }

  /** Resolves when `look` returns true; it looks again at every change. */
  async waitUntil(look: () => boolean, what: string, timeoutMs?: number): Promise<void> {
    await this.#bulletin.until(look, what, timeoutMs);
  }

  #sort({ method, path, body }: WireRequest): { route: string; person?: string } {
    const [recipient] = Array.isArray(body['recipients']) ? (body['recipients'] as unknown[]) : [];
    const route = `${method} ${path.replace(/^\/v1\/(receive|search|identities)\/[^/]*/, '/v1/$1/:number')}`;
    return { route, ...(typeof recipient === 'string' && { person: recipient }) };
  }

  #handle({ method, path, query, body }: WireRequest): WireReply {
    switch (`${method} ${path}`) {
      case `GET /v1/search/${this.number}`:
        return this.#search(query.getAll('numbers'));
      case `GET /v1/identities/${this.number}`:
        return { status: 200, body: [...this.#people.values()].map(identityOf) };
      case 'GET /v1/about':
        return {
          status: 200,
          body: {
            build: 2,
            capabilities: { 'v2/send': ['quotes', 'mentions'] },
            mode: this.mode,
            version: '0.100',
            versions: ['v1', 'v2'],
          },
        };
      case 'GET /v1/accounts':
        return { status: 200, body: this.accountExists ? [this.number] : [] };
      case 'POST /v2/send':
        return this.#send(body);
      case `GET /v1/receive/${this.number}`:
        return this.#fetch();
      default:
        return { status: 404, body: '404 page not found', headers: { 'Content-Type': 'text/plain' } };
    }
  }

  #fetch(): WireReply {
    if (!this.accountExists) return failure(400, `User ${this.number} is not registered.\n`);
    const messages = this.#inbox;
    this.#inbox = [];
    this.#fetched += 1;
    this.#bulletin.announce();
    return { status: 200, body: messages };
  }

  #send(body: WireRequest['body']): WireReply {
    const { message, number, recipients } = body;
    const strange = Object.keys(body).filter((key) => !SEND_KEYS.has(key));
    if (strange.length > 0 || typeof message !== 'string' || message === '' || !Array.isArray(recipients)) {
      return failure(400, "Couldn't process request - invalid input data");
    }
    if (number !== this.number) return failure(400, 'Specified account does not exist');
    if (!this.accountExists) return failure(400, this.#words('no account', ''));
    const [to] = recipients as unknown[];
    if (recipients.length !== 1 || typeof to !== 'string') {
      return failure(400, 'The stand-in sends to one recipient at a time');
    }
    if (this.demandsCaptcha) return this.#captcha(to);
    if (this.limitsRate) return this.#limited('');
    const person = [...this.#people.values()].find((each) => each.number === to || each.uuid === to);
    if (!person?.registered) return failure(400, this.#words('unregistered', to));
    if (!person.trusted) return failure(400, this.#words('untrusted', to));
    const at = this.#now();
    this.#lastTimestamp = Math.max(at, this.#lastTimestamp + 1);
    const timestamp = String(this.#lastTimestamp);
    this.#delivered.push({ to, text: message, timestamp, at });
    this.#bulletin.announce();
    return { status: 201, body: this.options.answersWithList ? [{ timestamp }] : { timestamp } };
  }

  /** The words of signal-cli that signal-cli-rest-api passes on: in json-rpc mode, the message alone. */
  #words(what: 'no account' | 'unregistered' | 'untrusted', to: string): string {
    if (this.mode === 'json-rpc') {
      return {
        'no account': 'Specified account does not exist',
        unregistered: 'Failed to send message',
        untrusted: 'Unable to complete request due to untrusted recipient keys',
      }[what];
    }
    return {
      'no account': `User ${this.number} is not registered.\n`,
      unregistered: `Failed to send (some) messages:\n${to}: Unregistered user "${to}"\n`,
      untrusted: `Failed to send (some) messages:\n${to}: Untrusted Identity for "${to}"\nFailed to send message due to untrusted identities\n`,
    }[what];
  }

  #search(numbers: readonly string[]): WireReply {
    if (numbers.length === 0) return failure(400, 'Please provide numbers to query for');
    const found = numbers.map((asked) => {
      // Signal finds only numbers: for anything else it says no, without naming it.
      const isNumber = /^\+\d+$/.test(asked);
      return { number: isNumber ? asked : '', registered: this.#people.get(asked)?.registered ?? false };
    });
    return { status: 200, body: found };
  }

  #captcha(to: string): WireReply {
    if (this.mode === 'json-rpc') return this.#limited(randomUUID());
    return failure(
      400,
      `Failed to send (some) messages:\n${to}: CAPTCHA proof required for sending to "${to}"\n`,
    );
  }

  /** A limit comes with a token; it is empty if no captcha would lift the limit. */
  #limited(token: string): WireReply {
    const limited = 'Failed to send message due to rate limiting';
    if (this.mode !== 'json-rpc') return failure(400, `${limited}\n`);
    const hint =
      "Use the attached challenge tokens to lift the rate limit restrictions via the '/v1/accounts/{number}/rate-limit-challenge' endpoint.";
    const body = { error: `${limited}. ${hint}`, challenge_tokens: [token], account: this.number };
    return { status: 429, body };
  }

  #tell(number: string, dataMessage: Readonly<Record<string, unknown>>, shows = true): void {
    const timestamp = this.#now();
    this.#receive(this.#envelope(number, { dataMessage: { timestamp, ...dataMessage } }, shows));
  }

  #envelope(number: string, content: Readonly<Record<string, unknown>>, shows = true): unknown {
    const { uuid, name, hidesNumber } = this.#person(number);
    const shown = hidesNumber || !shows ? null : number;
    return {
      envelope: {
        source: shown ?? uuid,
        sourceNumber: shown,
        sourceUuid: uuid,
        sourceName: name,
        sourceDevice: 1,
        timestamp: this.#now(),
        ...content,
      },
      account: this.number,
    };
  }

  #receive(message: unknown): void {
    if (this.#sockets.size === 0) this.#inbox.push(message);
    for (const socket of this.#sockets) socket.send(JSON.stringify(message));
  }

  #connected(socket: WebSocket): void {
    this.#sockets.add(socket);
    socket.on('close', () => {
      this.#sockets.delete(socket);
      this.#bulletin.announce();
    });
    for (const message of this.#inbox.splice(0)) socket.send(JSON.stringify(message));
    this.#bulletin.announce();
  }

  #person(number: string): SignalPerson {
    const person = this.#people.get(number);
    if (!person) throw new Error(`Nobody on Signal has the number ${number}.`);
    return person;
  }
}

function failure(status: number, error: string): WireReply {
  return { status, body: { error } };
}

function identityOf({ number, uuid, trusted }: SignalPerson) {
  return {
    number,
    uuid,
    status: trusted ? 'TRUSTED_UNVERIFIED' : 'UNTRUSTED',
    added: '1764000000000',
    fingerprint: '05 8f 2c',
    safety_number: '123456789012345678901234567890123456789012345678901234567890',
  };
}
