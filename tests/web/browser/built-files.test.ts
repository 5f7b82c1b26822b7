import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { WEB_FOLDER } from '../../../src/http/static.js';
import { LANGUAGES } from '../../../src/messages/languages.js';

const MOST_BYTES = 40 * 1024;
const assets = readdirSync(join(WEB_FOLDER, 'assets')).map((name) => `assets/${name}`);
const languages = [...LANGUAGES.keys()];
const files = ['index.html', 'muster-promote.js', ...assets];
const read = (name: string): string => readFileSync(join(WEB_FOLDER, name), 'utf8');
const gzipped = (names: readonly string[]): number =>
  names.reduce((sum, name) => sum + gzipSync(readFileSync(join(WEB_FOLDER, name))).length, 0);

describe('the built pages', () => {
  test.each(languages)('are at most 40 kB on the first load, in %s', (language) => {
    const lazy = (name: string): boolean =>
      ['qr', ...languages].some((each) => name.startsWith(`assets/${each}-`));
    const words = assets.filter((name) => name.startsWith(`assets/${language}-`));
    expect(words).toHaveLength(1);
    const first = [...files.filter((name) => !lazy(name)), ...words];
    expect(gzipped(first)).toBeLessThan(MOST_BYTES);
  });

  test('a website loads only the modal and its words', () => {
    const imports = [...read('muster-promote.js').matchAll(/(?:from|import)\s*["'`]([^"'`]+)["'`]/g)];
    expect(imports.map(([, from]) => from)).toEqual([]);
  });

  test('hold nothing a strict content security policy forbids', () => {
    const page = read('index.html');
    expect(page).not.toMatch(/<style|\sstyle=|\son\w+=/);
    expect(page.match(/<script(?![^>]*\ssrc=)/g)).toBeNull();
    for (const name of files.filter((each) => each.endsWith('.js'))) {
      expect(read(name), name).not.toMatch(/\beval\(|new Function\(|setAttribute\(["'`]style/);
    }
  });

  test('name no other host', () => {
    for (const name of files) {
      const hosts = [...read(name).matchAll(/https?:\/\/([\w.-]+)/g)].map(([, host]) => host);
      // A namespace is a name, which nobody asks for.
      expect(
        hosts.filter((host) => host !== 'www.w3.org'),
        name,
      ).toEqual([]);
    }
  });
});
