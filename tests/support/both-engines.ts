import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, inject, onTestFinished } from 'vitest';
import { Database } from '../../src/persistence/engine/database.js';
import { PostgresEngine } from '../../src/persistence/engine/postgres-engine.js';
import type { PostgresServer } from '../../demo/servers/postgres.js';
import { startPostgres, TEMPLATE } from './postgres-template.js';
import { DatabaseMaker } from './database-maker.js';
import { aMigratedPostgres, havePostgres, NEEDS_POSTGRES } from './postgres.js';
import { tempDir } from './temp-dir.js';

/** Opens a database with every migration and nothing else, which is gone after the test; called again, once more. */
export type OpenDatabase = () => Promise<Database>;

/** A new database of a test's own. */
export type NewDatabase = () => Promise<OpenDatabase>;

const onSqlite: NewDatabase = async () => {
  const path = join(tempDir(), 'muster.sqlite');
  copyFileSync(inject('emptyDatabase'), path);
  return () => closedInTheEnd(Database.open(path));
};

const onPostgres =
  (make: () => Promise<string>): NewDatabase =>
  async () => {
    const url = await make();
    return () => closedInTheEnd(PostgresEngine.open({ url }).then((engine) => new Database(engine)));
  };

/** Runs tests on each engine. */
export function onBothEngines(title: string, tests: (newDatabase: NewDatabase) => void): void {
  describe(`${title}, on SQLite`, () => tests(onSqlite));
  describe.skipIf(!havePostgres)(`${title}, on PostgreSQL (${NEEDS_POSTGRES})`, () =>
    tests(onPostgres(aMigratedPostgres)),
  );
}

/** The same where what happens on the server outside of the test's own database would show. */
export function onBothEnginesAlone(title: string, tests: (newDatabase: NewDatabase) => void): void {
  describe(`${title}, on SQLite`, () => tests(onSqlite));
  describe.skipIf(!havePostgres)(`${title}, on a PostgreSQL of its own (${NEEDS_POSTGRES})`, () => {
    let server: PostgresServer;
    let maker: DatabaseMaker;
    beforeAll(async () => {
      server = await startPostgres();
      maker = new DatabaseMaker(server.urlOf('postgres'));
    });
    afterAll(() => server.stop());
    tests(onPostgres(() => maker.make(TEMPLATE, onTestFinished)));
  });
}

async function closedInTheEnd(opening: Promise<Database>): Promise<Database> {
  const database = await opening;
  onTestFinished(() => database.close().catch(() => undefined));
  return database;
}
