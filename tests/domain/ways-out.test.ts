import { describe, expect, it } from 'vitest';
import { KEPT_MS, MemoryWaysOut } from '../../src/domain/ways-out.js';
import { FakeClock } from '../support/fake-clock.js';

function waysOut() {
  const clock = new FakeClock('2026-03-10T19:00:00Z');
  return { clock, out: new MemoryWaysOut(clock) };
}

describe('a way out', () => {
  it('overtakes what came in before it, and nothing that came in later', () => {
    const { out } = waysOut();
    const [before, no, after] = [out.arrive(), out.arrive(), out.arrive()];
    out.note('ana', ['date 2026-03-10'], no);
    expect(out.since('ana', ['date 2026-03-10'], before)).toBe(true);
    expect(out.since('ana', ['date 2026-03-10'], no)).toBe(false);
    expect(out.since('ana', ['date 2026-03-10'], after)).toBe(false);
  });

  it('is of one person and of one matter', () => {
    const { out } = waysOut();
    const before = out.arrive();
    out.note('ana', ['consent calls', 'link signal'], out.arrive());
    expect(out.since('bor', ['consent calls'], before)).toBe(false);
    expect(out.since('ana', ['consent ready', 'link player', 'everything'], before)).toBe(false);
    expect(out.since('ana', ['consent ready', 'link signal'], before)).toBe(true);
  });

  it('stays the latest, in whatever order they are noted', () => {
    const { out } = waysOut();
    const [early, between, late] = [out.arrive(), out.arrive(), out.arrive()];
    out.note('ana', ['everything'], late);
    out.note('ana', ['everything'], early);
    expect(out.since('ana', ['everything'], between)).toBe(true);
  });

  it('is forgotten once nothing that it could overtake is under way', async () => {
    const { clock, out } = waysOut();
    const before = out.arrive();
    out.note('ana', ['everything'], out.arrive());
    await clock.advance(KEPT_MS - 1);
    out.note('bor', ['everything'], out.arrive());
    expect(out.since('ana', ['everything'], before)).toBe(true);
    await clock.advance(1);
    out.note('bor', ['everything'], out.arrive());
    expect(out.since('ana', ['everything'], before)).toBe(false);
    expect(out.since('bor', ['everything'], before)).toBe(true);
  });
});
