import { describe, expect, it } from 'vitest';
import { cancelCampaign } from '../../src/services/cancel-campaign.js';
import { comeTonight } from '../../src/services/answer-evening.js';
import { calendarSince, endCalendar, makeCalendar, readCalendar } from '../../src/services/calendar.js';
import { changeSettings } from '../../src/services/change-settings.js';
import type { Actor } from '../../src/services/context.js';
import { erasePerson } from '../../src/services/erase-person.js';
import { unlinkPlayer } from '../../src/services/link-player.js';
import { setAvailability } from '../../src/services/set-availability.js';
import { setWeekly } from '../../src/services/standing-answers.js';
import { notTonight } from '../../src/services/way-out.js';
import { BlindIndex, calendarIndexOf } from '../../src/vault/blind-index.js';
import { readCalendarFile } from '../support/calendars.js';
import { admin, person, players, promoter } from '../support/people.js';
import {
  DATE,
  MINUTE,
  refusal,
  START_AT,
  testApp,
  type TestApp,
  type TestAppOptions,
  value,
} from '../support/test-app.js';

const PAGE = 'https://muster.example';
const HOUR = 60 * MINUTE;

function anApp({ settings, ...options }: TestAppOptions = {}): Promise<TestApp> {
  return testApp({ sweepEveryMs: 0, ...options, settings: { pageUrl: PAGE, ...settings } });
}

/** What stands for an address: the part that nobody can guess. */
async function tokenOf(app: TestApp, who: Actor): Promise<string> {
  const { address } = value(await makeCalendar(app.context, who));
  const [, token] = /^https:\/\/muster\.example\/calendar\/([\w-]{43})\.ics$/.exec(address) ?? [];
  return token ?? '';
}

async function read(app: TestApp, token: string, locale = 'en') {
  const text = await readCalendar(app.context, token, locale);
  return text === null ? null : readCalendarFile(text);
}

async function eventsOf(app: TestApp, token: string) {
  return (await read(app, token))?.events.map(({ uid, status, startAt }) => ({
    date: uid.split('@')[0],
    status,
    startAt,
  }));
}

describe('a calendar', () => {
  it('has the evenings its person said yes to themselves, and no maybe, no, or weekly answer', async () => {
    const app = await anApp();
    const ana = await person(app, 'ana', { status: 'LOOKING' });
    await person(app, 'bor', { status: 'LOOKING', date: '2026-03-11' });
    const token = await tokenOf(app, ana);
    for (const [date, status] of [
      ['2026-03-12', 'AVAILABLE'],
      ['2026-03-13', 'MAYBE'],
      ['2026-03-14', 'LOOKING'],
    ] as const)
      value(await setAvailability(app.context, ana, { date, status }));
    value(await setAvailability(app.context, ana, { date: '2026-03-14', status: 'NOT_PLAYING' }));
    value(await setWeekly(app.context, ana, { sun: 'AVAILABLE' }));
    expect(await eventsOf(app, token)).toEqual([
      { date: DATE, status: 'CONFIRMED', startAt: START_AT },
      { date: '2026-03-12', status: 'TENTATIVE', startAt: START_AT + 48 * HOUR },
    ]);
  });

  it('follows what its person answers for tonight', async () => {
    const app = await anApp();
    const ana = await person(app, 'ana', { status: null });
    const token = await tokenOf(app, ana);
    expect(await eventsOf(app, token)).toEqual([]);
    value(await comeTonight(app.context, ana, { minutesLate: 10, channel: null }));
    expect(await eventsOf(app, token)).toMatchObject([{ date: DATE, status: 'CONFIRMED' }]);
    await notTonight(app.context, ana);
    expect(await eventsOf(app, token)).toEqual([]);
  });

  it('says that an evening is off, under the same name and with a greater number, and that it is on again', async () => {
    const app = await anApp();
    await players(app, 2);
    const ana = await person(app, 'ana');
    const boss = await promoter(app);
    const token = await tokenOf(app, ana);
    const { campaign } = await app.campaign(boss, { startTime: '21:30' });
    const [on] = (await read(app, token))!.events;
    expect(on).toMatchObject({ status: 'CONFIRMED', startAt: START_AT + 30 * MINUTE });
    await app.advance(MINUTE);
    value(await cancelCampaign(app.context, boss, { campaignId: campaign.id }));
    const [off] = (await read(app, token))!.events;
    expect(off).toMatchObject({ uid: on!.uid, status: 'CANCELLED', startAt: START_AT + 30 * MINUTE });
    expect(off!.sequence).toBeGreaterThan(on!.sequence);
    expect(off!.summary).toContain('Called off');
    await app.advance(MINUTE);
    await app.campaign(boss);
    const [again] = (await read(app, token))!.events;
    expect(again).toMatchObject({ uid: on!.uid, status: 'CONFIRMED', startAt: START_AT });
    expect(again!.sequence).toBeGreaterThan(off!.sequence);
  });

  it('says so too where all had been told, and those who came are told that it is off', async () => {
    const app = await anApp();
    await players(app, 2);
    const ana = await person(app, 'ana');
    const token = await tokenOf(app, ana);
    const boss = await promoter(app);
    const { campaign } = await app.campaign(boss);
    await app.advanceTo(START_AT + MINUTE);
    expect(await eventsOf(app, token)).toMatchObject([{ status: 'CONFIRMED' }]);
    value(await cancelCampaign(app.context, boss, { campaignId: campaign.id, notify: true }));
    expect(await app.campaignStatus(campaign.id)).not.toBe('cancelled');
    expect(await eventsOf(app, token)).toMatchObject([{ status: 'CANCELLED' }]);
  });

  it('is not touched by a dry run that is cancelled, nor by a campaign of another that stands', async () => {
    const app = await anApp({ settings: { globalCooldown: false } });
    await players(app, 2);
    const ana = await person(app, 'ana');
    const token = await tokenOf(app, ana);
    const boss = await promoter(app);
    const dry = await app.campaign(boss, { dryRun: true });
    value(await cancelCampaign(app.context, boss, { campaignId: dry.campaign.id }));
    expect(await eventsOf(app, token)).toMatchObject([{ status: 'CONFIRMED' }]);
    await app.campaign(await promoter(app, 'promoter-2'));
    const { campaign } = await app.campaign(boss);
    value(await cancelCampaign(app.context, boss, { campaignId: campaign.id }));
    expect(await eventsOf(app, token)).toMatchObject([{ status: 'CONFIRMED' }]);
  });

  it('goes 31 days back, as it was, and 90 ahead', async () => {
    const app = await anApp();
    const ana = await person(app, 'ana');
    const token = await tokenOf(app, ana);
    const { campaign } = await app.campaign(await promoter(app), { startTime: '22:00' });
    expect(campaign.startAt).toBe(START_AT + HOUR);
    value(await setAvailability(app.context, ana, { date: '2026-06-08', status: 'LOOKING' }));
    app.clock.step(31 * 24 * HOUR);
    expect(await eventsOf(app, token)).toMatchObject([
      { date: DATE, startAt: START_AT + HOUR },
      // By then it is summer.
      { date: '2026-06-08', startAt: Date.parse('2026-06-08T19:00:00Z') },
    ]);
    app.clock.step(24 * HOUR);
    expect((await eventsOf(app, token))!.map(({ date }) => date)).toEqual(['2026-06-08']);
  });

  it('is in its person’s language, tells the community and the page, and nothing of anybody else', async () => {
    const app = await anApp();
    app.directory.name = 'Rangers, Ljubljana; "N" <@1>';
    const ana = await person(app, 'user-1', { name: 'Xenia', locale: 'de' });
    await person(app, 'user-2', { name: 'Yannick' });
    await app.campaign(await promoter(app));
    const token = await tokenOf(app, ana);
    const calendar = await read(app, token, 'en');
    expect(calendar!.name).toBe('Spielabende · Rangers, Ljubljana; "N"');
    expect(calendar!.events).toMatchObject([
      { summary: 'Spielabend · Rangers, Ljubljana; "N"', description: 'Du bist dabei.', url: PAGE },
    ]);
    const text = await readCalendar(app.context, token, 'en');
    for (const secret of [
      'Xenia',
      'Yannick',
      'user-',
      token,
      'guid-',
      'promoter',
      app.context.settings.guildId,
    ])
      expect(text).not.toContain(secret);
  });

  it('is the same text until something changes', async () => {
    const app = await anApp();
    const ana = await person(app, 'ana');
    const token = await tokenOf(app, ana);
    const before = await readCalendar(app.context, token, 'en');
    await app.advance(MINUTE);
    expect(await readCalendar(app.context, token, 'en')).toBe(before);
    value(await changeSettings(app.context, await admin(app), { start_time: '20:30' }));
    const [was] = readCalendarFile(before!).events;
    const [is] = (await read(app, token))!.events;
    expect(is).toMatchObject({ uid: was!.uid, startAt: START_AT - 30 * MINUTE });
    expect(is!.sequence).toBeGreaterThan(was!.sequence);
  });
});

describe('the address of a calendar', () => {
  it('is kept as a digest alone, and a new one ends the old', async () => {
    const app = await anApp();
    const ana = await person(app, 'ana');
    const first = await tokenOf(app, ana);
    const second = await tokenOf(app, ana);
    expect(first).not.toBe(second);
    expect(await read(app, first)).toBeNull();
    expect((await read(app, second))!.events).toHaveLength(1);
    const rows = await app.rows('SELECT * FROM calendar_addresses');
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(second);
    expect(await calendarSince(app.context, 'ana')).toBe(app.clock.now());
  });

  it('ends at once, also for who has left, while Discord gives no answer', async () => {
    const app = await anApp();
    const ana = await person(app, 'ana');
    const token = await tokenOf(app, ana);
    app.directory.available = false;
    expect(await endCalendar(app.context, ana)).toBe(true);
    expect(await read(app, token)).toBeNull();
    expect(await endCalendar(app.context, ana)).toBe(false);
    expect(await calendarSince(app.context, 'ana')).toBeNull();
  });

  it('is gone once its person has had their data erased', async () => {
    const app = await anApp();
    const ana = await person(app, 'ana');
    const token = await tokenOf(app, ana);
    await erasePerson(app.context, ana);
    expect(await read(app, token)).toBeNull();
    expect(await app.rows('SELECT 1 FROM calendar_addresses')).toEqual([]);
  });

  it('is for linked members alone, but shows who unlinked later what they had said', async () => {
    const app = await anApp();
    expect(refusal(await makeCalendar(app.context, await person(app, 'eve', { linked: false })))).toBe(
      'not_linked',
    );
    expect(refusal(await makeCalendar(app.context, await person(app, 'out', { member: false })))).toBe(
      'not_a_member',
    );
    const ana = await person(app, 'ana');
    const token = await tokenOf(app, ana);
    value(await unlinkPlayer(app.context, ana));
    expect(await eventsOf(app, token)).toHaveLength(1);
    expect(refusal(await makeCalendar(app.context, ana))).toBe('not_linked');
  });

  it('is none where the pages have no address', async () => {
    const app = await anApp({ settings: { pageUrl: null } });
    expect(refusal(await makeCalendar(app.context, await person(app, 'ana')))).toBe('no_page_address');
  });

  it('outlives a change of keys, once it was read under both', async () => {
    const app = await anApp();
    const token = await tokenOf(app, await person(app, 'ana'));
    const under = (...keys: string[]) => ({
      ...app.context,
      calendarIndex: new BlindIndex(keys, 'calendar address'),
    });
    expect(await readCalendar(under('a new key'), token, 'en')).toBeNull();
    expect(await readCalendar(under('a new key', 'a test secret'), token, 'en')).not.toBeNull();
    expect(await readCalendar(under('a new key'), token, 'en')).not.toBeNull();
  });

  it('is known where there was no key of contacts when it was made', () => {
    const discord = { token: 'the token of the bot' };
    const before = calendarIndexOf({ contactKeys: [], discord }).digest('x');
    expect(calendarIndexOf({ contactKeys: ['a key'], discord }).all('x')).toContain(before);
  });

  it('is ended by one process for all, and made by any', async () => {
    const app = await anApp({ shared: true });
    const ana = await person(app, 'ana');
    const { context } = await app.beside();
    const { address } = value(await makeCalendar(context, ana));
    const token = address.slice(-47, -4);
    expect(await read(app, token)).not.toBeNull();
    await endCalendar(context, ana);
    expect(await read(app, token)).toBeNull();
  });
});
