import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { localPath } from '../../../src/http/auth/return-to.js';

describe('the path to return to', () => {
  test.each([
    ['/', '/'],
    ['/availability', '/availability'],
    ['/a?b=c&d=%2F%2Fe#f', '/a?b=c&d=%2F%2Fe#f'],
    ['/a/../b', '/b'],
    ['/a//b', '/a//b'],
    ['/@evil.example', '/@evil.example'],
    ['/?u=https://evil.example', '/?u=https://evil.example'],
  ])('%s is of this site', (text, path) => {
    expect(localPath(text)).toBe(path);
  });

  test.each([
    '',
    'a',
    '.',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\/evil.example',
    '/a\\b',
    '/\t/evil.example',
    '/\n/evil.example',
    '\t//evil.example',
    ' //evil.example',
    '/a b',
    '/a\u0000',
    '/ä',
    'https://evil.example',
    'HTTPS:evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    '/x/..//evil.example',
    '/.//evil.example',
    '/%2e%2e//evil.example',
  ])('%j is not', (text) => {
    expect(localPath(text)).toBeNull();
  });

  test('whatever comes out stays here, in every browser’s reading', () => {
    const piece = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '%2e',
      '\t',
      '\n',
      ' ',
      '@',
      ':',
      '?',
      '#',
      'evil.example',
      'a',
      'https:',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const path = localPath(pieces.join(''));
        if (path === null) return;
        expect(new URL(path, 'https://muster.example').origin).toBe('https://muster.example');
        expect(path).not.toMatch(/^\/[/\\]/);
      }),
      { numRuns: 2_000 },
    );
  });
});
