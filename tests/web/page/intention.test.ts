import { expect, test } from 'vitest';
import { keepIntention, type Kept, takeIntention } from '../../../web/src/page/intention.js';

function storage(): Kept {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}

const wanted = { date: '2026-03-10', status: 'LOOKING' } as const;

test('what was pressed before signing in is done once, afterwards', () => {
  const kept = storage();
  keepIntention(kept, wanted, 1_000);
  expect(takeIntention(kept, 60_000)).toEqual(wanted);
  expect(takeIntention(kept, 60_000)).toBeNull();
});

test('who comes back much later has forgotten it', () => {
  const kept = storage();
  keepIntention(kept, wanted, 0);
  expect(takeIntention(kept, 15 * 60_000)).toBeNull();
});

test.each(['', '{', '{"status":"WILD","date":"2026-03-10","at":0}', '{"status":"LOOKING","at":0}'])(
  'nothing is done for what nobody pressed: %s',
  (text) => {
    const kept = storage();
    kept.setItem('muster-intention', text);
    expect(takeIntention(kept, 0)).toBeNull();
  },
);
