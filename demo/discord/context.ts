import type { CommandRegistry } from './commands.js';
import type { GatewayServer } from './gateway.js';
import type { Interactions } from './interactions.js';
import type { OAuth } from './oauth.js';
import type { StoredMessage } from './stored-message.js';
import type { Json, UploadedFile } from './wire.js';
import type { World } from './world.js';

/** Everything the routes need. */
export interface Context {
  readonly world: World;
  readonly commands: CommandRegistry;
  readonly interactions: Interactions;
  readonly gateway: GatewayServer;
  readonly oauth: OAuth;
  /** The base address of attachments. */
  cdn(): string;
  /** Notes a message the bot posted to a channel. */
  deliver(message: StoredMessage): void;
  /** Something changed without a gateway event: all waiters look again. */
  announce(): void;
  /** Tells all waiters and the bot about a new, changed or deleted message. */
  messageChanged(event: 'MESSAGE_CREATE' | 'MESSAGE_UPDATE' | 'MESSAGE_DELETE', message: StoredMessage): void;
}

/** One request, split into its parts. */
export interface Call {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly files: readonly UploadedFile[];
  /** The `Authorization` header; empty when there is none. */
  readonly authorization: string;
}

/** An answer; without a body it is a 204. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A route: its method and template, who may use it, and its work. */
export interface Route {
  /** For example `GET /channels/:id`. */
  readonly name: string;
  /** Whether it needs the bot's token. Routes without it are outside the global limit. */
  readonly bot?: false;
  /** A signed-in person's token works as well. */
  readonly person?: true;
  handle(call: Call): Answer;
}

/** The body as an object; anything else counts as an empty one. */
export function objectBody(call: Call): Json {
  return call.body !== null && typeof call.body === 'object' && !Array.isArray(call.body)
    ? (call.body as Json)
    : {};
}

/** A path parameter. */
export function param(call: Call, name: string): string {
  return call.params[name] ?? '';
}

/** 200 with a body. */
export function ok(body: unknown): Answer {
  return { status: 200, body };
}

/** 204. */
export const noContent: Answer = { status: 204 };
