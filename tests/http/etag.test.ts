import { expect, test } from 'vitest';
import { z } from 'zod';
import { encoded, namesTag } from '../../src/http/routes/etag.js';

const schema = z.object({ sent: z.int() });

test('a body is written without what its schema does not declare', () => {
  const source = { sent: 3, handle: '@canary' };
  expect(encoded(schema, source).text).toBe('{"sent":3}');
});

test('what reads the same has the same tag, whoever it was made for and whenever', () => {
  const tagOf = (sent: number): string => encoded(schema, { sent }).tag;
  expect(tagOf(3)).toBe(tagOf(3));
  expect(tagOf(3)).not.toBe(tagOf(4));
  expect(tagOf(3)).toMatch(/^"[\w-]{27}"$/);
});

test('a body that is not as declared is a fault, not an answer', () => {
  const wrong: { sent: unknown } = { sent: 'three' };
  expect(() => encoded(schema, wrong as { sent: number })).toThrow();
});

test.each<[string | undefined, boolean]>([
  ['"a"', true],
  ['W/"a"', true],
  ['"b", "a"', true],
  ['*', true],
  ['"b"', false],
  ['a', false],
  ['', false],
  [undefined, false],
])('If-None-Match: %s', (header, named) => {
  expect(namesTag(header, '"a"')).toBe(named);
});
