import { monitorEventLoopDelay } from 'node:perf_hooks';
import { DiscordStandIn } from '../../demo/discord/stand-in.js';
import { DiscordChannel } from '../../src/channels/discord/discord-channel.js';
import { type BenchResult, percentile } from './result.js';
import { BenchWorld, GUILD } from './world.js';

const CAMPAIGNS = 20;
const EACH = 50;
/** What Muster does where nobody sets anything else. */
const PACE = 40;
/** Between two campaigns' moments. Those of the short ones find the one before still sending. */
const GAPS_MS = [1_700, 1_100, 1_400];
/** To the first moment. */
const AHEAD_MS = 1_000;
const GOAL_MS = 50;
const TICK_MS = 1;

/** How late the first byte of a message reaches Discord, against the slot its moment and the pace give it. */
export async function lateness(): Promise<BenchResult[]> {
  const discord = await DiscordStandIn.start({ guildId: GUILD });
  const world = await BenchWorld.open();
  const delay = monitorEventLoopDelay({ resolution: TICK_MS });
  try {
    world.join(discord, CAMPAIGNS * EACH);
    let at = world.clock.now() + AHEAD_MS + CAMPAIGNS * 25;
    const dueAt = new Map<string, number>();
    for (let index = 0; index < CAMPAIGNS; index += 1) {
      for (const userId of await world.plant(index, EACH, at)) dueAt.set(userId, at);
      at += GAPS_MS[index % GAPS_MS.length] ?? 0;
    }
    const { token, url: apiUrl } = discord;
    const dispatcher = world.dispatcher(
      new DiscordChannel({
        token,
        apiUrl,
        messagesPerSecond: PACE,
        dms: world.dms,
        events: world.events,
        clock: world.clock,
      }),
    );
    if (world.clock.now() > Math.min(...dueAt.values())) throw new Error('too slow to be ready in time');
    delay.enable();
    await dispatcher.scheduleAll();
    const messages = await discord.traffic.waitForCount(
      { route: 'POST /channels/:id/messages', status: 200 },
      CAMPAIGNS * EACH,
      120_000,
    );
    delay.disable();
    await dispatcher.idle();
    const early = messages.map(({ at: arrived, userId = '' }) => (dueAt.get(userId) ?? 0) - arrived);
    const late = latenesses(
      [...dueAt.values()],
      messages.map((message) => message.at),
    );
    const p99 = percentile(late, 0.99);
    const tooEarly = Math.max(...early);
    return [
      {
        name: `Lateness of ${String(CAMPAIGNS * EACH)} messages, 99th percentile`,
        measured: `${p99.toFixed(0)} ms`,
        baseline: `${String(GOAL_MS)} ms`,
        ratio: p99 / GOAL_MS,
        goal: { atMost: 1 },
        ...(tooEarly > 0 ? { fault: `one came ${String(tooEarly)} ms before its moment` } : {}),
        note:
          `${String(CAMPAIGNS)} campaigns at moments of their own, ${String(PACE)}/s; ` +
          `median ${percentile(late, 0.5).toFixed(0)} ms, worst ${Math.max(...late).toFixed(0)} ms, none before its moment; ` +
          `event loop delay 99 % ${loop(delay.percentile(99))}, worst ${loop(delay.max)}`,
      },
    ];
  } finally {
    await world.close();
    await discord.stop();
  }
}

/** How much later than its slot each came: the slots are what moments and pace allow at the earliest. */
export function latenesses(moments: readonly number[], arrivals: readonly number[]): number[] {
  const inOrder = [...arrivals].sort((a, b) => a - b);
  let slot = Number.NEGATIVE_INFINITY;
  return [...moments]
    .sort((a, b) => a - b)
    .map((moment, index) => {
      slot = Math.max(moment, slot + 1000 / PACE);
      return Math.max(0, (inOrder[index] ?? Number.NaN) - slot);
    });
}

/** The meter counts its own tick. */
function loop(nanoseconds: number): string {
  return `${Math.max(0, nanoseconds / 1e6 - TICK_MS).toFixed(1)} ms`;
}
