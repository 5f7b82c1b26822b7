/**
 * Makes sure that node_modules is what package-lock.json says, and installs it if not, so that a fresh
 * checkout needs one command. Plain Node: it runs before anything is installed.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = [20, 19];
const root = fileURLToPath(new URL('..', import.meta.url));

function nodeIsTooOld() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
}

function readJson(...segments) {
  try {
    return JSON.parse(readFileSync(path.join(root, ...segments), 'utf8'));
  } catch {
    return undefined;
  }
}

/** Why an install is needed, or undefined. */
function staleness() {
  const wanted = readJson('package-lock.json')?.packages;
  if (!wanted) return 'package-lock.json cannot be read';
  // npm writes this list at the end of every install that succeeded.
  const installed = readJson('node_modules', '.package-lock.json')?.packages;
  if (!installed) return 'node_modules is missing or unfinished';

  for (const [location, entry] of Object.entries(wanted)) {
    if (location === '' || entry.link) continue;
    const found = installed[location];
    // Optional packages are installed only on the platforms they are for.
    if (!found && entry.optional) continue;
    if (found?.version !== entry.version) return `${location} should be ${entry.version}`;
  }
  const direct = { ...wanted['']?.dependencies, ...wanted['']?.devDependencies };
  for (const name of Object.keys(direct)) {
    const location = `node_modules/${name}`;
    if (readJson(location, 'package.json')?.version !== wanted[location]?.version) {
      return `${location} should be ${wanted[location]?.version}`;
    }
  }
  return nativeModuleFault();
}

/**
 * better-sqlite3 12 is compiled for one Node release: after a change of Node it has to be built again. 13 is left out by
 * a Node that is too old for it, so it may be missing after a change, too (src/persistence/file/sqlite-file.ts).
 */
function nativeModuleFault() {
  const wants13 = Number(process.versions.napi) >= 10;
  if (wants13 && !readJson('node_modules', 'better-sqlite3-napi', 'package.json')) {
    return `better-sqlite3-napi is missing, which Node ${process.versions.node} needs`;
  }
  try {
    const Database = createRequire(path.join(root, 'package.json'))('better-sqlite3');
    new Database(':memory:').close();
    return undefined;
  } catch {
    return `better-sqlite3 does not load under Node ${process.versions.node}`;
  }
}

function install() {
  const npm = process.env.npm_execpath;
  // NODE_ENV=production would leave out what the build needs.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund'];
  const options = { cwd: root, stdio: 'inherit' };
  return npm && /npm-cli\.c?js$/.test(npm)
    ? spawnSync(process.execPath, [npm, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
}

function main() {
  if (nodeIsTooOld()) {
    console.error(
      `Muster needs Node ${OLDEST_NODE.join('.')} or newer (24 is recommended); this is Node ${process.versions.node}.`,
    );
    return 1;
  }
  const reason = staleness();
  if (!reason) return 0;

  console.log(`Installing dependencies (${reason}); the first time takes a minute or two.`);
  const result = install();
  if (result.status === 0) return 0;
  console.error('npm ci failed; see above. Nothing else was run.');
  return 1;
}

process.exitCode = main();
