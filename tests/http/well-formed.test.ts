import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { Duplex } from 'node:stream';
import { beforeEach, describe, expect, it } from 'vitest';
import { listen } from '../../src/http/listen.js';
import { ID, ORIGIN, type TestBridge, testBridge } from './test-bridge.js';

let bridge: TestBridge;

beforeEach(async () => {
  bridge = await testBridge();
});

/** What is answered to a request of exactly this first line and these headers. */
async function answerTo(line: string, ...headers: readonly string[]) {
  const { port } = new URL(await listen(bridge.server, { host: '127.0.0.1', port: 0 }));
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(`${line}\r\n${headers.map((each) => `${each}\r\n`).join('')}Connection: close\r\n\r\n`);
  let told = '';
  socket.setEncoding('utf8').on('data', (text: string) => (told += text));
  await once(socket, 'close');
  const [head = '', body = ''] = told.split('\r\n\r\n');
  return {
    status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]),
    type: /^content-type: (.*)$/im.exec(head)?.[1],
    body,
  };
}

const SIGN_OUT = 'POST /auth/logout HTTP/1.1';

function expectProblem(answer: Awaited<ReturnType<typeof answerTo>>, status: number): void {
  expect(answer).toMatchObject({ status, type: 'application/problem+json' });
  expect(JSON.parse(answer.body)).toMatchObject({
    status,
    detail: expect.stringMatching(/^This request could not be read\. Send/) as string,
  });
}

describe('a request', () => {
  it.each([
    ['muster.example'],
    ['muster.example:8080'],
    ['127.0.0.1:8080'],
    ['[::1]:8080'],
    ['MUSTER.example'],
    ['my_host'],
  ])('may be for %s', async (host) => {
    expect((await answerTo(SIGN_OUT, `Host: ${host}`)).status).toBe(204);
  });

  it('of HTTP/1.0 needs no host', async () => {
    expect((await answerTo('GET /healthz HTTP/1.0')).status).toBe(200);
  });

  it.each([
    ['two hosts', ['Host: a', 'Host: b']],
    ['the same host twice', ['Host: a', 'host: a']],
    ['two hosts in one', ['Host: a, b']],
    ['somebody at a host', ['Host: me@a']],
    ['a host with a path', ['Host: a/b']],
    ['brackets around no address', ['Host: [a]']],
    ['a host with a space', ['Host: a b']],
    ['no host', ['X-Host: a']],
    ['two lengths', ['Host: a', 'Content-Length: 0', 'Content-Length: 0']],
    ['two authorizations', ['Host: a', 'Authorization: Bearer x', 'Authorization: Bearer y']],
    ['two types', ['Host: a', 'Content-Type: application/json', 'Content-Type: text/plain']],
    ['two origins', ['Host: a', `Origin: ${ORIGIN}`, 'Origin: https://evil.example']],
  ])('with %s is a 400', async (_, headers) => {
    expectProblem(await answerTo(SIGN_OUT, ...headers), 400);
  });

  it.each([
    ['expects what nobody promises', SIGN_OUT, 'Expect: 200-ok', 417],
    ['asks for a way through to elsewhere', 'CONNECT example.org:443 HTTP/1.1', 'X-Why: none', 400],
  ])('that %s is told so in words', async (_, line, header, status) => {
    expectProblem(await answerTo(line, 'Host: a', header), status);
  });

  it('for a way through whose connection breaks costs nobody anything', async () => {
    const broken = new Duplex({
      read: () => undefined,
      write: (_text, _encoding, done) => done(new Error('ECONNRESET')),
    });
    bridge.server.server.emit('connect', {} as IncomingMessage, broken, Buffer.alloc(0));
    // `once` would hear the error in the bridge's place.
    await new Promise((resolve) => broken.on('close', resolve));
  });
});

describe('what has no body', () => {
  const BODIES = [
    ['application/json', undefined, {}],
    ['application/json', '', { 'content-length': '0' }],
    ['application/json; charset=utf-8', undefined, {}],
    ['application/x-www-form-urlencoded', '', { 'content-length': '0' }],
    ['application/json', '', { 'transfer-encoding': 'chunked' }],
  ] as const;

  it.each(BODIES)(
    'needs none of its type %s (%o, %o): what needs no body is done',
    async (type, payload, more) => {
      await bridge.put('promoter');
      const headers = { ...bridge.bearer(ID.promoter), 'content-type': type, ...more };
      const ask = (method: 'POST' | 'DELETE', url: string) => bridge.ask({ method, url, payload, headers });
      expect((await ask('POST', '/auth/logout')).statusCode).toBe(204);
      expect((await ask('POST', '/api/availability/stop')).statusCode).toBe(200);
      expect((await ask('DELETE', '/api/availability/2026-03-10')).statusCode).toBe(200);
      expect((await ask('DELETE', '/api/availability/player-link')).statusCode).toBe(200);
      expect((await ask('DELETE', '/api/availability/links/telegram')).statusCode).toBe(404);
    },
  );

  it.each(BODIES)(
    'of type %s (%o, %o) is told as that where a body is needed',
    async (type, payload, more) => {
      await bridge.put('linked');
      const headers = { ...bridge.bearer(ID.linked), 'content-type': type, ...more };
      const answer = await bridge.ask({ method: 'POST', url: '/api/availability', payload, headers });
      expect(answer.json()).toMatchObject({ status: 400, detail: expect.stringMatching(/empty/) as string });
    },
  );
});
