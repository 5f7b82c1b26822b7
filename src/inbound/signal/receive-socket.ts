import { WebSocket } from 'ws';
import type { Clock } from '../../domain/clock.js';
import { freshConnections } from '../../channels/connections.js';
import { networkFailureOf } from '../../channels/network-failure.js';
import type { Loss } from '../inbox.js';

const HANDSHAKE_TIMEOUT_MS = 10_000;
/** How often we ping the other side; a dropped connection says nothing by itself. */
const HEARTBEAT_MS = 30_000;

/** Called when the socket is open, and for each message. */
export interface SocketEars {
  readonly ready: () => void;
  readonly received: (message: unknown) => void;
}

/** Listens on a WebSocket until it closes or `stopping` aborts; returns why it ended. */
export async function listenOnSocket(
  url: string,
  clock: Clock,
  stopping: AbortSignal,
  ears: SocketEars,
): Promise<Loss> {
  const closed = new AbortController();
  const socket = new WebSocket(url, {
    handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
    agent: freshConnections(url.startsWith('wss:') ? 'https:' : 'http:'),
  });
  const ended = new Promise<Loss>((resolve) => {
    let code = 'connection_reset';
    socket.on('error', (error) => {
      code = networkFailureOf(error)?.code ?? 'unknown_answer';
    });
    socket.on('close', () => {
      closed.abort();
      resolve({ code });
    });
  });
  socket.on('open', ears.ready);
  socket.on('message', (data: Buffer) => {
    const message = parsed(data.toString('utf8'));
    if (message !== undefined) ears.received(message);
  });
  stopping.addEventListener('abort', () => socket.terminate(), { once: true, signal: closed.signal });
  if (stopping.aborted) socket.terminate();
  void keepAlive(socket, clock, closed.signal);
  return ended;
}

async function keepAlive(socket: WebSocket, clock: Clock, closed: AbortSignal): Promise<void> {
  let answered = true;
  socket.on('pong', () => (answered = true));
  for (;;) {
    await clock.sleep(HEARTBEAT_MS, closed);
    if (closed.aborted) return;
    if (!answered) {
      socket.terminate();
      return;
    }
    answered = false;
    if (socket.readyState === WebSocket.OPEN) socket.ping();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
