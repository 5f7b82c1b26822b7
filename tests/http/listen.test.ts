import { once } from 'node:events';
import { STATUS_CODES } from 'node:http';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { holdAddress, listen, stopListening } from '../../src/http/listen.js';
import { testBridge } from './test-bridge.js';

const HERE = { host: '127.0.0.1', port: 0 };

test('it listens, and says where', async () => {
  const { server } = await testBridge();
  const url = await listen(server, HERE);
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' });
});

test('a port that is taken is told in words, and may be free tomorrow', async () => {
  const one = await testBridge();
  const port = Number(new URL(await listen(one.server, HERE)).port);
  const another = await testBridge();
  await expect(listen(another.server, { host: '127.0.0.1', port })).rejects.toMatchObject({
    name: 'ListenError',
    lasting: false,
    message: `Port ${port} on 127.0.0.1 is taken by another program: stop it, or set BRIDGE_PORT to a free one. Set BRIDGE_ENABLED=false to do without the bridge.`,
  });
});

test('an address is held for a bridge that is still to be built, and nobody is served there before', async () => {
  const one = await testBridge();
  const free = Number(new URL(await listen(one.server, HERE)).port);
  await one.server.close();
  const here = { host: '127.0.0.1', port: free };
  const leave = await holdAddress(here);
  await expect(holdAddress(here)).rejects.toMatchObject({ name: 'ListenError', lasting: false });
  await expect(fetch(`http://127.0.0.1:${String(free)}/healthz`)).rejects.toThrow();

  await leave();
  await leave();
  const { server } = await testBridge();
  expect(await (await fetch(`${await listen(server, here)}/healthz`)).json()).toEqual({ status: 'ok' });
});

test('an address that is none of ours is for the configuration to mend', async () => {
  const { server } = await testBridge();
  await expect(listen(server, { host: '203.0.113.7', port: 0 })).rejects.toMatchObject({
    lasting: true,
    message: expect.stringContaining('BRIDGE_HOST') as string,
  });
});

test('who sends a request too slowly is cut off within seconds', async () => {
  const { server } = await testBridge();
  const { headersTimeout, requestTimeout, timeout } = server.server;
  expect({ headersTimeout, requestTimeout, timeout }).toEqual({
    headersTimeout: 5_000,
    // Node keeps to this one only where the other is less.
    requestTimeout: 10_000,
    timeout: 30_000,
  });
  expect(server.server).toMatchObject({ connectionsCheckingInterval: 2_000 });
});

test.each<[string, string, number]>([
  ['is none', 'GARBAGE\r\n\r\n', 400],
  [
    'tells two lengths, as who smuggles another one past a proxy does',
    'POST /auth/logout HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    400,
  ],
  ['never ends', `GET /?${'x'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431],
])('a request that %s is refused by a problem, and the connection ends', async (_, request, status) => {
  const { server } = await testBridge();
  const { port } = new URL(await listen(server, HERE));
  const socket = connect(Number(port), '127.0.0.1');
  let answer = '';
  socket.on('data', (part) => (answer += part.toString())).on('error', () => undefined);
  socket.write(request);
  await once(socket, 'close');
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${String(status)} `));
  expect(head).toContain('content-type: application/problem+json');
  expect(JSON.parse(body)).toMatchObject({ type: 'about:blank', status, title: STATUS_CODES[status] });
});

test('it ends though somebody keeps a connection and never says what they want', async () => {
  const { server } = await testBridge();
  const { port } = new URL(await listen(server, HERE));
  const socket = connect(Number(port), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  const closed = new Promise<void>((resolve) => {
    // A connection that is cut is an error to who holds it, before it is closed.
    socket.on('error', () => undefined).on('close', () => resolve());
  });
  socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(socket, 'data');
  // The next request begins and does not go on.
  socket.write('GET /healthz HT');
  await stopListening(server, Promise.resolve());
  await closed;
});
