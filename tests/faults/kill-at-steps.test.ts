import { describe, it } from 'vitest';
import { FAILPOINTS } from '../../src/domain/failpoints.js';
import type { Death } from './support/campaign-under-fire.js';
import { CHANNELS } from './support/channels-under-fire.js';
import { deathsAt, killing, type Passes, passesAt } from './support/killed.js';

/** At which passes of each step the process dies. Twelve people, two jobs: the steps of one person come often. */
const PASSES: Passes = {
  'create.before': [1],
  'create.after': [1],
  wake: [1, 2],
  sweep: [1, 2, 4],
  'claim.before': [1, 2],
  'claim.after': [1, 2],
  'reserve.before': [1, 5, 14],
  'reserve.after': [1, 4, 11, 15],
  'send.after': [1, 6, 11, 16],
  'settle.before': [1, 2, 7, 12, 18],
  'settle.after': [1, 3, 11, 17],
  'skip.after': [1, 2],
  'release.after': [1],
  'conclude.before': [1, 2],
  'conclude.after': [1, 2],
  'recover.before': [1],
  'recover.after': [1],
};

const expectNoFaults = killing();

for (const channel of CHANNELS) {
  describe(`${channel.type}: killed at`, () => {
    for (const at of FAILPOINTS) {
      it.concurrent.each(passesAt(at, PASSES, channel, 2))(`${at}, pass %i`, async (pass) => {
        await expectNoFaults({ channel, deaths: deathsAt(at, pass) });
      });
    }

    it.concurrent('three steps, one after the other', async () => {
      const deaths: Death[] = [
        { at: 'send.after', pass: 2 },
        { at: 'reserve.after', pass: 2 },
        { at: 'settle.before', pass: 2 },
      ];
      await expectNoFaults({ channel, deaths });
    });
  });

  describe(`${channel.type}: killed, and started again five minutes later, at`, () => {
    it.concurrent.each(['reserve.after', 'send.after', 'settle.before'] as const)('%s', async (at) => {
      await expectNoFaults({ channel, deaths: [{ at, pass: 5 }], deadForMs: 5.5 * 60_000 });
    });
  });
}
