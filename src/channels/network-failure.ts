import type { NotSent } from '../domain/channel.js';

/**
 * Ours, in the place of the system's: a connection never stood, so no byte of a request can have left. Only the place
 * where a failure came up tells that. Every code of the system's that ends an attempt to connect can come up later as
 * well: Linux answers a route that is lost under a connection with `EHOSTUNREACH` (`tcp_write_err`), a connection is
 * reset in the middle of a handshake and after a request alike (`ECONNRESET`), and OpenSSL's `EPROTO` is any fault of
 * the protocol. So connections.ts gives this code to whatever fails before TCP, and TLS where it is spoken, stand.
 */
const NEVER_CONNECTED = 'MUSTER_NEVER_CONNECTED';

/** Marks a failure that came up before anything was written to a connection, whatever client hands it on. */
export function neverConnected(error: Error): void {
  // Clients copy the code and wrap the rest, so the code it is. That of an abort can't be assigned to.
  Object.defineProperty(error, 'code', { value: NEVER_CONNECTED, configurable: true, enumerable: true });
}

/** What a request that got no answer says: it never left, nobody knows, or (not an error of the network) `null`. */
export type NetworkFailure =
  | { readonly left: false; readonly code: 'connection_refused' }
  | { readonly left: true; readonly code: 'timeout' | 'connection_reset' };

/** Sorts what an HTTP client threw; `null` for anything that is no failure of the network. */
export function networkFailureOf(error: unknown): NetworkFailure | null {
  const code = networkCodeOf(error);
  if (code === NEVER_CONNECTED) return { left: false, code: 'connection_refused' };
  if (isTimeout(error)) return { left: true, code: 'timeout' };
  return code === null ? null : { left: true, code: 'connection_reset' };
}

/**
 * What a request that failed without an answer comes to. One that never left is no attempt: it waits until there is
 * a way again, as long as the message is of use.
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
