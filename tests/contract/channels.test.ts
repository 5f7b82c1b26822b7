import type { FaultBehaviour } from '../../demo/discord/faults.js';
import { DiscordChannel } from '../../src/channels/discord/discord-channel.js';
import { SimpleEventBus } from '../../src/observability/event-bus.js';
import { aStandIn } from '../demo/discord/support.js';
import {
  arrivedUnanswered,
  closed,
  FakeChannel,
  lostUnanswered,
  notDelivered,
  refused,
  type Reply,
  trouble as refusesTheChannel,
} from '../support/fake-channel.js';
import { FakeClock } from '../support/fake-clock.js';
import { channelContract, type ChannelWorld, type Trouble } from './channel-contract.js';
import { SystemClock } from '../../src/scheduling/system-clock.js';

const POST = 'POST /channels/:id/messages';
const SECRET = 'Discord’s own words';

const FAULTS: Readonly<Record<Exclude<Trouble, 'refuses the connection'>, FaultBehaviour>> = {
  'asks to wait': { kind: 'rate_limit', retryAfterSeconds: 7 },
  'loses the answer to a message that arrived': { kind: 'reset', afterAccept: true },
  'loses a message': { kind: 'reset' },
  'cannot reach the person': { kind: 'code', status: 403, code: 50007, message: SECRET },
  'refuses the message for a reason of its own': { kind: 'code', status: 400, code: 99_999, message: SECRET },
  'refuses the channel': { kind: 'code', status: 401, code: 0, message: SECRET },
  'says what nobody thought of': { kind: 'status', status: 200, body: SECRET },
};

/** A real time-out would make these tests wait. */
const REQUEST_TIMEOUT_MS = 400;

async function discordWorld(knownAddress: boolean): Promise<ChannelWorld> {
  const discord = await aStandIn();
  const { token } = discord;
  const channel = new DiscordChannel({
    token,
    apiUrl: discord.url,
    messagesPerSecond: 40,
    requestTimeoutMs: REQUEST_TIMEOUT_MS,
    clock: new SystemClock(),
    events: new SimpleEventBus(),
    dms: { remember: () => Promise.resolve(), forget: () => Promise.resolve() },
  });
  return {
    channel,
    secrets: [SECRET, token],
    person() {
      const { id } = discord.addMember({ name: 'Ana' });
      return { userId: id, address: knownAddress ? discord.world.dmWith(id).id : null };
    },
    requestsTo: (userId) => discord.traffic.count({ route: POST, userId }),
    messagesOf: (userId) => discord.dmsTo(userId).length,
    async next(userId, trouble) {
      if (trouble === 'refuses the connection') await discord.pauseHttp();
      else discord.faults.next({ route: POST, userId }, FAULTS[trouble]);
    },
    async sendWithoutAnswer(delivery) {
      discord.faults.next({ route: POST, userId: delivery.recipient.userId }, { kind: 'hang' });
      const startedAt = performance.now();
      const outcome = await channel.send(delivery);
      return { outcome, tookMs: performance.now() - startedAt };
    },
  };
}

const REPLIES: Readonly<Record<Trouble, Reply>> = {
  'refuses the connection': notDelivered(),
  'asks to wait': notDelivered('rate_limited', 7_000),
  'loses the answer to a message that arrived': arrivedUnanswered,
  'loses a message': lostUnanswered,
  'cannot reach the person': closed(),
  'refuses the message for a reason of its own': refused(),
  'refuses the channel': refusesTheChannel(),
  'says what nobody thought of': lostUnanswered,
};

function fakeWorld(nonceWindowMs: number): Promise<ChannelWorld> {
  const clock = new FakeClock('2026-11-20T20:00:00Z');
  const channel = new FakeChannel('telegram', clock);
  channel.nonceWindowMs = channel.rememberedMs = nonceWindowMs;
  const { timeoutMs } = channel;
  let people = 0;
  return Promise.resolve({
    channel,
    secrets: [],
    person: () => ({ userId: `person-${++people}`, address: `address-${people}` }),
    requestsTo: (userId) => channel.requestsTo(userId).length,
    messagesOf: (userId) => channel.deliveredTo(userId).length,
    next: (userId, trouble) => channel.script(userId, REPLIES[trouble]),
    async sendWithoutAnswer(delivery) {
      channel.script(delivery.recipient.userId, { ...lostUnanswered, afterMs: timeoutMs });
      const startedAt = clock.monotonic();
      const sending = channel.send(delivery);
      await clock.advance(timeoutMs);
      return { outcome: await sending, tookMs: clock.monotonic() - startedAt };
    },
  });
}

channelContract('DiscordChannel with DMs that are open', () => discordWorld(true));
channelContract('DiscordChannel with DMs yet to be opened', () => discordWorld(false));
channelContract('FakeChannel that recognises nonces', () => fakeWorld(120_000));
channelContract('FakeChannel that recognises none', () => fakeWorld(0));
