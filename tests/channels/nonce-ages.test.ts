import { describe, expect, it } from 'vitest';
import { NonceAges } from '../../src/channels/nonce-ages.js';
import { FakeClock } from '../support/fake-clock.js';

const WINDOW = 120_000;

describe('a nonce', () => {
  it('is fresh for as long as the provider recognises it', async () => {
    const clock = new FakeClock('2026-03-10T20:00:00Z');
    const ages = new NonceAges(clock, WINDOW);
    const firstSentAt = clock.now();
    ages.sending('n');
    await clock.advance(WINDOW - 1);
    ages.sending('n');
    expect(ages.isFresh('n', firstSentAt)).toBe(true);
    await clock.advance(1);
    expect(ages.isFresh('n', firstSentAt)).toBe(false);
  });

  it('does not grow younger when the wall clock is set back', async () => {
    const clock = new FakeClock('2026-03-10T20:00:00Z');
    const ages = new NonceAges(clock, WINDOW);
    const firstSentAt = clock.now();
    ages.sending('n');
    await clock.advance(WINDOW);
    clock.step(-WINDOW / 2);
    expect(ages.isFresh('n', firstSentAt)).toBe(false);
  });

  it('of an earlier process is as old as the wall clock says, and too old when it went back', () => {
    const clock = new FakeClock('2026-03-10T20:00:00Z');
    const ages = new NonceAges(clock, WINDOW);
    expect(ages.isFresh('n', clock.now() - WINDOW + 1)).toBe(true);
    expect(ages.isFresh('n', clock.now() - WINDOW)).toBe(false);
    expect(ages.isFresh('n', clock.now() + 1)).toBe(false);
  });

  it('is never fresh where the provider knows none', () => {
    const clock = new FakeClock('2026-03-10T20:00:00Z');
    const ages = new NonceAges(clock, 0);
    ages.sending('n');
    expect(ages.isFresh('n', clock.now())).toBe(false);
  });
});
