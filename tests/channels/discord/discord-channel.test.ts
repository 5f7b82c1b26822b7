import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DiscordStandIn } from '../../../demo/discord/stand-in.js';
import { DiscordChannel } from '../../../src/channels/discord/discord-channel.js';
import { SimpleEventBus } from '../../../src/observability/event-bus.js';
import type { Delivery } from '../../../src/domain/channel.js';
import { ASKS_FOR_PASSWORD, MAYBE_PASSED_ON, NOT_PASSED_ON } from '../../support/foreign-answers.js';
import { channelAsUser } from '../../../src/domain/event-key.js';
import { SystemClock } from '../../../src/scheduling/system-clock.js';

const POST_MESSAGE = 'POST /channels/:id/messages';
const EDGE = { message: 'internal network error', code: 40333 };
const OPEN_DM = 'POST /users/@me/channels';

let discord: DiscordStandIn;
let remembered: Map<string, string>;
let channel: DiscordChannel;

beforeEach(async () => {
  discord = await DiscordStandIn.start();
  remembered = new Map();
  channel = channelWith(discord.token);
});

afterEach(async () => {
  await discord.stop();
});

const refusal = (code: number, status: number) => ({ kind: 'code', status, code, message: 'No' }) as const;

function channelWith(
  token: string,
  { memory, ...options }: { memory?: () => Promise<void>; requestTimeoutMs?: number } = {},
): DiscordChannel {
  return new DiscordChannel({
    token,
    apiUrl: discord.url,
    messagesPerSecond: 40,
    ...options,
    clock: new SystemClock(),
    events: new SimpleEventBus(),
    dms: {
      remember: memory ?? ((userId, id) => Promise.resolve(void remembered.set(userId, id))),
      forget: memory ?? ((userId) => Promise.resolve(void remembered.delete(userId))),
    },
  });
}

function to(userId: string, overrides: Partial<Delivery> = {}): Delivery {
  return {
    recipient: { userId, address: remembered.get(userId) ?? null },
    message: {
      text: 'Tonight at nine',
      actions: [
        { action: 'not-tonight', id: 'campaign-1', label: 'Not tonight' },
        { action: 'stop', id: 'campaign-1', label: 'Stop these messages' },
      ],
    },
    nonce: 'nonce-1',
    ...overrides,
  };
}

describe('a 401', () => {
  it.each([
    ['of something on the way', { kind: 'status', status: 401, body: { error: 'sign in' } }],
    ['without a body', { kind: 'status', status: 401 }],
    ['that names the bot and no token', refusal(40002, 401)],
  ] as const)('%s does not keep the next message from leaving', async (_, fault) => {
    const ana = discord.addMember({ name: 'Ana' });
    discord.faults.next({ route: 'POST /channels/:id/messages' }, fault);
    expect(await channel.send(to(ana.id))).not.toMatchObject({ kind: 'sent' });
    expect(await channel.send(to(ana.id, { nonce: 'nonce-2' }))).toMatchObject({ kind: 'sent' });
  });
});

it('an opening that hangs is an attempt of the person it is for, and of nobody who waits behind it', async () => {
  const people = ['Ana', 'Bor', 'Cene', 'Dana'].map((name) => discord.addMember({ name }).id);
  const impatient = channelWith(discord.token, { requestTimeoutMs: 200 });
  discord.faults.always({ route: 'POST /users/@me/channels' }, { kind: 'hang' });
  const outcomes = await Promise.all(people.map((id) => impatient.send(to(id, { nonce: `nonce-${id}` }))));
  // One is opened after the other. Who was never asked for is told from who was, and nobody waits in the queue any more.
  const asked = discord.traffic.where({ route: OPEN_DM }).map(({ userId }) => userId);
  expect(asked).toContain(people[0]);
  expect(outcomes).toEqual(
    people.map((id) =>
      asked.includes(id)
        ? { kind: 'not_delivered', code: 'timeout' }
        : { kind: 'not_delivered', code: 'dms_queued', retryAfterMs: 0 },
    ),
  );
  expect(asked.length).toBeLessThan(people.length);
  discord.faults.clear();
  expect(await impatient.send(to(people[3]!))).toMatchObject({ kind: 'sent' });
});

describe('a message that arrives', () => {
  it('carries its text, both ways out and no pings', async () => {
    const ana = discord.addMember({ name: 'Ana' });
    const outcome = await channel.send(to(ana.id));
    const [message] = discord.dmsTo(ana.id);
    expect(outcome).toEqual({ kind: 'sent', messageId: message?.id });
    expect(message?.content).toBe('Tonight at nine');
    expect(message?.buttons().map(({ label, customId }) => [label, customId])).toEqual([
      ['Not tonight', 'not-tonight:campaign-1'],
      ['Stop these messages', 'stop:campaign-1'],
    ]);
    expect(message?.allowedMentions).toEqual({ parse: [] });
  });

  it('puts links before the ways out, in the same row', async () => {
    const ana = discord.addMember({ name: 'Ana' });
    const delivery = to(ana.id);
    const links = [{ label: 'Open voice', url: 'https://discord.com/channels/1/2' }];
    expect(await channel.send({ ...delivery, message: { ...delivery.message, links } })).toMatchObject({
      kind: 'sent',
    });
    const { components = [] } = discord.dmsTo(ana.id)[0] ?? {};
    expect(components).toHaveLength(1);
    expect(components[0]?.components?.map(({ style, url }) => [style, url])).toEqual([
      [5, 'https://discord.com/channels/1/2'],
      [2, undefined],
      [2, undefined],
    ]);
  });

  it('opens the DM once and remembers it', async () => {
    const ana = discord.addMember({ name: 'Ana' });
    await channel.send(to(ana.id));
    await channel.send(to(ana.id, { nonce: 'nonce-2' }));
    expect(discord.traffic.count({ route: OPEN_DM })).toBe(1);
    expect(discord.dmsTo(ana.id)).toHaveLength(2);
  });

  it('is asked about after the DM is open, and if it may not leave by then, only the DM is', async () => {
    const ana = discord.addMember({ name: 'Ana' });
    let openings = 0;
    const mayLeave = (): boolean => {
      openings = discord.traffic.count({ route: OPEN_DM });
      return false;
    };
    expect(await channel.send(to(ana.id, { mayLeave }))).toMatchObject({ code: 'held_up' });
    expect(openings).toBe(1);
    expect(discord.traffic.count({ route: POST_MESSAGE })).toBe(0);
    expect(remembered.has(ana.id)).toBe(true);
  });

  it('is not made twice by the same nonce', async () => {
    const ana = discord.addMember({ name: 'Ana' });
    const first = await channel.send(to(ana.id));
    const second = await channel.send(to(ana.id));
    expect(second).toEqual(first);
    expect(discord.dmsTo(ana.id)).toHaveLength(1);
  });

  it('carries an attachment', async () => {
    const ana = discord.addMember({ name: 'Ana' });
    const attachment = { name: 'dry-run.txt', text: 'Every text' };
    await channel.send(to(ana.id, { message: { text: 'Dry run', actions: [], attachment } }));
    const [message] = discord.dmsTo(ana.id);
    expect(message?.attachments.map(({ filename, data }) => [filename, data.toString()])).toEqual([
      ['dry-run.txt', 'Every text'],
    ]);
  });
});

describe('a message that provably did not arrive', () => {
  it('is worth a retry after a 429, not before Discord says', async () => {
    const ana = discord.addMember({ name: 'Ana' });
    discord.faults.next({ route: POST_MESSAGE }, { kind: 'rate_limit', retryAfterSeconds: 7 });
    const outcome = await channel.send(to(ana.id));
    expect(outcome).toMatchObject({ kind: 'not_delivered', code: 'rate_limited' });
    expect(outcome.kind === 'not_delivered' && outcome.retryAfterMs).toBeGreaterThanOrEqual(7000);
    expect(discord.traffic.count({ route: POST_MESSAGE })).toBe(1);
  });

  it('is worth a retry when nobody listens', async () => {
    const ana = discord.addMember({ name: 'Ana' });
    await channel.send(to(ana.id));
    await discord.pauseHttp();
    expect(await channel.send(to(ana.id, { nonce: 'nonce-2' }))).toEqual({
      kind: 'not_delivered',
      code: 'connection_refused',
      retryAfterMs: 0,
    });
  });

  it.each([
    ['a reset', { kind: 'reset', afterAccept: false } as const],
    ['a 502', { kind: 'status', status: 502 } as const],
  ])('is worth a retry when %s met the opening of the DM', async (_, behaviour) => {
    const ana = discord.addMember({ name: 'Ana' });
    discord.faults.next({ route: OPEN_DM }, behaviour);
    expect(await channel.send(to(ana.id))).toMatchObject({ kind: 'not_delivered' });
    expect(discord.dmsTo(ana.id)).toHaveLength(0);
  });

  it('is refused as it is, when Discord does not take it: nobody’s door closes', async () => {
    const ana = discord.addMember({ name: 'Ana' });
    const tooLong = { text: 'x'.repeat(2_001), actions: [] };
    expect(await channel.send(to(ana.id, { message: tooLong }))).toEqual({
      kind: 'refused',
      code: 'bad_request',
    });
  });
});

describe('a DM channel that was remembered', () => {
  const another = (userId: string): string => discord.world.dmWithAnotherBot(userId).id;

  it.each([
    ['is no more', () => '100000000000000009'],
    ['is another bot’s', another],
  ])('and %s is forgotten and opened anew, within the same attempt', async (_, stale) => {
    const ana = discord.addMember({ name: 'Ana' });
    remembered.set(ana.id, stale(ana.id));
    expect(await channel.send(to(ana.id))).toMatchObject({ kind: 'sent' });
    expect(remembered.get(ana.id)).toBe(discord.world.dmWith(ana.id).id);
    expect(discord.traffic.all.map(({ route }) => route)).toEqual([POST_MESSAGE, OPEN_DM, POST_MESSAGE]);
  });

  it('is opened anew once: who is kept out of that as well is asked again later, and no door closes', async () => {
    const ana = discord.addMember({ name: 'Ana' });
    remembered.set(ana.id, another(ana.id));
    discord.faults.always({ route: POST_MESSAGE }, refusal(50001, 403));
    expect(await channel.send(to(ana.id))).toEqual({ kind: 'not_delivered', code: 'unknown_refusal' });
    expect(discord.traffic.count()).toBe(3);
  });

  it('tells what met the opening', async () => {
    const ana = discord.addMember({ name: 'Ana' });
    remembered.set(ana.id, another(ana.id));
    discord.faults.next({ route: OPEN_DM }, refusal(40003, 403));
    expect(await channel.send(to(ana.id))).toEqual({ kind: 'trouble', code: 'dms_paused' });
  });

  it('is opened anew although nothing can be remembered', async () => {
    const ana = discord.addMember({ name: 'Ana' });
    const forgetful = channelWith(discord.token, {
      memory: () => Promise.reject(new Error('the database is locked')),
    });
    const recipient = { userId: ana.id, address: another(ana.id) };
    expect(await forgetful.send(to(ana.id, { recipient }))).toMatchObject({ kind: 'sent' });
  });
});

describe('a channel of the server', () => {
  it.each([50001, 50013, 10003])('that answers %i is closed to us: it is no DM to open', async (code) => {
    const recipient = { userId: channelAsUser('100000000000000009'), address: '100000000000000009' };
    discord.faults.next({ route: POST_MESSAGE }, refusal(code, 403));
    const outcome = await channel.send(to('nobody', { recipient }));
    expect(outcome).toEqual({ kind: 'closed', code: code === 10003 ? 'unknown_channel' : 'forbidden' });
    expect(discord.traffic.count()).toBe(1);
  });
});

describe('a message that may have arrived', () => {
  it.each([
    ['a reset after it was accepted', { kind: 'reset', afterAccept: true } as const, 'connection_reset'],
    [
      'a 502 after it was accepted',
      { kind: 'status', status: 502, afterAccept: true } as const,
      'server_error',
    ],
    ['a 500', { kind: 'status', status: 500 } as const, 'server_error'],
  ])('says so after %s, and is requested only once', async (_, behaviour, code) => {
    const ana = discord.addMember({ name: 'Ana' });
    discord.faults.next({ route: POST_MESSAGE }, behaviour);
    expect(await channel.send(to(ana.id))).toEqual({ kind: 'maybe_delivered', code });
    expect(discord.traffic.count({ route: POST_MESSAGE })).toBe(1);
  });
});

describe('a person who cannot be reached', () => {
  it('has closed their DMs', async () => {
    const ines = discord.addMember({ name: 'Ines', dmsClosed: true });
    expect(await channel.send(to(ines.id))).toEqual({ kind: 'closed', code: 'dm_closed' });
  });

  it('shares no server with us', async () => {
    const stranger = discord.addStranger({ name: 'Stranger' });
    expect(await channel.send(to(stranger.id))).toEqual({ kind: 'closed', code: 'no_mutual_guild' });
  });
});

describe('a channel in trouble', () => {
  it('is told from a closed person when DMs are opened too fast, though both are a 403', async () => {
    const ana = discord.addMember({ name: 'Ana' });
    const tooFast = {
      kind: 'code',
      status: 403,
      code: 40003,
      message: 'You are opening direct messages too fast',
    } as const;
    discord.faults.next({ route: OPEN_DM }, tooFast);
    expect(await channel.send(to(ana.id))).toEqual({ kind: 'trouble', code: 'dms_paused' });
  });

  it('has a token that is refused, and carries it again at the next probe', async () => {
    const ana = discord.addMember({ name: 'Ana' });
    discord.faults.next(
      { route: OPEN_DM },
      { kind: 'code', status: 401, code: 0, message: '401: Unauthorized' },
    );
    expect(await channel.send(to(ana.id))).toEqual({ kind: 'trouble', code: 'unauthorized' });
    expect(await channel.send(to(ana.id))).toMatchObject({ kind: 'sent' });
  });

  it.each([
    ['a proxy that asks for a password', ASKS_FOR_PASSWORD],
    ['an edge that blocks our address', { kind: 'status', status: 403, body: EDGE } as const],
    ['an edge that blocks our address, in plain text', NOT_PASSED_ON.at(-1)![1]],
    ['a login page', MAYBE_PASSED_ON[0]![1]],
  ])('meets %s already where it opens a DM: nothing was delivered', async (_, fault) => {
    const ana = discord.addMember({ name: 'Ana' });
    discord.faults.next({ route: OPEN_DM }, fault);
    expect((await channel.send(to(ana.id))).kind).toMatch(/^(trouble|not_delivered)$/);
    expect(await channel.send(to(ana.id))).toMatchObject({ kind: 'sent' });
  });

  it('never lets Discord’s own words, or the token, into a code', async () => {
    const ana = discord.addMember({ name: 'Ana' });
    const secret = { kind: 'code', status: 403, code: 99999, message: 'secret words' } as const;
    discord.faults.next({ route: POST_MESSAGE }, secret);
    const outcome = await channel.send(to(ana.id));
    expect(JSON.stringify(outcome)).not.toMatch(/secret/);
    expect(JSON.stringify(await channelWith('wrong').send(to(ana.id)))).not.toMatch(/wrong/);
  });
});
