import { EventEmitter, once } from 'node:events';
import type { Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { Networks } from '../../src/http/client-address.js';
import { limitConnections } from '../../src/http/connections.js';
import { listen } from '../../src/http/listen.js';
import { testBridge } from './test-bridge.js';

const QUICK = { headersMs: 150, requestMs: 300, lookEveryMs: 50, silenceMs: 600 };

/** A connection to a bridge that is in a hurry. What it is told is put together until it ends. */
async function aConnection(): Promise<{ socket: Socket; ended: Promise<string> }> {
  const { server } = await testBridge({ bridge: { connections: QUICK } });
  const { port } = new URL(await listen(server, { host: '127.0.0.1', port: 0 }));
  const socket = connect({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true });
  onTestFinished(() => void socket.destroy());
  let told = '';
  socket.setEncoding('utf8');
  socket.on('data', (text: string) => (told += text));
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  const ended = Promise.race([once(socket, 'end'), once(socket, 'close')]).then(() => told);
  return { socket, ended };
}

/** A byte every now and then, as long as somebody takes them. */
function trickle(socket: Socket): void {
  const timer = setInterval(() => socket.writable && socket.write(' '), 40);
  onTestFinished(() => clearInterval(timer));
}

const POST = 'POST /api/availability HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';

test.each([
  ['nothing', '', '408'],
  ['headers that never end', 'GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow:', '408'],
  ['a body that never ends', `${POST}Content-Length: 9000\r\n\r\n{`, '408'],
  // Nobody is signed in, which is told before the body is there.
  [
    'the body of what was answered already',
    `POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\n{`,
    '404',
  ],
])('who sends %s, byte by byte, is let go in time', async (_, beginning, status) => {
  const { socket, ended } = await aConnection();
  socket.write(beginning);
  if (beginning !== '') trickle(socket);
  expect(await ended).toContain(`HTTP/1.1 ${status} `);
});

test('who keeps a connection open after an answer may ask again', async () => {
  const { socket, ended } = await aConnection();
  const ask = 'GET /healthz HTTP/1.1\r\nHost: x\r\n';
  socket.write(`${ask}\r\n`);
  await once(socket, 'data');
  await new Promise((resolve) => setTimeout(resolve, QUICK.requestMs + 2 * QUICK.lookEveryMs));
  socket.write(`${ask}Connection: close\r\n\r\n`);
  expect((await ended).match(/HTTP\/1\.1 200/g)).toHaveLength(2);
});

/** A server whose connections come from where the test says. */
function aServer(limits: { perAddress: number; inAll: number }, proxies: string[] = []) {
  const server = new EventEmitter() as EventEmitter & { maxConnections: number };
  limitConnections(server as unknown as Server, new Networks(proxies), limits);
  const comes = (remoteAddress: string) => {
    const socket = Object.assign(new EventEmitter(), {
      remoteAddress,
      destroyed: false,
      destroy: () => {
        socket.destroyed = true;
        socket.emit('close');
      },
    });
    server.emit('connection', socket);
    return socket;
  };
  return { server, comes };
}

test('one address has so many connections and no more, in whatever form it is written', () => {
  const { comes } = aServer({ perAddress: 2, inAll: 10 });
  const [first, , third] = ['198.51.100.1', '::ffff:198.51.100.1', '198.51.100.1'].map(comes);
  expect([first?.destroyed, third?.destroyed]).toEqual([false, true]);
  expect(comes('198.51.100.2').destroyed).toBe(false);
  first?.destroy();
  expect(comes('198.51.100.1').destroyed).toBe(false);
  // Of IPv6 somebody has a whole network.
  expect(['2001:db8::1', '2001:db8::2', '2001:db8::3'].map((each) => comes(each).destroyed)).toEqual([
    false,
    false,
    true,
  ]);
});

test('all addresses together have so many, and whoever is gone makes room', () => {
  const { server, comes } = aServer({ perAddress: 2, inAll: 3 });
  const all = [1, 2, 3, 4].map((n) => comes(`198.51.100.${String(n)}`));
  expect(all.map(({ destroyed }) => destroyed)).toEqual([false, false, false, true]);
  all[0]?.destroy();
  expect(comes('198.51.100.9').destroyed).toBe(false);
  expect(server.maxConnections).toBeGreaterThan(3);
});

test('this machine and the proxies stand for others, so they count as nobody', () => {
  const { comes } = aServer({ perAddress: 1, inAll: 1 }, ['10.0.0.0/8']);
  expect(comes('198.51.100.1').destroyed).toBe(false);
  for (const address of ['127.0.0.1', '127.0.0.1', '::1', '::ffff:127.0.0.1', '10.0.0.1', '10.0.0.1']) {
    expect(comes(address).destroyed, address).toBe(false);
  }
});
