import { expect, test } from 'vitest';
import { LatestVersions } from '../../src/services/latest-versions.js';
import { testApp } from '../support/test-app.js';

async function versions() {
  const { database } = await testApp();
  const latest = new LatestVersions<{ made: number }>();
  let made = 0;
  return (key: string, version: string) =>
    latest.of(database, key, version, async () => ({ made: (made += 1) }));
}

test('the same version is the same object, another is another', async () => {
  const of = await versions();
  const first = await of('a', 'v1');
  expect(await of('a', 'v1')).toBe(first);
  const second = await of('a', 'v2');
  expect(second).not.toBe(first);
  expect(await of('a', 'v2')).toBe(second);
});

test('things have versions of their own', async () => {
  const of = await versions();
  const [a, b] = [await of('a', 'v1'), await of('b', 'v1')];
  expect(a).not.toBe(b);
  expect([await of('a', 'v1'), await of('b', 'v1')]).toEqual([a, b]);
});

test('only so many are kept, the newest of them', async () => {
  const of = await versions();
  const first = await of('first', 'v1');
  for (let n = 0; n < 31; n += 1) await of(String(n), 'v1');
  expect(await of('first', 'v1')).toBe(first);
  const last = await of('one more', 'v1');
  expect(await of('first', 'v1')).not.toBe(first);
  expect(await of('one more', 'v1')).toBe(last);
});
