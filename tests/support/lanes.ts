import { REST } from 'discord.js';
import type { DirectoryLanes } from '../../src/discord/guild-directory.js';
import { RequestLane } from '../../src/discord/request-lane.js';
import { MemoryPaces } from '../../src/pace/memory-paces.js';
import { SystemClock } from '../../src/scheduling/system-clock.js';

/** Lanes to a test's own Discord. They run in real time, as Discord does, and by default delay nobody. */
export function lanesTo(
  { url, token }: { readonly url: string; readonly token: string },
  { perSecond = 1_000, patienceMs = 3_000 } = {},
): DirectoryLanes {
  const lane = (): RequestLane => {
    const rest = new REST({ api: url, retries: 0, globalRequestsPerSecond: 1_000 }).setToken(token);
    const clock = new SystemClock();
    return new RequestLane(rest, clock, {
      pace: new MemoryPaces(clock).of('lane', { perSecond }),
      patienceMs,
    });
  };
  return { people: lane(), sends: lane() };
}
