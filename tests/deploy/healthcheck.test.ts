import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { ROOT } from '../docs/documents.js';

/** How the health check ends with these settings. */
async function exitCode(env: Readonly<Record<string, string>>): Promise<number | null> {
  const child = spawn(process.execPath, [`${ROOT}deploy/healthcheck.mjs`], { env, stdio: 'inherit' });
  const [code] = (await once(child, 'close')) as [number | null];
  return code;
}

/** A bridge that answers so; its port. */
async function aBridge(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return String((server.address() as AddressInfo).port);
}

const answering =
  (status: number): RequestListener =>
  ({ url }, response) =>
    response.writeHead(url === '/healthz' ? status : 404).end();

it('is well while the bridge says so, wherever it listens', async () => {
  const BRIDGE_PORT = await aBridge(answering(200));
  expect(await exitCode({ BRIDGE_PORT })).toBe(0);
  expect(await exitCode({ BRIDGE_PORT, BRIDGE_HOST: '0.0.0.0' })).toBe(0);
  expect(await exitCode({ BRIDGE_PORT, BRIDGE_HOST: '127.0.0.1', BRIDGE_ENABLED: 'true' })).toBe(0);
});

it('is ill when it says something else, or nothing', async () => {
  expect(await exitCode({ BRIDGE_PORT: await aBridge(answering(503)) })).toBe(1);
  expect(await exitCode({ BRIDGE_PORT: await aBridge((_, response) => response.writeHead(302).end()) })).toBe(
    1,
  );
  expect(await exitCode({ BRIDGE_PORT: await aBridge(() => undefined) })).toBe(1);
  expect(await exitCode({ BRIDGE_PORT: '1' })).toBe(1);
}, 20_000);

it('asks nobody where the bridge is switched off', async () => {
  expect(await exitCode({ BRIDGE_ENABLED: ' OFF ', BRIDGE_PORT: '1' })).toBe(0);
});
