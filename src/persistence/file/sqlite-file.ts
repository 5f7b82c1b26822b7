import { createRequire } from 'node:module';
import type BetterSqlite3 from 'better-sqlite3';

/**
 * From Node 24.19 on, garbage collection ends a process that uses better-sqlite3 12: its C++ objects derive
 * from `node::ObjectWrap`, which since then asks for an environment that is missing while V8 collects by
 * itself. Version 13 needs Node-API 10, which Node 20 never got and Node 22 has since 22.14: before that it
 * crashes at once.
 * https://github.com/WiseLibs/better-sqlite3/issues/1514
 */
const NODE_API_OF_13 = 10;

/** The first Node major with releases that version 12 does not survive. */
const TOO_NEW_FOR_12 = 24;

/** What the choice of the driver depends on. */
export interface Runtime {
  /** The newest Node-API it speaks. */
  readonly nodeApi: number;
  /** Node's major version. */
  readonly major: number;
  /** `process.platform` and `process.arch`, for people to read. */
  readonly machine: string;
}

/**
 * Loads the release of better-sqlite3 that this Node runs: 13 where possible, else 12. Both have one
 * interface.
 * @throws when only 12 loads, and would sooner or later end the process.
 */
export function loadSqlite<T>(load: (name: string) => T, { nodeApi, major, machine }: Runtime): T {
  if (nodeApi < NODE_API_OF_13) return load('better-sqlite3');
  try {
    return load('better-sqlite3-napi');
  } catch (error) {
    if (major < TOO_NEW_FOR_12) return load('better-sqlite3');
    const words =
      `better-sqlite3 13 can't be loaded on ${machine}, and Node ${major} needs it. ` +
      'Install again with npm ci, without leaving out optional packages; or run Muster on Node 22.';
    throw new Error(words, { cause: error });
  }
}

/** The driver, a class that opens one file, and its package. */
function driverOfThisMachine(): { name: string; SqliteDriver: typeof BetterSqlite3 } {
  const require = createRequire(import.meta.url);
  const load = (name: string): { name: string; SqliteDriver: typeof BetterSqlite3 } => {
    const SqliteDriver = require(name) as typeof BetterSqlite3;
    // The first database loads the native part.
    new SqliteDriver(':memory:').close();
    return { name, SqliteDriver };
  };
  return loadSqlite(load, {
    nodeApi: Number(process.versions.napi),
    major: Number.parseInt(process.versions.node, 10),
    machine: `${process.platform} ${process.arch}`,
  });
}

const { name, SqliteDriver } = driverOfThisMachine();

/** The driver's package, for a thread that loads it itself. */
export const SQLITE_PACKAGE = name;
/** One SQLite file, opened by the driver that fits this Node. */
export const SqliteFile = SqliteDriver;
export type SqliteFile = BetterSqlite3.Database;
/** A statement such a file has prepared. */
export type SqliteStatement = BetterSqlite3.Statement;
