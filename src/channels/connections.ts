import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';
import { Agent, buildConnector, DecoratorHandler, type Dispatcher } from 'undici';
import { neverConnected } from './network-failure.js';

/**
 * How long a connection may take until it stands, encryption included, in milliseconds. Shorter than every deadline of
 * a request, so that what never left is known as such. TCP asks again after 1 s and after 3 s
 * (https://www.rfc-editor.org/rfc/rfc6298), so two lost packets cost no message.
 */
export const CONNECT_WITHIN_MS = 4_000;

/** Connections for undici and what is built on it, such as discord.js. Requests that never left are told apart. */
export class Connections extends Agent {
  constructor(withinMs = CONNECT_WITHIN_MS) {
    super({ connect: buildConnector({ timeout: withinMs }) });
  }

  override dispatch(options: Agent.DispatchOptions, handler: Dispatcher.DispatchHandlers): boolean {
    return super.dispatch(options, new Departure(handler));
  }
}

/**
 * Marks what fails before a request's first byte is written. undici calls `onConnect` when a connection stands and
 * writes when that returns, unless the request was given up meanwhile, which it hears of only then.
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

/** The connections that everybody who speaks over undici shares. */
export const CONNECTIONS = new Connections();

/**
 * Connections for clients of Node's own http and https; failures before one stands are told apart. None is used twice:
 * one that was dropped while it was idle would make a message that never left look as if it may have arrived.
 */
export function freshConnections(protocol: 'http:' | 'https:', withinMs = CONNECT_WITHIN_MS): HttpAgent {
  const secure = protocol === 'https:';
  const agent = secure ? new HttpsAgent({ keepAlive: false }) : new HttpAgent({ keepAlive: false });
  // Node documents this method, and its types don't know it.
  const plain = agent as HttpAgent & { createConnection: (...given: unknown[]) => Socket };
  const create = plain.createConnection.bind(agent);
  plain.createConnection = (...given) =>
    watched(create(...given), secure ? 'secureConnect' : 'connect', withinMs);
  return agent;
}

/** Whatever ends a socket before `stands` is told apart. Nobody else has seen the socket yet, so ours hears it first. */
function watched(socket: Socket, stands: 'secureConnect' | 'connect', withinMs: number): Socket {
  const late = (): void => {
    socket.destroy(new Error('the connection does not stand in time'));
  };
  socket.on('error', neverConnected);
  // It is begun anew once TCP stands and encryption begins; twice is still less than a request's deadline.
  socket.setTimeout(withinMs, late);
  socket.once(stands, () => {
    socket.setTimeout(0, late);
    socket.off('error', neverConnected);
  });
  return socket;
}
