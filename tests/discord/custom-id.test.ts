import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ComponentAction, customId, idOf } from '../../src/discord/custom-id.js';

const ACTIONS: Record<ComponentAction, true> = {
  'promote-confirm': true,
  'promote-discard': true,
  'promote-cancel': true,
  'promote-more': true,
  'promote-call-off': true,
  'promote-go-on': true,
  'promote-standing': true,
  'promote-cancel-quietly': true,
  'promote-keep': true,
  'promote-log': true,
  'availability-set': true,
  preferences: true,
  'pings-on': true,
  'link-check': true,
  'link-form': true,
  'privacy-erase': true,
  'promote-include': true,
  coming: true,
  later: true,
  'late-10': true,
  'late-20': true,
  'late-30': true,
  back: true,
  'not-tonight': true,
  'back-in': true,
  stop: true,
  'dont-ask': true,
  'stop-ready': true,
  'preview-pings': true,
  looking: true,
  available: true,
  maybe: true,
  'not-playing': true,
  settings: true,
  standing: true,
  calendar: true,
  'keep-weekly': true,
  'keep-pings': true,
};
const anAction = fc.constantFrom(...(Object.keys(ACTIONS) as ComponentAction[]));

describe('custom ids', () => {
  it('give back what was put in, to their own action alone', () => {
    fc.assert(
      fc.property(anAction, anAction, fc.string(), (action, other, id) => {
        expect(idOf(action, customId(action, id))).toBe(id);
        if (other !== action) expect(idOf(other, customId(action, id))).toBeNull();
      }),
    );
  });

  it('have room for a UUID and for a snowflake', () => {
    for (const action of Object.keys(ACTIONS) as ComponentAction[]) {
      expect(customId(action, '018f6f2e-7d3c-7c4e-9a51-6a3f0f4f8c11').length).toBeLessThanOrEqual(100);
      expect(customId(action, '12345678901234567890').length).toBeLessThanOrEqual(100);
    }
  });

  it.each(['', 'stop', 'stopped:1', 'STOP:1', ':1'])('take %j for nothing of theirs', (id) => {
    expect(idOf('stop', id)).toBeNull();
  });
});
