import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { FaultBehaviour } from '../../../demo/discord/faults.js';
import { type SignalPerson, SignalStandIn } from '../../../demo/signal/stand-in.js';
import { SignalApi } from '../../../src/channels/signal/signal-api.js';
import { SignalChannel } from '../../../src/channels/signal/signal-channel.js';
import type { MusterEvent } from '../../../src/domain/events.js';
import { SimpleEventBus } from '../../../src/observability/event-bus.js';
import { SystemClock } from '../../../src/scheduling/system-clock.js';
import { specification } from '../../support/specs.js';
import { ASKS_FOR_PASSWORD } from '../../support/foreign-answers.js';
import { channelContract, deliveryTo } from '../contract.js';

const SEND = 'POST /v2/send';
const SEARCH = 'GET /v1/search/:number';

function channelFor(
  signal: SignalStandIn,
  options: Partial<ConstructorParameters<typeof SignalChannel>[0]> = {},
): SignalChannel {
  return new SignalChannel({
    apiUrl: signal.url,
    number: signal.number,
    messagesPerSecond: 1,
    clock: new SystemClock(),
    events: new SimpleEventBus(),
    forget: () => Promise.resolve(),
    ...options,
  });
}

describe.each(['normal', 'native', 'json-rpc'] as const)('in %s mode', (mode) => {
  channelContract('Signal', async () => {
    const signal = await SignalStandIn.start({ mode });
    const ana = signal.addPerson({ name: 'Ana' });
    const bor = signal.addPerson({ name: 'Bor' });
    signal.unregister(bor.number);
    return {
      channel: channelFor(signal),
      reachable: { userId: 'ana', address: ana.number },
      unreachable: { userId: 'bor', address: bor.number },
      delivered: () => signal.messagesTo(ana.number).map(({ text }) => text),
      allRequests: () => signal.traffic.count(),
      requests: () => signal.traffic.count({ route: SEND }),
      next: (fault) => void signal.faults.next({ route: SEND }, fault),
      refuseConnections: () => signal.pauseHttp(),
      refuseAll: () => (signal.demandsCaptcha = true),
      withTimeout: (timeoutMs) => channelFor(signal, { timeoutMs }),
      stop: () => signal.stop(),
    };
  });
});

describe('the Signal channel', () => {
  let signal: SignalStandIn;
  let ana: SignalPerson;
  let forgotten: unknown[];
  let channel: SignalChannel;
  const toAna = () => deliveryTo({ userId: 'ana', address: ana.number }, 'nonce-1');

  beforeEach(async () => {
    signal = await SignalStandIn.start();
    ana = signal.addPerson({ name: 'Ana' });
    forgotten = [];
    channel = channelFor(signal, { forget: (closed) => Promise.resolve(void forgotten.push(closed)) });
  });
  afterEach(async () => {
    await signal.stop();
  });

  it('never sends again what was refused for the rate: it has been seen to arrive', async () => {
    signal.faults.next({ route: SEND }, { kind: 'rate_limit', retryAfterSeconds: 60 });
    expect(await channel.send(toAna())).toEqual({ kind: 'maybe_delivered', code: 'rate_limited' });
    signal.limitsRate = true;
    expect(await channel.send(toAna())).toEqual({ kind: 'maybe_delivered', code: 'rate_limited' });
    signal.limitsRate = false;
    const wrapped = 'Failed to send (some) messages:\n[429] Rate limit exceeded: 429\n';
    signal.faults.next({ route: SEND }, { kind: 'code', status: 400, code: 0, message: wrapped });
    expect(await channel.send(toAna())).toEqual({ kind: 'maybe_delivered', code: 'rate_limited' });
  });

  it('is in trouble as a whole when Signal wants a captcha', async () => {
    signal.demandsCaptcha = true;
    expect(await channel.send(toAna())).toEqual({ kind: 'trouble', code: 'captcha' });
  });

  it('tells our own number, which is not registered, from theirs', async () => {
    signal.accountExists = false;
    expect(await channel.send(toAna())).toEqual({ kind: 'trouble', code: 'number_not_registered' });
    expect(forgotten).toEqual([]);
    signal.accountExists = true;
    signal.unregister(ana.number);
    expect(await channel.send(toAna())).toEqual({ kind: 'closed', code: 'not_registered' });
    expect(forgotten).toEqual([{ userId: 'ana', address: ana.number, code: 'not_registered' }]);
  });

  it('understands the answer of later releases, which is a list', async () => {
    const later = await SignalStandIn.start({ answersWithList: true });
    const bor = later.addPerson({ name: 'Bor' });
    const outcome = await channelFor(later).send(
      deliveryTo({ userId: 'bor', address: bor.number }, 'nonce-1'),
    );
    expect(outcome).toEqual({ kind: 'sent', messageId: later.delivered[0]?.timestamp });
    await later.stop();
  });

  it('asks Signal who is meant by a refusal that does not say, and sends nothing by it', async () => {
    signal.unregister(ana.number);
    expect(await channel.send(toAna())).toEqual({ kind: 'closed', code: 'not_registered' });
    expect(signal.traffic.all.map(({ route }) => route)).toEqual([SEND, SEARCH]);
    expect(signal.delivered).toEqual([]);
  });

  it.each<[string, FaultBehaviour]>([
    ['says they are registered', { kind: 'status', status: 200, body: [{ number: '+1', registered: true }] }],
    [
      'speaks of another number',
      { kind: 'status', status: 200, body: [{ number: '+1', registered: false }] },
    ],
    ['can’t tell', { kind: 'code', status: 400, code: 0, message: 'Rate limited' }],
    ['has an error', { kind: 'status', status: 500 }],
    ['breaks off', { kind: 'reset' }],
    ['never answers', { kind: 'hang' }],
  ])('closes nobody’s door when Signal, asked about them, %s', async (_, fault) => {
    channel = channelFor(signal, {
      timeoutMs: 200,
      forget: (closed) => Promise.resolve(void forgotten.push(closed)),
    });
    signal.unregister(ana.number);
    signal.faults.next({ route: SEARCH }, fault);
    expect(await channel.send(toAna())).toEqual({ kind: 'maybe_delivered', code: 'bad_request' });
    expect(forgotten).toEqual([]);
  });

  it('closes nobody’s door who can’t be looked for, having hidden their number', async () => {
    signal.unregister(ana.number);
    const byUuid = deliveryTo({ userId: 'ana', address: ana.uuid }, 'nonce-1');
    expect(await channel.send(byUuid)).toEqual({ kind: 'maybe_delivered', code: 'bad_request' });
    expect(forgotten).toEqual([]);
  });

  it.each(['normal', 'native', 'json-rpc'] as const)(
    'leaves out who has a new safety number, and keeps their link, in %s mode',
    async (mode) => {
      const other = await SignalStandIn.start({ mode });
      onTestFinished(() => other.stop());
      const bor = other.addPerson({ name: 'Bor' });
      other.changeKeys(bor.number);
      const forget = vi.fn(() => Promise.resolve());
      const outcome = await channelFor(other, { forget }).send(
        deliveryTo({ userId: 'bor', address: bor.number }, 'nonce-1'),
      );
      expect(outcome).toEqual({ kind: 'closed', code: 'untrusted_keys' });
      expect(forget).not.toHaveBeenCalled();
    },
  );

  it('stands by a refusal whatever becomes of our memory', async () => {
    channel = channelFor(signal, { forget: () => Promise.reject(new Error('the database is locked')) });
    signal.unregister(ana.number);
    expect(await channel.send(toAna())).toEqual({ kind: 'closed', code: 'not_registered' });
  });

  it('never takes a proxy that asks for a password for the provider', async () => {
    signal.faults.next({ route: SEND }, ASKS_FOR_PASSWORD);
    const { kind, ...rest } = await channel.send(toAna());
    // Some clients hide the status of this one answer, and with it that nothing was passed on.
    expect(['trouble', 'maybe_delivered']).toContain(kind);
    expect(rest).toEqual({ code: 'foreign_answer' });
    expect(forgotten).toEqual([]);
  });

  it('tells what came of a message, whatever becomes of forgetting', async () => {
    const events = new SimpleEventBus();
    const told: MusterEvent[] = [];
    events.on((event) => told.push(event));
    const broken = new Error('the disk is full');
    const clumsy = channelFor(signal, { events, forget: () => Promise.reject(broken) });
    signal.unregister(ana.number);
    expect(await clumsy.send(toAna())).toEqual({ kind: 'closed', code: 'not_registered' });
    await expect
      .poll(() => told)
      .toEqual([expect.objectContaining({ type: 'background_error', error: broken })]);
  });

  it('sends nothing without an address', async () => {
    const outcome = await channel.send(deliveryTo({ userId: 'ana', address: null }, 'nonce-1'));
    expect(outcome).toEqual({ kind: 'closed', code: 'no_address' });
    expect(signal.traffic.count()).toBe(0);
  });
});

interface Swagger {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { parameters?: { name: string; in: string }[] }>>>
  >;
  readonly definitions: Readonly<
    Record<string, { required: string[]; properties: Record<string, { type?: string }> }>
  >;
}

/** What the project itself holds the requests to, where the published document is not at hand. */
const OWN: Swagger = {
  paths: {
    '/v2/send': { post: {} },
    '/v1/about': { get: {} },
    '/v1/search/{number}': { get: { parameters: [{ name: 'numbers', in: 'query' }] } },
    '/v1/identities/{number}': { get: {} },
    '/v1/receive/{number}': {
      get: {
        parameters: ['timeout', 'ignore_attachments', 'ignore_stories'].map((name) => ({
          name,
          in: 'query',
        })),
      },
    },
  },
  definitions: {
    'api.SendMessageV2': {
      required: ['message', 'number', 'recipients'],
      properties: {
        message: { type: 'string' },
        number: { type: 'string' },
        recipients: { type: 'array' },
      },
    },
  },
};

describe('the requests', () => {
  const published = specification('signal-cli-rest-api-swagger.json') as Swagger | null;
  const swagger = published ?? OWN;

  it(`conform to ${published ? 'the published swagger' : 'our own copy of the rules (the swagger is not at hand)'}`, async () => {
    const signal = await SignalStandIn.start({ mode: 'normal' });
    const ana = signal.addPerson({ name: 'Ana' });
    await channelFor(signal).send(deliveryTo({ userId: 'ana', address: ana.number }, 'nonce-1'));
    const api = new SignalApi({ apiUrl: signal.url, number: signal.number }, new SystemClock());
    await api.about({ timeoutMs: 1_000 });
    await api.receive(1, { timeoutMs: 1_000 });
    await api.search(ana.number, { timeoutMs: 1_000 });
    await api.identities({ timeoutMs: 1_000 });
    const [send, about, receive, search, identities] = signal.traffic.all;
    expect(search).toMatchObject({ route: SEARCH, status: 200 });
    expect(swagger.paths['/v1/search/{number}']?.['get']?.parameters?.map(({ name }) => name)).toContain(
      'numbers',
    );
    expect(identities).toMatchObject({ route: 'GET /v1/identities/:number', status: 200 });
    expect(swagger.paths['/v1/identities/{number}']).toHaveProperty('get');
    expect(swagger.paths['/v2/send']).toHaveProperty('post');
    const schema = swagger.definitions['api.SendMessageV2']!;
    const body = send?.requestBody as Record<string, unknown>;
    for (const key of schema.required) expect(body).toHaveProperty(key);
    for (const [key, value] of Object.entries(body)) {
      const type = Array.isArray(value) ? 'array' : typeof value;
      expect(schema.properties[key]?.type, key).toBe(type);
    }
    expect(about?.route).toBe('GET /v1/about');
    expect(swagger.paths['/v1/about']).toHaveProperty('get');
    expect(receive?.route).toBe('GET /v1/receive/:number');
    const known = swagger.paths['/v1/receive/{number}']?.['get']?.parameters?.map(({ name }) => name) ?? [];
    expect(known).toEqual(expect.arrayContaining(['timeout', 'ignore_attachments', 'ignore_stories']));
    await signal.stop();
  });
});
