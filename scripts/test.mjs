/**
 * `npm test`: lint, types and build, then every test, unless one of the former failed. Arguments go to vitest:
 * `npm test -- tests/domain`.
 *
 * `npm run test:quick`: lint and typecheck with what they remember of the last time, and beside them the unit tests.
 *
 * The last line of both is always `N passed, N failed`; a failed step counts as one failure.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
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

const QUICK = '--quick';

const LINT = [[ESLINT, '.']];
const FORMAT = [[PRETTIER, '--check', '.']];
const TYPECHECK = [
  [TSC, '-p', 'tsconfig.json', '--noEmit'],
  [TSC, '-p', 'web/tsconfig.json'],
  [TSC, '-p', 'tests/web/tsconfig.json'],
];
const BUILD = [
  ['scripts/clean.mjs'],
  ['--import', 'tsx', 'scripts/bundle.ts'],
  [VITE, 'build', '--logLevel', 'warn'],
];

/** Each of these takes one core, and as long as the other: they run beside each other. */
const CHECKS = [LINT, [...TYPECHECK, ...BUILD, ...FORMAT]];

/** Has a tool look only at what changed since the last time. */
function remembering([tool, ...args], nth) {
  const file = `node_modules/.cache/quick/${path.basename(tool, path.extname(tool))}-${nth}`;
  const options =
    tool === TSC
      ? ['--incremental', '--tsBuildInfoFile']
      : ['--cache', '--cache-strategy', 'content', '--cache-location'];
  return [tool, ...args, ...options, file];
}

/** Starts vitest and resolves with its totals. */
async function runVitest(args) {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-totals-'));
  const file = path.join(folder, 'totals.json');
  const env = { ...process.env, MUSTER_TEST_TOTALS: file };
  try {
    const child = spawn(process.execPath, [VITEST, 'run', ...args], { cwd: root, stdio: 'inherit', env });
    const [code] = await once(child, 'close');
    const { passed, failed, skipped } = JSON.parse(readFileSync(file, 'utf8'));
    if (skipped > 0) console.log(`${skipped} skipped`);
    // vitest can fail beside its tests (no test matched, coverage): that is one failure, never a green run.
    return { passed, failed: code === 0 ? failed : Math.max(failed, 1) };
  } catch {
    console.error('\nThe tests ended without totals: vitest did not run to its end.');
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function announce(quick, args) {
  if (quick) {
    console.log(
      'Lint, types and the unit tests, a few minutes on two cores; the first time takes longer. Left out: the build, and the tests ' +
        'of the bot as a process, of kills, in a browser and of the demo; `npm test` runs those, too.',
    );
  } else if (args.length > 0) {
    console.log(
      `Lint, types and build, 1 to 2 minutes on two cores; then the tests you asked for: ${args.join(' ')}.`,
    );
  } else {
    console.log(
      'Lint, types, build, then every test: 10 to 20 minutes on two cores. `npm run test:quick` leaves out the slow ones.',
    );
  }
}

async function runAll(args) {
  console.log('\n== lint, types and build');
  const failures = (await Promise.all(CHECKS.map(firstFailure))).filter((said) => said !== null);
  if (failures.length > 0) {
    for (const said of failures) console.error(said);
    console.error('\nStopped; the tests were not run.');
    return { passed: 0, failed: failures.length };
  }
  console.log('\n== tests');
  ensurePrograms();
  return runVitest(args);
}

/** Runs a command; resolves with what it said if it failed, with `null` if it did not. */
async function failureOf(args) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const [code] = await once(child, 'close');
  return code === 0 ? null : `\n== ${args.join(' ')}\n${said}`;
}

/** Runs one command after the other, up to the first that fails. */
async function firstFailure(commands) {
  for (const command of commands) {
    const failure = await failureOf(command);
    if (failure !== null) return failure;
  }
  return null;
}

/** One command after the other, beside the tests; what the failed ones say is shown when the tests are over. */
async function quickChecks() {
  const failures = [];
  for (const [nth, command] of [...TYPECHECK, ...LINT, ...FORMAT].entries()) {
    const failure = await failureOf(remembering(command, nth));
    if (failure !== null) failures.push(failure);
  }
  return failures;
}

async function runQuick(args) {
  const checks = quickChecks();
  const totals = await runVitest(['--project', 'unit', '--project', 'isolated', ...args]);
  const failures = await checks;
  for (const said of failures) console.error(said);
  return { ...totals, failed: totals.failed + failures.length };
}

const quick = process.argv.includes(QUICK);
const args = process.argv.slice(2).filter((arg) => arg !== QUICK);
announce(quick, args);
const { passed, failed } = quick ? await runQuick(args) : await runAll(args);
process.exitCode = failed > 0 ? 1 : 0;
console.log(`${passed} passed, ${failed} failed`);
