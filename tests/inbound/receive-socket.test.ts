import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { listenOnSocket } from '../../src/inbound/signal/receive-socket.js';
import { FakeClock } from '../support/fake-clock.js';

/** Somebody who listens on a service that heeds pings, or does not, as over a connection that is half open. */
async function listening({ answersPings }: { answersPings: boolean }) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', autoPong: answersPings });
  onTestFinished(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  await once(server, 'listening');
  const clock = new FakeClock(0);
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const connected = once(server, 'connection') as Promise<[WebSocket]>;
  let ready = (): void => undefined;
  const opened = new Promise<void>((resolve) => (ready = resolve));
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const loss = listenOnSocket(url, clock, stop.signal, { ready, received: () => undefined });
  const [socket] = await connected;
  await opened;
  return { clock, loss, socket };
}

it('a service that no longer answers pings is left, so that it is listened to anew', async () => {
  const { clock, loss, socket } = await listening({ answersPings: false });
  const pinged = once(socket, 'ping');
  await clock.advance(30_000);
  await pinged;
  await clock.advance(30_000);
  expect(await loss).toEqual({ code: 'connection_reset' });
});

it('a service that answers pings is listened to on and on', async () => {
  const { clock, loss, socket } = await listening({ answersPings: true });
  let ended = false;
  void loss.then(() => (ended = true));
  for (let beat = 0; beat < 3; beat += 1) {
    const pinged = once(socket, 'ping');
    await clock.advance(30_000);
    await pinged;
    // Until the pong, which left with the ping, has come back.
    const echoed = once(socket, 'pong');
    socket.ping();
    await echoed;
  }
  expect(ended).toBe(false);
});
