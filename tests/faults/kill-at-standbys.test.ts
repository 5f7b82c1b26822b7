import { describe, it } from 'vitest';
import { type Failpoint, FAILPOINTS } from '../../src/domain/failpoints.js';
import type { Death } from './support/campaign-under-fire.js';
import { CHANNELS, type ChannelUnderFire } from './support/channels-under-fire.js';
import { killing } from './support/killed.js';

/** At which passes of each step the process dies: eleven standbys are called, one of whom has quiet hours. */
const PASSES: Readonly<Record<Failpoint, readonly number[]>> = {
  'create.before': [1],
  'create.after': [1],
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
/** What a process that takes up work dies of, and how the one before it left that work. */
const RECOVERY: readonly Failpoint[] = ['recover.before', 'recover.after'];
const LEFT_IN_THE_MIDDLE: Death = { at: 'send.after', pass: 3 };

function passesFor({ type }: ChannelUnderFire, at: Failpoint): readonly number[] {
  // No answer of Signal's makes anybody wait for a second try, so no job is given back meanwhile.
  return type === 'signal' && at === 'release.after' ? [] : PASSES[at];
}

function deathsAt(at: Failpoint, pass: number): Death[] {
  const death = { at, pass };
  return RECOVERY.includes(at) ? [LEFT_IN_THE_MIDDLE, death] : [death];
}

const expectNoFaults = killing();

for (const channel of CHANNELS) {
  describe(`${channel.type}: while standbys are called, killed at`, () => {
    for (const at of FAILPOINTS) {
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
