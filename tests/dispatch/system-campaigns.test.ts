import { describe, expect, it } from 'vitest';
import { addDays } from '../../src/domain/local-time.js';
import { ANSWER_ACTIONS } from '../../src/domain/question.js';
import { campaignLog } from '../../src/services/campaign-log.js';
import { campaignStatusById, campaignStatusOn } from '../../src/services/campaign-status.js';
import { changeSettings } from '../../src/services/change-settings.js';
import { pausePromotions, resumePromotions } from '../../src/services/pause-promotions.js';
import { clearAvailabilityOn, setAvailability } from '../../src/services/set-availability.js';
import { updatePreferences } from '../../src/services/update-preferences.js';
import { notTonight, stopMessages } from '../../src/services/way-out.js';
import { faultsOf } from '../support/crash.js';
import { lostUnanswered, notDelivered } from '../support/fake-channel.js';
import { admin, person, type PersonOptions, promoter } from '../support/people.js';
import {
  DATE,
  MINUTE,
  START_AT,
  testApp,
  type TestApp,
  type TestAppOptions,
  value,
} from '../support/test-app.js';

/** 18:00 in Ljubljana, three hours before the start. */
const ASK_AT = Date.parse('2026-03-10T17:00:00.000Z');
const BEFORE = '2026-03-10T16:50:07.123Z';
const DAY = 24 * 60 * MINUTE;

const openApp = ({ settings, ...options }: TestAppOptions = {}): Promise<TestApp> =>
  testApp({ at: BEFORE, settings: { questionTime: '18:00', ...settings }, ...options });

/** Somebody who wants to be asked and has said nothing. */
const silent = (app: TestApp, userId: string, options: PersonOptions = {}) =>
  person(app, userId, { status: null, asked: true, optedIn: false, ...options });

const asked = (app: TestApp) => app.fates('question');

describe('the question', () => {
  it('is asked at its time of linked members who want it and have said nothing, once, under a key of its own', async () => {
    const app = await openApp({ channels: ['discord', 'telegram'] });
    await silent(app, 'ana');
    await silent(app, 'tele', { channels: ['telegram'], preferred: 'telegram' });
    await silent(app, 'unlinked', { linked: false });
    await silent(app, 'gone', { member: false });
    await silent(app, 'nowhere', { discordDms: false });
    await person(app, 'unasked', { status: null });
    await person(app, 'answered', { asked: true, status: 'MAYBE' });
    await person(app, 'declined', { asked: true, status: 'NOT_PLAYING' });
    await app.advanceTo(ASK_AT - 1);
    expect(await app.campaigns()).toEqual([]);
    await app.advanceTo(ASK_AT + MINUTE);
    expect(await asked(app)).toEqual({ ana: 'sent', tele: 'sent' });
    await app.advanceTo(START_AT + 60 * MINUTE);
    const keys = (await app.ledger()).map(({ user_id, event_key, kind, state }) => [
      user_id,
      event_key,
      kind,
      state,
    ]);
    expect(keys.sort()).toEqual([
      ['ana', `ASK:${DATE}`, 'call', 'sent'],
      ['tele', `ASK:${DATE}`, 'call', 'sent'],
    ]);
    const [question, ...others] = await app.campaigns();
    expect(others).toEqual([]);
    expect(question).toMatchObject({
      kind: 'question',
      initiated_by: 'muster',
      campaign_date: DATE,
      recipient_count: 2,
      cooldown_date: null,
      status: 'sent',
    });
    expect(await faultsOf(app)).toEqual([]);
  });

  it('carries the four answers, "Don’t ask me", what each answer brings and why it came', async () => {
    const app = await openApp({ channels: ['discord', 'signal'] });
    await silent(app, 'ana');
    await silent(app, 'sig', { channels: ['signal'], preferred: 'signal' });
    await app.advanceTo(ASK_AT + MINUTE);
    const [onDiscord] = app.discord.deliveredTo('ana');
    expect(onDiscord?.delivery.message.actions.map(({ action }) => action)).toEqual([
      ...ANSWER_ACTIONS,
      'dont-ask',
    ]);
    expect(onDiscord?.text).toMatch(/Are you playing\?[^]*pinged every time[^]*asked to be asked/);
    expect(app.signal.deliveredTo('sig')[0]?.text).toMatch(/TODAY maybe[^]*STOP QUESTIONS/);
  });

  it('is for nobody where no time is set, on days without a session, or once it would come after the start', async () => {
    for (const options of [
      { settings: { questionTime: null } },
      { plan: 'wed 21:00' },
      { plan: 'tue 17:30' },
    ] satisfies TestAppOptions[]) {
      const app = await openApp(options);
      await silent(app, 'ana');
      await app.advanceTo(START_AT + 10 * MINUTE);
      expect(await app.campaigns()).toEqual([]);
    }
  });

  it('counts from its setting at once, and not twice a day where that moves', async () => {
    const app = await openApp({ settings: { questionTime: null } });
    await silent(app, 'ana');
    const boss = await admin(app);
    await app.advanceTo(ASK_AT + 30 * MINUTE);
    value(await changeSettings(app.context, boss, { question_time: '18:15' }));
    await app.advance(MINUTE);
    expect(await asked(app)).toEqual({ ana: 'sent' });
    value(await changeSettings(app.context, boss, { question_time: '19:00' }));
    await app.advanceTo(START_AT);
    expect(app.discord.deliveredTo('ana')).toHaveLength(1);
  });

  it('asks consent, answer, membership and quiet hours again at the send', async () => {
    const app = await openApp();
    const people = await Promise.all(
      ['answers', 'declines', 'stops', 'stops_all', 'opts_out'].map((id) => silent(app, id)),
    );
    await silent(app, 'leaves');
    await silent(app, 'sleeps', { quietHours: { start: '17:59', end: '22:00' } });
    await silent(app, 'waits');
    app.discord.reply = () => notDelivered('rate_limited', 5 * MINUTE);
    await app.advanceTo(ASK_AT + MINUTE);
    const [answers, declines, stops, stopsAll, optsOut] = people;
    value(await setAvailability(app.context, answers!, { status: 'AVAILABLE' }));
    await notTonight(app.context, declines!);
    await stopMessages(app.context, stops!, 'button', ['questions']);
    await stopMessages(app.context, stopsAll!, 'button');
    value(await updatePreferences(app.context, optsOut!, { allowQuestions: false }));
    app.directory.leave('leaves');
    app.discord.reply = () => ({ outcome: { kind: 'sent', messageId: 'm' } });
    await app.advanceTo(ASK_AT + 20 * MINUTE);
    expect(await asked(app)).toEqual({
      answers: 'skipped(answered)',
      declines: 'skipped(answered)',
      stops: 'skipped(not_opted_in)',
      stops_all: 'skipped(not_opted_in)',
      opts_out: 'skipped(not_opted_in)',
      leaves: 'skipped(left_guild)',
      sleeps: 'skipped(quiet_hours)',
      waits: 'sent',
    });
    expect(await faultsOf(app)).toEqual([]);
  });

  it('waits while promotions are paused, and is of no use from the start on', async () => {
    const app = await openApp();
    await silent(app, 'ana');
    const boss = await admin(app);
    value(await pausePromotions(app.context, boss));
    await app.advanceTo(ASK_AT + 30 * MINUTE);
    expect(await app.campaigns()).toEqual([]);
    value(await resumePromotions(app.context, boss));
    await app.advance(MINUTE);
    expect(await asked(app)).toEqual({ ana: 'sent' });

    const late = await openApp();
    await silent(late, 'ana');
    late.discord.reply = () => notDelivered('rate_limited', 3 * 60 * MINUTE);
    await late.advanceTo(START_AT + MINUTE);
    expect(await asked(late)).toEqual({ ana: 'failed(expired)' });
  });

  it('waits for Discord to say who is a member', async () => {
    const app = await openApp();
    await silent(app, 'ana');
    app.directory.available = false;
    await app.advanceTo(ASK_AT + 10 * MINUTE);
    expect(await app.campaigns()).toEqual([]);
    app.directory.available = true;
    await app.advance(MINUTE);
    expect(await asked(app)).toEqual({ ana: 'sent' });
  });

  it('is taken up after a restart, and asked once however often that happens', async () => {
    const app = await openApp();
    await silent(app, 'ana');
    await app.crash();
    await app.advanceTo(ASK_AT + 20 * MINUTE);
    await app.restart();
    await app.advance(MINUTE);
    await app.restart();
    await app.restart();
    await app.advance(MINUTE);
    expect(await app.campaigns()).toHaveLength(1);
    expect(app.discord.deliveredTo('ana')).toHaveLength(1);
  });

  it('is nobody’s campaign: it takes no slot, and status, cancelling and insights know nothing of it', async () => {
    const app = await openApp();
    await silent(app, 'ana');
    await person(app, 'bor');
    const who = await promoter(app);
    await app.advanceTo(ASK_AT + MINUTE);
    const [question] = await app.campaigns();
    const id = question?.id ?? '';
    expect(value(await campaignStatusOn(app.context, who))).toBeNull();
    expect(await campaignStatusById(app.context, who, id)).toMatchObject({ ok: false });
    const { campaign } = await app.campaign(who);
    expect(value(await campaignStatusOn(app.context, who))?.campaign.id).toBe(campaign.id);
    await app.advanceTo(START_AT + 60 * MINUTE);
    expect(await app.fates('start')).toEqual({ bor: 'sent' });
    expect(await faultsOf(app)).toEqual([]);
  });

  it('stands in the log, for admins', async () => {
    const app = await openApp();
    await silent(app, 'ana');
    const [who, boss] = [await promoter(app), await admin(app)];
    await app.advanceTo(ASK_AT + MINUTE);
    const log = value(await campaignLog(app.context, boss, {}));
    expect(log.lines?.map(({ userId, jobType, outcome }) => [userId, jobType, outcome])).toEqual([
      ['ana', 'question', 'sent'],
    ]);
    expect(await campaignLog(app.context, who, {})).toMatchObject({ ok: false });
    await person(app, 'bor');
    await app.campaign(who);
    await app.advanceTo(START_AT + 60 * MINUTE);
    const jobs = async (asker: typeof who) =>
      new Set(value(await campaignLog(app.context, asker, {})).counts.map(({ jobType }) => jobType));
    expect(await jobs(boss)).toEqual(new Set(['reminder', 'start', 'question']));
    expect(await jobs(who)).toEqual(new Set(['reminder', 'start']));
  });
});

describe('after five questions without an answer', () => {
  /** Asks on so many days; each day's process is a new one, with nothing but a sweep. */
  async function days(app: TestApp, from: number, number: number): Promise<void> {
    for (let day = from; day < from + number; day += 1) {
      await app.advanceTo(ASK_AT + day * DAY + MINUTE);
      await app.dispatcher.sweep();
      await app.advance(MINUTE);
    }
  }
  const received = (app: TestApp): number => app.discord.deliveredTo('ana').length;
  const begin = async () => {
    const app = await openApp({ sweepEveryMs: 0 });
    return { app, ana: await silent(app, 'ana') };
  };

  it('none comes any more, and the fifth says so', async () => {
    const { app } = await begin();
    await days(app, 0, 8);
    const texts = app.discord.deliveredTo('ana').map(({ text }) => text);
    expect(texts).toHaveLength(5);
    expect(texts.map((text) => text.includes('stays unanswered too'))).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
  });

  it('whoever may have got them is not asked a sixth time either', async () => {
    const { app } = await begin();
    app.discord.nonceWindowMs = 0;
    app.discord.reply = () => lostUnanswered;
    await days(app, 0, 8);
    expect(await app.rows(`SELECT state FROM notifications_ledger`)).toEqual(
      Array.from({ length: 5 }, () => ({ state: 'unknown' })),
    );
  });

  it('those that nobody got do not count', async () => {
    const { app } = await begin();
    await app.change(
      `UPDATE subscription_preferences SET quiet_hours_start = '17:00', quiet_hours_end = '19:00'`,
    );
    await days(app, 0, 5);
    await app.change('UPDATE subscription_preferences SET quiet_hours_start = NULL');
    await days(app, 5, 7);
    expect(received(app)).toBe(5);
  });

  it.each([
    [
      'an answer for any day',
      (app: TestApp, ana: Awaited<ReturnType<typeof silent>>) =>
        setAvailability(app.context, ana, { status: 'MAYBE', date: addDays(DATE, 20) }).then(value),
    ],
    [
      'an answer taken back',
      async (app: TestApp, ana: Awaited<ReturnType<typeof silent>>) => {
        const date = addDays(DATE, 20);
        value(await setAvailability(app.context, ana, { status: 'LOOKING', date }));
        value(await clearAvailabilityOn(app.context, ana, date));
      },
    ],
    [
      '"Not tonight"',
      (app: TestApp, ana: Awaited<ReturnType<typeof silent>>) => notTonight(app.context, ana),
    ],
    [
      '"Ask me again"',
      (app: TestApp, ana: Awaited<ReturnType<typeof silent>>) =>
        updatePreferences(app.context, ana, { allowQuestions: true }).then(value),
    ],
    [
      'any change of the preferences',
      (app: TestApp, ana: Awaited<ReturnType<typeof silent>>) =>
        updatePreferences(app.context, ana, { timezone: 'Europe/Vienna' }).then(value),
    ],
  ])('%s starts them again', async (_, does) => {
    const { app, ana } = await begin();
    await days(app, 0, 6);
    expect(received(app)).toBe(5);
    await app.advance(60 * MINUTE);
    await does(app, ana);
    await days(app, 6, 8);
    expect(received(app)).toBe(10);
  });
});
