import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readEnvironment } from '../../src/config/environment.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'muster-env-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('without a .env it is the real environment', () => {
  expect(readEnvironment(folder, { A: '1' })).toEqual({ A: '1' });
});

test('.env adds to the real environment, which wins even where it is empty', () => {
  writeFileSync(path.join(folder, '.env'), '# comment\nA=file\nB="in quotes" # why\nC=file\n');
  expect(readEnvironment(folder, { A: 'real', C: '' })).toEqual({ A: 'real', B: 'in quotes', C: '' });
});

test('a .env that cannot be read is an error, not an empty file', () => {
  mkdirSync(path.join(folder, '.env'));
  expect(() => readEnvironment(folder, {})).toThrow(/EISDIR/);
});

test('reads the process’s environment unless it is given one', () => {
  expect(readEnvironment(folder)).toEqual({ ...process.env });
});
