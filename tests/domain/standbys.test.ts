import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JobStatus, NO_OUTCOMES } from '../../src/domain/campaign.js';
import { PATIENCE_MS, type Standby, standbysLeft, turnsOf } from '../../src/domain/standbys.js';

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

describe('how many standbys are left', () => {
  const request = { includeAvailable: false, includeMaybe: false, dryRun: false };
  const campaign = { request, status: 'sent' as const, standbyCount: 3 };
  const start = {
    jobType: 'start',
    status: 'sent',
    wanted: null,
    counts: { ...NO_OUTCOMES, sent: 9 },
  } as const;
  const more = (called: number, status: JobStatus = 'pending') => {
    return { jobType: 'one_more' as const, status, wanted: 1, counts: { ...NO_OUTCOMES, sent: called } };
  };

  it('is as many as have not been called, whatever came of those', () => {
    expect(standbysLeft(campaign, [start])).toBe(3);
    const each = { ...NO_OUTCOMES, sent: 1, skipped: 1 };
    expect(standbysLeft(campaign, [start, { ...more(0), counts: each }])).toBe(1);
    expect(standbysLeft(campaign, [start, more(3)])).toBe(0);
  });

  it('is none where nobody may be called any more, or is at all', () => {
    expect(standbysLeft(campaign, [start, more(1, 'cancelled')])).toBe(0);
    expect(standbysLeft(campaign, [start, { ...start, jobType: 'follow_up', status: 'cancelled' }])).toBe(0);
    expect(standbysLeft(campaign, [start, { ...start, jobType: 'call_off' }])).toBe(0);
    expect(standbysLeft({ ...campaign, status: 'cancelled' }, [start])).toBe(0);
    expect(standbysLeft({ ...campaign, request: { ...request, dryRun: true } }, [start])).toBe(0);
  });
});
