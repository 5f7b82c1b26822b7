import fc from 'fast-check';
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

  it('of another process is older by what the clock was set back since, and not once it was surely sent after that', async () => {
    const clock = new FakeClock('2026-03-10T20:00:00Z');
    const ages = new NonceAges(clock, WINDOW);
    const firstSentAt = clock.now();
    await clock.advance(WINDOW);
    clock.step(-WINDOW / 2);
    expect(ages.isFresh('n', firstSentAt)).toBe(false);
    // One that was sent now may have been sent just before.
    const sentNow = clock.now();
    await clock.advance(WINDOW / 2);
    expect(ages.isFresh('m', sentNow)).toBe(false);
    await clock.advance(WINDOW / 2);
    expect(ages.isFresh('o', clock.now() - WINDOW / 2 + 1)).toBe(true);
  });

  it('of another process grows no younger where a clock is brought in line little by little', async () => {
    const clock = new FakeClock('2026-03-10T20:00:00Z');
    const ages = new NonceAges(clock, WINDOW);
    const firstSentAt = clock.now();
    for (let second = 0; second < 100; second += 1) {
      await clock.advance(1_000);
      clock.step(-1);
      ages.lookAtClock();
    }
    expect(ages.isFresh('n', firstSentAt)).toBe(true);
  });

  it('of another process is never taken for fresh when it is not, whatever happens to the clock', async () => {
    const seconds = (least: number, most: number) =>
      fc.integer({ min: least, max: most }).map((count) => count * 1_000);
    // What goes back by less than a second is taken for brought in line.
    const steps = fc.oneof(fc.constant(0), seconds(-75, 75), seconds(-600, 600)).map((ms) => ms * 2);
    const happens = fc.record({ passes: seconds(0, 90), step: steps, isRetried: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(happens, { maxLength: 8 }), fc.nat(), async (all, when) => {
        const clock = new FakeClock('2026-03-10T20:00:00Z');
        const ages = new NonceAges(clock, WINDOW);
        const sent: { wall: number; at: number }[] = [];
        for (const [index, { passes, step, isRetried }] of all.entries()) {
          await clock.advance(passes);
          // Whoever takes it up sends under it, too.
          if (isRetried && sent[0] && ages.isFresh('of another', sent[0].wall)) ages.sending('of another');
          if (index === when % all.length) sent.push({ wall: clock.now(), at: clock.monotonic() });
          clock.step(step);
          ages.lookAtClock();
        }
        for (const { wall, at } of sent) {
          const isFresh = ages.isFresh('of another', wall);
          if (clock.monotonic() - at >= WINDOW) expect(isFresh).toBe(false);
          else if (all.every(({ step }) => step === 0)) expect(isFresh).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('is never fresh where the provider knows none', () => {
    const clock = new FakeClock('2026-03-10T20:00:00Z');
    const ages = new NonceAges(clock, 0);
    ages.sending('n');
    expect(ages.isFresh('n', clock.now())).toBe(false);
  });
});
