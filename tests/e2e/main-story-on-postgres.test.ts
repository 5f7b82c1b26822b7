import { afterAll, describe } from 'vitest';
import { PostgresServer, postgresPrograms } from '../../demo/servers/postgres.js';
import { havePostgres, NEEDS_POSTGRES } from '../support/postgres.js';
import { tellTheMainStory } from './main-story.js';

const servers: PostgresServer[] = [];

afterAll(async () => {
  for (const server of servers) await server.stop();
});

describe.skipIf(!havePostgres)(`with DATABASE_URL=postgres://… (${NEEDS_POSTGRES})`, () => {
  tellTheMainStory('the main story, on PostgreSQL', async () => {
    const server = await PostgresServer.start(postgresPrograms()!);
    servers.push(server);
    return { DATABASE_URL: server.urlOf('postgres') };
  });
});
