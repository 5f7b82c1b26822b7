import { setTimeout as wait } from 'node:timers/promises';
import { DiscordStandIn } from '../../demo/discord/stand-in.js';
import { messagesFor } from '../../src/messages/catalog.js';
import { latenesses } from './lateness.bench.js';
import { environmentFor, muster, Program } from './program.js';
import { type BenchResult, percentile, timed } from './result.js';
import { BenchWorld, GUILD, userIdOf } from './world.js';

const PRESSES = 500;
const PRESSED_WITHIN_MS = 10_000;
const ANSWERS = 200;
const CALLED = 200;
const PREVIEWS = 50;
/** Discord gives up on an interaction after three seconds; who waits for a second presses again. */
const WORST_MS = 1_000;
const GOAL_MS = 300;
/** From the start of Muster to the start message, in milliseconds: all else is over by then, on a slow machine too. */
const AHEAD_MS = 30_000;

const POST = { route: 'POST /channels/:id/messages', status: 200 } as const;

/** Many people at once: how long Discord waits for Muster, as a process of its own, to take up what each of them did. */
export async function crowd(): Promise<BenchResult[]> {
  const discord = await DiscordStandIn.start({ guildId: GUILD });
  const world = await BenchWorld.open();
  try {
    world.join(discord, PRESSES);
    for (let index = 0; index < PRESSES; index += 1) world.link(userIdOf(index));
    const dueAt = Date.now() + AHEAD_MS;
    await world.plant(0, CALLED, dueAt);
    await world.seal();
    const club = discord.addChannel({ name: 'club' }).id;
    const program = Program.start(muster(), {
      ...environmentFor(discord, world.path),
      BOARD_CHANNEL_ID: club,
      BOARD_TIME: '00:00',
      PROMOTER_DISCORD_IDS: Array.from({ length: PREVIEWS }, (_, index) => userIdOf(index)).join(','),
    });
    await program.said('"event":"ready"');
    const results = [
      await pressedBoard(discord, club),
      await previews(discord),
      await startOfTheEvening(discord, dueAt),
    ];
    await program.kill();
    return results;
  } finally {
    await discord.stop();
    world.remove();
  }
}

/** People say that they come, in the second in which the start messages begin to leave. */
async function startOfTheEvening(discord: DiscordStandIn, dueAt: number): Promise<BenchResult> {
  const before = discord.traffic.count(POST);
  const ahead = dueAt - Date.now();
  if (ahead < 0) throw new Error('all else took longer than there was time');
  await wait(ahead);
  const took = await each(ANSWERS, 1_000, (index) =>
    discord.slash(userIdOf(PRESSES - 1 - index), 'availability coming'),
  );
  const messages = await discord.traffic.waitForCount(POST, before + CALLED, 60_000);
  const arrivals = messages.slice(before, before + CALLED).map(({ at }) => at);
  const late = latenesses(
    arrivals.map(() => dueAt),
    arrivals,
  );
  return {
    ...acknowledged(`${String(ANSWERS)} answers in the second of the start message`, took),
    note: `${String(CALLED)} start messages meanwhile, late by ${percentile(late, 0.99).toFixed(0)} ms (99 %), worst ${Math.max(...late).toFixed(0)} ms`,
  };
}

/** People press one board, evenly spread. */
async function pressedBoard(discord: DiscordStandIn, club: string): Promise<BenchResult> {
  const posted = () => discord.messagesIn(club).find((message) => message.buttons().length > 0);
  await discord.waitUntil(() => posted() !== undefined, 'the board');
  const board = posted()!;
  const label = messagesFor('en').availabilityStatus('AVAILABLE');
  const took = await each(PRESSES, PRESSED_WITHIN_MS, (index) =>
    discord.press(userIdOf(index), board, label),
  );
  const seconds = String(PRESSED_WITHIN_MS / 1000);
  return acknowledged(`${String(PRESSES)} people press one board in ${seconds} s`, took);
}

/** Promoters ask for a preview, all at once. */
async function previews(discord: DiscordStandIn): Promise<BenchResult> {
  const preview = (index: number) => discord.slash(userIdOf(index), 'promote preview');
  const alone = await timed(async () => (await preview(0)).settled());
  const shown: Promise<number>[] = [];
  const took = await each(PREVIEWS, 0, async (index) => {
    const asked = performance.now();
    const reply = await preview(index);
    shown.push(reply.settled().then(() => performance.now() - asked));
  });
  const last = Math.max(...(await Promise.all(shown)));
  return {
    ...acknowledged(`${String(PREVIEWS)} previews of ${String(PRESSES)} people at once`, took),
    note: `the last is shown after ${last.toFixed(0)} ms, one alone after ${alone.toFixed(0)} ms`,
  };
}

/** Does something so many times, evenly spread. @returns how long each took, in milliseconds. */
async function each(
  count: number,
  withinMs: number,
  act: (index: number) => Promise<unknown>,
): Promise<number[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      await wait((index * withinMs) / count);
      return timed(() => act(index));
    }),
  );
}

function acknowledged(what: string, took: readonly number[]): BenchResult {
  const [p99, worst] = [percentile(took, 0.99), Math.max(...took)];
  return {
    name: `${what}: acknowledged, 99th percentile`,
    measured: `${p99.toFixed(0)} ms`,
    baseline: `${String(GOAL_MS)} ms`,
    ratio: p99 / GOAL_MS,
    goal: { atMost: 1 },
    ...(worst > WORST_MS ? { fault: `one waited ${worst.toFixed(0)} ms` } : {}),
  };
}
