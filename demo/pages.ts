import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WEB_FOLDER } from '../src/http/web-folder.js';
import type { DiscordStandIn } from './discord/stand-in.js';
import { freePort } from './servers/free-port.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** What the pages are made of. */
const SOURCES = ['web', 'src/messages', 'src/domain', 'vite.config.ts'];

/** An address on this machine where nobody listens at the moment: where people come back to is known before the start. */
export async function freeAddress(): Promise<string> {
  return `http://127.0.0.1:${await freePort()}`;
}

/** What the bot has to be told to serve its pages at an address, and to sign people in by the stand-in. */
export function pagesEnvironment({ oauth }: DiscordStandIn, url: string): Record<string, string> {
  return {
    DISCORD_CLIENT_ID: oauth.clientId,
    DISCORD_CLIENT_SECRET: oauth.clientSecret,
    BRIDGE_PORT: new URL(url).port,
    BRIDGE_PUBLIC_URL: url,
    BRIDGE_SESSION_SECRET: randomBytes(32).toString('base64url'),
  };
}

/** Builds the pages where there are none, or older ones than their source. Takes about a second. @throws if it fails. */
export function buildPages(): void {
  const built = join(WEB_FOLDER, 'index.html');
  const newest = Math.max(...SOURCES.map((path) => changedAt(join(ROOT, path))));
  if (existsSync(built) && statSync(built).mtimeMs >= newest) return;
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');
  const { status } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (status !== 0) throw new Error('The pages could not be built.');
}

/** When a file, or the newest in a folder, was changed, in milliseconds since the epoch. */
function changedAt(path: string): number {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  const within = readdirSync(path).map((name) => changedAt(join(path, name)));
  return Math.max(stats.mtimeMs, ...within);
}
