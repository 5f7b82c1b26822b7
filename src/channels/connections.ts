import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';
import { Agent as Connections, buildConnector } from 'undici';
import { neverConnected } from './network-failure.js';

/**
 * How long a connection may take until it stands, encryption included, in milliseconds. Shorter than every deadline of
 * a request, so that what never left is known as such. TCP asks again after 1 s and after 3 s
 * (https://www.rfc-editor.org/rfc/rfc6298), so two lost packets cost no message.
 */
export const CONNECT_WITHIN_MS = 4_000;

/** Connections for undici and what is built on it, such as discord.js. Failures before one stands are told apart. */
export function connections(withinMs = CONNECT_WITHIN_MS): Connections {
  const connect = buildConnector({ timeout: withinMs });
  return new Connections({
    connect: (options, callback) =>
      connect(options, (...result) => {
        if (result[0]) neverConnected(result[0]);
        callback(...result);
      }),
  });
}

/** The connections that everybody who speaks over undici shares. */
export const CONNECTIONS = connections();

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
