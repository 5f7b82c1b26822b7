import { describe, expect, test } from 'vitest';
import { documentOf, Problem, problemOf, retryAfter } from '../../src/http/problem.js';
import { en } from '../../src/messages/en/messages.js';
import { refusals } from '../messages/samples.js';

const ZONE = 'Europe/Ljubljana';
const ID = '8a3e4c92-0f7b-4f4e-a3f4-7c1f7c0a52b7';

describe('a refusal', () => {
  test.each(refusals)('%s is a problem, in the words Discord uses', (code, refusal) => {
    const problem = problemOf(refusal, en, ZONE);
    expect([400, 403, 404, 409, 422, 429, 503]).toContain(problem.status);
    expect(problem.detail).toBe(en.refusal(refusal, { timezone: ZONE }));
    // Discord's timestamps mean nothing elsewhere.
    expect(problem.detail).not.toMatch(/<t:\d/);
    expect(documentOf(problem, ID)).toMatchObject({
      status: problem.status,
      code,
      instance: `urn:uuid:${ID}`,
    });
  });

  test.each(refusals)('%s says when to come again exactly where it is about time', (_, refusal) => {
    const { status, options } = problemOf(refusal, en, ZONE);
    // Nobody knows when Discord answers again; a program needs a moment to come back at all the same.
    const soon = refusal.code === 'directory_unavailable' ? { 'retry-after': '5' } : undefined;
    const expected = 'retryInMs' in refusal ? { 'retry-after': retryAfter(refusal.retryInMs) } : soon;
    expect(options.headers).toEqual(expected);
    expect(status === 429).toBe('retryInMs' in refusal);
  });
});

describe('Retry-After', () => {
  test.each([
    [1, '1'],
    [0, '1'],
    [1_000, '1'],
    [1_001, '2'],
    [400_000, '400'],
  ])('%i ms are never told shorter than they are: %s', (ms, seconds) => {
    expect(retryAfter(ms)).toBe(seconds);
  });
});

test('what a problem says beside can’t pass for what every problem says', () => {
  const problem = new Problem(503, 'Not ready.', { extra: { checks: {}, status: 200, detail: 'fine' } });
  expect(documentOf(problem, ID)).toEqual({
    type: 'about:blank',
    title: 'Service Unavailable',
    status: 503,
    detail: 'Not ready.',
    instance: `urn:uuid:${ID}`,
    checks: {},
  });
});
