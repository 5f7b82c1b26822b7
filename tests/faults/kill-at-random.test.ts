import { describe, it } from 'vitest';
import type { Death } from './support/campaign-under-fire.js';
import { CHANNELS, type ChannelUnderFire } from './support/channels-under-fire.js';
import { killing } from './support/killed.js';
import { randomFrom } from './support/random.js';

/** How many campaigns are killed at random moments; `MUSTER_SEED` replays one of them. */
const RANDOM_MOMENTS = Number(process.env['MUSTER_RANDOM_KILLS'] ?? 40);
const REPLAYED = process.env['MUSTER_SEED'];
const SEEDS = REPLAYED
  ? REPLAYED.split(',').map(Number)
  : Array.from({ length: RANDOM_MOMENTS }, (_, index) => index + 1);
/** Beside Discord, which asks again, the others do the same work with less that can go wrong: fewer moments tell. */
const seedsFor = ({ knowsNonces }: ChannelUnderFire): number[] =>
  knowsNonces || REPLAYED ? SEEDS : SEEDS.slice(0, Math.ceil(SEEDS.length / 5));

const expectNoFaults = killing();

for (const channel of CHANNELS) {
  describe(`${channel.type}: killed at a random moment`, () => {
    it.concurrent.each(seedsFor(channel))('MUSTER_SEED=%i', async (seed) => {
      const random = randomFrom(seed);
      const deaths: Death[] = [{ afterMs: random() * 1_800 }];
      while (deaths.length < 3 && random() < 0.35) deaths.push({ afterMs: random() * 900 });
      await expectNoFaults({ channel, deaths });
    });
  });
}
