import { execFileSync } from 'node:child_process';
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createServer as createSecureServer } from 'node:tls';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Connections, freshConnections } from '../../src/channels/connections.js';
import { DiscordChannel } from '../../src/channels/discord/discord-channel.js';
import { networkFailureOf } from '../../src/channels/network-failure.js';
import { SignalChannel } from '../../src/channels/signal/signal-channel.js';
import { TelegramChannel } from '../../src/channels/telegram/telegram-channel.js';
import { SimpleEventBus } from '../../src/observability/event-bus.js';
import { SystemClock } from '../../src/scheduling/system-clock.js';
import { deliveryTo } from './contract.js';

const options = {
  messagesPerSecond: 1,
  clock: new SystemClock(),
  events: new SimpleEventBus(),
  forget: () => Promise.resolve(),
};
const dms = { remember: () => Promise.resolve(), forget: () => Promise.resolve() };
const token = '700000001:token';
/** Each provider as its own client reaches it. */
const CHANNELS = {
  Discord: (apiUrl: string) => new DiscordChannel({ ...options, token, apiUrl, dms }),
  Telegram: (apiUrl: string) => new TelegramChannel({ ...options, token, apiUrl }),
  Signal: (apiUrl: string) => new SignalChannel({ ...options, number: '+38640000001', apiUrl }),
};
type Provider = keyof typeof CHANNELS;
const PROVIDERS = Object.keys(CHANNELS) as Provider[];

async function listening(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A certificate nobody has signed; made by openssl, which every machine that builds Node has. */
function selfSigned(): { key: Buffer; cert: Buffer } {
  const folder = mkdtempSync(join(tmpdir(), 'muster-certificate-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=127.0.0.1', '-days', '1', '-nodes', '-keyout', key, '-out', cert];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', ...subject], { stdio: 'ignore' });
  return { key: readFileSync(key), cert: readFileSync(cert) };
}

const NEVER: Readonly<Record<string, () => Promise<string>>> = {
  'a port where nobody listens': async () => `http://127.0.0.1:${await closedPort()}`,
  'a name that is none': () => Promise.resolve('http://muster.invalid'),
  'a certificate nobody has signed': async () =>
    `https://127.0.0.1:${await listening(createSecureServer(selfSigned()))}`,
  'a service that speaks no TLS': async () => {
    const server = createServer((socket) =>
      socket.on('data', () => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')),
    );
    return `https://127.0.0.1:${await listening(server)}`;
  },
  'a reset in the middle of the handshake': async () => {
    const server = createServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
    return `https://127.0.0.1:${await listening(server)}`;
  },
  'a close in the middle of the handshake': async () => {
    const server = createServer((socket) => socket.once('data', () => socket.end()));
    return `https://127.0.0.1:${await listening(server)}`;
  },
};

const delivery = deliveryTo({ userId: 'ana', address: '1' }, 'nonce-1');
const cases = PROVIDERS.flatMap((provider) => Object.keys(NEVER).map((how) => [provider, how] as const));

describe('a message that never left', () => {
  it.each(cases)('is known as such by %s: %s', async (provider, how) => {
    const url = await NEVER[how]!();
    expect(await CHANNELS[provider](url).send(delivery)).toEqual({
      kind: 'not_delivered',
      code: 'connection_refused',
      retryAfterMs: 0,
    });
  });

  it.each(PROVIDERS)('is told by %s from one whose connection broke once it stood', async (provider) => {
    const server = createServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
    const url = `http://127.0.0.1:${await listening(server)}`;
    expect(await CHANNELS[provider](url).send(delivery)).toEqual({
      kind: 'maybe_delivered',
      code: 'connection_reset',
    });
  });
});

describe('a connection that does not stand in time', () => {
  /** Takes the connection and never answers the handshake: for a client the same as a dropped SYN, one step later. */
  const silent = async (): Promise<number> => listening(createServer(() => undefined));
  const WITHIN_MS = 300;

  it('ends as one that never stood, for undici', async () => {
    const origin = `https://127.0.0.1:${await silent()}`;
    const pool = new Connections(WITHIN_MS);
    onTestFinished(() => pool.destroy());
    const failed = await pool.request({ origin, path: '/', method: 'GET' }).catch((error: unknown) => error);
    expect(networkFailureOf(failed)).toEqual({ left: false, code: 'connection_refused' });
  });

  it('ends as one that never stood, for Node’s own client', async () => {
    const { get } = await import('node:https');
    const url = `https://127.0.0.1:${await silent()}`;
    const agent = freshConnections('https:', WITHIN_MS);
    const failed = await new Promise((resolve) => get(url, { agent }).on('error', resolve));
    expect(networkFailureOf(failed)).toEqual({ left: false, code: 'connection_refused' });
  });
});

describe('a request that is given up before its connection stands', () => {
  /** Takes every connection, and tells what was written to it when its client has ended it. */
  async function listener(): Promise<{ origin: string; heard: Promise<string> }> {
    let tell: (text: string) => void;
    const heard = new Promise<string>((resolve) => (tell = resolve));
    const server = createServer((socket) => {
      let text = '';
      socket.on('data', (chunk) => (text += String(chunk)));
      socket.on('error', () => undefined).on('close', () => tell(text));
    });
    return { origin: `http://127.0.0.1:${await listening(server)}`, heard };
  }

  it('never left, for undici, which connects all the same', async () => {
    const { origin, heard } = await listener();
    const pool = new Connections();
    onTestFinished(() => pool.destroy());
    const given = new AbortController();
    const asked = pool.request({ origin, path: '/', method: 'POST', body: 'news', signal: given.signal });
    given.abort();
    const failed = await asked.catch((error: unknown) => error);
    expect(networkFailureOf(failed)).toEqual({ left: false, code: 'connection_refused' });
    expect(await heard).toBe('');
  });

  it('never left, for Node’s own client', async () => {
    const { request } = await import('node:http');
    const { origin } = await listener();
    const given = new AbortController();
    const agent = freshConnections('http:');
    const asked = request(origin, { method: 'POST', agent, signal: given.signal });
    const failed = new Promise((resolve) => asked.on('error', resolve));
    asked.end('news');
    // The machine has no time for us until the deadline is over: the timer comes before what the network brought.
    setTimeout(() => given.abort());
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    expect(networkFailureOf(await failed)).toEqual({ left: false, code: 'connection_refused' });
  });

  it('is told from one that is given up when it has left', async () => {
    let arrived: () => void;
    const arrival = new Promise<void>((resolve) => (arrived = resolve));
    const server = createServer((socket) =>
      socket.on('error', () => undefined).once('data', () => arrived()),
    );
    const origin = `http://127.0.0.1:${await listening(server)}`;
    const pool = new Connections();
    onTestFinished(() => pool.destroy());
    const given = new AbortController();
    const asked = pool.request({ origin, path: '/', method: 'POST', body: 'news', signal: given.signal });
    const failed = asked.catch((error: unknown) => error);
    await arrival;
    given.abort();
    expect(networkFailureOf(await failed)).toEqual({ left: true, code: 'timeout' });
  });
});
