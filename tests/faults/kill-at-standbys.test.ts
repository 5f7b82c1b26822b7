import { describe, it } from 'vitest';
import { FAILPOINTS } from '../../src/domain/failpoints.js';
import { CHANNELS } from './support/channels-under-fire.js';
import { deathsAt, killing, type Passes, passesAt } from './support/killed.js';

/**
 * At which passes of each step the process dies: eleven standbys are called, one of whom has quiet hours. How a campaign is
 * created is killed elsewhere, and is the same for this one.
 */
const PASSES: Passes = {
  'create.before': [],
  'create.after': [],
  wake: [1],
  sweep: [1, 2],
  'claim.before': [1],
  'claim.after': [1],
  'reserve.before': [1, 7],
  'reserve.after': [1, 8],
  'send.after': [1, 6],
  'settle.before': [2, 7],
  'settle.after': [1, 6],
  'skip.after': [1],
  'release.after': [1],
  'conclude.before': [1],
  'conclude.after': [1],
  'recover.before': [1],
  'recover.after': [1],
};

const expectNoFaults = killing();

for (const channel of CHANNELS) {
  describe(`${channel.type}: while standbys are called, killed at`, () => {
    for (const at of FAILPOINTS) {
      it.concurrent.each(passesAt(at, PASSES, channel, 1))(`${at}, pass %i`, async (pass) => {
        await expectNoFaults({ channel, deaths: deathsAt(at, pass), more: true });
      });
    }

    it.concurrent.each(['reserve.after', 'send.after', 'settle.before'] as const)(
      '%s, and started again five minutes later',
      async (at) => {
        await expectNoFaults({ channel, deaths: [{ at, pass: 5 }], deadForMs: 5.5 * 60_000, more: true });
      },
    );
  });
}
