import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { TelegramStandIn } from '../../demo/telegram/stand-in.js';
import type { MusterEvent } from '../../src/domain/events.js';
import { TelegramInbox } from '../../src/inbound/telegram/telegram-inbox.js';
import { de } from '../../src/messages/de.js';
import { SystemClock } from '../../src/scheduling/system-clock.js';
import { requestChannelLink } from '../../src/services/link-channel.js';
import { actor, person } from '../support/people.js';
import { testApp, value, type TestApp } from '../support/test-app.js';

let telegram: TelegramStandIn;
let app: TestApp;
let inbox: TelegramInbox;
let events: MusterEvent[];
/** Woken by every event, so that a test can wait for one. */
let onEvent: () => void = () => undefined;

beforeEach(async () => {
  telegram = await TelegramStandIn.start();
});
afterEach(async () => {
  await telegram.stop();
});

async function listen(token = telegram.token): Promise<void> {
  app = await testApp({ channels: ['discord', 'telegram'] });
  events = [];
  const bus = {
    emit: (event: MusterEvent) => {
      events.push(event);
      app.context.events.emit(event);
      onEvent();
    },
    on: () => () => undefined,
  };
  // Requests take real time, so pauses between them do as well; a second of them is quickly over.
  const real = new SystemClock();
  const clock = {
    now: () => app.clock.now(),
    monotonic: () => app.clock.monotonic(),
    sleep: (ms: number, signal?: AbortSignal) => real.sleep(Math.min(ms, 20), signal),
  };
  inbox = new TelegramInbox({ ...app.context, clock, events: bus }, { token, apiUrl: telegram.url });
  onTestFinished(() => inbox.stop());
  inbox.start();
}

async function event(fits: (event: MusterEvent) => boolean): Promise<void> {
  await new Promise<void>((resolve) => {
    onEvent = () => {
      if (events.some(fits)) resolve();
    };
    onEvent();
  });
}

const lost = (code: string) => (each: MusterEvent) => each.type === 'inbound_lost' && each.code === code;

async function linkedAna(): Promise<string> {
  await person(app, 'ana', { name: 'Ana' });
  const ana = telegram.addPerson({ name: 'Ana on Telegram' });
  const { token } = value(await requestChannelLink(app.context, actor('ana'), 'telegram'));
  telegram.openDeepLink(ana.id, `https://t.me/${telegram.username}?start=${token}`);
  await telegram.waitForMessages(ana.id);
  return ana.id;
}

describe('the Telegram inbox', () => {
  it('knows its name, names its commands, and listens', async () => {
    await listen();
    await telegram.waitForPolling();
    expect(inbox.username).toBe(telegram.username);
    expect([...telegram.commandsIn.keys()]).toEqual(['', 'de']);
    for (const commands of telegram.commandsIn.values()) {
      expect(commands.map(({ command }) => command)).toEqual([
        'status',
        'today',
        'stop',
        'link',
        'unlink',
        'help',
      ]);
    }
    expect(telegram.commandsIn.get('de')?.[0]?.description).toBe(de.chat.commands.status);
    expect(events).toEqual([{ type: 'inbound_ready', channel: 'telegram' }]);
  });

  it.each(['/stop🙏', '“stop”', '«Stopp»', `/stop@muster_bot`, '*STOP*', 'stop,'])(
    'hears %s',
    async (words) => {
      await listen();
      const id = await linkedAna();
      telegram.write(id, words);
      const [, stopped] = await telegram.waitForMessages(id, 2);
      expect(stopped?.text).toMatch(/^Stopped/);
    },
  );

  it('hears what is put in the place of other words, and what is written under a picture', async () => {
    await listen();
    const id = await linkedAna();
    telegram.write(id, 'SOTP');
    await telegram.waitForMessages(id, 2);
    telegram.edit(id, 'SOPT');
    telegram.edit(id, 'STOP');
    const [, help, stopped] = await telegram.waitForMessages(id, 3);
    expect(help?.text).toContain('/stop');
    expect(stopped?.text).toMatch(/^Stopped/);
    telegram.sendPicture(id, 'not tonight!');
    const [, , , declined] = await telegram.waitForMessages(id, 4);
    expect(declined?.text).toMatch(/tonight/);
  });

  it('hears the way out of who writes without end, and nothing else any more', async () => {
    await listen();
    const id = await linkedAna();
    for (let turn = 0; turn < 30; turn += 1) telegram.write(id, 'status');
    telegram.write(id, 'today maybe');
    telegram.write(id, 'STOP');
    await event(({ type }) => type === 'preferences_changed');
    expect(await app.rows('SELECT allow_promotions FROM subscription_preferences')).toEqual([
      { allow_promotions: 0 },
    ]);
    expect(await app.rows('SELECT status FROM availability_entries')).toEqual([{ status: 'LOOKING' }]);
    expect(telegram.messagesTo(id).length).toBeLessThanOrEqual(20);
  });

  it('links a chat by its deep link, and hears what is written there', async () => {
    await listen();
    const id = await linkedAna();
    expect(telegram.messagesTo(id)[0]?.text).toContain('Discord account Ana');
    telegram.write(id, '/status');
    const [, status] = await telegram.waitForMessages(id, 2);
    expect(status?.text).toContain('Discord account Ana');
  });

  it('answers a press, and takes the buttons away that it settled', async () => {
    await listen();
    const id = await linkedAna();
    const message = telegram.messagesTo(id)[0]!;
    message.buttons = [
      { text: 'Not tonight', data: 'not-tonight:c' },
      { text: 'Stop these messages', data: 'stop:c' },
    ];
    expect(await telegram.press(id, message, 'Not tonight')).toMatch(/tonight/);
    await telegram.waitUntil(() => message.buttons.length === 1, 'one button to be left');
    expect(await telegram.press(id, message, 'Stop these messages')).toMatch(/^Stopped/);
    await telegram.waitUntil(() => message.buttons.length === 0, 'no button to be left');
  });

  it('clears the link of somebody who blocks it, at once', async () => {
    await listen();
    const id = await linkedAna();
    telegram.block(id);
    await event(({ type }) => type === 'channel_unlinked');
    telegram.start(id);
    const messages = await telegram.waitForMessages(id, 2);
    expect(messages[1]?.text).toContain('/link telegram');
    telegram.write(id, '/status');
    const [, , status] = await telegram.waitForMessages(id, 3);
    expect(status?.text).toMatch(/not linked/);
  });

  it('does what is asked without end, but does not answer without end', async () => {
    await listen();
    const id = await linkedAna();
    for (let n = 0; n < 30; n += 1) telegram.write(id, '/help');
    telegram.write(id, '/stop');
    await event((each) => each.type === 'preferences_changed' && !each.allowPromotions);
    expect(telegram.messagesTo(id)).toHaveLength(20);
  });

  it('hears private chats only', async () => {
    await listen();
    const id = await linkedAna();
    telegram.writeInGroup(id, '/stop');
    telegram.write(id, '/status');
    const messages = await telegram.waitForMessages(id, 2);
    expect(messages).toHaveLength(2);
    expect(telegram.delivered.every(({ personId }) => personId === id)).toBe(true);
  });

  it('goes on when an answer can’t be sent', async () => {
    await listen();
    const id = await linkedAna();
    telegram.faults.next({ route: 'POST /sendMessage' }, { kind: 'status', status: 502 });
    telegram.write(id, '/help');
    await event(({ type }) => type === 'answer_failed');
    telegram.write(id, '/help');
    await telegram.waitForMessages(id, 2);
  });

  it('comes back when Telegram does, and hears what was written meanwhile', async () => {
    await listen();
    const id = await linkedAna();
    await telegram.pauseHttp();
    await event(({ type }) => type === 'inbound_lost');
    telegram.write(id, '/help');
    await telegram.resumeHttp();
    await telegram.waitForMessages(id, 2);
    expect(events.filter(({ type }) => type === 'inbound_ready')).toHaveLength(2);
  });

  it('says that its token is refused, and tries again', async () => {
    telegram.tokenIsGood = false;
    await listen();
    await event(lost('unauthorized'));
    telegram.tokenIsGood = true;
    await telegram.waitForPolling();
    expect(JSON.stringify(events)).not.toContain(telegram.token);
  });

  it('says that somebody else polls, and tries again', async () => {
    await listen();
    await telegram.waitForPolling();
    telegram.beginPollingElsewhere();
    await event(lost('conflict'));
    telegram.polledElsewhere = false;
    await telegram.waitForPolling();
  });

  it('stops at once, and leaves nothing to be answered twice', async () => {
    await listen();
    const id = await linkedAna();
    await telegram.waitForPolling();
    await inbox.stop();
    const again = new TelegramInbox(app.context, { token: telegram.token, apiUrl: telegram.url });
    onTestFinished(() => again.stop());
    again.start();
    await telegram.waitForPolling();
    expect(telegram.messagesTo(id)).toHaveLength(1);
  });
});
