import { describe, it } from 'vitest';
import type { Death } from './support/campaign-under-fire.js';
import { CHANNELS } from './support/channels-under-fire.js';
import { killing } from './support/killed.js';

const expectNoFaults = killing();

/** Where the process dies around the reminders that ask whether they are still wanted, and the start that lets them rest. */
const DEATHS: readonly Death[] = [
  { at: 'reserve.before', pass: 1 },
  { at: 'reserve.after', pass: 3 },
  { at: 'send.after', pass: 2 },
  { at: 'settle.before', pass: 2 },
  { at: 'settle.after', pass: 4 },
  { at: 'conclude.before', pass: 1 },
  { at: 'skip.after', pass: 3 },
  { at: 'conclude.before', pass: 2 },
];

for (const channel of CHANNELS)
  describe(`${channel.type}: who is asked rests, and nobody else, killed at`, () => {
    it.concurrent.each(DEATHS)('%o', async (death) => {
      await expectNoFaults({ channel, deaths: [death], unheard: true });
    });
  });
