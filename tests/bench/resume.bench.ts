import { DiscordStandIn } from '../../demo/discord/stand-in.js';
import { environmentFor, muster, Program } from './program.js';
import { type BenchResult, median, timed } from './result.js';
import { BenchWorld, GUILD } from './world.js';

const PEOPLE = 200;
/** How many have their message when the process is killed. */
const KILLED_AFTER = 40;
const ROUNDS = 3;
const GOAL_MS = 500;

/** How soon after its start a Muster that was killed in the middle of a job sends again. */
export async function resume(): Promise<BenchResult[]> {
  const ours: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    ours.push(await killedAndStarted());
    bare.push(await timed(() => Program.start(['-e', '0'], {}).ended));
  }
  const mine = median(ours);
  return [
    {
      name: 'From start to the first message after SIGKILL',
      measured: `${(mine / 1000).toFixed(2)} s`,
      baseline: `${String(GOAL_MS / 1000)} s`,
      ratio: mine / GOAL_MS,
      goal: { atMost: 1 },
      note: `${String(PEOPLE)} recipients, killed after ${String(KILLED_AFTER)}; node itself takes ${median(bare).toFixed(0)} ms`,
    },
  ];
}

/** @returns the milliseconds from the second start to its first message. */
async function killedAndStarted(): Promise<number> {
  const discord = await DiscordStandIn.start({ guildId: GUILD });
  const world = await BenchWorld.open();
  try {
    world.join(discord, PEOPLE);
    await world.promote();
    const environment = environmentFor(discord, world.path);
    const isMessage = { route: 'POST /channels/:id/messages' };
    const first = Program.start(muster(), environment);
    await first.said('"event":"ready"');
    world.makeDue();
    await discord.traffic.waitForCount(isMessage, KILLED_AFTER);
    await first.kill();
    const before = discord.traffic.count(isMessage);
    const second = Program.start(muster(), environment);
    const messages = await discord.traffic.waitForCount(isMessage, before + 1, 60_000);
    await second.kill();
    return (messages[before]?.at ?? Number.NaN) - second.startedAt;
  } finally {
    await discord.stop();
    await world.close();
  }
}
