/**
 * Whether Muster in this container is alive: asks the bridge's /healthz and ends with 0 or 1. Plain Node, for the
 * image has no curl. Where the bridge is switched off there is nobody to ask; then the process alone is the sign.
 */
const { BRIDGE_ENABLED = '', BRIDGE_HOST = '', BRIDGE_PORT = '' } = process.env;
const TIMEOUT_MS = 3_000;

/** An address to listen on everywhere is none to speak to. */
function hostToAsk(listening) {
  if (listening === '' || listening === '0.0.0.0' || listening === '::') return '127.0.0.1';
  return listening.includes(':') ? `[${listening}]` : listening;
}

async function alive() {
  if (['false', 'no', 'off', '0'].includes(BRIDGE_ENABLED.trim().toLowerCase())) return true;
  const url = `http://${hostToAsk(BRIDGE_HOST.trim())}:${BRIDGE_PORT.trim() || '8080'}/healthz`;
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), TIMEOUT_MS);
  try {
    const response = await fetch(url, { signal: over.signal, redirect: 'manual' });
    // Else an answer that never ends would keep this process here.
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

process.exitCode = (await alive()) ? 0 : 1;
