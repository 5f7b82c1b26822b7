import { REST, Routes } from 'discord.js';
import { DiscordStandIn } from '../../demo/discord/stand-in.js';
import { DiscordChannel } from '../../src/channels/discord/discord-channel.js';
import { Boards } from '../../src/discord/boards.js';
import type { AvailabilityStatus } from '../../src/domain/availability.js';
import { messagesFor } from '../../src/messages/catalog.js';
import { setAvailability } from '../../src/services/set-availability.js';
import { latenesses } from './lateness.bench.js';
import { type BenchResult, median, percentile, timed } from './result.js';
import { BenchWorld, GUILD, userIdOf } from './world.js';

const ANSWERS = 1_000;
const LASTING_MS = 60_000;
const MOST_EDITS = 13;
const CAMPAIGNS = 20;
const EACH = 50;
const PACE = 40;
const GOAL_MS = 50;
/** How many answers the round trip is measured by, with a board and without, in turns. */
const ROUND_TRIPS = 300;

const POST = { route: 'POST /channels/:id/messages', status: 200 } as const;

/** A board that a thousand people press within a minute, while messages are due all the time. */
export async function board(): Promise<BenchResult[]> {
  const discord = await DiscordStandIn.start({ guildId: GUILD });
  const world = await BenchWorld.open();
  try {
    world.join(discord, 2 * CAMPAIGNS * EACH);
    for (let index = 0; index < ANSWERS; index += 1) world.link(answering(index));
    const ratio = await roundTrips(world, discord);
    const without = await aMinute(world, discord, { hasBoard: false });
    const { edits, late } = await aMinute(world, discord, { hasBoard: true });
    const [p99, floor] = [percentile(late, 0.99), percentile(without.late, 0.99)];
    return [
      {
        name: `Edits of a board that gets ${String(ANSWERS)} answers within a minute`,
        measured: String(edits),
        baseline: `${String(MOST_EDITS)}: one at once, and one every five seconds`,
        ratio: edits / MOST_EDITS,
        goal: { atMost: 1 },
      },
      {
        name: `Lateness of ${String(CAMPAIGNS * EACH)} messages meanwhile, 99th percentile`,
        measured: `${p99.toFixed(0)} ms`,
        baseline: `${floor.toFixed(0)} ms without a board, and ${String(GOAL_MS)} ms`,
        ratio: p99 / (floor + GOAL_MS),
        goal: { atMost: 1 },
        note: `median ${percentile(late, 0.5).toFixed(0)} ms, worst ${Math.max(...late).toFixed(0)} ms`,
      },
      ratio,
    ];
  } finally {
    await world.close();
    await discord.stop();
  }
}

/** Boards that are kept, on a message of the bot's. */
async function kept(
  world: BenchWorld,
  discord: DiscordStandIn,
): Promise<{ boards: Boards; edits: () => number }> {
  const rest = new REST({ api: discord.url }).setToken(discord.token);
  const services = world.services();
  const boards = new Boards(
    services,
    rest,
    () => messagesFor('en'),
    () => Promise.resolve(),
  );
  const { id: channelId } = discord.addChannel({ name: 'club' });
  const posted = (await rest.post(Routes.channelMessages(channelId), { body: { content: 'Who?' } })) as {
    id: string;
  };
  await boards.record({ messageId: posted.id, channelId, date: world.today });
  const edits = (): number =>
    discord.traffic.count(({ method, path }) => method === 'PATCH' && path.endsWith(`/${posted.id}`));
  return { boards, edits };
}

/** How many edits a minute of answers costs, and how late the messages are that are due meanwhile, to others each time. */
async function aMinute(
  world: BenchWorld,
  discord: DiscordStandIn,
  { hasBoard }: { hasBoard: boolean },
): Promise<{ edits: number; late: number[] }> {
  const { boards, edits } = await kept(world, discord);
  const stop = world.events.on((event) => hasBoard && boards.handle(event));
  const from = world.clock.now() + 2_000;
  const moments: number[] = [];
  for (let index = 0; index < CAMPAIGNS; index += 1) {
    const at = from + (index * LASTING_MS) / CAMPAIGNS;
    const people = await world.plant(hasBoard ? CAMPAIGNS + index : index, EACH, at);
    moments.push(...people.map(() => at));
  }
  const before = { posts: discord.traffic.count(POST), edits: edits() };
  const { token, url: apiUrl } = discord;
  const { dms, events, clock } = world;
  const channel = new DiscordChannel({ token, apiUrl, messagesPerSecond: PACE, dms, events, clock });
  const dispatcher = world.dispatcher(channel);
  await dispatcher.scheduleAll();
  await clock.sleep(from - clock.now());
  await Promise.all(
    Array.from({ length: ANSWERS }, async (_, index) => {
      await clock.sleep((index * LASTING_MS) / ANSWERS);
      // Another answer each time, so that every one changes what the board shows.
      await answer(world, index, hasBoard ? 'LOOKING' : 'MAYBE');
    }),
  );
  const edited = edits() - before.edits;
  const messages = await discord.traffic.waitForCount(POST, before.posts + CAMPAIGNS * EACH, 60_000);
  await dispatcher.idle();
  await boards.close();
  stop();
  const arrivals = messages.slice(before.posts).map(({ at }) => at);
  return { edits: edited, late: latenesses(moments, arrivals) };
}

/** One answer's round trip with a board that is kept, against one without, in turns. */
async function roundTrips(world: BenchWorld, discord: DiscordStandIn): Promise<BenchResult> {
  const { boards } = await kept(world, discord);
  const [withBoard, without]: [number[], number[]] = [[], []];
  for (let index = 0; index < 2 * ROUND_TRIPS; index += 1) {
    const stop = index % 2 === 0 ? world.events.on((event) => boards.handle(event)) : null;
    (stop ? withBoard : without).push(await timed(() => answer(world, index, 'AVAILABLE')));
    stop?.();
  }
  await boards.close();
  const [mine, floor] = [median(withBoard), median(without)];
  return {
    name: 'One answer with a board',
    measured: `${mine.toFixed(2)} ms`,
    baseline: `${floor.toFixed(2)} ms: without`,
    ratio: mine / floor,
    goal: { atMost: 1.2 },
  };
}

/** Who answers is none of those who are called: they might be called no more. */
function answering(index: number): string {
  return userIdOf(2 * CAMPAIGNS * EACH + index);
}

async function answer(world: BenchWorld, index: number, status: AvailabilityStatus): Promise<void> {
  const userId = answering(index);
  const actor = { userId, displayName: 'Somebody', guildId: GUILD, locale: 'en' };
  const said = await setAvailability(world.services(), actor, { status });
  if (!said.ok) throw new Error(`no answer: ${said.refusal.code}`);
}
