import type { NotSent } from '../domain/channel.js';

/**
 * Our own code, in place of the system's: the connection never opened, so no byte of a request has left. No
 * code of the system says that; each that ends an attempt to connect can also come later. Linux answers
 * `EHOSTUNREACH` when a route is lost under an open connection (`tcp_write_err`), `ECONNRESET` comes in a
 * handshake and after a request alike, and OpenSSL's `EPROTO` is any fault of the protocol. So connections.ts
 * sets this code on all failures before TCP, and TLS if used, are open.
 */
const NEVER_CONNECTED = 'MUSTER_NEVER_CONNECTED';

/** Marks a failure before the first byte was written, for any client that passes the error on. */
export function neverConnected(error: Error): void {
  // Clients copy the code and wrap the rest, so we mark the code. An abort's code can't be assigned to.
  Object.defineProperty(error, 'code', { value: NEVER_CONNECTED, configurable: true, enumerable: true });
}

/** What a request without an answer says: it never left, or nobody knows. */
export type NetworkFailure =
  | { readonly left: false; readonly code: 'connection_refused' }
  | { readonly left: true; readonly code: 'timeout' | 'connection_reset' };

/** Sorts an error of an HTTP client; `null` if it is no failure of the network. */
export function networkFailureOf(error: unknown): NetworkFailure | null {
  const code = networkCodeOf(error);
  if (code === NEVER_CONNECTED) return { left: false, code: 'connection_refused' };
  if (isTimeout(error)) return { left: true, code: 'timeout' };
  return code === null ? null : { left: true, code: 'connection_reset' };
}

/**
 * The outcome of a request that failed without an answer. A request that never left is no attempt: it waits
 * for a connection, as long as the message is of use.
 */
export function unansweredOutcome(
  error: unknown,
): Extract<NotSent, { kind: 'not_delivered' | 'maybe_delivered' }> {
  const failure = networkFailureOf(error);
  if (failure && !failure.left) return { kind: 'not_delivered', code: failure.code, retryAfterMs: 0 };
  return { kind: 'maybe_delivered', code: failure?.code ?? 'unknown_answer' };
}

function networkCodeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string') return code;
  return error.cause === undefined ? null : networkCodeOf(error.cause);
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');
}
