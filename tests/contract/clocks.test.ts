import { setTimeout as wait } from 'node:timers/promises';
import { SystemClock } from '../../src/scheduling/system-clock.js';
import { FakeClock } from '../support/fake-clock.js';
import { clockContract } from './clock-contract.js';

clockContract('SystemClock', () => ({
  clock: new SystemClock(),
  pass: async (ms) => {
    await wait(ms);
  },
}));

clockContract('FakeClock', () => {
  const clock = new FakeClock('2026-11-20T20:00:00Z');
  return { clock, pass: (ms) => clock.advance(ms) };
});

clockContract('FakeClock as one process sees it', () => {
  const clock = new FakeClock('2026-11-20T20:00:00Z');
  return { clock: clock.forProcess(), pass: (ms) => clock.advance(ms) };
});
