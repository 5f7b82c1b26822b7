import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.js';
import { VERSION } from '../../src/version.js';
import { run } from './program.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const { bin, scripts } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as {
  bin: { muster: string };
  scripts: Record<string, string>;
};

describe('`muster`', () => {
  it.each(['help', '--help', '-h'])('lists every command: %s', async (name) => {
    const { code, said } = await run(name, []);
    for (const [command, { summary }] of Object.entries(COMMANDS)) {
      expect(said).toMatch(new RegExp(`^  ${command} +${summary.slice(0, 20)}`, 'm'));
    }
    expect(code).toBe(0);
  });

  it('says its version', async () => {
    expect(await run('--version', [])).toEqual({ code: 0, said: `${VERSION}\n` });
  });

  it.each(Object.entries(COMMANDS))('says how %s is used', async (name, { usage, summary }) => {
    const { code, said } = await run(name, ['--help']);
    expect(said).toContain(summary);
    for (const rest of usage) expect(said).toContain(`  muster ${name} ${rest}`.trimEnd());
    expect(code).toBe(0);
  });

  it.each<[string, string, string[], RegExp]>([
    ['a command there is none of', 'chekc', [], /no command “chekc”[^]*check/],
    ['what every object has', 'constructor', [], /no command “constructor”/],
    ['an option there is none of', 'backup', ['--force'], /no such option[^]*muster backup/],
    ['an option of another command', 'backup', ['--json'], /no such option[^]*muster backup/],
    ['a word too many', 'restore', ['one', 'two'], /“two” is one word too many[^]*muster restore <file>/],
    ['no direction', 'migrate', [], /which way[^]*muster migrate up/],
    ['a direction there is none of', 'migrate', ['sideways'], /which way[^]*muster migrate up/],
  ])('refuses %s, and says what there is', async (_, command, args, words) => {
    const { code, said } = await run(command, args);
    expect(said).toMatch(words);
    expect(code).toBe(64);
  });

  it('is what npm’s scripts and the package’s command run', () => {
    const used = Object.values(scripts).filter((script) => script.includes('dist/src/cli/'));
    expect(used.length).toBeGreaterThanOrEqual(Object.keys(COMMANDS).length);
    for (const script of used) {
      const [, program, command = ''] = script.split(' ');
      expect(program).toBe(bin.muster);
      expect(Object.keys(COMMANDS)).toContain(command);
    }
    expect(readFileSync(`${ROOT}src/cli/muster.ts`, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  });
});
