import { describe, it } from 'vitest';
import { FAILPOINTS } from '../../src/domain/failpoints.js';
import type { Death } from './support/campaign-under-fire.js';
import { CHANNELS } from './support/channels-under-fire.js';
import { deathsAt, killing, type Passes, passesAt } from './support/killed.js';

const expectNoFaults = killing();

/**
 * At which passes of each step, counted from the press that calls the evening off, the process dies: ten people are told, and two
 * were never called. No campaign is created then.
 */
const PASSES: Passes = {
  'create.before': [],
  'create.after': [],
  wake: [1],
  sweep: [1, 2],
  'claim.before': [1],
  'claim.after': [1],
  'reserve.before': [1, 6],
  'reserve.after': [1, 5, 10],
  'send.after': [1, 4, 10],
  'settle.before': [1, 7],
  'settle.after': [1, 10],
  'skip.after': [1, 2],
  'release.after': [1],
  'conclude.before': [1],
  'conclude.after': [1],
  'recover.before': [1],
  'recover.after': [1],
};

for (const channel of CHANNELS) {
  describe(`${channel.type}: an evening is called off, killed at`, () => {
    for (const at of FAILPOINTS) {
      it.concurrent.each(passesAt(at, PASSES, channel, 1))(`${at}, pass %i`, async (pass) => {
        await expectNoFaults({ channel, deaths: deathsAt(at, pass), callsOff: true });
      });
    }

    it.concurrent('two steps, one after the other', async () => {
      const deaths: Death[] = [
        { at: 'send.after', pass: 2 },
        // Where nobody can be asked again, nothing is left to be sent.
        { at: 'conclude.before', pass: 1 },
      ];
      await expectNoFaults({ channel, deaths, callsOff: true });
    });

    it.concurrent('send.after, and started again five minutes later', async () => {
      const deaths: Death[] = [{ at: 'send.after', pass: 5 }];
      await expectNoFaults({ channel, deaths, deadForMs: 5.5 * 60_000, callsOff: true });
    });
  });
}
