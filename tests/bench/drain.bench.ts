import { setTimeout as wait } from 'node:timers/promises';
import { REST, Routes } from 'discord.js';
import { DiscordStandIn } from '../../demo/discord/stand-in.js';
import { DiscordChannel } from '../../src/channels/discord/discord-channel.js';
import { MOST_MESSAGES_PER_SECOND } from '../../src/domain/discord-budgets.js';
import { type BenchResult, median, timed } from './result.js';
import { BenchWorld, GUILD } from './world.js';

const MESSAGES = 500;
/** Discord's own limit, which the stand-in enforces over a sliding second. */
const LIMIT = 50;
/** Nobody else asks Discord here, so it is nearly all of Muster's account, more than `DISCORD_MESSAGES_PER_SECOND` may be. */
const PACE = 48.6;
const ROUNDS = 3;
/** After this the limit has forgotten what came before. */
const FORGOTTEN_MS = 1_100;

interface Drained {
  readonly took: number;
  /** How many answers were 429. */
  readonly refused: number;
}

/** Five hundred direct messages under Discord's limit, against the limit itself, and plain discord.js beside it. */
export async function drain(): Promise<BenchResult[]> {
  const ours: Drained[] = [];
  const plain: Drained[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const discord = await DiscordStandIn.start({ guildId: GUILD, globalPerSecond: LIMIT });
    const world = await BenchWorld.open();
    try {
      const channelIds = world.join(discord, MESSAGES);
      ours.push(await measured(discord, () => byDispatcher(world, discord)));
      await wait(FORGOTTEN_MS);
      plain.push(await measured(discord, () => byDiscordJs(discord, channelIds)));
    } finally {
      await world.close();
      await discord.stop();
    }
  }
  const floor = (MESSAGES / LIMIT) * 1000;
  const mine = median(ours.map(({ took }) => took));
  const refused = refusals(ours);
  return [
    {
      name: `Drain ${String(MESSAGES)} direct messages under ${String(LIMIT)}/s`,
      measured: `${seconds(mine)}, ${String(refused)} answers 429`,
      baseline: `${seconds(floor)}: ${String(MESSAGES)} ÷ ${String(LIMIT)}/s`,
      ratio: mine / floor,
      goal: { atMost: 1.03 },
      ...(refused > 0 ? { fault: `${String(refused)} answers were 429` } : {}),
      note: `at ${String(PACE)} a second, where the setting goes up to ${String(MOST_MESSAGES_PER_SECOND)}; plain discord.js, handed everything at once: ${seconds(median(plain.map(({ took }) => took)))}, ${String(refusals(plain))} answers 429 (over ${String(ROUNDS)} rounds each)`,
    },
  ];
}

async function measured(discord: DiscordStandIn, work: () => Promise<number>): Promise<Drained> {
  const before = discord.traffic.count({ status: 429 });
  const delivered = discord.delivered.length;
  const took = await work();
  if (discord.delivered.length - delivered !== MESSAGES) throw new Error('not everybody got one message');
  return { took, refused: discord.traffic.count({ status: 429 }) - before };
}

/** From a campaign that is due to one that has ended. */
async function byDispatcher(world: BenchWorld, discord: DiscordStandIn): Promise<number> {
  await world.promote();
  const { token, url: apiUrl } = discord;
  const channel = new DiscordChannel({
    token,
    apiUrl,
    messagesPerSecond: PACE,
    dms: world.dms,
    clock: world.clock,
    events: world.events,
  });
  // A bot that runs has spoken to Discord before.
  await channel.open(discord.world.ownerId);
  await wait(FORGOTTEN_MS);
  const dispatcher = world.dispatcher(channel);
  const ended = new Promise<void>((resolve) => {
    world.events.on(({ type }) => {
      if (type === 'job_finished') resolve();
    });
  });
  await dispatcher.recover();
  world.makeDue();
  return timed(async () => {
    await dispatcher.sweep();
    await ended;
  });
}

/** With nothing around it: its own queue, its own limits, its own retries. */
async function byDiscordJs(discord: DiscordStandIn, channelIds: readonly string[]): Promise<number> {
  const rest = new REST({ api: discord.url }).setToken(discord.token);
  const body = { content: 'The session starts now.' };
  return timed(() => Promise.all(channelIds.map((id) => rest.post(Routes.channelMessages(id), { body }))));
}

function refusals(drained: readonly Drained[]): number {
  return drained.reduce((sum, { refused }) => sum + refused, 0);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
