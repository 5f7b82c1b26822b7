import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { SignalStandIn, type SignalStandInOptions } from '../../demo/signal/stand-in.js';
import { ChannelRegistry } from '../../src/channels/registry.js';
import { SignalChannel } from '../../src/channels/signal/signal-channel.js';
import type { MusterEvent } from '../../src/domain/events.js';
import { directMessageIn } from '../../src/inbound/signal/envelope.js';
import { SignalInbox } from '../../src/inbound/signal/signal-inbox.js';
import { requestChannelLink } from '../../src/services/link-channel.js';
import { quickClock } from './quick-clock.js';
import { FakeClock } from '../support/fake-clock.js';
import { actor, person } from '../support/people.js';
import { DATE, testApp, value, type TestApp } from '../support/test-app.js';
import { MemoryShelf } from '../../src/domain/shelf.js';
import type { Soon } from '../../src/domain/soon.js';
import { channelTools } from '../support/in-memory.js';

let signal: SignalStandIn;
let app: TestApp;
let events: MusterEvent[];
let onEvent: () => void = () => undefined;

afterEach(async () => {
  await signal.stop();
});

type IsFirst = (digest: string) => Soon<boolean>;

async function listen(options: SignalStandInOptions, isFirst: IsFirst | null = null): Promise<SignalInbox> {
  signal = await SignalStandIn.start(options);
  app = await testApp({ channels: ['discord', 'signal'] });
  events = [];
  return listenBeside(isFirst);
}

/** Another process's inbox for the same number. */
function listenBeside(isFirst: IsFirst | null): SignalInbox {
  const bus = {
    emit: (event: MusterEvent) => {
      events.push(event);
      onEvent();
    },
    on: () => () => undefined,
  };
  const clock = quickClock(app);
  const forget = (): Promise<void> => Promise.resolve();
  const { url: apiUrl, number } = signal;
  const channel = new SignalChannel({ apiUrl, number, messagesPerSecond: 1, clock, events: bus, forget });
  const outbox = new ChannelRegistry([channel], channelTools(clock, bus));
  const inbox = new SignalInbox(
    { ...app.context, clock, events: bus, outbox },
    { apiUrl, number, betweenReceivesMs: 200 },
    isFirst,
  );
  onTestFinished(() => inbox.stop());
  inbox.start();
  return inbox;
}

async function event(fits: (event: MusterEvent) => boolean): Promise<void> {
  await new Promise<void>((resolve) => {
    onEvent = () => {
      if (events.some(fits)) resolve();
    };
    onEvent();
  });
}

async function linkedAna(hidesNumber = false) {
  await person(app, 'ana', { name: 'Ana' });
  const ana = signal.addPerson({ name: 'Ana on Signal', hidesNumber });
  const { token } = value(await requestChannelLink(app.context, actor('ana'), 'signal'));
  signal.write(ana.number, token);
  const address = hidesNumber ? ana.uuid : ana.number;
  const [linked] = await signal.waitForMessages(address);
  expect(linked?.text).toContain('Discord account Ana');
  return { ...ana, address };
}

describe.each(['json-rpc', 'normal'] as const)('the Signal inbox in %s mode', (mode) => {
  it('links whoever sends a token, and hears STOP', async () => {
    await listen({ mode });
    const ana = await linkedAna();
    signal.write(ana.number, 'STOP');
    const [, stopped] = await signal.waitForMessages(ana.number, 2);
    expect(stopped?.text).toMatch(/^Stopped/);
  });

  it.each([
    [
      'en',
      ['TOMORROW maybe', 'On “Friday” looking 🙏', 'on friday', 'Clear friday!'],
      [
        'Saved for tomorrow: 🤔 Maybe',
        'Saved for Friday 13 March: 🔎',
        'You: 🔎',
        'Friday 13 March is cleared',
      ],
    ],
    [
      'de',
      ['morgen vielleicht', 'Am 13. März: suche!', 'AM Freitag', '*LÖSCHEN* Freitag'],
      ['Gespeichert für morgen: 🤔', 'Gespeichert für Freitag, 13. März: 🔎', 'Du: 🔎', 'zurückgenommen'],
    ],
  ])('hears about other days in %s', async (locale, said, answers) => {
    await listen({ mode });
    await person(app, 'ana', { name: 'Ana', locale });
    const ana = signal.addPerson({ name: 'Ana on Signal' });
    const { token } = value(await requestChannelLink(app.context, actor('ana', { locale }), 'signal'));
    signal.write(ana.number, token);
    await signal.waitForMessages(ana.number);
    for (const [index, words] of said.entries()) {
      signal.write(ana.number, words);
      const answer = (await signal.waitForMessages(ana.number, index + 2)).at(-1);
      expect(answer?.text).toContain(answers[index]);
    }
    expect(
      await app.rows(`SELECT entry_date, status FROM availability_entries WHERE entry_date > '${DATE}'`),
    ).toEqual([{ entry_date: '2026-03-11', status: 'MAYBE' }]);
  });

  it('hears STOP of a person, whatever their envelope shows of them', async () => {
    await listen({ mode });
    await person(app, 'ana', { name: 'Ana' });
    const ana = signal.addPerson({ name: 'Ana on Signal' });
    const { token } = value(await requestChannelLink(app.context, actor('ana'), 'signal'));
    signal.write(ana.number, `\`${token}\`.`, false);
    await signal.waitForMessages(ana.uuid);
    signal.write(ana.number, '*STOP* 🙏');
    const [stopped] = await signal.waitForMessages(ana.number);
    expect(stopped?.text).toMatch(/^Stopped/);
    const moved = signal.changeNumber(ana.number, '+38640555666');
    signal.write(moved.number, 'STATUS');
    const [status] = await signal.waitForMessages(moved.number);
    expect(status?.text).toContain('Discord account Ana');
  });

  it('hears what is put in the place of other words', async () => {
    await listen({ mode });
    const ana = await linkedAna();
    signal.write(ana.number, 'SOTP');
    await signal.waitForMessages(ana.number, 2);
    signal.edit(ana.number, 'STOP');
    const [, , stopped] = await signal.waitForMessages(ana.number, 3);
    expect(stopped?.text).toMatch(/^Stopped/);
  });

  it('answers who hides their number', async () => {
    await listen({ mode });
    const ana = await linkedAna(true);
    signal.write(ana.number, 'STATUS');
    await signal.waitForMessages(ana.address, 2);
  });

  it('hears neither groups nor receipts', async () => {
    await listen({ mode });
    const ana = await linkedAna();
    signal.writeInGroup(ana.number, 'STOP');
    signal.read(ana.number);
    signal.write(ana.number, 'HELP');
    const messages = await signal.waitForMessages(ana.number, 2);
    expect(messages[1]?.text).toContain('STOP:');
    expect(signal.delivered).toHaveLength(2);
  });

  it('hears what nobody can tell whether another heard it', async () => {
    await listen({ mode }, () => Promise.reject(new Error('the database is gone')));
    const ana = await linkedAna();
    signal.write(ana.number, 'HELP');
    await signal.waitForMessages(ana.number, 2);
  });

  it('comes back when the service does', async () => {
    await listen({ mode });
    const ana = await linkedAna();
    await signal.pauseHttp();
    await event(({ type }) => type === 'inbound_lost');
    signal.write(ana.number, 'HELP');
    await signal.resumeHttp();
    await signal.waitForMessages(ana.number, 2);
    expect(events.filter(({ type }) => type === 'inbound_ready')).toHaveLength(2);
  });

  it('stops at once', async () => {
    const inbox = await listen({ mode });
    await signal.waitForListening();
    await inbox.stop();
    expect(events.filter(({ type }) => type === 'inbound_lost')).toEqual([]);
  });
});

describe('two Signal inboxes that are both connected, as of a process that was stopped and of whoever replaced it', () => {
  it('hear each message once, and each person in the order they wrote', async () => {
    const shelf = new MemoryShelf(new FakeClock('2026-03-10T19:00:00Z'));
    const isFirst = (digest: string): boolean => shelf.use(digest, 60_000);
    const here = await listen({ mode: 'json-rpc' }, isFirst);
    const there = listenBeside(isFirst);
    await signal.waitUntil(() => signal.connected === 2, 'both to listen');
    const ana = await linkedAna();
    for (const said of ['TOMORROW maybe', 'STOP', 'HELP']) signal.write(ana.number, said);
    await signal.waitForMessages(ana.number, 4);
    await Promise.all([here.stop(), there.stop()]);
    expect(signal.messagesTo(ana.number)).toHaveLength(4);
  });
});

describe('an envelope', () => {
  const OWN = '+38640000001';
  const from = (envelope: object) => directMessageIn({ envelope, account: OWN }, OWN);

  it.each<[string, unknown]>([
    ['our own message', from({ source: OWN, sourceNumber: OWN, dataMessage: { message: 'STOP' } })],
    ['nobody’s', from({ dataMessage: { message: 'STOP' } })],
    ['one without words', from({ source: '+1', dataMessage: { message: null } })],
    ['a group’s', from({ source: '+1', dataMessage: { message: 'STOP', groupInfo: { groupId: 'x' } } })],
    ['a sync', from({ source: '+1', syncMessage: { sentMessage: { message: 'STOP' } } })],
    ['rubbish', directMessageIn('rubbish', OWN)],
  ])('is not heard when it is %s', (_, heard) => {
    expect(heard).toBeNull();
  });
});
