import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { Client } from 'pg';
import { inject, onTestFinished } from 'vitest';
import { postgresPrograms } from './postgres-server.js';
import type { PostgresAnswer } from './postgres-setup.js';

/** Whether tests can have a PostgreSQL here. In CI they fail where it is missing. */
export const havePostgres = process.env['CI'] === 'true' || postgresPrograms() !== null;

/** For the titles of tests that are skipped without it. */
export const NEEDS_POSTGRES = 'needs PostgreSQL 15 or newer: apt-get install postgresql';

let admin: Promise<{ readonly client: Client; readonly url: string }> | null = null;
let made = 0;

/** A database of a test's own, with nothing in it; dropped when the test ends. @returns its address. */
export async function aPostgres(template = 'template1'): Promise<string> {
  const { client, url } = await (admin ??= connectAsAdmin());
  const name = `test_${process.pid}_${(made += 1)}`;
  await client.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`);
  onTestFinished(async () => {
    await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
  });
  return Object.assign(new URL(url), { pathname: `/${name}` }).href;
}

async function connectAsAdmin(): Promise<{ client: Client; url: string }> {
  const told = JSON.parse(await text(connect(inject('postgresDoor'), '127.0.0.1'))) as PostgresAnswer;
  if ('error' in told) throw new Error(told.error);
  const client = new Client({ connectionString: told.url });
  // The server ends with the run, and this connection with it.
  client.on('error', () => undefined);
  await client.connect();
  return { client, url: told.url };
}
