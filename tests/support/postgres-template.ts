import { PostgresConnection } from '../../src/persistence/engine/postgres-connection.js';
import { PostgresEngine } from '../../src/persistence/engine/postgres-engine.js';
import { PostgresServer, postgresPrograms } from '../../demo/servers/postgres.js';

/** A server's database that has every migration and nothing else: copied, never opened. */
export const TEMPLATE = 'migrated';

/** Starts a server with {@link TEMPLATE}. @throws where there is no PostgreSQL. */
export async function startPostgres(): Promise<PostgresServer> {
  const programs = postgresPrograms();
  if (programs === null) throw new Error('PostgreSQL is not installed');
  const server = await PostgresServer.start(programs);
  const admin = await PostgresConnection.open({ url: server.urlOf('postgres') });
  await admin.script(`CREATE DATABASE ${TEMPLATE}`);
  await admin.close();
  await (await PostgresEngine.open({ url: server.urlOf(TEMPLATE) })).close();
  return server;
}
