import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIFE_TTL_MS } from '../../src/domain/liveness.js';
import { FiringRange, type Plan } from './support/campaign-under-fire.js';
import { CHANNELS, type ChannelUnderFire } from './support/channels-under-fire.js';

const [DISCORD, TELEGRAM] = CHANNELS as [ChannelUnderFire, ChannelUnderFire];

/** What is stopped right after the commit of a reservation: among its calls, or before the one message there is. */
const STOPPED: readonly (Omit<Plan, 'deaths' | 'stopped'> & {
  readonly what: string;
  readonly pass: number;
})[] = [
  { what: 'a call', channel: DISCORD, pass: 5 },
  { what: 'a call by Telegram', channel: TELEGRAM, pass: 5 },
  { what: 'the report of a dry run', channel: DISCORD, pass: 1, dryRun: true },
  { what: 'the day’s board', channel: DISCORD, pass: 1, posts: 'board' },
  { what: 'the question to a promoter, or the first call', channel: DISCORD, pass: 1, tooFew: true },
];

describe('a process that stops between the reservation of a message and its request', () => {
  let range: FiringRange;
  beforeAll(async () => {
    range = await FiringRange.open();
  });
  afterAll(() => range.close());

  it.concurrent.each(STOPPED)('and wakes too late sends it once, at a later turn: $what', async (plan) => {
    const stopped = { at: 'reserve.after', pass: plan.pass, forMs: LIFE_TTL_MS + 500 } as const;
    const { faults, heldUp } = await range.run({ ...plan, deaths: [], stopped });
    expect(faults).toEqual([]);
    // Beside it others may have been reserved and not yet sent.
    expect(heldUp).toBeGreaterThanOrEqual(1);
  });

  it('and wakes in time sends it at once', async () => {
    const stopped = { at: 'reserve.after', pass: 5, forMs: 500 } as const;
    expect(await range.run({ channel: DISCORD, deaths: [], stopped })).toEqual({
      kills: 0,
      heldUp: 0,
      faults: [],
    });
  });
});
