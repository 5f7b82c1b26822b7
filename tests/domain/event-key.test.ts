import { describe, expect, it } from 'vitest';
import { JOB_TYPES } from '../../src/domain/message-kinds.js';
import { dryRunKey, eventKey } from '../../src/domain/event-key.js';

describe('eventKey', () => {
  it('names the moment, whatever the campaign', () => {
    expect(JOB_TYPES.map((jobType) => eventKey(jobType, '2026-01-10'))).toEqual([
      'PROMOTE:T-15:2026-01-10',
      'PROMOTE:T0:2026-01-10',
      'PROMOTE:FOLLOWUP:2026-01-10',
      'PROMOTE:MORE:2026-01-10',
      'PROMOTE:OFF:2026-01-10',
      'ASK:2026-01-10',
      'SESSION_READY:2026-01-10',
    ]);
  });
});

describe('dryRunKey', () => {
  it("names the campaign, so that a dry run takes nobody's place", () => {
    expect(JOB_TYPES.map((jobType) => dryRunKey('c1', jobType))).toEqual([
      'DRY:c1:T-15',
      'DRY:c1:T0',
      'DRY:c1:FOLLOWUP',
      'DRY:c1:MORE',
      'DRY:c1:OFF',
      'DRY:c1:ASK',
      'DRY:c1:SESSION_READY',
    ]);
  });
});
