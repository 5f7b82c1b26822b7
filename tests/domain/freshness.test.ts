import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CALLS_UNTIL_ASKED, freshnessOf } from '../../src/domain/freshness.js';

type Step = 'call' | 'failure' | 'life' | 'call_in_doubt';

describe('whether somebody is still called', () => {
  it('asks by the twelfth in a row, and rests once one that asked has arrived', () => {
    const unanswered = { sent: 10, underWay: 0, isAsked: false };
    expect(freshnessOf(unanswered)).toBe('fresh');
    expect(freshnessOf({ ...unanswered, sent: 11 })).toBe('ask');
    expect(freshnessOf({ ...unanswered, underWay: 1 })).toBe('ask');
    expect(freshnessOf({ ...unanswered, sent: 40 })).toBe('ask');
    expect(freshnessOf({ ...unanswered, isAsked: true })).toBe('rest');
  });

  it('does as somebody who reads all that ever happened, from the beginning', () => {
    const steps = fc.array(
      fc.constantFrom<Step>(
        'call',
        'call',
        'call',
        'call',
        'call',
        'call',
        'failure',
        'call_in_doubt',
        'life',
      ),
      { minLength: 20, maxLength: 80, size: 'max' },
    );
    fc.assert(
      fc.property(steps, (all) => {
        const past: { step: Step; asked: boolean }[] = [];
        for (const step of all) {
          const since = past.slice(past.findLastIndex((each) => each.step === 'life') + 1);
          const arrived = since.filter((each) => each.step === 'call');
          const isAsked = arrived.some(({ asked }) => asked);
          const found = freshnessOf({ sent: arrived.length, underWay: 0, isAsked });
          // Nobody rests who has not had twelve, the last of which asked, and nobody gets a thirteenth.
          expect(found === 'rest').toBe(arrived.length === CALLS_UNTIL_ASKED);
          expect(found === 'ask').toBe(arrived.length === CALLS_UNTIL_ASKED - 1);
          if (step === 'life' || found !== 'rest') past.push({ step, asked: found === 'ask' });
        }
      }),
    );
  });

  it('asks by the twelfth that arrives, however many leave at the same time and in whatever order they settle', () => {
    const legs = fc.array(fc.record({ arrives: fc.boolean(), settles: fc.nat(6) }), {
      minLength: 20,
      maxLength: 60,
      size: 'max',
    });
    fc.assert(
      fc.property(legs, (calls) => {
        let open: { asks: boolean; arrives: boolean; left: number }[] = [];
        let sent = 0;
        let isAsked = false;
        for (const { arrives, settles } of calls) {
          const found = freshnessOf({ sent, underWay: open.length, isAsked });
          if (found !== 'rest') open.push({ asks: found === 'ask', arrives, left: settles });
          for (const call of open.filter(({ left }) => left === 0)) {
            sent += Number(call.arrives);
            isAsked ||= call.arrives && call.asks;
          }
          open = open.filter(({ left }) => left > 0).map((call) => ({ ...call, left: call.left - 1 }));
          // As soon as the twelfth has arrived, one that arrived has asked.
          if (sent >= CALLS_UNTIL_ASKED) expect(isAsked).toBe(true);
        }
      }),
    );
  });
});
