import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { TestProject } from 'vitest/node';
import type { PostgresServer } from '../../demo/servers/postgres.js';
import { startPostgres } from './postgres-template.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Whoever connects to this port of loopback gets, once, as JSON, what {@link PostgresAnswer} says. */
    readonly postgresDoor: number;
  }
}

/** Where the server of this run is, its database `postgres`; or why there is none. */
export type PostgresAnswer = { readonly url: string } | { readonly error: string };

/** Starts one PostgreSQL for all tests of a run, when the first asks for it: most runs need none. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let starting: Promise<PostgresServer> | null = null;
  const answer = async (socket: Socket): Promise<void> => {
    socket.on('error', () => undefined);
    const told: PostgresAnswer = await (starting ??= startPostgres()).then(
      (server) => ({ url: server.urlOf('postgres') }),
      (error: unknown) => ({ error: String(error) }),
    );
    socket.end(JSON.stringify(told));
  };
  const door = createServer((socket) => void answer(socket)).listen(0, '127.0.0.1');
  await once(door, 'listening');
  project.provide('postgresDoor', (door.address() as AddressInfo).port);
  return async () => {
    door.close();
    await (await starting?.catch(() => null))?.stop();
  };
}
