import { container, LogLevel, SapphireClient } from '@sapphire/framework';
import { GatewayIntentBits } from 'discord.js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HelpCommand } from '../../commands/help.js';
import { DiscordStandIn } from '../../demo/discord/stand-in.js';
import { loadPieces } from '../../src/discord/client.js';
import { Gateway } from '../../src/discord/gateway.js';
import type { Muster } from '../../src/discord/muster.js';
import { Duties } from '../../src/domain/duties.js';
import type { MusterEvent } from '../../src/domain/events.js';
import { GATEWAY } from '../../src/domain/roles.js';
import { messagesFor } from '../../src/messages/catalog.js';
import { GatewayVoice } from '../../src/presence/voice/gateway-voice.js';
import { SystemClock } from '../../src/scheduling/system-clock.js';
import { settled } from '../support/fake-clock.js';
import { FakeRoles } from '../support/fake-roles.js';
import { GUILD, testApp } from '../support/test-app.js';

let discord: DiscordStandIn;
let client: SapphireClient;
let voice: GatewayVoice;
let roles: FakeRoles;
let duties: Duties;
let failures: unknown[];
let gateway: Gateway;
let before: DiscordStandIn['gateway']['counts'];
/** The most sessions that were connected at a time. */
let mostAtOnce: number;

const connected = (): number => discord.gateway.sessions.filter((session) => session.connected).length;

/** Whether the process counts as alive for sure. */
let mayHear = (): boolean => true;

/** Resolves when something has happened to the role. */
let onRole: (state: string) => void = () => undefined;
const role = (state: 'taken' | 'lost'): Promise<void> =>
  new Promise((resolve) => {
    onRole = (happened) => {
      if (happened === state) resolve();
    };
  });

beforeAll(async () => {
  discord = await DiscordStandIn.start({ guildId: GUILD });
  container.muster = { services: { settings: { guildId: GUILD }, messagesFor } } as never;
  client = new SapphireClient({
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildVoiceStates],
    rest: { api: discord.url },
    baseUserDirectory: null,
    loadDefaultErrorListeners: false,
    logger: { level: LogLevel.None },
  } as never);
  await client.stores.loadPiece({ store: 'commands', name: 'help', piece: HelpCommand } as never);
  voice = new GatewayVoice(GUILD, { only: new Set() }, () => undefined);
  voice.listenTo(client);
  client.on('raw', () => (mostAtOnce = Math.max(mostAtOnce, connected())));
  gateway = new Gateway(client, () => mayHear());
  await loadPieces(client);
});

beforeEach(async () => {
  const app = await testApp();
  container.muster = { services: app.context } as Muster;
  roles = new FakeRoles();
  mayHear = () => true;
  failures = [];
  mostAtOnce = 0;
  before = { ...discord.gateway.counts };
  const emit = (event: MusterEvent): void => {
    if (event.type === 'role_failed') failures.push(event.error);
    if (event.type === 'role') onRole(event.state);
  };
  duties = new Duties(roles, new SystemClock(), { emit, on: () => () => undefined });
});

afterEach(async () => {
  await duties.end(GATEWAY);
  await discord.gateway.waitForDisconnect();
  expect(failures).toEqual([]);
  expect(mostAtOnce).toBe(1);
});

afterAll(async () => {
  await client.destroy();
  await discord.stop();
});

function begin(): Promise<void> {
  return duties.begin(GATEWAY, {
    start: (ended) => gateway.logIn(discord.token, ended),
    stop: () => gateway.logOut(),
  });
}

/** What the gateway has counted in this test. */
function counted(what: 'identified' | 'resumed' | 'refused' | 'opened'): number {
  return discord.gateway.counts[what] - before[what];
}

async function expectAnswered(name: string): Promise<void> {
  const { id } = discord.addMember({ name });
  const reply = await discord.slash(id, 'help');
  expect((await reply.settled()).text()).toBe(messagesFor('en').replies.help(null));
}

describe('the gateway, lost and taken again in one process', () => {
  it('logs out at once, knows nobody in voice meanwhile, and then answers commands again', async () => {
    const lounge = discord.addChannel({ name: 'lounge', type: 'voice' }).id;
    const ana = discord.addMember({ name: 'Ana' }).id;
    discord.setVoice(ana, lounge);
    await begin();
    await discord.waitForCommands(['help']);
    await expectAnswered('Bor');
    expect(voice.inVoice()).toEqual(new Set([ana]));

    roles.lose(GATEWAY);
    await settled();
    expect(voice.inVoice()).toBeNull();
    expect(client.ws.shards.size).toBe(0);
    await discord.gateway.waitForDisconnect();
    discord.setVoice(ana, null);

    const taken = role('taken');
    roles.release(GATEWAY);
    await taken;
    await identified(2);
    await expectAnswered('Cene');
    expect(voice.inVoice()).toEqual(new Set());
    // A third time, for what works twice may be used up.
    roles.lose(GATEWAY, { free: true });
    await identified(3);
    await expectAnswered('Dana');
    expect(counted('resumed')).toBe(0);
  });

  it('does nothing that was said to it while others may take it for dead', async () => {
    await begin();
    await discord.waitForCommands(['help']);
    await expectAnswered('Bor');
    const asked = new Promise<void>((resolve) => {
      mayHear = () => {
        resolve();
        return false;
      };
    });
    const { id } = discord.addMember({ name: 'Cene' });
    let isAnswered = false;
    discord.slash(id, 'help').then(
      () => (isAnswered = true),
      () => undefined,
    );
    await asked;
    mayHear = () => true;
    await expectAnswered('Dana');
    expect(isAnswered).toBe(false);
  });

  // discord.js comes back by itself half a second after what it takes for a failure; the role is tried after a second.
  it.each<[string, () => Promise<void> | void, () => Promise<void> | void]>([
    [
      'before Discord says where the gateway is',
      () => void discord.faults.next({ route: 'GET /gateway/bot' }, { kind: 'delay', ms: 1_500 }),
      () => undefined,
    ],
    ['while its connection is refused', () => discord.gateway.refuse(true), () => refused(1)],
    ['before the gateway says hello', () => discord.gateway.silence(true), () => opened()],
  ])(
    'is lost in the middle of its start, %s: nothing logs in until it is taken again',
    async (_, hinder, when) => {
      const asked = discord.traffic.count({ route: 'GET /gateway/bot' });
      await hinder();
      const first = role('taken');
      const begun = begin();
      await first;
      await when();
      roles.lose(GATEWAY);
      await begun;
      discord.gateway.refuse(false);
      discord.gateway.silence(false);
      const taken = role('taken');
      roles.release(GATEWAY);
      await taken;
      await discord.waitForCommands(['help']);
      await identified(1);
      // Twice where the first question had no answer yet.
      await discord.traffic.waitForCount({ route: 'GET /gateway/bot' }, asked + 2);
      await expectAnswered('Ana');
      expect(counted('identified')).toBe(1);
    },
  );

  it('is lost while it connects again: the session is not resumed behind the next holder’s back', async () => {
    await begin();
    await discord.waitForCommands(['help']);
    discord.gateway.refuse(true);
    discord.gateway.drop();
    await refused(1);
    roles.lose(GATEWAY);
    discord.gateway.refuse(false);
    const taken = role('taken');
    roles.release(GATEWAY);
    await taken;
    await identified(2);
    await expectAnswered('Ana');
    expect([counted('identified'), counted('resumed')]).toEqual([2, 0]);
  });

  it('that takes no connection at first is tried again, and heard once', async () => {
    discord.gateway.refuse(true);
    await expect(begin()).rejects.toThrow();
    discord.gateway.refuse(false);
    await identified(1);
    await expectAnswered('Ana');
    expect(counted('identified')).toBe(1);
  });

  it('is dropped and comes back by itself while the role is held', async () => {
    await begin();
    discord.gateway.drop();
    await discord.waitUntil(() => counted('resumed') === 1, 'the session to be resumed');
    await expectAnswered('Ana');
  });
});

function identified(count: number): Promise<void> {
  return discord.waitUntil(() => counted('identified') >= count, `login no. ${count}`);
}

function refused(count: number): Promise<void> {
  return discord.waitUntil(() => counted('refused') >= count, 'a refused connection');
}

function opened(): Promise<void> {
  return discord.waitUntil(() => counted('opened') > 0, 'an open connection');
}
