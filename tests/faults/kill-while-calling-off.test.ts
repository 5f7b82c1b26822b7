import { describe, it } from 'vitest';
import { type Failpoint, FAILPOINTS } from '../../src/domain/failpoints.js';
import type { Death } from './support/campaign-under-fire.js';
import { CHANNELS, type ChannelUnderFire } from './support/channels-under-fire.js';
import { deathsAt, killing } from './support/killed.js';

const expectNoFaults = killing();

/**
 * At which passes of each step, counted from the press that calls the evening off, the process dies: ten people are told, and two
 * were never called. No campaign is created then.
 */
const PASSES: Readonly<Record<Exclude<Failpoint, 'create.before' | 'create.after'>, readonly number[]>> = {
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
const isPassed = (at: Failpoint): at is keyof typeof PASSES => at in PASSES;

function passesFor({ type, knowsNonces }: ChannelUnderFire, at: keyof typeof PASSES): readonly number[] {
  // No answer of Signal's makes anybody wait for a second try, so the job is never given back.
  if (type === 'signal' && at === 'release.after') return [];
  return knowsNonces ? PASSES[at] : PASSES[at].slice(0, 1);
}

for (const channel of CHANNELS) {
  describe(`${channel.type}: an evening is called off, killed at`, () => {
    for (const at of FAILPOINTS.filter(isPassed)) {
      it.concurrent.each(passesFor(channel, at))(`${at}, pass %i`, async (pass) => {
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
