import { afterAll, beforeAll, expect } from 'vitest';
import type { Failpoint } from '../../../src/domain/failpoints.js';
import { type Death, FiringRange, type Plan } from './campaign-under-fire.js';
import type { ChannelUnderFire } from './channels-under-fire.js';

const RECOVERY: readonly Failpoint[] = ['recover.before', 'recover.after'];
const LEFT_IN_THE_MIDDLE: Death = { at: 'send.after', pass: 3 };

/** The passes of each step at which a process dies. */
export type Passes = Readonly<Record<Failpoint, readonly number[]>>;

/**
 * At which passes of a step a process dies that calls people by this channel. `elsewhere`: how many of them where nobody can
 * be asked again, which leaves less that can go wrong.
 */
export function passesAt(
  at: Failpoint,
  passes: Passes,
  { type, knowsNonces }: ChannelUnderFire,
  elsewhere: number,
): readonly number[] {
  // No answer of Signal's makes anybody wait for a second try, so no job is given back meanwhile.
  if (type === 'signal' && at === 'release.after') return [];
  return knowsNonces ? passes[at] : passes[at].slice(0, elsewhere);
}

/** How processes die one after the other so that a step kills the last: who recovers needs somebody's unfinished work. */
export function deathsAt(at: Failpoint, pass: number): Death[] {
  const death = { at, pass };
  return RECOVERY.includes(at) ? [LEFT_IN_THE_MIDDLE, death] : [death];
}

/**
 * For a test file that kills campaigns: opens what they share, and says at the end how often a process was killed.
 * Returns what runs a campaign as planned and expects nothing of what must not be.
 */
export function killing(): (plan: Plan) => Promise<void> {
  let range: FiringRange;
  let kills = 0;

  beforeAll(async () => {
    range = await FiringRange.open();
  });

  afterAll(() => {
    range.close();
    process.stdout.write(`Processes killed: ${kills}\n`);
  });

  return async (plan) => {
    const ending = await range.run(plan);
    kills += ending.kills;
    expect(ending.faults).toEqual([]);
  };
}
