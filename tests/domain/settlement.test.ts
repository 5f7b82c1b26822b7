import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeliveryOutcome } from '../../src/domain/channel.js';
import {
  type AttemptBounds,
  type AttemptHistory,
  nonceIsFresh,
  settlementOf,
} from '../../src/domain/settlement.js';

const NOW = Date.parse('2026-11-20T20:00:00Z');
const FIRST: AttemptHistory = { attempts: 1, firstAttemptAt: NOW - 200, ambiguous: false };
const BOUNDS: AttemptBounds = {
  now: NOW,
  expiresAt: NOW + 30 * 60_000,
  maxAttempts: 5,
  hasOtherChannel: true,
  nonceWindowMs: 120_000,
  random: () => 0.5,
};

const RESET: DeliveryOutcome = { kind: 'maybe_delivered', code: 'connection_reset' };
const REFUSED: DeliveryOutcome = { kind: 'not_delivered', code: 'server_error' };
const CLOSED: DeliveryOutcome = { kind: 'closed', code: 'dm_closed' };
const NOT_TAKEN: DeliveryOutcome = { kind: 'refused', code: 'bad_request' };
const TROUBLE: DeliveryOutcome = { kind: 'trouble', code: 'unauthorized' };
const limited = (retryAfterMs: number): DeliveryOutcome => ({
  kind: 'not_delivered',
  code: 'rate_limited',
  retryAfterMs,
});
/** What a channel says that takes nothing from anybody, or nothing so soon. */
const REFUSALS = [TROUBLE, limited(0), limited(60_000)];

describe('a first attempt', () => {
  it('that arrived is sent', () => {
    expect(settlementOf({ kind: 'sent', messageId: '7' }, FIRST, BOUNDS)).toEqual({
      state: 'sent',
      messageId: '7',
    });
  });

  it('that provably did not arrive is tried again', () => {
    expect(settlementOf(REFUSED, FIRST, BOUNDS)).toMatchObject({ state: 'retry', ambiguous: false });
  });

  it('that may have arrived is asked about again where the nonce is recognised', () => {
    expect(settlementOf(RESET, FIRST, BOUNDS)).toMatchObject({ state: 'retry', ambiguous: true });
  });

  it('that may have arrived is unknown for good where no nonce is recognised', () => {
    expect(settlementOf(RESET, FIRST, { ...BOUNDS, nonceWindowMs: 0 })).toMatchObject({ state: 'unknown' });
  });

  it('at a closed door goes to the next channel', () => {
    expect(settlementOf(CLOSED, FIRST, BOUNDS)).toEqual({
      state: 'next_channel',
      reason: 'channel_closed',
      code: 'dm_closed',
    });
  });

  it('that is refused as it is goes to the next channel, and closes no door', () => {
    expect(settlementOf(NOT_TAKEN, FIRST, BOUNDS)).toEqual({
      state: 'next_channel',
      reason: 'message_refused',
      code: 'bad_request',
    });
  });

  it('on a channel in trouble is tried again', () => {
    expect(settlementOf(TROUBLE, FIRST, BOUNDS)).toMatchObject({ state: 'retry', ambiguous: false });
  });
});

describe('a refusal of the channel itself', () => {
  const last = { ...FIRST, attempts: BOUNDS.maxAttempts };

  it.each(REFUSALS)('is no attempt while useful time is left: %j', (refusal) => {
    expect(settlementOf(refusal, last, BOUNDS)).toMatchObject({ state: 'retry', isAttempt: false });
    const asked = { ...last, ambiguous: true };
    expect(settlementOf(refusal, asked, BOUNDS)).toMatchObject({ state: 'retry', isAttempt: false });
  });

  it('that lasts past the last useful moment leads to the next channel, and is too late without one', () => {
    const tooLong = limited(BOUNDS.expiresAt - NOW);
    expect(settlementOf(tooLong, FIRST, BOUNDS)).toEqual({
      state: 'next_channel',
      reason: 'channel_closed',
      code: 'rate_limited',
    });
    expect(settlementOf(tooLong, FIRST, { ...BOUNDS, hasOtherChannel: false })).toEqual({
      state: 'failed',
      reason: 'expired',
      code: 'rate_limited',
    });
  });

  it('is followed by an attempt as late as the very last moment that the provider allows', () => {
    const justInTime = limited(BOUNDS.expiresAt - NOW - 1);
    expect(settlementOf(justInTime, FIRST, { ...BOUNDS, random: () => 0.999 })).toMatchObject({
      state: 'retry',
      at: BOUNDS.expiresAt - 1,
    });
  });
});

describe('an attempt after one that may have arrived', () => {
  const history: AttemptHistory = { attempts: 2, firstAttemptAt: NOW - 5_000, ambiguous: true };

  it('stays ambiguous though this one provably did not arrive', () => {
    expect(settlementOf(REFUSED, history, BOUNDS)).toMatchObject({ state: 'retry', ambiguous: true });
  });

  it('never falls to another channel though the door is closed now', () => {
    expect(settlementOf(CLOSED, history, BOUNDS)).toMatchObject({ state: 'unknown' });
  });

  it('is unknown when the attempts are used up, not failed', () => {
    expect(settlementOf(REFUSED, { ...history, attempts: 5 }, BOUNDS)).toMatchObject({ state: 'unknown' });
  });

  it('is unknown once the nonce would be too old at the next attempt', () => {
    const old = { ...history, firstAttemptAt: NOW - 119_999 };
    expect(settlementOf(REFUSED, old, BOUNDS)).toMatchObject({ state: 'unknown' });
  });

  it('is sent when the provider says so', () => {
    expect(settlementOf({ kind: 'sent', messageId: '7' }, history, BOUNDS)).toMatchObject({ state: 'sent' });
  });
});

const anyOutcome: fc.Arbitrary<DeliveryOutcome> = fc.oneof(
  fc.constant<DeliveryOutcome>({ kind: 'sent', messageId: '7' }),
  fc.record({
    kind: fc.constant('not_delivered' as const),
    code: fc.constant('rate_limited'),
    retryAfterMs: fc.integer({ min: 0, max: 3_600_000 }),
  }),
  fc.constantFrom(REFUSED, RESET, CLOSED, NOT_TAKEN, TROUBLE),
);
const anyHistory: fc.Arbitrary<AttemptHistory> = fc.record({
  attempts: fc.integer({ min: 1, max: 12 }),
  firstAttemptAt: fc.integer({ min: NOW - 300_000, max: NOW + 60_000 }),
  ambiguous: fc.boolean(),
});
const anyBounds: fc.Arbitrary<AttemptBounds> = fc.record({
  now: fc.constant(NOW),
  expiresAt: fc.integer({ min: NOW - 1_000, max: NOW + 45 * 60_000 }),
  maxAttempts: fc.integer({ min: 1, max: 10 }),
  hasOtherChannel: fc.boolean(),
  nonceWindowMs: fc.constantFrom(0, 120_000),
  random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }).map((value) => () => value),
});

describe('whatever happened', () => {
  it('nothing is tried at or past the last useful moment, nor before the provider allows, nor once too often', () => {
    fc.assert(
      fc.property(anyOutcome, anyHistory, anyBounds, (outcome, history, bounds) => {
        const settlement = settlementOf(outcome, history, bounds);
        if (settlement.state !== 'retry') return;
        const retryAfterMs = 'retryAfterMs' in outcome ? outcome.retryAfterMs : undefined;
        expect(settlement.at).toBeLessThan(bounds.expiresAt);
        expect(settlement.at).toBeGreaterThanOrEqual(bounds.now + (retryAfterMs ?? 0));
        if (settlement.isAttempt) expect(history.attempts).toBeLessThan(bounds.maxAttempts);
        expect(settlement.isAttempt).toBe(outcome.kind !== 'trouble' && retryAfterMs === undefined);
      }),
    );
  });

  it('nobody is given up by a channel that refuses everybody, while there is time', () => {
    fc.assert(
      fc.property(fc.constantFrom(...REFUSALS), anyHistory, anyBounds, (outcome, history, bounds) => {
        const settlement = settlementOf(outcome, { ...history, ambiguous: false }, bounds);
        const retryAfterMs = ('retryAfterMs' in outcome ? outcome.retryAfterMs : undefined) ?? 60_000;
        if (bounds.now + retryAfterMs < bounds.expiresAt) expect(settlement.state).toBe('retry');
        expect(settlement).not.toMatchObject({ reason: 'attempts_exhausted' });
      }),
    );
  });

  it('a message that may have arrived is only ever asked about while its nonce is recognised, or is unknown or sent', () => {
    fc.assert(
      fc.property(anyOutcome, anyHistory, anyBounds, (outcome, history, bounds) => {
        const mayHaveArrived = history.ambiguous || outcome.kind === 'maybe_delivered';
        if (!mayHaveArrived || outcome.kind === 'sent') return;
        const settlement = settlementOf(outcome, history, bounds);
        expect(['retry', 'unknown']).toContain(settlement.state);
        if (settlement.state !== 'retry') return;
        expect(settlement.ambiguous).toBe(true);
        expect(nonceIsFresh(history.firstAttemptAt, settlement.at, bounds.nonceWindowMs)).toBe(true);
      }),
    );
  });

  it('a failure is never recorded as a success', () => {
    fc.assert(
      fc.property(anyOutcome, anyHistory, anyBounds, (outcome, history, bounds) => {
        const { state } = settlementOf(outcome, history, bounds);
        expect(state === 'sent').toBe(outcome.kind === 'sent');
      }),
    );
  });
});

describe('a nonce', () => {
  it('is recognised within its window, and not at its end', () => {
    expect(nonceIsFresh(NOW, NOW + 119_999, 120_000)).toBe(true);
    expect(nonceIsFresh(NOW, NOW + 120_000, 120_000)).toBe(false);
  });

  it('counts as too old when the clock went back behind its first attempt', () => {
    expect(nonceIsFresh(NOW, NOW - 1, 120_000)).toBe(false);
  });
});
