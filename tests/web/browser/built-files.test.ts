import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { WEB_FOLDER } from '../../../src/http/web-folder.js';
import { LANGUAGES } from '../../../src/messages/languages.js';

const MOST_BYTES = 36 * 1024;
const assets = readdirSync(join(WEB_FOLDER, 'assets'))
  .filter((name) => !/\.(br|gz)$/.test(name))
  .map((name) => `assets/${name}`);
const languages = [...LANGUAGES.keys()];
const files = ['index.html', 'muster-promote.js', ...assets];
const read = (name: string): string => readFileSync(join(WEB_FOLDER, name), 'utf8');
const gzipped = (names: readonly string[]): number =>
  names.reduce((sum, name) => sum + gzipSync(readFileSync(join(WEB_FOLDER, name))).length, 0);

/** What a script loads with itself, and what that loads. */
function importedBy(name: string): string[] {
  if (!name.endsWith('.js')) return [];
  const found = [...read(name).matchAll(/(?:\bfrom|\bimport)\s*["'`]([^"'`]+)["'`]/g)].map(([, from = '']) =>
    join(dirname(name), from),
  );
  return found.flatMap((each) => [each, ...importedBy(each)]);
}

describe('the built pages', () => {
  test.each(languages)('are at most 36 kB on the first load, in %s', (language) => {
    const words = assets.filter((name) => name.startsWith(`assets/${language}-`));
    expect(words).toHaveLength(1);
    const named = [...read('index.html').matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(
      ([, name = '']) => name,
    );
    const asked = named.filter((name) => /\.(js|css)$/.test(name));
    // With its two questions these are as many as a browser asks one host for at once: a seventh waits for a round trip.
    expect([...asked, ...words].length).toBeLessThanOrEqual(6 - 2);
    // Promoters alone are sent the modal, once it is known that they are.
    expect(named).not.toContain('muster-promote.js');
    const first = new Set([...named, ...words].flatMap((name) => [name, ...importedBy(name)]));
    expect(gzipped(['index.html', ...first])).toBeLessThan(MOST_BYTES);
  });

  test('a website loads only the modal, what it shares with the page, and its words', () => {
    const imported = importedBy('muster-promote.js');
    expect(imported.filter((name) => /^assets\/(index|account|[a-z]{2})-/.test(name))).toEqual([]);
    expect(gzipped(['muster-promote.js', ...imported])).toBeLessThan(24 * 1024);
  });

  test('hold nothing a strict content security policy forbids', () => {
    const page = read('index.html');
    expect(page).not.toMatch(/<style|\sstyle=|\son\w+=/);
    expect(page.match(/<script(?![^>]*\ssrc=)/g)).toBeNull();
    for (const name of files.filter((each) => each.endsWith('.js'))) {
      expect(read(name), name).not.toMatch(/\beval\(|new Function\(|setAttribute\(["'`]style/);
    }
  });

  test('lie beside what is sent of them, as it unpacks', () => {
    for (const name of files) {
      const packed = (ending: string): Buffer => readFileSync(join(WEB_FOLDER, `${name}${ending}`));
      expect(gunzipSync(packed('.gz')).toString(), name).toBe(read(name));
      expect(brotliDecompressSync(packed('.br')).toString(), name).toBe(read(name));
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
