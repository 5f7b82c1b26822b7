import { expect, test } from 'vitest';
import { z } from 'zod';
import { EncodedBodies, namesTag } from '../../src/http/routes/etag.js';

test('a body is written once, without what its schema does not declare', () => {
  let written = 0;
  const bodies = new EncodedBodies<{ sent: number }>(z.object({ sent: z.int() }), ({ sent }) => {
    written += 1;
    return { sent, handle: '@canary' };
  });
  const source = { sent: 3 };
  expect(bodies.of(source).text).toBe('{"sent":3}');
  expect(bodies.of(source)).toBe(bodies.of(source));
  expect(written).toBe(1);
});

test('what reads the same has the same tag, whoever it was made for and whenever', () => {
  const tagOf = (sent: number): string =>
    new EncodedBodies<{ sent: number }>(z.object({ sent: z.int() }), (body) => body).of({ sent }).tag;
  expect(tagOf(3)).toBe(tagOf(3));
  expect(tagOf(3)).not.toBe(tagOf(4));
  expect(tagOf(3)).toMatch(/^"[\w-]{27}"$/);
});

test('a body that is not as declared is a fault, not an answer', () => {
  const bodies = new EncodedBodies<{ sent: unknown }>(z.object({ sent: z.int() }), (body) => body);
  expect(() => bodies.of({ sent: 'three' })).toThrow();
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
