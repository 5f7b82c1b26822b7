import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PATIENCE_MS, type Standby, turnsOf } from '../../src/domain/standbys.js';

const NOW = 10 * PATIENCE_MS;

const anyStandby: fc.Arbitrary<Standby> = fc.oneof(
  fc.record({
    state: fc.constantFrom('untried' as const, 'over' as const),
    since: fc.constant(null),
    came: fc.constant(false),
  }),
  fc.record({
    state: fc.constantFrom('under_way' as const, 'called' as const),
    since: fc.integer({ min: 0, max: NOW }),
    came: fc.boolean(),
  }),
);

describe('whose turn it is', () => {
  it('is never somebody’s who was called or left out, and never more people’s than are missing', () => {
    fc.assert(
      fc.property(fc.array(anyStandby), fc.integer({ min: 0, max: 12 }), (line, wanted) => {
        const { call } = turnsOf(line, wanted, NOW);
        const fresh = call.filter(({ state }) => state === 'untried');
        expect(call.every(({ state }) => state === 'untried' || state === 'under_way')).toBe(true);
        const came = line.filter(({ state, came }) => state === 'called' && came).length;
        expect(fresh.length).toBeLessThanOrEqual(Math.max(0, wanted - came));
        expect(fresh).toEqual(line.filter(({ state }) => state === 'untried').slice(0, fresh.length));
      }),
    );
  });

  it('is looked at again when the first of those called has had their time, and not where nobody is left', () => {
    const called = { state: 'called', since: NOW - 1_000, came: false } as const;
    const untried = { state: 'untried', since: null, came: false } as const;
    expect(turnsOf([called, untried], 1, NOW)).toEqual({ call: [], lookAgainAt: called.since + PATIENCE_MS });
    expect(turnsOf([called], 1, NOW)).toEqual({ call: [], lookAgainAt: null });
    expect(turnsOf([{ ...called, came: true }, untried], 1, NOW)).toEqual({ call: [], lookAgainAt: null });
    expect(turnsOf([called, untried], 1, called.since + PATIENCE_MS).call).toEqual([untried]);
  });
});
