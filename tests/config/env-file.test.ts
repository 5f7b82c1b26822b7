import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEnvFile } from '../../src/config/env-file.js';

const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8');

describe('a .env as editors save it', () => {
  const TEXT = 'FIRST=1\nSECOND=two';

  it.each<[string, Buffer]>([
    ['UTF-8', utf8(TEXT)],
    ['UTF-8 with a byte order mark', utf8(`\uFEFF${TEXT}`)],
    ['UTF-16 as Notepad saves it', Buffer.from(`\uFEFF${TEXT}`, 'utf16le')],
    ['UTF-16 with its big end first', Buffer.from(`\uFEFF${TEXT}`, 'utf16le').swap16()],
    ['Windows line ends', utf8(TEXT.replaceAll('\n', '\r\n'))],
    ['line ends of old Macs', utf8(TEXT.replaceAll('\n', '\r'))],
    ['files with marks put together', utf8('\uFEFFFIRST=1\n\uFEFFSECOND=two\n')],
    ['spaces at both ends', utf8('  FIRST = 1  \n\tSECOND=two \n')],
    ['export, as shells want it', utf8('export FIRST=1\nexport  SECOND=two\n')],
  ])('reads %s', (_, bytes) => {
    expect(readEnvFile(bytes)).toMatchObject({ values: { FIRST: '1', SECOND: 'two' }, unreadable: [] });
  });

  it('takes the last of two lines that set the same, and knows where both are', () => {
    const { values, lines } = readEnvFile(utf8('A=1\n# why\nA=2\n'));
    expect(values).toEqual({ A: '2' });
    expect(lines.get('A')).toEqual([1, 3]);
  });

  it('keeps a value in quotation marks together over lines', () => {
    const { values, lines, unreadable } = readEnvFile(utf8('KEY="one\ntwo"\nNEXT=3\n'));
    expect(values).toEqual({ KEY: 'one\ntwo', NEXT: '3' });
    expect(lines.get('NEXT')).toEqual([3]);
    expect(unreadable).toEqual([]);
  });
});

describe('a line that can’t be read', () => {
  it.each<[string, Buffer, RegExp]>([
    ['a stray word', utf8('A=1\nstray\nB=2\n'), /no NAME=value/],
    ['a setting with a colon', utf8('A=1\nC: 3\nB=2\n'), /no NAME=value/],
    ['a quotation mark that stays open', utf8('A=1\nC="3\nB=2\n'), /never closed/],
    ['one that another value would close', utf8('A=1\nC="3\nB="2"\n'), /never closed/],
    ['letters of another encoding', Buffer.from('A=1\nC=\xfc\nB=2\n', 'latin1'), /UTF-8/],
  ])('is named by its number and takes nothing with it: %s', (_, bytes, reason) => {
    const { values, unreadable } = readEnvFile(bytes);
    expect(values).toEqual({ A: '1', B: '2' });
    expect(unreadable).toEqual([{ line: 2, reason: expect.stringMatching(reason) as string }]);
  });

  it('is never quoted', () => {
    const { unreadable } = readEnvFile(utf8('hunter2 is my secret\n'));
    expect(JSON.stringify(unreadable)).not.toContain('hunter2');
  });

  it('is every line of UTF-16 that does not say it is', () => {
    expect(readEnvFile(Buffer.from('A=1\n', 'utf16le')).unreadable).not.toEqual([]);
  });
});

it('reads every line alone as node --env-file does', () => {
  const name = fc.stringMatching(/^[A-Z][A-Z_]{0,8}$/);
  const value = fc.stringMatching(/^[\w :/.#=,"'-]{0,20}$/).filter((text) => !/^ *["']/.test(text));
  fc.assert(
    fc.property(fc.array(fc.tuple(name, value), { maxLength: 6 }), (entries) => {
      const expected = Object.assign({}, ...entries.map(([n, v]) => parseEnv(`${n}=${v}`))) as object;
      expect(readEnvFile(utf8(entries.map(([n, v]) => `${n}=${v}`).join('\n'))).values).toEqual(expected);
    }),
  );
});
