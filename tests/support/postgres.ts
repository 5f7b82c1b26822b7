import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { inject, onTestFinished } from 'vitest';
import { postgresPrograms } from '../../demo/servers/postgres.js';
import { DatabaseMaker } from './database-maker.js';
import type { PostgresAnswer } from './postgres-setup.js';
import { TEMPLATE } from './postgres-template.js';

/** Whether tests can have a PostgreSQL here. In CI they fail where it is missing. */
export const havePostgres = process.env['CI'] === 'true' || postgresPrograms() !== null;

/** For the titles of tests that are skipped without it. */
export const NEEDS_POSTGRES = 'needs PostgreSQL 15 or newer: apt-get install postgresql';

let shared: Promise<DatabaseMaker> | null = null;

/** A database of a test's own, with nothing in it. @returns its address. */
export async function aPostgres(): Promise<string> {
  return (await (shared ??= onTheServerOfThisRun())).make('template1', onTestFinished);
}

/** The same with every migration. */
export async function aMigratedPostgres(): Promise<string> {
  return (await (shared ??= onTheServerOfThisRun())).make(TEMPLATE, onTestFinished);
}

async function onTheServerOfThisRun(): Promise<DatabaseMaker> {
  const told = JSON.parse(await text(connect(inject('postgresDoor'), '127.0.0.1'))) as PostgresAnswer;
  if ('error' in told) throw new Error(told.error);
  return new DatabaseMaker(told.url);
}
