import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { programArguments } from '../../demo/program.js';

/** Runs a command of `muster` as its own process, with what every one of them needs to be configured. */
export async function run(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd?: string,
): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [...programArguments('src/cli/muster.ts'), command, ...args], {
    env: {
      PATH: process.env['PATH'],
      DISCORD_TOKEN: 'token',
      DISCORD_GUILD_ID: '123456789012345678',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}
