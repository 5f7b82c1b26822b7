import { type BenchResult, median, timed } from '../result.js';

/** Something on the database of a year and on the empty one. */
export interface Pair<T> {
  readonly year: T;
  readonly empty: T;
}

/** How long something took on each, in milliseconds. */
export interface Compared extends Pair<number> {
  readonly what: string;
}

/** What takes longer after a year than this, in times what it takes on an empty database, is too slow. */
const GOAL = 2;
/** How many are named beside the slowest. */
const NAMED = 4;

/**
 * Times something on both, in turns, so many times after one that warms up; `work` is told which round it is.
 * @returns the medians.
 */
export async function compare<T>(
  what: string,
  { year, empty }: Pair<T>,
  rounds: number,
  work: (side: T, round: number) => Promise<number>,
): Promise<Compared> {
  const [large, small]: [number[], number[]] = [[], []];
  for (let round = 0; round <= rounds; round += 1) {
    const sample = { small: await work(empty, round), large: await work(year, round) };
    if (round === 0) continue;
    small.push(sample.small);
    large.push(sample.large);
  }
  return { what, year: median(large), empty: median(small) };
}

/** {@link compare} where all of the work is timed. */
export function compareWork<T>(
  what: string,
  pair: Pair<T>,
  rounds: number,
  work: (side: T, round: number) => Promise<unknown>,
): Promise<Compared> {
  return compare(what, pair, rounds, (side, round) => timed(() => work(side, round)));
}

/** One line of the table for a group: the one that a year slows down most, and in the remark those behind it. */
export function group(
  name: string,
  compared: readonly Compared[],
  faults: readonly string[] = [],
): BenchResult {
  const sorted = [...compared].sort((a, b) => ratio(b) - ratio(a));
  // Every figure, for whoever looks into one.
  if (process.env['YEAR_TELLS'] !== undefined) process.stderr.write(`${sorted.map(told).join('\n')}\n`);
  const [slowest] = sorted;
  if (!slowest) throw new Error(`${name}: nothing was measured`);
  const over = sorted.filter((each) => ratio(each) > GOAL);
  const named = sorted.slice(1, Math.max(over.length, NAMED));
  const longest = [...compared].sort((a, b) => b.year - a.year)[0] ?? slowest;
  return {
    name: `${name}, 180 evenings of 2000: ${slowest.what}`,
    measured: ms(slowest.year),
    baseline: `${ms(slowest.empty)}: on one evening`,
    ratio: ratio(slowest),
    goal: { atMost: GOAL },
    ...(faults.length > 0 ? { fault: faults.join('; ') } : {}),
    note: [
      `the slowest by ratio of ${String(compared.length)}`,
      ...(named.length > 0 ? [`behind it ${named.map(told).join(', ')}`] : []),
      `the longest ${longest.what}, ${ms(longest.year)}`,
    ].join('; '),
  };
}

const ratio = ({ year, empty }: Compared): number => year / empty;

const told = (each: Compared): string => `${each.what} ${ratio(each).toFixed(2)} × (${ms(each.year)})`;

/** A time as people read it. */
export function ms(value: number): string {
  return value < 10 ? `${value.toFixed(1)} ms` : `${value.toFixed(0)} ms`;
}
