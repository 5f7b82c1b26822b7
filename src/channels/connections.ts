import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';
import { Agent, buildConnector, DecoratorHandler, type Dispatcher } from 'undici';
import { neverConnected } from './network-failure.js';

/**
 * How long a connection may take to open, encryption included, in milliseconds. Shorter than every deadline
 * of a request, so that we know when a request never left. TCP tries again after 1 s and after 3 s
 * (https://www.rfc-editor.org/rfc/rfc6298), so two lost packets cost no message.
 */
export const CONNECT_WITHIN_MS = 4_000;

/** Connections for undici and clients built on it, such as discord.js. Marks requests that never left. */
export class Connections extends Agent {
  constructor(withinMs = CONNECT_WITHIN_MS) {
    super({ connect: buildConnector({ timeout: withinMs }) });
  }

  override dispatch(options: Agent.DispatchOptions, handler: Dispatcher.DispatchHandlers): boolean {
    return super.dispatch(options, new Departure(handler));
  }
}

/**
 * Marks failures before a request's first byte. undici calls `onConnect` once a connection is open, then
 * writes; if the request was given up meanwhile, undici notices only there and writes nothing.
 */
class Departure extends DecoratorHandler implements Dispatcher.DispatchHandlers {
  #isLeaving = false;

  constructor(private readonly handler: Dispatcher.DispatchHandlers) {
    super(handler);
  }

  onConnect(abort: (error?: Error) => void): void {
    this.handler.onConnect?.(abort);
    this.#isLeaving = true;
  }

  onError(error: Error): void {
    if (!this.#isLeaving) neverConnected(error);
    this.handler.onError?.(error);
  }
}

/** All clients that use undici share these connections. */
export const CONNECTIONS = new Connections();

/**
 * Connections for clients of Node's http and https; a failure before one is open is marked. None is used
 * twice: if a server drops an idle one, a message that never left looks as if it may have arrived.
 */
export function freshConnections(protocol: 'http:' | 'https:', withinMs = CONNECT_WITHIN_MS): HttpAgent {
  const secure = protocol === 'https:';
  const agent = secure ? new HttpsAgent({ keepAlive: false }) : new HttpAgent({ keepAlive: false });
  // Node documents this method; its types lack it.
  const plain = agent as HttpAgent & { createConnection: (...given: unknown[]) => Socket };
  const create = plain.createConnection.bind(agent);
  plain.createConnection = (...given) =>
    watched(create(...given), secure ? 'secureConnect' : 'connect', withinMs);
  return agent;
}

/** Marks every error before the event `stands`. Our listener on a new socket runs before all others. */
function watched(socket: Socket, stands: 'secureConnect' | 'connect', withinMs: number): Socket {
  const late = (): void => {
    socket.destroy(new Error('the connection does not stand in time'));
  };
  socket.on('error', neverConnected);
  // The timer starts again when encryption begins; twice is still less than a request's deadline.
  socket.setTimeout(withinMs, late);
  socket.once(stands, () => {
    socket.setTimeout(0, late);
    socket.off('error', neverConnected);
  });
  return socket;
}
