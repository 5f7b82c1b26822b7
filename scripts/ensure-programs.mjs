/**
 * The programs some tests start that no npm package brings: a Redis for the scheduler, a browser for the pages, a
 * PostgreSQL for the stores.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';

/** Debian keeps PostgreSQL's programs here and not on the PATH, a folder for each version. */
const DEBIANS_POSTGRES = '/usr/lib/postgresql';

const PROGRAMS = [
  {
    name: 'redis-server',
    needed: 'the tests of the Redis scheduler',
    elsewhere: 'macOS: brew install redis',
  },
  {
    name: 'chromium',
    needed: 'the tests of the pages in a browser',
    elsewhere: 'elsewhere: any Chromium or Chrome, with CHROMIUM_PATH set to it',
    env: 'CHROMIUM_PATH',
  },
  {
    name: 'postgresql',
    needed: 'the tests of the stores on PostgreSQL',
    elsewhere: 'macOS: brew install postgresql@17',
    isThere: () =>
      runs('initdb', ['--version']) ||
      (existsSync(DEBIANS_POSTGRES) &&
        readdirSync(DEBIANS_POSTGRES).some((version) => Number(version) >= 15)),
  },
];

const runs = (command, args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;
const isThere = (program) =>
  program.isThere
    ? program.isThere()
    : runs((program.env && process.env[program.env]) || program.name, ['--version']);

/** Installs what is missing where that needs no question (root on Debian), else says how; never fails. */
export function ensurePrograms() {
  const missing = PROGRAMS.filter((program) => !isThere(program));
  if (missing.length === 0) return;
  if (process.getuid?.() === 0 && runs('apt-get', ['--version'])) {
    console.log(`Installing for the tests: ${missing.map(({ name }) => name).join(', ')}.`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const options = { stdio: ['ignore', 'ignore', 'inherit'], env };
    spawnSync('apt-get', ['update'], options);
    for (const { name } of missing) {
      spawnSync('apt-get', ['install', '-y', '--no-install-recommends', name], options);
    }
  }
  const consequence =
    process.env.CI === 'true' ? 'in CI a skipped test is a failure' : 'the tests that need it are skipped';
  for (const program of missing.filter((each) => !isThere(each))) {
    console.log(
      `${program.name} is not there, which ${program.needed} need: ${consequence}. ` +
        `Debian, Ubuntu: apt-get install ${program.name}; ${program.elsewhere}.`,
    );
  }
}
