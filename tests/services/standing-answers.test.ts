import { describe, expect, it } from 'vitest';
import { addDays } from '../../src/domain/local-time.js';
import { createCampaign } from '../../src/services/create-campaign.js';
import { availabilityDays } from '../../src/services/availability-days.js';
import { erasePerson } from '../../src/services/erase-person.js';
import { unlinkPlayer } from '../../src/services/link-player.js';
import { personalDataExport } from '../../src/services/personal-data-export.js';
import { personalData } from '../../src/services/privacy.js';
import { previewCampaign } from '../../src/services/preview-campaign.js';
import { clearAvailabilityOn, setAvailability } from '../../src/services/set-availability.js';
import { availabilityBoard, showAvailability } from '../../src/services/show-availability.js';
import { keepWeekly, setWeekly, showStanding, standingOf } from '../../src/services/standing-answers.js';
import { notTonight } from '../../src/services/way-out.js';
import { applyRetention } from '../../src/upkeep/apply-retention.js';
import { actor, person, promoter } from '../support/people.js';
import { DATE, MINUTE, refusal, START_AT, testApp, type TestApp, value } from '../support/test-app.js';

const DAY = 24 * 60 * MINUTE;
const ALL = { includeAvailable: true, includeMaybe: true, dryRun: false };

/** Somebody linked who has said nothing about the date, a Tuesday, but that they are available on Tuesdays. */
async function weekly(app: TestApp, userId: string, options: Parameters<typeof person>[2] = {}) {
  const who = await person(app, userId, { status: null, ...options });
  value(await setWeekly(app.context, who, { tue: 'AVAILABLE' }));
  return who;
}

const said = (app: TestApp) => app.rows('SELECT user_id, status FROM availability_entries');

describe('weekly answers', () => {
  it('are for linked members', async () => {
    const app = await testApp();
    const unlinked = await person(app, 'unlinked', { linked: false });
    expect(refusal(await setWeekly(app.context, unlinked, { mon: 'MAYBE' }))).toBe('not_linked');
    expect(refusal(await setWeekly(app.context, actor('stranger'), { mon: 'MAYBE' }))).toBe('not_a_member');
    expect(refusal(await keepWeekly(app.context, unlinked))).toBe('not_linked');
    expect(await app.rows('SELECT 1 FROM availability_weekly_answers')).toEqual([]);
  });

  it('count on each of their weekdays for eight weeks, marked as such wherever names are', async () => {
    const app = await testApp();
    const ana = await weekly(app, 'ana');
    const boss = await promoter(app);
    const board = value(await showAvailability(app.context, ana));
    expect(board.names?.AVAILABLE).toEqual([{ name: 'Name of ana', weekly: true }]);
    expect(board).toMatchObject({ own: 'AVAILABLE', ownIsWeekly: true });
    expect(value(await availabilityBoard(app.context, boss, DATE)).counts.AVAILABLE).toBe(1);
    const range = { from: DATE, to: addDays(DATE, 70), withNames: true };
    const { days } = value(await availabilityDays(app.context, ana, range));
    const weeks = days.filter(({ counts }) => counts.AVAILABLE === 1);
    expect(weeks.map(({ date }) => date)).toEqual(
      Array.from({ length: 8 }, (_, index) => addDays(DATE, 7 * index)),
    );
    expect(weeks[3]?.own).toEqual({ origin: 'weekly', status: 'AVAILABLE' });
    expect(weeks[3]?.names?.AVAILABLE).toEqual([{ name: 'Name of ana', weekly: true }]);
    const preview = value(await previewCampaign(app.context, boss, ALL));
    expect(preview.recipients).toMatchObject([{ userId: 'ana', status: 'AVAILABLE', weekly: true }]);
  });

  it('are called like any other of their status, and never where only those are who look for a game', async () => {
    const app = await testApp();
    await weekly(app, 'ana');
    await person(app, 'bor');
    const boss = await promoter(app);
    const one = value(await previewCampaign(app.context, boss, { ...ALL, includeAvailable: false }));
    expect(one.recipients.map(({ userId }) => userId)).toEqual(['bor']);
    expect(one.standbys).toMatchObject([{ userId: 'ana', weekly: true }]);
    value(await createCampaign(app.context, boss, { ...ALL }));
    await app.advanceTo(START_AT + MINUTE);
    expect(await app.fates('start')).toEqual({ ana: 'sent', bor: 'sent' });
  });

  it('count no more once something is said about the date, and again once that is taken back', async () => {
    const app = await testApp();
    const ana = await weekly(app, 'ana');
    value(await setAvailability(app.context, ana, { status: 'LOOKING' }));
    expect(value(await showAvailability(app.context, ana))).toMatchObject({
      own: 'LOOKING',
      ownIsWeekly: false,
    });
    expect(value(await clearAvailabilityOn(app.context, ana))).toEqual({
      date: DATE,
      cleared: true,
      left: 'AVAILABLE',
    });
    expect(value(await showAvailability(app.context, ana))).toMatchObject({
      own: 'AVAILABLE',
      ownIsWeekly: true,
    });
  });

  it('give way to a no for the evening, whoever said it and however: nobody is called after it', async () => {
    const app = await testApp();
    const ana = await weekly(app, 'ana');
    const boss = await promoter(app);
    await app.campaign(boss, { includeAvailable: true });
    app.directory.leave('ana');
    await notTonight(app.context, ana);
    app.directory.join('ana');
    expect(await said(app)).toEqual([{ user_id: 'ana', status: 'NOT_PLAYING' }]);
    await app.advanceTo(START_AT + MINUTE);
    expect(await app.fates('start')).toEqual({ ana: 'skipped(not_playing)' });
  });

  it('that are taken back leave the rest as they are, for whoever they are', async () => {
    const app = await testApp();
    const ana = await person(app, 'ana', { status: null });
    value(await setWeekly(app.context, ana, { tue: 'AVAILABLE', fri: 'MAYBE' }));
    app.directory.leave('ana');
    app.clock.step(20 * DAY);
    const left = value(await setWeekly(app.context, ana, { tue: null }));
    expect(left.week.filter(({ status }) => status !== null)).toEqual([{ day: 'fri', status: 'MAYBE' }]);
    expect(left.weeklyUntil).toBe('2026-05-04');
    expect(refusal(await showStanding(app.context, ana))).toBe('not_a_member');
  });

  it('are kept for eight weeks more, which is no new answer', async () => {
    const app = await testApp();
    const ana = await weekly(app, 'ana');
    const before = await app.rows('SELECT updated_at, counts_from FROM availability_weekly_answers');
    app.clock.step(50 * DAY);
    expect(value(await keepWeekly(app.context, ana)).weeklyUntil).toBe('2026-06-23');
    expect(await app.rows('SELECT updated_at, counts_from FROM availability_weekly_answers')).toEqual(before);
    app.clock.step(60 * DAY);
    expect((await standingOf(app.context, 'ana')).weeklyUntil).toBeNull();
    expect(value(await keepWeekly(app.context, ana)).weeklyUntil).toBeNull();
  });

  it('end with the player’s link, for nobody could change them', async () => {
    const app = await testApp();
    const ana = await weekly(app, 'ana');
    value(await unlinkPlayer(app.context, ana));
    expect(await app.rows('SELECT 1 FROM availability_weekly_answers')).toEqual([]);
  });

  it('tell every board that it may be another', async () => {
    const app = await testApp();
    const ana = await weekly(app, 'ana');
    value(await keepWeekly(app.context, ana));
    expect(app.events.filter(({ type }) => type === 'standing_answers_changed')).toEqual([
      { type: 'standing_answers_changed', userId: 'ana', what: 'weekly' },
      { type: 'standing_answers_changed', userId: 'ana', what: 'kept' },
    ]);
  });
});

describe('what is kept of it', () => {
  it('is in the export, and gone with its person', async () => {
    const app = await testApp();
    const ana = await weekly(app, 'ana');
    const now = app.clock.now();
    const data = personalDataExport(await personalData(app.context, ana), now);
    expect(data.weekly_answers).toEqual([
      {
        weekday: 'tue',
        status: 'AVAILABLE',
        counts_from: DATE,
        counts_until: '2026-05-04',
        user_name: 'Name of ana',
      },
    ]);
    expect(data.absence).toBeNull();
    await erasePerson(app.context, ana);
    expect(await app.rows('SELECT 1 FROM availability_weekly_answers')).toEqual([]);
  });

  it('goes once it has been over for as long as answers are kept', async () => {
    const app = await testApp();
    await weekly(app, 'ana');
    app.clock.step(300 * DAY);
    await applyRetention(app.context);
    expect(await app.rows('SELECT 1 FROM availability_weekly_answers')).toEqual([]);
  });
});
