import { setMaxListeners } from 'node:events';
import { DiscordStandIn } from '../../../demo/discord/stand-in.js';
import { SignalStandIn } from '../../../demo/signal/stand-in.js';
import { TelegramStandIn } from '../../../demo/telegram/stand-in.js';
import type { ChannelType } from '../../../src/domain/channel-choice.js';
import { addressOf, type ChannelOrders } from './orders.js';

/** The people of these campaigns; ids as Discord has them. */
export const PEOPLE = Array.from({ length: 12 }, (_, index) => `2000000000000000${String(index + 10)}`);
export const [PROMOTER, QUIET, CLOSED, LIMITED, PRESENT] = PEOPLE as [string, string, string, string, string];

/** Where one campaign's messages go. */
export interface Provider {
  readonly orders: ChannelOrders;
  /** The Discord that says who is in the guild. */
  readonly discord: DiscordStandIn;
  /** What people really have, whatever Muster believes. */
  delivered(): { readonly userId: string; readonly text: string }[];
  /** How often it answered "too many requests". */
  refusals(): number;
  /** So much time passes for the provider at once: it forgets what it remembers for a while only. */
  passes(ms: number): void;
  /** {@link LIMITED} is asked to wait once more, after so many messages. */
  limit(after: number): void;
  stop(): Promise<void>;
}

/** A channel whose process is killed. */
export interface ChannelUnderFire {
  readonly type: ChannelType;
  /** Whether the provider can be asked again without delivering twice, for a while. */
  readonly knowsNonces: boolean;
  /**
   * Starts its provider: everybody can be reached, but for {@link CLOSED}, and {@link LIMITED} at the second try. A `strict` one
   * has the limits of the real one instead.
   */
  start(people?: readonly string[], strict?: boolean): Promise<Provider>;
}

/** Every channel there is. */
export const CHANNELS: readonly ChannelUnderFire[] = [
  { type: 'discord', knowsNonces: true, start: startDiscord },
  { type: 'telegram', knowsNonces: false, start: startTelegram },
  { type: 'signal', knowsNonces: false, start: startSignal },
];

// Requests that wait in a stand-in all listen to its end.
setMaxListeners(0);

const GUILD = '100000000000000001';
const LATENCY_MS = 15;
const SEND_TELEGRAM = 'POST /sendMessage';
const SEND_SIGNAL = 'POST /v2/send';

/** A Discord with everybody in it. */
async function startGuild(
  now: () => number,
  people: readonly string[],
  globalPerSecond = 10_000,
): Promise<DiscordStandIn> {
  const options = { guildId: GUILD, globalPerSecond, latencyMs: LATENCY_MS, now };
  const discord = await DiscordStandIn.start(options);
  for (const [index, id] of people.entries()) {
    discord.addMember({ id, name: `Player ${index}`, dmsClosed: id === CLOSED });
  }
  return discord;
}

async function startDiscord(people: readonly string[] = PEOPLE, strict = false): Promise<Provider> {
  let passed = 0;
  const discord = await startGuild(() => Date.now() + passed, people, strict ? 50 : undefined);
  discord.limits.set('GET /guilds/:id/members/:uid', { limit: 1000, perSeconds: 1 });
  discord.limits.set('POST /users/@me/channels', { limit: 1000, perSeconds: 1 });
  const limit = (after: number): void => {
    discord.faults.next(
      { route: 'POST /channels/:id/messages', userId: LIMITED, after },
      { kind: 'rate_limit', retryAfterSeconds: 0.3 },
    );
  };
  if (!strict) limit(0);
  return {
    limit,
    orders: { type: 'discord', apiUrl: discord.url, token: discord.token },
    discord,
    delivered: () =>
      discord.delivered.map((message) => ({ userId: message.recipientId ?? '', text: message.text() })),
    refusals: () => discord.traffic.count({ status: 429 }),
    passes: (ms) => void (passed += ms),
    stop: () => discord.stop(),
  };
}

async function startTelegram(people: readonly string[] = PEOPLE, strict = false): Promise<Provider> {
  const discord = await startGuild(Date.now, people);
  const telegram = await TelegramStandIn.start(strict ? {} : { messagesPerSecond: 10_000 });
  const users = new Map(people.map((userId, index) => [addressOf('telegram', index), userId]));
  for (const [id, userId] of users) {
    telegram.addPerson({ id, name: 'Player', started: true });
    if (userId === CLOSED) telegram.block(id);
  }
  const limited = addressOf('telegram', people.indexOf(LIMITED));
  const limit = (after: number): void => {
    telegram.faults.next(
      { route: SEND_TELEGRAM, userId: limited, after },
      { kind: 'rate_limit', retryAfterSeconds: 1 },
    );
  };
  if (!strict) limit(0);
  telegram.faults.always({ route: SEND_TELEGRAM }, { kind: 'delay', ms: LATENCY_MS });
  return {
    limit,
    orders: { type: 'telegram', apiUrl: telegram.url, token: telegram.token },
    discord,
    delivered: () =>
      telegram.delivered.map(({ personId, text }) => ({ userId: users.get(personId) ?? '', text })),
    refusals: () => telegram.traffic.count({ status: 429 }),
    passes: () => undefined,
    stop: async () => {
      await Promise.all([telegram.stop(), discord.stop()]);
    },
  };
}

async function startSignal(people: readonly string[] = PEOPLE, strict = false): Promise<Provider> {
  const discord = await startGuild(Date.now, people);
  const signal = await SignalStandIn.start();
  const users = new Map(people.map((userId, index) => [addressOf('signal', index), userId]));
  for (const [number, userId] of users) {
    signal.addPerson({ number, name: 'Player' });
    if (userId === CLOSED) signal.unregister(number);
  }
  const limited = addressOf('signal', people.indexOf(LIMITED));
  const limit = (after: number): void => {
    signal.faults.next(
      { route: SEND_SIGNAL, userId: limited, after },
      { kind: 'rate_limit', retryAfterSeconds: 1 },
    );
  };
  if (!strict) limit(0);
  signal.faults.always({ route: SEND_SIGNAL }, { kind: 'delay', ms: LATENCY_MS });
  return {
    limit,
    orders: { type: 'signal', apiUrl: signal.url, token: signal.number },
    discord,
    delivered: () => signal.delivered.map(({ to, text }) => ({ userId: users.get(to) ?? '', text })),
    refusals: () => signal.traffic.count({ status: 429 }),
    passes: () => undefined,
    stop: async () => {
      await Promise.all([signal.stop(), discord.stop()]);
    },
  };
}
