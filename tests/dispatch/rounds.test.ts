import { expect, it } from 'vitest';
import { Rounds } from '../../src/dispatch/rounds.js';

/** Work that ends when the test says so. */
function work() {
  const ends: (() => void)[] = [];
  return { ends, begin: () => new Promise<void>((end) => ends.push(end)) };
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

it('does one round of a kind at a time, and once more for all that asked meanwhile', async () => {
  const rounds = new Rounds(
    () => false,
    () => undefined,
  );
  const { ends, begin } = work();
  for (let asked = 0; asked < 3; asked += 1) rounds.start('summaries', 'summary', begin);
  expect(ends).toHaveLength(1);
  ends[0]!();
  await settled();
  expect(ends).toHaveLength(2);
  ends[1]!();
  await settled();
  expect(ends).toHaveLength(2);
  expect(rounds.underWay).toEqual([]);
});

it('does kinds beside each other, and tells what one throws', async () => {
  const told: unknown[] = [];
  const rounds = new Rounds(
    () => false,
    (...error) => told.push(error),
  );
  const { ends, begin } = work();
  rounds.start('summaries', 'summary', begin);
  rounds.start('tidings', 'ready', () => Promise.reject(new Error('no disk')));
  await settled();
  expect(told).toEqual([['ready', new Error('no disk')]]);
  expect(rounds.underWay).toHaveLength(1);
  ends[0]!();
});

it('begins nothing once all is over, not even what was asked for before', async () => {
  let isOver = false;
  const rounds = new Rounds(
    () => isOver,
    () => undefined,
  );
  const { ends, begin } = work();
  rounds.start('summaries', 'summary', begin);
  rounds.start('summaries', 'summary', begin);
  isOver = true;
  ends[0]!();
  await settled();
  rounds.start('tidings', 'ready', begin);
  expect(ends).toHaveLength(1);
});
