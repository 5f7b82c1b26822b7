import { describe, expect, it } from 'vitest';
import type { Received } from '../../../demo/week/received.js';
import { type LivedWeek, verdictsOn } from '../../../demo/week/verdicts.js';

const TUESDAY = '2026-12-08';
const THURSDAY = '2026-12-10';

const got = (name: string, kind: Received['kind'], date = TUESDAY): Received => ({ name, kind, date });

/** Two players, pinged on Tuesday; on Thursday a promoter said no, and Bor was away. */
const WEEK: LivedWeek = {
  evenings: [
    { day: 'Tuesday', date: TUESDAY, end: 'played', came: 2 },
    { day: 'Thursday', date: THURSDAY, end: 'stopped', came: 0 },
  ],
  received: [
    got('Ana', 'reminder'),
    got('Ana', 'start'),
    got('Bor', 'reminder'),
    got('Ana', 'question', THURSDAY),
  ],
  sent: 4,
  enough: 2,
  mostAnEvening: 2,
  wishes: [{ name: 'Bor', wish: 'was away', of: 'ping', dates: [THURSDAY], most: 0 }],
};

/** What did not hold. */
const broken = (change: Partial<LivedWeek>): string[] =>
  verdictsOn({ ...WEEK, ...change }).flatMap(({ held, words }) => (held ? [] : [words]));

const alsoGot = (...more: Received[]): Partial<LivedWeek> => ({
  received: [...WEEK.received, ...more],
  sent: WEEK.received.length + more.length,
});

describe('what the demo’s week promises', () => {
  it('holds for a good week, in numbers', () => {
    expect(broken({})).toEqual([]);
    expect(verdictsOn(WEEK).map(({ words }) => words)).toEqual([
      'Muster says that it sent 4 messages, and 4 arrived',
      'nobody got the same message twice',
      '1 of 1 evenings that were played had 2 players or more',
      'nobody was pinged on Thursday, when a promoter said no',
      'Bor was away: no ping',
      'at most 2 messages to one person on one evening, 3 in the week (Ana)',
    ]);
  });

  it('does not hold where something was lost, or nothing came at all', () => {
    expect(broken({ sent: 5 })).toEqual(['Muster says that it sent 5 messages, and 4 arrived']);
    expect(broken({ received: [], sent: 0 })).toEqual(['Muster says that it sent 0 messages, and 0 arrived']);
  });

  it('does not hold where somebody is pinged twice', () => {
    expect(broken(alsoGot(got('Bor', 'reminder')))).toEqual(['twice: Bor 2026-12-08 reminder']);
  });

  it('does not hold where an evening was not full, or none was played', () => {
    const [tuesday, thursday] = WEEK.evenings;
    expect(broken({ evenings: [{ ...tuesday!, came: 1 }, thursday!] })).toEqual([
      '0 of 1 evenings that were played had 2 players or more',
    ]);
    expect(broken({ evenings: [thursday!] })).toEqual([
      '0 of 0 evenings that were played had 2 players or more',
    ]);
  });

  it('does not hold where pings go out in spite of a promoter, or of a wish', () => {
    expect(broken(alsoGot(got('Bor', 'start', THURSDAY)))).toEqual([
      '1 were pinged on Thursday, when a promoter said no',
      'Bor was away: 1 ping',
    ]);
  });

  it('does not hold where somebody who wants no messages gets one that is no ping', () => {
    const wishes = [{ name: 'Bor', wish: 'was away', dates: [THURSDAY], most: 0 }];
    const asked = alsoGot(got('Bor', 'question', THURSDAY));
    expect(broken({ ...asked, wishes: wishes.map((wish) => ({ ...wish, of: 'ping' })) })).toEqual([]);
    expect(broken({ ...asked, wishes: wishes.map((wish) => ({ ...wish, of: 'message' })) })).toEqual([
      'Bor was away: 1 message',
    ]);
  });

  it('does not hold where somebody gets too much on one evening', () => {
    expect(broken(alsoGot(got('Ana', 'follow_up')))).toEqual([
      'at most 3 messages to one person on one evening, 4 in the week (Ana)',
    ]);
  });
});
