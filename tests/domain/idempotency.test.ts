import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { idempotencyKey } from '../../src/domain/idempotency.js';
import { anyRequest } from './arbitraries.js';

const anyPayload = fc.record({
  // Ids that try to pass for other parts, besides real ones.
  promoterId: fc.oneof(
    fc.stringMatching(/^[1-9]\d{16,19}$/),
    fc
      .array(fc.constantFrom(':', 'yes', 'no', 'maybe=', 'dry_run=no', '1', '2026-01-10'))
      .map((parts) => parts.join('')),
  ),
  date: fc.constantFrom('2026-01-10', '2026-01-11', '2026-10-11'),
  request: anyRequest,
});

describe('idempotencyKey', () => {
  it('is readable and versioned', () => {
    expect(
      idempotencyKey({
        promoterId: '123456789012345678',
        date: '2026-01-10',
        request: { includeAvailable: true, includeMaybe: false, dryRun: false },
      }),
    ).toBe('v1:2026-01-10:available=yes:maybe=no:dry_run=no:123456789012345678');
  });

  it('is the same for the same payload', () => {
    fc.assert(
      fc.property(anyPayload, (payload) => {
        expect(idempotencyKey(structuredClone(payload))).toBe(idempotencyKey(payload));
      }),
    );
  });

  it('differs whenever the payload does', () => {
    const key = (payload: typeof anyPayload extends fc.Arbitrary<infer T> ? T : never) =>
      JSON.stringify([
        payload.promoterId,
        payload.date,
        payload.request.includeAvailable,
        payload.request.includeMaybe,
        payload.request.dryRun,
      ]);
    fc.assert(
      fc.property(fc.array(anyPayload, { minLength: 2, maxLength: 60 }), (payloads) => {
        expect(new Set(payloads.map(idempotencyKey)).size).toBe(new Set(payloads.map(key)).size);
      }),
    );
  });
});
