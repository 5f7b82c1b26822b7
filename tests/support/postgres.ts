import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { Client } from 'pg';
import { inject, onTestFinished } from 'vitest';
import { postgresPrograms } from '../../demo/servers/postgres.js';
import type { PostgresAnswer } from './postgres-setup.js';
import { TEMPLATE } from './postgres-template.js';
import type { AtEnd } from './way-to-postgres.js';

/** Whether tests can have a PostgreSQL here. In CI they fail where it is missing. */
export const havePostgres = process.env['CI'] === 'true' || postgresPrograms() !== null;

/** For the titles of tests that are skipped without it. */
export const NEEDS_POSTGRES = 'needs PostgreSQL 15 or newer: apt-get install postgresql';

let shared: Promise<DatabaseMaker> | null = null;
let made = 0;

/** Makes databases on a server, each for one test. */
export class DatabaseMaker {
  #last: Promise<unknown> = Promise.resolve();

  /** Makes them on the server that has the database `url`. */
  constructor(private readonly url: string) {}

  /** A copy of `template`, dropped when the test ends; `atEnd` is that of a concurrent one. @returns its address. */
  async make(template: string, atEnd: AtEnd = onTestFinished): Promise<string> {
    const name = `test_${process.pid}_${(made += 1)}`;
    await this.#query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`);
    atEnd(() => this.#query(`DROP DATABASE ${name} WITH (FORCE)`));
    return Object.assign(new URL(this.url), { pathname: `/${name}` }).href;
  }

  /** One after the other, for concurrent tests ask at once; on a connection of its own, for some restart the server. */
  async #query(text: string): Promise<void> {
    const asked = this.#last.then(async () => {
      const client = new Client({ connectionString: this.url });
      await client.connect();
      await client.query(text);
      await client.end();
    });
    this.#last = asked.catch(() => undefined);
    await asked;
  }
}

/** A database of a test's own, with nothing in it. @returns its address. */
export async function aPostgres(): Promise<string> {
  return (await (shared ??= onTheServerOfThisRun())).make('template1');
}

/** The same with every migration. */
export async function aMigratedPostgres(): Promise<string> {
  return (await (shared ??= onTheServerOfThisRun())).make(TEMPLATE);
}

async function onTheServerOfThisRun(): Promise<DatabaseMaker> {
  const told = JSON.parse(await text(connect(inject('postgresDoor'), '127.0.0.1'))) as PostgresAnswer;
  if ('error' in told) throw new Error(told.error);
  return new DatabaseMaker(told.url);
}
