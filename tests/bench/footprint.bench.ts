import { setTimeout as wait } from 'node:timers/promises';
import { DiscordStandIn } from '../../demo/discord/stand-in.js';
import { bareBot, environmentFor, muster, Program } from './program.js';
import { type BenchResult, median } from './result.js';
import { BenchWorld, GUILD } from './world.js';

const ROUNDS = 5;
const MEMBERS = 100;
/** What a process settles in, before its memory is looked at. */
const SETTLED_MS = 1_500;

interface Sample {
  readonly ready: number;
  readonly memory: number;
}

/** How long Muster takes to start, and the memory it takes then, against the least there can be of a Sapphire bot. */
export async function footprint(): Promise<BenchResult[]> {
  const discord = await DiscordStandIn.start({ guildId: GUILD });
  const world = await BenchWorld.open();
  world.join(discord, MEMBERS);
  await world.seal();
  const environment = environmentFor(discord, world.path);
  const bare = bareBot();
  const ours: Sample[] = [];
  const unbridged: Sample[] = [];
  const theirs: Sample[] = [];
  try {
    for (let round = 0; round <= ROUNDS; round += 1) {
      const mine = await sample(muster(), environment, '"event":"ready"');
      const without = { ...environment, BRIDGE_ENABLED: 'false' };
      const alone = await sample(muster(), without, '"event":"ready"');
      const other = await sample(bare, environment, 'ready');
      // The first of each only warms the file cache, and makes the commands known.
      if (round === 0) continue;
      ours.push(mine);
      unbridged.push(alone);
      theirs.push(other);
    }
  } finally {
    await discord.stop();
    world.remove();
  }
  const middle = (samples: readonly Sample[], of: keyof Sample): number =>
    median(samples.map((one) => one[of]));
  const [memory, bareMemory] = [middle(ours, 'memory'), middle(theirs, 'memory')];
  const memoryAlone = middle(unbridged, 'memory');
  const [ready, bareReady] = [middle(ours, 'ready'), middle(theirs, 'ready')];
  return [
    {
      name: 'Memory once ready (RSS)',
      measured: `${memory.toFixed(0)} MiB`,
      baseline: `${bareMemory.toFixed(0)} MiB: a Sapphire bot with one command`,
      ratio: memory / bareMemory,
      goal: { atMost: 1.4 },
    },
    {
      name: 'The same with the bridge off',
      measured: `${memoryAlone.toFixed(0)} MiB`,
      baseline: `${bareMemory.toFixed(0)} MiB: a Sapphire bot with one command`,
      ratio: memoryAlone / bareMemory,
      goal: { atMost: 1.2 },
    },
    {
      name: 'From start to ready',
      measured: `${ready.toFixed(0)} ms`,
      baseline: `${bareReady.toFixed(0)} ms: a Sapphire bot with one command`,
      ratio: ready / bareReady,
      goal: { atMost: 1.6 },
    },
  ];
}

async function sample(
  program: readonly string[],
  environment: Record<string, string>,
  ready: string,
): Promise<Sample> {
  const process = Program.start(program, environment);
  try {
    const took = await process.said(ready);
    await wait(SETTLED_MS);
    return { ready: took, memory: process.memory() };
  } finally {
    await process.kill();
  }
}
