import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import fastify from 'fastify';
import { describe, expect, onTestFinished, test } from 'vitest';
import { serveWeb } from '../../src/http/static.js';
import { tempDir } from '../support/temp-dir.js';

const PAGE = `<!doctype html>the page
  <link rel="icon" href="./assets/icon-abc123.svg" />
  <script type="module" crossorigin src="./assets/index-abc123.js"></script>
  <link rel="modulepreload" crossorigin href="./assets/shared-abc123.js">
  <link rel="stylesheet" crossorigin href="./assets/index-abc123.css">`;

/** A server of nothing but a folder of built pages. */
async function pages() {
  const folder = join(tempDir(), 'web');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), PAGE);
  writeFileSync(join(folder, 'muster-promote.js'), 'the modal');
  writeFileSync(join(folder, 'assets/index-abc123.js'), 'a part');
  writeFileSync(join(folder, 'assets/index-abc123.js.gz'), gzipSync('a part'));
  writeFileSync(join(folder, 'assets/both-abc123.js'), 'both');
  writeFileSync(join(folder, 'assets/both-abc123.js.gz'), gzipSync('both'));
  writeFileSync(join(folder, 'assets/both-abc123.js.br'), brotliCompressSync('both'));
  writeFileSync(join(folder, 'index.html.br'), brotliCompressSync(PAGE));
  writeFileSync(join(folder, 'assets/en-abc123.js'), 'English');
  writeFileSync(join(folder, 'assets/de-abc123.js'), 'Deutsch');
  writeFileSync(join(folder, 'assets/sl-abc123.js'), 'Slovensko');
  writeFileSync(join(folder, '..', 'beside.txt'), 'nobody’s business');
  const app = fastify();
  onTestFinished(() => app.close());
  await serveWeb(app, folder, { now: () => Date.parse('2026-03-10T23:30:00.000Z') });
  return app;
}

/** What an answer says a browser will need. */
function linked(answer: { readonly headers: Readonly<Record<string, unknown>> }): string[] {
  return String(answer.headers['link']).split(', ');
}

describe('the built pages', () => {
  test.each([
    ['/', 'text/html', 'the page'],
    ['/index.html', 'text/html', 'the page'],
    ['/muster-promote.js', 'javascript', 'the modal'],
  ])('%s is asked for again each time', async (url, type, body) => {
    const answer = await (await pages()).inject(url);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toContain(type);
    expect(answer.headers['cache-control']).toBe('public, no-cache');
    expect(answer.body).toContain(body);
  });

  test('an unchanged file is not sent again', async () => {
    const app = await pages();
    const { etag } = (await app.inject('/muster-promote.js')).headers;
    const again = await app.inject({
      url: '/muster-promote.js',
      headers: { 'if-none-match': String(etag) },
    });
    expect(again.statusCode).toBe(304);
  });

  test('what is named after its content is kept', async () => {
    const answer = await (await pages()).inject('/assets/index-abc123.js');
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  test.each([
    ['de-AT,de;q=0.9,en;q=0.8', 'de'],
    ['sl-SI,sl;q=0.9,en-GB;q=0.8', 'sl'],
    ['fr', 'en'],
    [undefined, 'en'],
  ])('the page names its words, so that they come with its script: %s', async (accepted, language) => {
    const headers = accepted === undefined ? {} : { 'accept-language': accepted };
    const app = await pages();
    const answer = await app.inject({ url: '/?sign_in_error=denied', headers });
    expect(linked(answer)[3]).toBe(`<assets/${language}-abc123.js>; rel=modulepreload`);
    expect(answer.headers['vary']).toContain('Accept-Language');
    expect((await app.inject('/muster-promote.js')).headers).not.toHaveProperty('link');
  });

  test('the page names its own parts before anything else, the styles first', async () => {
    expect(linked(await (await pages()).inject('/')).slice(0, 3)).toEqual([
      '<assets/index-abc123.css>; rel=preload; as=style; crossorigin',
      '<assets/index-abc123.js>; rel=modulepreload',
      '<assets/shared-abc123.js>; rel=modulepreload',
    ]);
  });

  test('the page names what it asks first, so that the answers come with its script', async () => {
    const answer = await (await pages()).inject('/');
    const how = 'rel=preload; as=fetch; crossorigin=use-credentials';
    expect(linked(answer).slice(4)).toEqual([
      `<api/availability/access>; ${how}`,
      `<api/availability?from=today&to=2026-03-24&include_users=true>; ${how}`,
    ]);
  });

  test.each([
    ['/assets/index-abc123.js', 'gzip', 'public, max-age=31536000, immutable'],
    ['/', 'br', 'public, no-cache'],
  ])('a browser that reads it gets %s compressed', async (url, encoding, kept) => {
    const answer = await (
      await pages()
    ).inject({ url, headers: { 'accept-encoding': 'gzip, deflate, br, zstd' } });
    expect(answer.headers['content-encoding']).toBe(encoding);
    expect(answer.headers['cache-control']).toBe(kept);
    expect(answer.headers['vary']).toMatch(/accept-encoding/i);
    expect(answer.headers['content-type']).toMatch(url === '/' ? /^text\/html/ : /javascript/);
    const unpack = encoding === 'gzip' ? gunzipSync : brotliDecompressSync;
    expect(unpack(answer.rawPayload).toString()).toBe(url === '/' ? PAGE : 'a part');
  });

  test.each([
    ['gzip, br', 'br'],
    ['br;q=0.1, gzip;q=0.9', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['*', 'br'],
    ['gzip;q=0, *', 'br'],
    ['br;q=0, *;q=0.5', 'gzip'],
    ['gzip;q=0, br;q=0, *;q=0.1', undefined],
    ['*;q=0', undefined],
    ['br;q=0', undefined],
    ['identity', undefined],
    ['deflate, zstd', undefined],
    ['', undefined],
  ])('whoever reads “%s” gets it as %s', async (accepted, encoding) => {
    const headers = { 'accept-encoding': accepted };
    const answer = await (await pages()).inject({ url: '/assets/both-abc123.js', headers });
    expect(answer.headers['content-encoding']).toBe(encoding);
  });

  test('what has no compressed file beside it comes as it is, to every browser', async () => {
    const headers = { 'accept-encoding': 'gzip, br' };
    const answer = await (await pages()).inject({ url: '/muster-promote.js', headers });
    expect(answer.headers).not.toHaveProperty('content-encoding');
    expect(answer.body).toBe('the modal');
  });

  test('whoever reads nothing compressed gets nothing compressed', async () => {
    const answer = await (await pages()).inject('/assets/index-abc123.js');
    expect(answer.headers).not.toHaveProperty('content-encoding');
    expect(answer.body).toBe('a part');
  });

  test('pages of other origins may load them', async () => {
    const { headers } = await (await pages()).inject('/muster-promote.js');
    expect(headers['access-control-allow-origin']).toBe('*');
    expect(headers['cross-origin-resource-policy']).toBe('cross-origin');
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
  });

  test.each([
    '/nothing.js',
    '/../beside.txt',
    '/%2e%2e/beside.txt',
    '/assets/',
    '/assets/..%2f..%2fbeside.txt',
    '/index.html.br',
    '/assets/index-abc123.js.gz',
  ])('there is nothing else: %s', async (url) => {
    expect((await (await pages()).inject(url)).statusCode).toBeGreaterThanOrEqual(400);
  });

  test('a bot that was never built works without', async () => {
    const app = fastify();
    onTestFinished(() => app.close());
    await serveWeb(app, join(tempDir(), 'not-there'), { now: () => 0 });
    expect((await app.inject('/')).statusCode).toBe(404);
  });
});
