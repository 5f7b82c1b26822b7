/** Failures after which no byte of a request can have been read. */
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** What a request that got no answer says: it never left, nobody knows, or (not an error of the network) `null`. */
export type NetworkFailure =
  | { readonly left: false; readonly code: 'connection_refused' }
  | { readonly left: true; readonly code: 'timeout' | 'connection_reset' };

/** Sorts what an HTTP client threw; `null` for anything that is no failure of the network. */
export function networkFailureOf(error: unknown): NetworkFailure | null {
  const code = networkCodeOf(error);
  if (code && NEVER_CONNECTED.has(code)) return { left: false, code: 'connection_refused' };
  if (isTimeout(error)) return { left: true, code: 'timeout' };
  return code === null ? null : { left: true, code: 'connection_reset' };
}

function networkCodeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const { code, errors } = error as { code?: unknown; errors?: unknown };
  if (typeof code === 'string') return code;
  // Several addresses were tried, and none connected: each error says the same.
  if (Array.isArray(errors) && errors.length > 0) return networkCodeOf(errors[0]);
  return error.cause === undefined ? null : networkCodeOf(error.cause);
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');
}
