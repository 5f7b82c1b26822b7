import { describe, expect, it, onTestFinished } from 'vitest';
import { REST } from 'discord.js';
import { DiscordStandIn } from '../../demo/discord/stand-in.js';
import type { FaultBehaviour } from '../../demo/discord/faults.js';
import { FIRST_PAUSE_MS, NO_ANSWERS_IN_A_ROW } from '../../src/channels/channel-gate.js';
import { Alerts } from '../../src/discord/alerts.js';
import { messagesFor } from '../../src/messages/catalog.js';
import { SimpleEventBus } from '../../src/observability/event-bus.js';
import { anEvening, messages } from '../e2e/support.js';
import { faultsOf } from '../support/crash.js';
import { notDelivered, type Reply, sent, trouble } from '../support/fake-channel.js';
import { players, promoter } from '../support/people.js';
import { MINUTE, REMINDER_AT, START_AT, testApp, type TestApp } from '../support/test-app.js';

const SECOND = 1_000;
const POST = 'POST /channels/:id/messages';

async function evening(people = 12): Promise<TestApp> {
  const app = await testApp({ sweepEveryMs: 5 * SECOND });
  await players(app, people);
  await app.campaign(await promoter(app));
  return app;
}

/** How far apart requests to Discord were, in seconds, where it was more than one. */
function waits(app: TestApp): number[] {
  const times = app.discord.requests.map(({ monotonic }) => monotonic);
  return times
    .slice(1)
    .map((at, index) => Math.round((at - times[index]!) / SECOND))
    .filter((seconds) => seconds > 1);
}

describe('Discord refuses the bot (401, or DMs opened too fast)', () => {
  it.each(['unauthorized', 'dms_paused'])(
    '%s: pauses, probes with one send at a time, and goes on',
    async (code) => {
      const app = await evening();
      app.discord.reply = () => trouble(code);
      await app.advanceTo(START_AT - 10 * MINUTE);
      const whileInTrouble = app.discord.requests.length;
      // All who were under way when it began, then one each minute, two minutes, …
      expect(waits(app)).toEqual([60, 120]);
      expect(whileInTrouble).toBeLessThanOrEqual(12 + 2);
      app.discord.reply = () => sent;
      await app.advanceTo(START_AT - MINUTE);
      expect(Object.values(await app.fates('reminder'))).toEqual(Array(12).fill('sent'));
      expect(app.eventsOf('channel_paused').map((event) => event.code)).toEqual([code, code, code]);
      expect(app.eventsOf('channel_resumed')).toHaveLength(1);
      await app.advanceTo(START_AT + MINUTE);
      expect(await faultsOf(app)).toEqual([]);
    },
  );

  it('for the whole evening: nobody is called, and everybody’s end can be read', async () => {
    const app = await evening();
    app.discord.reply = () => trouble('dms_paused');
    await app.advanceTo(START_AT + 46 * MINUTE);
    expect(await faultsOf(app)).toEqual([]);
    expect(app.discord.delivered).toEqual([]);
    const ends = [...Object.values(await app.fates('reminder')), ...Object.values(await app.fates('start'))];
    for (const end of ends)
      expect(['failed(expired)', 'skipped(missed)', 'failed(attempts_exhausted)']).toContain(end);
    // 60 s, then doubling, to a quarter of an hour.
    const minutes = app.eventsOf('channel_paused').map(({ until }, index, all) => {
      const before = all[index - 1]?.until ?? REMINDER_AT;
      return Math.round((until - before) / MINUTE);
    });
    expect(minutes).toEqual([1, 2, 4, 8, 15, 15, 15].slice(0, minutes.length));
  });
});

describe('Discord does not answer (server errors, time-outs)', () => {
  const gone = (code: string, arrives = false): Reply => ({
    outcome: { kind: 'maybe_delivered', code },
    arrives,
  });

  it.each([
    ['server_error', gone('server_error')],
    ['timeout', gone('timeout')],
    ['connection_refused', notDelivered('connection_refused', 0)],
  ])('%s, for longer than a blip: pauses, and everybody is called afterwards', async (code, reply) => {
    const app = await evening();
    app.discord.reply = () => reply;
    await app.advanceTo(REMINDER_AT + 30 * SECOND);
    expect(app.eventsOf('channel_paused')).toMatchObject([{ code, channel: 'discord' }]);
    const requests = app.discord.requests.length;
    await app.advance(25 * SECOND);
    expect(app.discord.requests).toHaveLength(requests);
    app.discord.reply = () => sent;
    await app.advance(MINUTE);
    expect(Object.values(await app.fates('reminder'))).toEqual(Array(12).fill('sent'));
    expect(app.eventsOf('channel_resumed')).toHaveLength(1);
    await app.advanceTo(START_AT + MINUTE);
    expect(await faultsOf(app)).toEqual([]);
  });

  it('a probe without an answer doubles the pause; what may have arrived becomes unknown, never doubled', async () => {
    const app = await evening();
    app.discord.reply = () => gone('server_error', true);
    await app.advanceTo(REMINDER_AT + 10 * MINUTE);
    // One probe after a minute; after the next pause Discord no longer knows any nonce, and nothing is asked.
    expect(waits(app).filter((seconds) => seconds >= 50)).toEqual([60]);
    const [first, second, ...more] = app.eventsOf('channel_paused').map(({ until }) => until);
    expect(Math.round((second! - first!) / FIRST_PAUSE_MS)).toBe(2);
    expect(more).toEqual([]);
    app.discord.reply = () => sent;
    await app.advanceTo(START_AT + MINUTE);
    const reminders = Object.values(await app.fates('reminder'));
    expect(reminders.filter((fate) => fate.startsWith('unknown('))).toHaveLength(12);
    expect(app.discord.delivered.filter(({ jobType }) => jobType === 'reminder')).toHaveLength(12);
    expect(Object.values(await app.fates('start'))).toEqual(Array(12).fill('sent'));
    expect(await faultsOf(app)).toEqual([]);
  });

  it('for a moment: no pause, everybody’s own retry is enough', async () => {
    const app = await evening();
    app.discord.reply = (_, attempt) => (attempt === 1 ? gone('server_error') : sent);
    await app.advanceTo(REMINDER_AT + 10 * SECOND);
    expect(app.discord.requests.length).toBeGreaterThan(NO_ANSWERS_IN_A_ROW);
    expect(app.eventsOf('channel_paused')).toEqual([]);
    expect(Object.values(await app.fates('reminder'))).toEqual(Array(12).fill('sent'));
  });

  it('to one person only: no pause', async () => {
    const app = await evening();
    app.discord.reply = ({ userId }) => (userId === 'p3' ? gone('server_error') : sent);
    await app.advanceTo(REMINDER_AT + 5 * MINUTE);
    expect(app.eventsOf('channel_paused').length * FIRST_PAUSE_MS).toBeLessThanOrEqual(FIRST_PAUSE_MS);
    const { p3, ...others } = await app.fates('reminder');
    expect(p3).toMatch(/^unknown/);
    expect(Object.values(others)).toEqual(Array(11).fill('sent'));
  });
});

describe('the alert channel', () => {
  async function alerts() {
    const discord = await DiscordStandIn.start();
    onTestFinished(() => discord.stop());
    const events = new SimpleEventBus();
    const { id } = discord.addChannel({ name: 'alerts' });
    const rest = new REST({ api: discord.url, retries: 0 }).setToken(discord.token);
    const server = { locale: 'en' };
    const told = new Alerts(
      rest,
      () => id,
      () => messagesFor(server.locale),
      events,
    );
    events.on((event) => told.handle(event));
    const paused = (code: string) =>
      events.emit({ type: 'channel_paused', channel: 'discord', code, until: 0 });
    const resumed = () => events.emit({ type: 'channel_resumed', channel: 'discord' });
    return {
      discord,
      id,
      paused,
      resumed,
      server,
      texts: () => discord.messagesIn(id).map((message) => message.text()),
    };
  }

  it('is told of each cause once, until it is over', async () => {
    const { discord, id, paused, resumed, texts } = await alerts();
    paused('dms_paused');
    paused('dms_paused');
    paused('server_error');
    paused('dms_paused');
    await discord.waitUntil(() => texts().length === 2, 'two alerts');
    expect(new Set(texts()).size).toBe(2);
    resumed();
    paused('dms_paused');
    await discord.waitUntil(() => texts().length === 3, 'the third alert');
    expect(discord.traffic.count({ route: POST, path: `/api/v10/channels/${id}/messages` })).toBe(3);
  });

  it("is told in the server's language", async () => {
    const { discord, paused, server, texts } = await alerts();
    server.locale = 'de';
    paused('server_error');
    await discord.waitUntil(() => texts().length === 1, 'an alert');
    expect(texts()[0]).toContain('Discord pausiert bis');
  });

  it('is told at the next sign of a cause when it could not be told at the first', async () => {
    const { discord, paused, texts } = await alerts();
    discord.faults.next({ route: POST }, { kind: 'status', status: 502 });
    paused('server_error');
    await discord.traffic.waitFor({ route: POST, status: 502 });
    // The answer has to come back to who asked.
    await expect.poll(() => (paused('server_error'), texts().length)).toBe(1);
  });
});

describe('the real bot in trouble', () => {
  it('tells its promoter and the alert channel, and answers commands as ever', async () => {
    const evening = await anEvening({
      players: { ana: { promoter: true }, bor: {}, cene: {} },
      reminderIn: 18,
      // On a busy machine the bot is up again after the reminder; the start message then is what is refused.
      startIn: 60,
    });
    const { ana, bor } = evening.people;
    const alerts = evening.discord.addChannel({ name: 'alerts' });
    await evening.bot.stop();
    await evening.restart({ ALERT_CHANNEL_ID: alerts.id });
    const card = await ana.promotes();
    const tooFast: FaultBehaviour = { kind: 'code', status: 403, code: 40003, message: 'Too fast' };
    for (const { id } of Object.values(evening.people)) {
      evening.discord.faults.always({ route: POST, userId: id }, tooFast);
    }
    await evening.bot.waitForEvent('channel_paused', undefined, 120_000);
    const isTold = (): boolean => card.message.text().includes('is paused until');
    await evening.discord.waitUntil(isTold, 'the pause on the message of the promoter');

    const status = await bor.uses('promote status');
    expect(status.text()).toContain(messages.promote.title('running', false));
    const said = await bor.uses('availability set', { status: 'MAYBE' });
    expect(said.text()).toContain(messages.replies.availabilitySet('MAYBE', evening.date, evening.date));
    await evening.discord.waitUntil(() => evening.discord.delivered.length > 0, 'the alert');
    expect(evening.discord.delivered.map(({ channelId }) => channelId)).toEqual([alerts.id]);
  });

  it('goes on after Discord has refused its token once', async () => {
    const evening = await anEvening({ players: { ana: { promoter: true } }, reminderIn: 100, startIn: 200 });
    const refused: FaultBehaviour = { kind: 'code', status: 401, code: 0, message: '401: Unauthorized' };
    const fault = evening.discord.faults.next({ route: 'GET /guilds/:id' }, refused);
    const { ana } = evening.people;
    // What roles may do has changed, so it is asked anew.
    evening.discord.setPermissions(ana.id, 0n);
    await ana.uses('promote preview');
    expect(fault.hits).toBe(1);
    const preview = await ana.uses('promote preview');
    expect(preview.text()).not.toBe(messages.refusal({ code: 'directory_unavailable' }));
  });
});
