import { describe, it } from 'vitest';
import { type Failpoint, FAILPOINTS } from '../../src/domain/failpoints.js';
import { CHANNELS, type ChannelUnderFire } from './support/channels-under-fire.js';
import { deathsAt, killing } from './support/killed.js';

/**
 * At which passes of each step the process dies: eleven standbys are called, one of whom has quiet hours. How a campaign is
 * created is killed elsewhere, and is the same for this one.
 */
const PASSES: Readonly<Record<Exclude<Failpoint, 'create.before' | 'create.after'>, readonly number[]>> = {
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

const isPassed = (at: Failpoint): at is keyof typeof PASSES => at in PASSES;

function passesFor({ type, knowsNonces }: ChannelUnderFire, at: keyof typeof PASSES): readonly number[] {
  // No answer of Signal's makes anybody wait for a second try, so no job is given back meanwhile.
  if (type === 'signal' && at === 'release.after') return [];
  return knowsNonces ? PASSES[at] : PASSES[at].slice(0, 1);
}

const expectNoFaults = killing();

for (const channel of CHANNELS) {
  describe(`${channel.type}: while standbys are called, killed at`, () => {
    for (const at of FAILPOINTS.filter(isPassed)) {
      it.concurrent.each(passesFor(channel, at))(`${at}, pass %i`, async (pass) => {
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
