import { expect, it } from 'vitest';
import { type Check, fault, ok, warning } from '../../../src/cli/check/finding.js';
import { exitCodeOf, json, table } from '../../../src/cli/check/report.js';
import { runChecks } from '../../../src/cli/check/run.js';
import { FakeClock } from '../../support/fake-clock.js';

const check = (what: string, look: Check['look']): Check => ({ what, look });

it('every check is made and told in order, whatever becomes of the others', async () => {
  const clock = new FakeClock(0);
  let aborted = false;
  const checks = [
    check('broken', () => {
      throw new Error('a bug');
    }),
    check('silent', (signal) => {
      signal.addEventListener('abort', () => (aborted = true));
      return new Promise(() => undefined);
    }),
    check('rejected', () => Promise.reject(new Error('no'))),
    check('two', () => [ok('two', 'one'), warning('two', 'other')]),
  ];
  const finding = runChecks(checks, clock, 3_000);
  await clock.advance(3_000);
  const states = (await finding).map(({ what, state }) => `${what} ${state}`);
  expect(states).toEqual(['broken fault', 'silent fault', 'rejected fault', 'two ok', 'two warning']);
  expect((await finding)[1]?.said).toContain('no answer within 3 s');
  expect(aborted).toBe(true);
});

it('a check that is done in time leaves no timer behind', async () => {
  const clock = new FakeClock(0);
  await runChecks([check('quick', () => ok('quick', 'done'))], clock);
  expect(clock.sleeping).toBe(0);
});

it('the table is readable, sums up, and has an exit code', () => {
  const good = [ok('a', 'well'), warning('longer', 'so-so')];
  expect(table(good)).toBe('ok       a       well\nwarning  longer  so-so\n\n1 warning.\n');
  expect(exitCodeOf(good)).toBe(0);
  const bad = [...good, fault('b', 'broken'), fault('c', 'broken')];
  expect(table(bad)).toContain('\n2 faults and 1 warning.\n');
  expect(exitCodeOf(bad)).toBe(1);
  expect(table([ok('a', 'well')])).toContain('All good.');
});

it('a script reads the same as JSON', () => {
  const findings = [ok('a', 'well'), fault('b', 'broken')];
  expect(JSON.parse(json(findings))).toEqual({ ok: false, faults: 1, warnings: 0, findings });
});
