import { afterAll, beforeAll, expect } from 'vitest';
import type { Failpoint } from '../../../src/domain/failpoints.js';
import { type Death, FiringRange, type Plan } from './campaign-under-fire.js';

const RECOVERY: readonly Failpoint[] = ['recover.before', 'recover.after'];
const LEFT_IN_THE_MIDDLE: Death = { at: 'send.after', pass: 3 };

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
