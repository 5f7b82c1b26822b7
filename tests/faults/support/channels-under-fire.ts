import { setMaxListeners } from 'node:events';
import { DiscordStandIn } from '../../../demo/discord/stand-in.js';
import type { ChannelType } from '../../../src/domain/channel-choice.js';
import type { ChannelOrders } from './orders.js';

/** The people of these campaigns; ids as Discord has them. */
export const PEOPLE = Array.from({ length: 12 }, (_, index) => `2000000000000000${String(index + 10)}`);
export const [PROMOTER, QUIET, CLOSED, LIMITED] = PEOPLE as [string, string, string, string];

/** Where one campaign's messages go. */
export interface Provider {
  readonly orders: ChannelOrders;
  /** The Discord that says who is in the guild. */
  readonly discord: DiscordStandIn;
  /** What people really have, whatever Muster believes. */
  delivered(): { readonly userId: string; readonly text: string }[];
  /** So much time passes for the provider at once: it forgets what it remembers for a while only. */
  passes(ms: number): void;
  stop(): Promise<void>;
}

/** A channel whose process is killed. */
export interface ChannelUnderFire {
  readonly type: ChannelType;
  /** Whether the provider can be asked again without delivering twice, for a while. */
  readonly knowsNonces: boolean;
  /** Starts its provider: everybody can be reached, but for {@link CLOSED}, and {@link LIMITED} at the second try. */
  start(): Promise<Provider>;
}

/** Every channel there is. */
export const CHANNELS: readonly ChannelUnderFire[] = [
  { type: 'discord', knowsNonces: true, start: startDiscord },
];

// Requests that wait in a stand-in all listen to its end.
setMaxListeners(0);

const GUILD = '100000000000000001';
const LATENCY_MS = 15;

/** A Discord with everybody in it. */
async function startGuild(now: () => number): Promise<DiscordStandIn> {
  const options = { guildId: GUILD, globalPerSecond: 10_000, latencyMs: LATENCY_MS, now };
  const discord = await DiscordStandIn.start(options);
  for (const [index, id] of PEOPLE.entries()) {
    discord.addMember({ id, name: `Player ${index}`, dmsClosed: id === CLOSED });
  }
  return discord;
}

async function startDiscord(): Promise<Provider> {
  let passed = 0;
  const discord = await startGuild(() => Date.now() + passed);
  discord.limits.set('GET /guilds/:id/members/:uid', { limit: 1000, perSeconds: 1 });
  discord.limits.set('POST /users/@me/channels', { limit: 1000, perSeconds: 1 });
  discord.faults.next(
    { route: 'POST /channels/:id/messages', userId: LIMITED },
    { kind: 'rate_limit', retryAfterSeconds: 0.3 },
  );
  return {
    orders: { type: 'discord', apiUrl: discord.url, token: discord.token },
    discord,
    delivered: () =>
      discord.delivered.map((message) => ({ userId: message.recipientId ?? '', text: message.text() })),
    passes: (ms) => void (passed += ms),
    stop: () => discord.stop(),
  };
}
