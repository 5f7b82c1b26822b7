/** The tests of the Redis scheduler start a Redis of their own, for which `redis-server` has to be there. */
import { spawnSync } from 'node:child_process';

const runs = (command, args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;
const haveRedis = () => runs('redis-server', ['--version']);

/** Installs redis-server where that needs no question (root on Debian), else says how; never fails. */
export function ensureRedis() {
  if (haveRedis()) return;
  if (process.getuid?.() === 0 && runs('apt-get', ['--version'])) {
    console.log('Installing redis-server for the tests of the Redis scheduler.');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const options = { stdio: ['ignore', 'ignore', 'inherit'], env };
    spawnSync('apt-get', ['update'], options);
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'redis-server'], options);
    if (haveRedis()) return;
  }
  const consequence =
    process.env.CI === 'true' ? 'in CI a skipped test is a failure' : 'the tests that need it are skipped';
  console.log(
    `redis-server is not on the PATH: ${consequence}. Debian, Ubuntu: apt-get install redis-server; macOS: brew install redis.`,
  );
}
