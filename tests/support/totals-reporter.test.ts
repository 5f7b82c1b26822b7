import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ONLY_ON_SQLITE } from './totals-reporter.js';

const here = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'muster-totals-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Runs vitest itself over one test file with our reporter. */
function run(source: string, env: Record<string, string>) {
  writeFileSync(path.join(folder, 'sample.test.js'), source);
  const file = path.join(folder, 'totals.json');
  const reporter = here('./totals-reporter.ts');
  const { status, stdout } = spawnSync(
    process.execPath,
    [
      here('../../node_modules/vitest/vitest.mjs'),
      ...['run', '--root', folder, '--globals', '--reporter', reporter],
    ],
    { encoding: 'utf8', env: { PATH: process.env['PATH'], MUSTER_TEST_TOTALS: file, ...env } },
  );
  return { status, stdout, totals: JSON.parse(readFileSync(file, 'utf8')) as unknown };
}

const MIXED = `
test('works', () => {});
test.skip('later', () => {});
describe('group', () => { test.todo('some day'); });
`;

test('elsewhere than in CI a skipped test is only counted', () => {
  const { status, totals } = run(MIXED, { CI: '' });
  expect({ status, totals }).toEqual({ status: 0, totals: { passed: 1, failed: 0, skipped: 2 } });
}, 30_000);

test('in CI a skipped test is a failure, and is named', () => {
  const { status, stdout, totals } = run(MIXED, { CI: 'true' });
  expect({ status, totals }).toEqual({ status: 1, totals: { passed: 1, failed: 2, skipped: 2 } });
  expect(stdout).toContain('sample.test.js > later');
  expect(stdout).toContain('sample.test.js > group > some day');
}, 30_000);

test('in CI a test that is only about SQLite is not missed on PostgreSQL, and any other is', () => {
  const note = (words: string): string => `test('a', ({ skip }) => skip(true, '${words}'));`;
  const only = run(note(`${ONLY_ON_SQLITE}: backups are files`), { CI: 'true' });
  expect(only).toMatchObject({ status: 0, totals: { passed: 0, failed: 0, skipped: 0 } });
  const other = run(note('on a rainy day'), { CI: 'true' });
  expect(other).toMatchObject({ status: 1, totals: { passed: 0, failed: 1, skipped: 1 } });
}, 30_000);

test.each([
  ['a failing test', `test('a', () => { throw new Error('no'); }); test('b', () => {});`, 1],
  ['a file that does not load', `throw new Error('no');`, 0],
  ['a hook that throws', `afterAll(() => { throw new Error('no'); }); test('b', () => {});`, 1],
  ['an error outside any test', `test('b', () => { void Promise.reject(new Error('no')); });`, 1],
])(
  '%s counts as one failure',
  (_, source, passed) => {
    const { status, totals } = run(source, {});
    expect({ status, totals }).toEqual({ status: 1, totals: { passed, failed: 1, skipped: 0 } });
  },
  30_000,
);
