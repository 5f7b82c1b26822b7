/**
 * `npm run test:nodes`: the whole suite on the other Node releases Muster runs on, each in a copy of this checkout of
 * its own with modules built for it. Arguments are majors: `npm run test:nodes -- 24`. Without any: 22 and 24. What
 * stands behind a second `--` goes to vitest. Ends with a line for each release and the total of all.
 *
 * Each release comes from the npm registry as `node-<platform>-<arch>`, the packages behind the package `node`
 * (https://www.npmjs.com/package/node), with the headers that native modules are built against.
 */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const DEFAULT_MAJORS = ['22', '24'];
const TOTAL = /^(\d+) passed, (\d+) failed$/m;

const args = process.argv.slice(2);
const split = args.indexOf('--');
const majors = (split < 0 ? args : args.slice(0, split)).filter((each) => /^\d+$/.test(each));
const forVitest = split < 0 ? [] : args.slice(split + 1);

/** What npm and a running Node hand their children would make them use this Node's npm and headers. */
function environment(home) {
  const kept = Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_OPTIONS$|INIT_CWD$)/.test(name));
  return {
    ...Object.fromEntries(kept),
    PATH: `${path.join(home, 'bin')}${path.delimiter}${process.env.PATH}`,
    npm_config_nodedir: home,
  };
}

function npm(commandArgs, options) {
  return spawnSync('npm', commandArgs, { stdio: 'inherit', shell: process.platform === 'win32', ...options });
}

/** Fetches the newest release of a major; `null` where there is none for this machine. */
function fetchNode(major, folder) {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const fetched = npm(
    ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', folder, `${name}@${major}`],
    { cwd: folder },
  );
  return fetched.status === 0 ? path.join(folder, 'node_modules', name) : null;
}

/** Copies what git tracks or would track, as it is now; the folder of specifications beside the checkout too. */
function copyCheckout(folder) {
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const { stdout, status } = spawnSync('git', list, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status !== 0) throw new Error('git ls-files failed: run this in a clone');
  const copy = path.join(folder, 'muster');
  for (const file of stdout.split('\0').filter((each) => each && existsSync(path.join(root, each)))) {
    cpSync(path.join(root, file), path.join(copy, file));
  }
  const beside = path.join(root, '..', 'shared');
  if (existsSync(beside)) symlinkSync(beside, path.join(folder, 'shared'), 'dir');
  return copy;
}

/** Runs a program, shows what it prints, and resolves with all of it. */
function run(command, commandArgs, options) {
  return new Promise((resolve) => {
    const child = spawn(command, commandArgs, { ...options, stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    child.stdout.on('data', (chunk) => {
      printed += chunk;
      process.stdout.write(chunk);
    });
    child.on('error', () => resolve(printed));
    child.on('close', () => resolve(printed));
  });
}

async function testOn(major) {
  const folder = mkdtempSync(path.join(tmpdir(), `muster-node-${major}-`));
  // Some tests become another user, who has to read what lies here.
  chmodSync(folder, 0o755);
  try {
    const home = fetchNode(major, folder);
    if (!home) return { major, version: 'not to be had', passed: 0, failed: 1 };
    const env = environment(home);
    const node = path.join(home, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
    const copy = copyCheckout(folder);
    console.log(`\n=== Node ${version}`);
    const installed = npm(['ci', '--no-audit', '--no-fund'], { cwd: copy, env });
    if (installed.status !== 0) return { major, version, passed: 0, failed: 1 };
    const printed = await run(node, ['scripts/test.mjs', ...forVitest], { cwd: copy, env });
    const [, passed = '0', failed = '1'] = TOTAL.exec(printed) ?? [];
    return { major, version, passed: Number(passed), failed: Number(failed) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const results = [];
for (const major of majors.length > 0 ? majors : DEFAULT_MAJORS) results.push(await testOn(major));
console.log('');
for (const { version, passed, failed } of results) {
  console.log(`Node ${version}: ${passed} passed, ${failed} failed`);
}
const sum = (key) => results.reduce((total, each) => total + each[key], 0);
process.exitCode = sum('failed') > 0 ? 1 : 0;
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
