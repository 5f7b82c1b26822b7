import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { TelegramStandIn } from '../../demo/telegram/stand-in.js';
import { ChannelRegistry } from '../../src/channels/registry.js';
import { TelegramChannel } from '../../src/channels/telegram/telegram-channel.js';
import type { Clock } from '../../src/domain/clock.js';
import type { EventBus, MusterEvent } from '../../src/domain/events.js';
import { TelegramInbox } from '../../src/inbound/telegram/telegram-inbox.js';
import { en } from '../../src/messages/en/messages.js';
import { TRANSLATIONS } from '../../src/messages/catalog.js';
import { SystemClock } from '../../src/scheduling/system-clock.js';
import type { ServiceContext } from '../../src/services/context.js';
import { requestChannelLink } from '../../src/services/link-channel.js';
import { actor, person } from '../support/people.js';
import { quickClock } from './quick-clock.js';
import { DATE, REMINDER_AT, testApp, value, type TestApp } from '../support/test-app.js';
import { channelTools } from '../support/in-memory.js';

let telegram: TelegramStandIn;
let app: TestApp;
let inbox: TelegramInbox;
let events: MusterEvent[];
/** Woken by every event, so that a test can wait for one. */
let onEvent: () => void = () => undefined;

beforeEach(async () => {
  telegram = await TelegramStandIn.start({ chatIntervalMs: 0 });
});
afterEach(async () => {
  await telegram.stop();
});

/** The services, with the real channel to answer by. */
function servicesOn(clock: Clock, bus: EventBus): ServiceContext {
  const forget = (): Promise<void> => Promise.resolve();
  const { token, url: apiUrl } = telegram;
  const channel = new TelegramChannel({ token, apiUrl, messagesPerSecond: 25, clock, events: bus, forget });
  return {
    ...app.context,
    clock,
    events: bus,
    outbox: new ChannelRegistry([channel], channelTools(clock, bus)),
  };
}

async function listen({
  token = telegram.token,
  clock,
  patience = 'quick',
  mayHear = () => true,
}: {
  token?: string;
  clock?: Clock;
  patience?: 'quick' | 'endless';
  mayHear?: () => boolean;
} = {}): Promise<void> {
  app = await testApp({ channels: ['discord', 'telegram'], settings: { questionTime: '20:31' } });
  const quick = quickClock(app);
  const ticking = clock ?? (patience === 'quick' ? quick : { ...quick, sleep: withEndlessPatience(quick) });
  events = [];
  const bus = {
    emit: (event: MusterEvent) => {
      events.push(event);
      app.context.events.emit(event);
      onEvent();
    },
    on: () => () => undefined,
  };
  inbox = new TelegramInbox(servicesOn(ticking, bus), { token, apiUrl: telegram.url }, mayHear);
  onTestFinished(() => inbox.stop('given_back'));
  inbox.start();
}

/** Discord is waited for as long as a test likes. */
function withEndlessPatience(clock: Clock): Clock['sleep'] {
  return (ms, signal) => clock.sleep(ms === 3_000 ? Number.MAX_SAFE_INTEGER : ms, signal);
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
    expect([...telegram.commandsIn.keys()]).toEqual(['', ...TRANSLATIONS.keys()]);
    for (const commands of telegram.commandsIn.values()) {
      expect(commands.map(({ command }) => command)).toEqual([
        'status',
        'coming',
        'late',
        'today',
        'tomorrow',
        'on',
        'clear',
        'weekly',
        'away',
        'back',
        'limit',
        'keep',
        'stop',
        'link',
        'unlink',
        'help',
      ]);
    }
    for (const [code, { chat }] of TRANSLATIONS)
      expect(telegram.commandsIn.get(code)?.[0]?.description).toBe(chat.commands.status);
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

  it.each([
    [
      'en',
      ['/tomorrow@muster_bot maybe', '/on “Friday” looking 🙏', '/on Friday', '/clear friday!'],
      [
        'Saved for tomorrow: 🤔 Maybe',
        'Saved for Friday 13 March: 🔎',
        'You: 🔎',
        'Friday 13 March is cleared',
      ],
    ],
    [
      'de',
      ['morgen vielleicht', 'Am 13. März: suche!', '/on Freitag', '*LÖSCHEN* Freitag'],
      ['Gespeichert für morgen: 🤔', 'Gespeichert für Freitag, 13. März: 🔎', 'Du: 🔎', 'zurückgenommen'],
    ],
  ])('hears about other days in %s', async (locale, said, answers) => {
    await listen();
    await person(app, 'ana', { name: 'Ana', locale });
    const ana = telegram.addPerson({ name: 'Ana on Telegram' });
    const { token } = value(await requestChannelLink(app.context, actor('ana', { locale }), 'telegram'));
    telegram.openDeepLink(ana.id, `https://t.me/${telegram.username}?start=${token}`);
    await telegram.waitForMessages(ana.id);
    for (const [index, words] of said.entries()) {
      telegram.write(ana.id, words);
      const answer = (await telegram.waitForMessages(ana.id, index + 2)).at(-1);
      expect(answer?.text).toContain(answers[index]);
    }
    expect(
      await app.rows(`SELECT entry_date, status FROM availability_entries WHERE entry_date > '${DATE}'`),
    ).toEqual([{ entry_date: '2026-03-11', status: 'MAYBE' }]);
  });

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
      { allow_promotions: app.stored(false) },
    ]);
    expect(await app.rows('SELECT status FROM availability_entries')).toEqual([{ status: 'LOOKING' }]);
    expect(telegram.messagesTo(id).length).toBeLessThanOrEqual(20);
  });

  it('hears a STOP while somebody else’s question waits for Discord, and has that again after a kill', async () => {
    await listen({ patience: 'endless' });
    const ana = await linkedAna();
    await person(app, 'bor', { channels: ['telegram'] });
    const bor = telegram.addPerson({ name: 'Bor on Telegram' });
    const { token } = value(await requestChannelLink(app.context, actor('bor'), 'telegram'));
    telegram.openDeepLink(bor.id, `https://t.me/${telegram.username}?start=${token}`);
    await telegram.waitForMessages(bor.id);
    let discordAnswers = (): void => undefined;
    const ask = app.directory.member.bind(app.directory);
    const answered = new Promise<void>((resolve) => (discordAnswers = resolve));
    const asked = new Promise<void>((isAsked) => {
      app.directory.member = async (...question) => {
        isAsked();
        await answered;
        return ask(...question);
      };
    });
    telegram.write(bor.id, '/today maybe');
    telegram.write(ana, '/status');
    await asked;
    telegram.write(ana, 'STOP');
    await event((each) => each.type === 'preferences_changed' && each.userId === 'ana');
    expect(events.filter(({ type }) => type === 'availability_set')).toEqual([]);
    // A process that is killed here has acknowledged neither Bor's question nor what came after it.
    expect(telegram.unconfirmed).toBe(3);
    discordAnswers();
    await event((each) => each.type === 'availability_set' && each.userId === 'bor');
    await inbox.stop('given_back');
    expect(telegram.unconfirmed).toBe(0);
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
    const voice = { text: 'Open voice', data: '', url: 'https://discord.com/channels/1/2', row: 0 };
    const stop = { text: 'Stop these messages', data: 'stop:c', row: 1 };
    message.buttons = [voice, { text: 'Not tonight', data: 'not-tonight:c', row: 1 }, stop];
    expect(await telegram.press(id, message, 'Not tonight')).toMatch(/tonight/);
    const way = { text: en.buttons.backIn, data: 'back-in:c', row: 1 };
    await telegram.waitUntil(() => message.buttons.some(({ text }) => text === way.text), 'the way back');
    expect(message.buttons).toEqual([voice, way, stop]);
    // The campaign is not known, so there is nothing to come back to; and the button stays.
    expect(await telegram.press(id, message, way.text)).toMatch(/No pings found/);
    expect(message.buttons).toContainEqual(way);
    expect(await telegram.press(id, message, 'Stop these messages')).toMatch(/^Stopped/);
    await telegram.waitUntil(() => message.buttons.length === 1, 'nothing to be left but the link');
    expect(message.buttons).toEqual([voice]);
  });

  it('takes an answer to a ping, shows which, and makes room for the minutes', async () => {
    await listen();
    const id = await linkedAna();
    await app.change(`UPDATE subscription_preferences SET preferred_channel = 'telegram'`);
    await person(app, 'promoter', { status: null, optedIn: false, admin: true });
    await app.campaign(actor('promoter'));
    await app.advanceTo(REMINDER_AT + 5_000);
    const [reminder] = app.telegram.deliveredTo('ana');
    const message = telegram.messagesTo(id)[0]!;
    message.buttons = reminder!.delivery.message.actions.map(({ action, id: campaign, label }, at) => {
      return { text: label, data: `${action}:${campaign}`, row: Math.floor(at / 2) };
    });
    const labels = (): string[] => message.buttons.map(({ text }) => text);
    const { coming, later, notTonight, stop, back, lateBy } = en.buttons;
    expect(labels()).toEqual([coming, later, notTonight, stop]);

    await telegram.press(id, message, coming);
    await telegram.waitUntil(() => labels().includes(`✓ ${coming}`), 'Coming to be marked');
    expect(await telegram.press(id, message, later)).toBe(en.wayOut.howMuchLater);
    await telegram.waitUntil(() => labels().includes(back), 'the minutes');
    expect(labels()).toEqual([lateBy(10), lateBy(20), lateBy(30), back, stop]);
    await telegram.press(id, message, back);
    await telegram.waitUntil(() => labels().includes(`✓ ${coming}`), 'Coming to be marked again');
    await telegram.press(id, message, later);
    await telegram.waitUntil(() => labels().includes(back), 'the minutes again');
    expect(await telegram.press(id, message, lateBy(20))).toBe(en.wayOut.late('21:20', false));
    await telegram.waitUntil(() => labels().includes(`✓ ${later}`), 'Later to be marked');
    await telegram.press(id, message, notTonight);
    await telegram.waitUntil(() => labels().includes(`✓ ${notTonight}`), 'the no to be marked');
    expect(labels()).toEqual([coming, later, `✓ ${notTonight}`, stop]);
  });

  it('takes the answers to a question, marks the one that was given, and asks no more where that is wanted', async () => {
    await listen();
    const id = await linkedAna();
    await app.change(`DELETE FROM availability_entries`);
    await app.change(
      `UPDATE subscription_preferences SET allow_questions = true, preferred_channel = 'telegram'`,
    );
    await app.advance(2 * 60_000);
    const [question] = app.telegram.deliveredTo('ana');
    const message = telegram.messagesTo(id)[0]!;
    message.buttons = question!.delivery.message.actions.map(({ action, id: campaign, label }, at) => {
      return { text: label, data: `${action}:${campaign}`, row: Math.floor(at / 2) };
    });
    const labels = (): string[] => message.buttons.map(({ text }) => text);
    const said = async (): Promise<unknown> => app.rows('SELECT status FROM availability_entries');

    expect(await telegram.press(id, message, '🤔 Maybe')).toContain(
      en.replies.availabilitySet('MAYBE', DATE, DATE),
    );
    await telegram.waitUntil(() => labels().includes('✓ 🤔 Maybe'), 'the answer to be marked');
    expect(await said()).toEqual([{ status: 'MAYBE' }]);
    expect(await telegram.press(id, message, '🔎 Looking to play')).toContain(
      en.replies.availabilitySet('LOOKING', DATE, DATE),
    );
    await telegram.waitUntil(
      () => labels().includes('✓ 🔎 Looking to play'),
      'the other answer to be marked',
    );
    expect(labels()).toContain('🤔 Maybe');
    expect(await telegram.press(id, message, '🚫 Not playing')).toContain(
      en.replies.availabilitySet('NOT_PLAYING', DATE, DATE),
    );
    expect(await said()).toEqual([{ status: 'NOT_PLAYING' }]);

    expect(await telegram.press(id, message, 'Don’t ask me')).toBe(en.replies.ended['dont-ask']);
    const { stopEverything } = en.buttons;
    await telegram.waitUntil(() => labels().includes(stopEverything), 'the end of everything to be offered');
    const consents = 'SELECT allow_promotions, allow_questions FROM subscription_preferences';
    expect(await app.rows(consents)).toEqual([
      { allow_promotions: app.stored(true), allow_questions: app.stored(false) },
    ]);
    expect(await telegram.press(id, message, stopEverything)).toBe(en.replies.stopped);
    expect(await app.rows(consents)).toEqual([
      { allow_promotions: app.stored(false), allow_questions: app.stored(false) },
    ]);
  });

  it('ends the notices that it is on alone, and offers to stop everything', async () => {
    await listen();
    const id = await linkedAna();
    await app.change(
      `UPDATE subscription_preferences SET allow_ready_notices = true, preferred_channel = 'telegram'`,
    );
    const message = telegram.messagesTo(id)[0]!;
    message.buttons = [{ text: en.buttons.ends['stop-ready'], data: 'stop-ready:c', row: 0 }];
    expect(await telegram.press(id, message, en.buttons.ends['stop-ready'])).toBe(
      en.replies.ended['stop-ready'],
    );
    const offered = (): boolean => message.buttons.some(({ text }) => text === en.buttons.stopEverything);
    await telegram.waitUntil(offered, 'the end of everything to be offered');
    expect(
      await app.rows('SELECT allow_promotions, allow_ready_notices FROM subscription_preferences'),
    ).toEqual([{ allow_promotions: app.stored(true), allow_ready_notices: app.stored(false) }]);
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
    expect(status?.text).toMatch(/isn’t linked/);
  });

  it('does what is asked without end, but does not answer without end', async () => {
    await listen();
    const id = await linkedAna();
    for (let n = 0; n < 30; n += 1) telegram.write(id, '/help');
    telegram.write(id, '/stop');
    await event((each) => each.type === 'preferences_changed' && each.allowed.length === 0);
    await telegram.waitForMessages(id, 20);
    // Somebody else is still answered: had there been another answer for Ana, it would be there by then.
    const other = telegram.addPerson({ name: 'Bor on Telegram' });
    telegram.start(other.id);
    await telegram.waitForMessages(other.id);
    await inbox.stop('given_back');
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
    await inbox.stop('given_back');
    const services = servicesOn(quickClock(app), app.context.events);
    const again = new TelegramInbox(services, { token: telegram.token, apiUrl: telegram.url });
    onTestFinished(() => again.stop('given_back'));
    again.start();
    await telegram.waitForPolling();
    expect(telegram.messagesTo(id)).toHaveLength(1);
  });

  it('that has lost its role asks Telegram nothing more, and another answers what it had not done', async () => {
    await listen();
    await linkedAna();
    await telegram.waitForPolling();
    const asked = (): number => telegram.traffic.count({ route: 'POST /getUpdates' });
    const before = asked();
    await inbox.stop('lost');
    // The poll that was under way is broken off, and no other follows.
    expect(asked() - before).toBeLessThanOrEqual(1);
    const services = servicesOn(quickClock(app), app.context.events);
    const again = new TelegramInbox(services, { token: telegram.token, apiUrl: telegram.url });
    onTestFinished(() => again.stop('given_back'));
    again.start();
    await telegram.waitForPolling();
  });

  it('that others may take for dead hears nothing, and leaves it to whoever listens now', async () => {
    let isSure = true;
    let askedInVain = (): void => undefined;
    const inVain = new Promise<void>((resolve) => (askedInVain = resolve));
    await listen({
      mayHear: () => {
        if (!isSure) askedInVain();
        return isSure;
      },
    });
    const ana = await linkedAna();
    await telegram.waitForPolling();
    isSure = false;
    telegram.write(ana, '/help');
    await inVain;
    await inbox.stop('lost');
    expect(telegram.messagesTo(ana)).toHaveLength(1);
    const services = servicesOn(quickClock(app), app.context.events);
    const again = new TelegramInbox(services, { token: telegram.token, apiUrl: telegram.url });
    onTestFinished(() => again.stop('given_back'));
    again.start();
    await telegram.waitForMessages(ana, 2);
  });

  describe('answers people', () => {
    const RATE_LIMITED = 429;
    const refused = (): number =>
      telegram.traffic.where({ route: 'POST /sendMessage' }).filter(({ status }) => status === RATE_LIMITED)
        .length;
    /** Telegram as strict as it is, and real time. */
    async function strictly(): Promise<void> {
      await telegram.stop();
      telegram = await TelegramStandIn.start();
      await listen({ clock: new SystemClock() });
    }
    const stranger = (name: string): string => telegram.addPerson({ name, started: true }).id;

    it('each of fifty who write within a second, and Telegram never refuses', async () => {
      await strictly();
      const people = Array.from({ length: 50 }, (_, n) => stranger(`Person ${n}`));
      for (const id of people) telegram.write(id, '/link wrong');
      await Promise.all(people.map((id) => telegram.waitForMessages(id, 1, 20_000)));
      expect(refused()).toBe(0);
    }, 30_000);

    it('both times when they write two lines within a second', async () => {
      await strictly();
      const id = stranger('Ana');
      telegram.write(id, '/help');
      telegram.write(id, '/status');
      await telegram.waitForMessages(id, 2);
      expect(refused()).toBe(0);
    });

    it('again, when Telegram asks for patience', async () => {
      await listen();
      const id = stranger('Ana');
      telegram.faults.next({ route: 'POST /sendMessage' }, { kind: 'rate_limit', retryAfterSeconds: 3 });
      telegram.write(id, '/help');
      await telegram.waitForMessages(id, 1);
      expect(refused()).toBe(1);
    });

    it('for a minute at most, and says what it dropped', async () => {
      await listen();
      const id = stranger('Ana');
      telegram.faults.next({ route: 'POST /sendMessage' }, { kind: 'rate_limit', retryAfterSeconds: 61 });
      telegram.write(id, '/help');
      await event((each) => each.type === 'answer_failed' && each.code === 'rate_limited');
      expect(telegram.messagesTo(id)).toEqual([]);
    });

    it('while it hears the others, however long one answer has to wait', async () => {
      await listen();
      const ana = await linkedAna();
      telegram.faults.next({ route: 'POST /sendMessage' }, { kind: 'hang' });
      telegram.write(ana, '/help');
      telegram.write(ana, '/stop');
      await event((each) => each.type === 'preferences_changed' && each.allowed.length === 0);
      expect(events.filter(({ type }) => type === 'answer_failed')).toEqual([]);
    });

    it('in no other way than the channel’s gate allows, which hears of trouble', async () => {
      await listen();
      const id = stranger('Ana');
      telegram.faults.next(
        { route: 'POST /sendMessage' },
        { kind: 'code', status: 401, code: 401, message: 'no' },
      );
      telegram.write(id, '/help');
      await event(({ type }) => type === 'channel_paused');
    });
  });
});
