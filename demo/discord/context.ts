import type { CommandRegistry } from './commands.js';
import type { GatewayServer } from './gateway.js';
import type { Interactions } from './interactions.js';
import type { OAuth } from './oauth.js';
import type { StoredMessage } from './stored-message.js';
import type { Json, UploadedFile } from './wire.js';
import type { World } from './world.js';

/** What the routes work on. */
export interface Context {
  readonly world: World;
  readonly commands: CommandRegistry;
  readonly interactions: Interactions;
  readonly gateway: GatewayServer;
  readonly oauth: OAuth;
  /** Where attachments are served from. */
  cdn(): string;
  /** Notes a message the bot posted to a channel. */
  deliver(message: StoredMessage): void;
  /** Something changed that no gateway event tells: everybody who waits looks again. */
  announce(): void;
  /** Tells everybody who waits, and the bot, about a message that was made, changed or deleted. */
  messageChanged(event: 'MESSAGE_CREATE' | 'MESSAGE_UPDATE' | 'MESSAGE_DELETE', message: StoredMessage): void;
}

/** One request, taken apart. */
export interface Call {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly files: readonly UploadedFile[];
  /** The `Authorization` header; empty when there is none. */
  readonly authorization: string;
}

/** What is answered; no body means 204's silence. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A route: method and template, who may ask, and what happens. */
export interface Route {
  /** For example `GET /channels/:id`. */
  readonly name: string;
  /** The bot's token is needed, unless this is false. Routes without it are outside the global limit. */
  readonly bot?: false;
  /** The token of a person who signed in will do as well. */
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
