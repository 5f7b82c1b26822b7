import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT, section } from './documents.js';

/** Folders that are a theme as a whole. */
const THEMES = ['bench', 'contract', 'demo', 'deploy', 'docs', 'e2e', 'faults', 'lint', 'web/browser'];
const SOURCES = ['src', 'web/src', 'tests'];

it('every test is named like the source it tests, or CONTRIBUTING says what it is about', () => {
  const map = section('CONTRIBUTING.md', '## Where the tests lie');
  for (const theme of THEMES) expect(map).toContain(`\`tests/${theme}\``);
  const files = readdirSync(join(ROOT, 'tests'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.test.ts'),
  );
  expect(files.length).toBeGreaterThan(100);
  const lost = files
    .map((file) => file.replace(/\.test\.ts$/, ''))
    .filter((name) => !THEMES.some((theme) => name.startsWith(`${theme}/`)))
    .filter((name) => !isNamedLikeItsSource(name) && !isInMap(map, name));
  expect(lost).toEqual([]);
});

function isNamedLikeItsSource(name: string): boolean {
  return SOURCES.some((folder) =>
    [name, name.replace(/^web\//, '')].some((each) =>
      ['', '.ts'].some((ending) => existsSync(join(ROOT, folder, `${each}${ending}`))),
    ),
  );
}

/** Named with its folder, or alone in the item that begins with its folder. */
function isInMap(map: string, name: string): boolean {
  const rest = name.replace(/^[^/]+\//, '');
  const items = map.split('\n- ').filter((item) => item.includes(`\`tests/${name.split('/')[0] ?? ''}\``));
  return (
    map.includes(`\`${name}\``) ||
    items.some((item) => [rest, basename(name)].some((each) => item.includes(`\`${each}\``))) ||
    dirname(name) === '.'
  );
}
