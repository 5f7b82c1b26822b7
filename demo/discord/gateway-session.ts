import { randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';
import type { Json } from './wire.js';

/** An event as sent: its number in the session, its name and its data. */
export interface GatewayEvent {
  readonly s: number;
  readonly t: string;
  readonly d: Json;
}

const KEPT_EVENTS = 5000;

/** The intents an event needs; others need none. DMs and guild messages differ by `guild_id`. */
function intentFor(event: string, data: Json): number {
  if (event.startsWith('GUILD_MEMBER_')) return 1 << 1;
  if (event === 'VOICE_STATE_UPDATE') return 1 << 7;
  if (event.startsWith('MESSAGE_')) return data['guild_id'] === undefined ? 1 << 12 : 1 << 9;
  if (event.startsWith('GUILD_') || event.startsWith('CHANNEL_')) return 1 << 0;
  return 0;
}

/** One session of the bot: it survives lost connections, keeps its events, and sends them in order. */
export class GatewaySession {
  readonly id = randomBytes(16).toString('hex');
  #events: GatewayEvent[] = [];
  #sequence = 0;
  #sent = 0;
  #socket: WebSocket | undefined;
  #silent = false;

  constructor(
    readonly intents: number,
    readonly shard: readonly [number, number],
    private readonly note: (event: GatewayEvent) => void,
  ) {}

  /** Whether the bot is connected now. */
  get connected(): boolean {
    return this.#socket !== undefined;
  }

  /** Whether the session can go on after `sequence`. */
  canResumeFrom(sequence: number): boolean {
    const oldest = this.#events[0]?.s ?? this.#sequence + 1;
    return sequence <= this.#sequence && sequence >= oldest - 1;
  }

  /** Goes on over this connection, after the last event the bot says it saw. */
  attach(socket: WebSocket, after: number, silent: boolean): void {
    this.#socket = socket;
    this.#sent = after;
    this.hush(silent);
  }

  /** The connection is gone; events wait for a resume. */
  detach(socket: WebSocket): void {
    if (this.#socket === socket) this.#socket = undefined;
  }

  /** While silent, events are kept; afterwards they are sent at once. */
  hush(silent: boolean): void {
    this.#silent = silent;
    this.#flush();
  }

  /** Sends an event, now or when the bot is back, if the bot's intents include it. */
  dispatch(event: string, data: Json): void {
    const needed = intentFor(event, data);
    if (needed !== 0 && (this.intents & needed) === 0) return;
    this.#sequence += 1;
    const kept = { s: this.#sequence, t: event, d: structuredClone(data) };
    this.#events.push(kept);
    this.note(kept);
    if (this.#events.length > KEPT_EVENTS) this.#events = this.#events.slice(-KEPT_EVENTS);
    this.#flush();
  }

  #flush(): void {
    if (!this.#socket || this.#silent) return;
    const oldest = this.#events[0]?.s ?? 1;
    for (const event of this.#events.slice(Math.max(0, this.#sent - oldest + 1))) {
      this.#sent = event.s;
      this.#socket.send(JSON.stringify({ op: 0, ...event }));
    }
  }
}
