import { once } from 'node:events';
import { connect } from 'node:net';
import { beforeEach, describe, expect, it } from 'vitest';
import { listen } from '../../src/http/listen.js';
import { ID, ORIGIN, type TestBridge, testBridge } from './test-bridge.js';

let bridge: TestBridge;

beforeEach(async () => {
  bridge = await testBridge();
});

/** What is answered to a request of exactly these headers: its status. */
async function statusOf(...headers: readonly string[]): Promise<number> {
  const { port } = new URL(await listen(bridge.server, { host: '127.0.0.1', port: 0 }));
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(`POST /auth/logout HTTP/1.1\r\n${headers.join('\r\n')}\r\nConnection: close\r\n\r\n`);
  let told = '';
  socket.setEncoding('utf8').on('data', (text: string) => (told += text));
  await once(socket, 'close');
  return Number(/^HTTP\/1\.1 (\d+)/.exec(told)?.[1]);
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
    expect(await statusOf(`Host: ${host}`)).toBe(204);
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
    expect(await statusOf(...headers)).toBe(400);
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
