import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { Bulletin } from './bulletin.js';
import { GatewaySession } from './gateway-session.js';
import type { GatewayEvent } from './gateway-session.js';
import { parse, readyView, send } from './gateway-packet.js';
import type { Packet } from './gateway-packet.js';
import { memberChunks } from './member-chunks.js';
import { guildCreateView } from './guild-views.js';
import type { Json } from './wire.js';
import type { World } from './world.js';

/** The gateway's settings. */
export interface GatewaySettings {
  readonly token: string;
  readonly heartbeatIntervalMs: number;
  readonly port?: number;
}

/** Discord's gateway, version 10, in uncompressed JSON. Its own port keeps it alive while HTTP is down. */
export class GatewayServer {
  readonly sessions: GatewaySession[] = [];
  /** Every event of every session, in order, ended sessions included. */
  readonly events: GatewayEvent[] = [];
  /**
   * How often the bot identified, resumed, sent a heartbeat, asked for members, and was refused; and how often it identified
   * for a shard that was connected already, after which it would hear everything twice.
   */
  readonly counts = {
    opened: 0,
    identified: 0,
    doubled: 0,
    resumed: 0,
    heartbeats: 0,
    memberRequests: 0,
    refused: 0,
  };
  readonly #http: Server;
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #bound = new Map<WebSocket, GatewaySession>();
  #silent = false;
  #refusing = false;
  #disallowed = 0;
  #url = '';

  constructor(
    private readonly world: World,
    private readonly settings: GatewaySettings,
    private readonly bulletin: Bulletin,
  ) {
    this.#http = createServer((_request, response) => response.writeHead(426).end());
    this.#http.on('upgrade', (request, socket, head) => {
      if (!this.#refusing) {
        this.#sockets.handleUpgrade(request, socket, head, (opened) => this.#open(opened));
        return;
      }
      this.counts.refused += 1;
      socket.on('error', () => socket.destroy());
      socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      this.bulletin.announce();
    });
  }

  /** Where the gateway listens, for example `ws://127.0.0.1:40000`. */
  get url(): string {
    return this.#url;
  }

  /** Whether a session is connected now. */
  get connected(): boolean {
    return this.sessions.some((session) => session.connected);
  }

  /** Starts listening. */
  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#http.listen(this.settings.port ?? 0, '127.0.0.1', resolve));
    this.#url = `ws://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  /** Ends all connections and stops listening. */
  async close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#http.closeAllConnections();
    await new Promise<void>((resolve) => this.#http.close(() => resolve()));
  }

  /** Tells the bot about an event. */
  dispatch(event: string, data: Json): void {
    for (const session of this.sessions) session.dispatch(event, data);
    this.bulletin.announce();
  }

  /** Cuts all connections without a word; the sessions can be resumed. */
  drop(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
  }

  /** Closes every connection with one of Discord's codes. */
  closeWith(code: number): void {
    for (const socket of this.#sockets.clients) socket.close(code);
  }

  /** Asks the bot to reconnect (op 7). */
  reconnect(): void {
    this.#tellAll({ op: 7, d: null });
  }

  /** Declares the sessions invalid (op 9); unless resumable, they are forgotten. */
  invalidate(resumable: boolean): void {
    if (!resumable) this.forgetSessions();
    this.#tellAll({ op: 9, d: resumable });
  }

  /** Forgets all sessions, so that a resume fails. */
  forgetSessions(): void {
    this.sessions.length = 0;
  }

  /** While silent, it acknowledges nothing and sends no event; afterwards it sends the kept events. */
  silence(on: boolean): void {
    this.#silent = on;
    for (const session of this.sessions) session.hush(on);
  }

  /** While refusing, no new connection is accepted. Open ones stay. */
  refuse(on: boolean): void {
    this.#refusing = on;
  }

  /** Closes with 4014 when the bot identifies with one of these intents. */
  disallowIntents(bits: number): void {
    this.#disallowed = bits;
  }

  /** Whether the application may not have this intent. */
  disallows(bit: number): boolean {
    return (this.#disallowed & bit) !== 0;
  }

  /** Resolves when the bot has identified `count` times in all. */
  waitForIdentify(count = 1, timeoutMs?: number): Promise<void> {
    return this.#until(() => this.counts.identified >= count, `identify no. ${count}`, timeoutMs);
  }

  /** Resolves when the bot has resumed `count` times in all. */
  waitForResume(count = 1, timeoutMs?: number): Promise<void> {
    return this.#until(() => this.counts.resumed >= count, `resume no. ${count}`, timeoutMs);
  }

  /** Resolves when a session is connected. */
  waitForConnection(timeoutMs?: number): Promise<void> {
    return this.#until(() => this.connected, 'a connection to the gateway', timeoutMs);
  }

  /** Resolves when no session is connected. */
  waitForDisconnect(timeoutMs?: number): Promise<void> {
    return this.#until(() => !this.connected, 'the gateway to be left', timeoutMs);
  }

  async #until(look: () => boolean, what: string, timeoutMs?: number): Promise<void> {
    await this.bulletin.until(look, what, timeoutMs);
  }

  #open(socket: WebSocket): void {
    socket.on('error', () => socket.terminate());
    socket.on('message', (data) => this.#receive(socket, data as Buffer));
    socket.on('close', (code) => this.#left(socket, code));
    this.counts.opened += 1;
    this.bulletin.announce();
    if (!this.#silent)
      send(socket, { op: 10, d: { heartbeat_interval: this.settings.heartbeatIntervalMs, _trace: [] } });
  }

  #left(socket: WebSocket, code: number): void {
    const session = this.#bound.get(socket);
    this.#bound.delete(socket);
    session?.detach(socket);
    const ended = code === 1000 || code === 1001;
    if (session && ended) this.sessions.splice(this.sessions.indexOf(session) >>> 0, 1);
    this.bulletin.announce();
  }

  #receive(socket: WebSocket, data: Buffer): void {
    const packet = parse(data);
    if (!packet) return socket.close(4002, 'Error while decoding payload.');
    const session = this.#bound.get(socket);
    if (packet.op === 1) {
      this.counts.heartbeats += 1;
      if (!this.#silent) send(socket, { op: 11, d: null });
      this.bulletin.announce();
    } else if (packet.op === 2) {
      if (session) socket.close(4005, 'Already authenticated.');
      else this.#identify(socket, packet.d as Json);
    } else if (packet.op === 6) {
      this.#resume(socket, packet.d as Json);
    } else if (!session) {
      socket.close(4003, 'Not authenticated.');
    } else if (packet.op === 8) {
      this.counts.memberRequests += 1;
      for (const chunk of memberChunks(this.world, packet.d as Json))
        session.dispatch('GUILD_MEMBERS_CHUNK', chunk);
    } else if (packet.op !== 3 && packet.op !== 4) {
      socket.close(4001, 'Unknown opcode.');
    }
  }

  #identify(socket: WebSocket, body: Json): void {
    if (!this.#knowsToken(body)) return socket.close(4004, 'Authentication failed.');
    const intents = Number(body['intents'] ?? 0);
    if ((intents & this.#disallowed) !== 0) return socket.close(4014, 'Disallowed intent(s).');
    const shard = (body['shard'] as [number, number] | undefined) ?? [0, 1];
    const isDoubled = this.sessions.some((other) => other.connected && other.shard[0] === shard[0]);
    if (isDoubled) this.counts.doubled += 1;
    const session = new GatewaySession(intents, shard, (event) => this.events.push(event));
    this.sessions.push(session);
    this.#bound.set(socket, session);
    session.attach(socket, 0, this.#silent);
    session.dispatch('READY', readyView(this.world, session, this.#url));
    if (!this.world.outage && this.world.botIsIn)
      session.dispatch('GUILD_CREATE', guildCreateView(this.world));
    this.counts.identified += 1;
    this.bulletin.announce();
  }

  #resume(socket: WebSocket, body: Json): void {
    if (!this.#knowsToken(body)) return socket.close(4004, 'Authentication failed.');
    const session = this.sessions.find(({ id }) => id === body['session_id']);
    const sequence = Number(body['seq']);
    if (!session?.canResumeFrom(sequence)) return send(socket, { op: 9, d: false });
    this.#bound.set(socket, session);
    session.attach(socket, sequence, this.#silent);
    session.dispatch('RESUMED', {});
    this.counts.resumed += 1;
    this.bulletin.announce();
  }

  #knowsToken(body: Json): boolean {
    return String(body['token']).replace(/^Bot /, '') === this.settings.token;
  }

  #tellAll(packet: Packet): void {
    for (const socket of this.#sockets.clients) send(socket, packet);
  }
}
