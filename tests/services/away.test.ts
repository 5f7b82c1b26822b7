import { describe, expect, it } from 'vitest';
import { comeBack, goAway } from '../../src/services/away.js';
import { erasePerson } from '../../src/services/erase-person.js';
import { personalDataExport } from '../../src/services/personal-data-export.js';
import { personalData } from '../../src/services/privacy.js';
import { setAvailability } from '../../src/services/set-availability.js';
import { showAvailability } from '../../src/services/show-availability.js';
import { setWeekly } from '../../src/services/standing-answers.js';
import { applyRetention } from '../../src/upkeep/apply-retention.js';
import { actor, person, promoter } from '../support/people.js';
import { DATE, MINUTE, refusal, START_AT, testApp, type TestApp, value } from '../support/test-app.js';

const DAY = 24 * 60 * MINUTE;

const said = (app: TestApp) =>
  app.rows('SELECT user_id, entry_date, status FROM availability_entries ORDER BY entry_date');

describe('going away', () => {
  it('is a no to every day until then to which somebody had said another thing, and to no other', async () => {
    const app = await testApp();
    const ana = await person(app, 'ana');
    value(await setAvailability(app.context, ana, { status: 'MAYBE', date: '2026-03-12' }));
    value(await setAvailability(app.context, ana, { status: 'MAYBE', date: '2026-03-13' }));
    app.directory.leave('ana');
    expect(value(await goAway(app.context, ana, '2026-03-12'))).toEqual({
      today: DATE,
      until: '2026-03-12',
      declined: [DATE, '2026-03-12'],
    });
    expect(await said(app)).toEqual([
      { user_id: 'ana', entry_date: DATE, status: 'NOT_PLAYING' },
      { user_id: 'ana', entry_date: '2026-03-12', status: 'NOT_PLAYING' },
      { user_id: 'ana', entry_date: '2026-03-13', status: 'MAYBE' },
    ]);
  });

  it('lets no weekly answer count until then, and what is said meanwhile count', async () => {
    const app = await testApp();
    const ana = await person(app, 'ana', { status: null });
    value(await setWeekly(app.context, ana, { tue: 'AVAILABLE' }));
    value(await goAway(app.context, ana, 'tomorrow'));
    expect(value(await showAvailability(app.context, ana)).own).toBeNull();
    expect(value(await showAvailability(app.context, ana, '2026-03-17')).own).toBe('AVAILABLE');
    value(await setAvailability(app.context, ana, { status: 'LOOKING' }));
    expect(value(await showAvailability(app.context, ana)).own).toBe('LOOKING');
  });

  it('stops what is still to come this evening, also for whoever is called by a weekly answer', async () => {
    const app = await testApp();
    const ana = await person(app, 'ana', { status: null });
    const bor = await person(app, 'bor');
    value(await setWeekly(app.context, ana, { tue: 'AVAILABLE' }));
    await app.campaign(await promoter(app), { includeAvailable: true });
    value(await goAway(app.context, ana, 'today'));
    value(await goAway(app.context, bor, 'today'));
    await app.advanceTo(START_AT + MINUTE);
    expect(await app.fates('start')).toEqual({ ana: 'skipped(away)', bor: 'skipped(not_playing)' });
  });

  it('ends as soon as somebody is back', async () => {
    const app = await testApp();
    const ana = await person(app, 'ana', { status: null });
    value(await setWeekly(app.context, ana, { tue: 'AVAILABLE' }));
    value(await goAway(app.context, ana, 'tomorrow'));
    await comeBack(app.context, ana);
    expect(value(await showAvailability(app.context, ana)).own).toBe('AVAILABLE');
  });

  it('is for days that an answer may be about, and for people of whom something is known', async () => {
    const app = await testApp();
    const ana = await person(app, 'ana');
    expect(refusal(await goAway(app.context, ana, '2026-03-09'))).toBe('date_past');
    expect(refusal(await goAway(app.context, ana, '2027-03-09'))).toBe('date_too_far');
    expect(refusal(await goAway(app.context, ana, 'some day'))).toBe('invalid_date');
    expect(refusal(await goAway(app.context, actor('stranger'), 'today'))).toBe('not_linked');
    expect(await app.rows('SELECT 1 FROM availability_absences')).toEqual([]);
  });

  it('is in the export, gone with its person, and forgotten in time', async () => {
    const app = await testApp();
    const ana = await person(app, 'ana');
    const bor = await person(app, 'bor');
    value(await goAway(app.context, ana, 'tomorrow'));
    value(await goAway(app.context, bor, 'tomorrow'));
    const data = personalDataExport(await personalData(app.context, ana), app.clock.now());
    expect(data.absence).toEqual({ away_from: DATE, away_until: '2026-03-11' });
    await erasePerson(app.context, ana);
    expect(await app.rows('SELECT user_id FROM availability_absences')).toEqual([{ user_id: 'bor' }]);
    app.clock.step(300 * DAY);
    await applyRetention(app.context);
    expect(await app.rows('SELECT user_id FROM availability_absences')).toEqual([]);
  });
});
