/**
 * `npm test`: lint, typecheck, build, then every test. Stops at the first step that fails. The last line is
 * always `N passed, N failed`; a failed step counts as one failure. Arguments go to vitest:
 * `npm test -- tests/domain`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensurePrograms } from './ensure-programs.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const ESLINT = 'node_modules/eslint/bin/eslint.js';
const PRETTIER = 'node_modules/prettier/bin/prettier.cjs';
const TSC = 'node_modules/typescript/bin/tsc';
const VITE = 'node_modules/vite/bin/vite.js';
const VITEST = 'node_modules/vitest/vitest.mjs';

const STEPS = [
  {
    name: 'lint',
    commands: [
      [ESLINT, '.'],
      [PRETTIER, '--check', '.'],
    ],
  },
  {
    name: 'typecheck',
    commands: [
      [TSC, '-p', 'tsconfig.json', '--noEmit'],
      [TSC, '-p', 'web/tsconfig.json'],
      [TSC, '-p', 'tests/web/tsconfig.json'],
    ],
  },
  {
    name: 'build',
    commands: [
      ['scripts/clean.mjs'],
      [TSC, '-p', 'tsconfig.build.json'],
      [VITE, 'build', '--logLevel', 'warn'],
    ],
  },
];

function node(args, env = process.env) {
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env }).status === 0;
}

function runVitest(args) {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-totals-'));
  const file = path.join(folder, 'totals.json');
  try {
    const succeeded = node([VITEST, 'run', ...args], { ...process.env, MUSTER_TEST_TOTALS: file });
    return { succeeded, ...JSON.parse(readFileSync(file, 'utf8')) };
  } catch {
    console.error('\nThe tests ended without totals: vitest did not run to its end.');
    return { succeeded: false, passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runAll() {
  for (const { name, commands } of STEPS) {
    console.log(`\n== ${name}`);
    if (!commands.every((args) => node(args))) {
      console.error(`\nStopped: ${name} failed; the tests were not run.`);
      return { passed: 0, failed: 1 };
    }
  }
  console.log('\n== tests');
  ensurePrograms();
  const totals = runVitest(process.argv.slice(2));
  if (totals.skipped > 0) console.log(`${totals.skipped} skipped`);
  // vitest can fail beside its tests (no test matched, coverage): that is one failure, never a green run.
  const failed = totals.succeeded ? totals.failed : Math.max(totals.failed, 1);
  return { passed: totals.passed, failed };
}

const { passed, failed } = runAll();
process.exitCode = failed > 0 ? 1 : 0;
console.log(`${passed} passed, ${failed} failed`);
