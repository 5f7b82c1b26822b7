import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { VARIABLES } from '../../src/config/schema.js';
import { compose, unit } from '../deploy/files.js';
import { read, ROOT, rows, section } from './documents.js';
import { wordsNobodySays } from './wordings.js';

const PAGE = 'docs/operations.md';
const page = read(PAGE);
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

/** Every line the page says the program prints, without what differs from evening to evening. */
const quoted = [...page.matchAll(/^ *```text\n([\s\S]*?)^ *```$/gm)]
  .flatMap(([, block = '']) => block.split('\n'))
  .map((line) => line.trim())
  .filter((line) => line !== '');

/** What is quoted and not worded by us: files and servers, the system's codes, and what the people of those evenings are called. */
const FILES = /\S*muster\S*\.sqlite\S*|\/var\/lib\/muster\S*|\w+\.example:\d+\/\w+/g;
const NAMES = ['Friday', 'Nights', 'Alma', 'muster', 'stand', 'manual', 'ECONNREFUSED', 'public'];

/** What is quoted in the middle of a sentence: words in quotation marks, and lines of the log. */
const mentioned = [
  ...page.replaceAll(/^ *```[\s\S]*?^ *```$/gm, '').matchAll(/"([A-Z][^"]+)"|`([A-Z][a-z]+ [^`]+)`/g),
]
  .map(([, words, line]) => (words ?? line ?? '').replaceAll(/\s+/g, ' '))
  // A number of minutes is worded with its plural.
  .map((said) => said.replace('10 minutes', ''));

describe('what docs/operations.md quotes', () => {
  it('is a good part of it', () => {
    expect(quoted.length).toBeGreaterThan(50);
    expect(mentioned.length).toBeGreaterThan(4);
  });

  it.each([...quoted, ...mentioned])('is worded by the program: %s', (line) => {
    const named = [...(line.match(FILES) ?? []), ...NAMES].join(' ');
    expect(wordsNobodySays(line).filter((word) => !named.includes(word))).toEqual([]);
  });
});

it('a line nobody says is found out', () => {
  expect(wordsNobodySays('The telegram channel pauses until 2026 (unauthorized)')).toEqual([]);
  expect(wordsNobodySays('The telegram channel sulks until 2026 (unauthorized)')).toEqual(['sulks']);
  expect(wordsNobodySays('unauthorizedly')).toEqual(['unauthorizedly']);
});

describe('docs/operations.md', () => {
  it('gives for each command the same program, however Muster is installed', () => {
    const programs = rows(section(PAGE, '## Commands, by how it is installed'))
      .filter(([, plain]) => plain?.startsWith('`npm run '))
      .map(([, plain = '', systemd = '', docker = '']) => {
        const [, script = ''] = /npm run ([\w:]+)/.exec(plain) ?? [];
        const program = scripts[script] ?? '';
        expect(systemd, script).toContain(program.replace(/^node /, ''));
        expect(docker, script).toContain(`docker compose run --rm muster ${program}`);
        return /dist\/(\S+)\.js/.exec(program)?.[1] ?? '';
      });
    expect(programs.length).toBeGreaterThan(5);
    for (const program of programs) expect(existsSync(join(ROOT, `${program}.ts`)), program).toBe(true);
  });

  it('names only settings that there are', () => {
    const known = new Set<string>(VARIABLES.map(({ name }) => name));
    const named = [...page.matchAll(/\b([A-Z][A-Z]+(?:_[A-Z]+)+)\b/g)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  it('names only metrics that there are', () => {
    const metrics = read('src/observability/metrics.ts');
    const named = page.match(/\bmuster_(?!default|stand)[a-z_]+/g) ?? [];
    expect(named.length).toBeGreaterThan(1);
    expect(named.filter((name) => !metrics.includes(`'${name}'`))).toEqual([]);
  });

  it('knows where the unit and the container keep things', () => {
    expect(unit('WorkingDirectory')).toEqual(['/opt/muster']);
    expect(unit('EnvironmentFile')).toEqual(['/etc/muster/muster.env']);
    expect(unit('StateDirectory')).toEqual(['muster']);
    expect(unit('RestartSec')).toEqual(['10']);
    expect(compose().services.muster.volumes).toEqual(['data:/data']);
    for (const path of ['/opt/muster', '/etc/muster/muster.env', '/var/lib/muster', '/data/backups']) {
      expect(page).toContain(path);
    }
  });

  it('has for every bad day what is seen, what Muster does, what to do, and how it ends', () => {
    const days = [
      '## It was down at 21:00',
      '## Discord says: slow down',
      '## The Telegram token was revoked',
      '## Signal wants a captcha',
      "## Somebody's Signal keys changed",
      "## Something answers in a provider's place",
      '## Messages that may or may not have arrived',
      '## The disk is full',
    ];
    for (const day of days) {
      const text = section(PAGE, day);
      for (const part of ['What you see', 'What Muster does by itself', 'What you do', 'It is over']) {
        expect(text, day).toContain(`**${part}`);
      }
    }
  });
});
