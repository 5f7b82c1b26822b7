import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DOCUMENTS, prose, read, ROOT } from './documents.js';

const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

/** The anchors GitHub gives to a document's headings. */
function anchorsOf(path: string): string[] {
  return [...prose(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_\- ]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe.each(DOCUMENTS)('%s', (path) => {
  it('links only to what is there', () => {
    const targets = [...prose(path).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
    const relative = targets.filter((target) => !/^(?:https?:|mailto:|#)/.test(target));
    const missing = relative.filter(
      (target) => !existsSync(join(ROOT, dirname(path), target.replace(/#.*$/, ''))),
    );
    expect(missing).toEqual([]);
  });

  it('links only to headings that are there', () => {
    const targets = [...prose(path).matchAll(/\]\(([^)\s:#]*\.md)?#([^)\s]+)\)/g)];
    const missing = targets
      .map(([, file, anchor = '']) => ({ to: file ? join(dirname(path), file) : path, anchor }))
      .filter(({ to, anchor }) => !anchorsOf(to).includes(anchor));
    expect(missing).toEqual([]);
  });

  it('names only npm scripts that there are', () => {
    const named = [...read(path).matchAll(/npm run ([\w:-]+)/g)].map((match) => match[1] ?? '');
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
    for (const name of ['test', 'start']) {
      if (read(path).includes(`npm ${name}`)) expect(scripts).toHaveProperty(name);
    }
  });

  it('names only files of ours that are there', () => {
    const named = [
      ...read(path).matchAll(/`((?:src|demo|tests|tasks|commands|migrations|docs)\/[\w./-]+)`/g),
    ].map((match) => match[1] ?? '');
    expect(named.filter((name) => !existsSync(join(ROOT, name)))).toEqual([]);
  });
});

it('every decision record is in the index, in order', () => {
  const records = DOCUMENTS.filter((path) => /^docs\/adr\/\d{4}-/.test(path)).map((path) => path.slice(9));
  const indexed = [...read('docs/adr/README.md').matchAll(/\]\((\d{4}-[^)]+)\)/g)].map((match) => match[1]);
  expect(indexed).toEqual(records);
});
