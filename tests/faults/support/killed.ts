import { afterAll, beforeAll, expect } from 'vitest';
import { FiringRange, type Plan } from './campaign-under-fire.js';

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
