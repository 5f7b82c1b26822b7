import { expect, test } from 'vitest';
import { loadSqlite, type Runtime, SqliteFile } from '../../../src/persistence/file/sqlite-file.js';

const NODE_20: Runtime = { nodeApi: 9, major: 20, machine: 'linux x64' };
const NODE_22: Runtime = { nodeApi: 10, major: 22, machine: 'linux x64' };
const NODE_24: Runtime = { nodeApi: 10, major: 24, machine: 'linux x64' };

const installed =
  (...names: string[]) =>
  (name: string): string => {
    if (names.includes(name)) return name;
    throw new Error(`Cannot find module '${name}'`);
  };

test('Node 20 gets release 12, even where 13 lies beside it: that one would crash', () => {
  expect(loadSqlite(installed('better-sqlite3', 'better-sqlite3-napi'), NODE_20)).toBe('better-sqlite3');
});

test.each([NODE_22, NODE_24])('Node $major gets release 13', (runtime) => {
  expect(loadSqlite(installed('better-sqlite3', 'better-sqlite3-napi'), runtime)).toBe('better-sqlite3-napi');
});

test('Node 22 gets release 12 on a machine that 13 has no build for', () => {
  expect(loadSqlite(installed('better-sqlite3'), NODE_22)).toBe('better-sqlite3');
});

test('Node 24 refuses release 12, which garbage collection would end the process with, and says what to do', () => {
  expect(() => loadSqlite(installed('better-sqlite3'), { ...NODE_24, machine: 'linux arm' })).toThrow(
    /can't be loaded on linux arm, and Node 24 needs it\. Install again with npm ci.*Node 22/,
  );
});

test('the driver of this machine opens a file', () => {
  const file = new SqliteFile(':memory:');
  expect(file.prepare('SELECT 1 AS one').get()).toEqual({ one: 1 });
  file.close();
});
