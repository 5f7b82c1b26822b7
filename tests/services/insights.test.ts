import { describe, expect, it } from 'vitest';
import { applyRetention } from '../../src/upkeep/apply-retention.js';
import { comeTonight } from '../../src/services/answer-evening.js';
import { insights } from '../../src/services/insights.js';
import { notTonight } from '../../src/services/way-out.js';
import { callMore } from '../../src/services/call-more.js';
import { closed } from '../support/fake-channel.js';
import { actor, admin, person, players, promoter } from '../support/people.js';
import {
  DATE,
  FOLLOW_UP_AT,
  MINUTE,
  refusal,
  START_AT,
  testApp,
  type TestApp,
  value,
} from '../support/test-app.js';

const YES = { minutesLate: null, channel: null } as const;
const DAY = 24 * 60 * MINUTE;

/** An evening whose follow-up has looked. */
async function evening(people = 3): Promise<TestApp> {
  const app = await testApp({ at: '2026-03-10T19:46:07.123Z', checks: { voice: true } });
  await players(app, people);
  app.voice.join('p1');
  await app.campaign(await promoter(app));
  await app.advanceTo(FOLLOW_UP_AT + MINUTE);
  return app;
}

describe('insights', () => {
  it('tell promoters and admins who came, in numbers', async () => {
    const app = await evening();
    await admin(app);
    const seen = { date: DATE, expected: 3, inVoice: 1, onServer: null, joined: null };
    for (const who of ['promoter', 'admin']) {
      expect(value(await insights(app.context, actor(who))).evenings).toMatchObject([{ turnout: seen }]);
    }
    app.voice.join('p2');
    await app.advance(16 * MINUTE);
    expect(value(await insights(app.context, actor('promoter'))).evenings).toMatchObject([
      { turnout: { ...seen, joined: 2 } },
    ]);
  });

  it('tell what was answered, of at least five people together and once anybody answered', async () => {
    const answersOf = async (app: TestApp) =>
      value(await insights(app.context, actor('promoter'))).evenings.map(({ answers }) => answers);
    const five = await evening(5);
    expect(await answersOf(five)).toEqual([null]);
    for (const who of ['p1', 'p2']) value(await comeTonight(five.context, actor(who), YES));
    await notTonight(five.context, actor('p2'));
    const told = { coming: 1, later: 0, notTonight: 1, none: 3, droppedOut: 1 };
    expect(await answersOf(five)).toEqual([told]);
    const four = await evening(4);
    value(await comeTonight(four.context, actor('p1'), YES));
    expect(await answersOf(four)).toEqual([null]);
  });

  it('tell why it did not fill, of each evening and of all together', async () => {
    const app = await testApp({ at: '2026-03-10T19:46:07.123Z', checks: { voice: true } });
    await players(app, 4);
    await person(app, 'quiet', { quietHours: { start: '20:00', end: '23:00' }, timezone: 'UTC' });
    await person(app, 'not asked', { optedIn: false });
    await person(app, 'available, not asked', { optedIn: false, status: 'AVAILABLE' });
    await person(app, 'closed', { discordDms: false });
    await person(app, 'refused');
    await person(app, 'says no');
    await person(app, 'drops out');
    await person(app, 'away with a no', { status: 'NOT_PLAYING' });
    app.discord.script('refused', closed());
    app.discord.script('refused', closed());
    app.voice.join('p1');
    await app.campaign(await promoter(app));
    await app.advanceTo(START_AT + MINUTE);
    value(await comeTonight(app.context, actor('drops out'), YES));
    await notTonight(app.context, actor('drops out'));
    await notTonight(app.context, actor('says no'));
    value(await comeTonight(app.context, actor('p2'), YES));
    await app.advanceTo(FOLLOW_UP_AT + MINUTE);
    const told = value(await insights(app.context, actor('promoter')));
    const why = {
      quietHours: 1,
      pingsOff: 2,
      ownLimit: 0,
      unreachable: 2,
      saidNo: 1,
      droppedOut: 1,
      // Three were silent, and one of them is in voice.
      noAnswer: 2,
      // The promoter.
      saidNothing: 1,
    };
    expect(told.evenings[0]!.why).toEqual(why);
    expect(told.why).toEqual({ shortfall: why, evenings: 1, partly: false });
  });

  it('leave unknown whom a campaign could not call that did not keep it', async () => {
    const app = await evening(5);
    await app.change('UPDATE availability_promotion_campaigns SET left_out = NULL');
    expect(value(await insights(app.context, actor('promoter'))).evenings[0]!.why).toMatchObject({
      quietHours: 0,
      pingsOff: null,
      ownLimit: null,
      unreachable: null,
      saidNothing: null,
    });
  });

  it('tell how many standbys were called, and how many stepped in: by their word or in voice', async () => {
    const app = await testApp({ at: '2026-03-10T19:46:07.123Z', checks: { voice: true } });
    await players(app, 3);
    for (const who of ['s1', 's2', 's3', 's4']) await person(app, who, { status: 'AVAILABLE' });
    const who = await promoter(app);
    await app.campaign(who);
    await app.advanceTo(START_AT + MINUTE);
    value(await callMore(app.context, who, { count: 3 }));
    await app.advance(20_000);
    const called = app.discord.delivered
      .filter(({ jobType }) => jobType === 'one_more')
      .map(({ userId }) => userId);
    expect(called).toHaveLength(3);
    const [first, second] = called as [string, string];
    value(await comeTonight(app.context, actor(first), YES));
    await app.advanceTo(FOLLOW_UP_AT + MINUTE);
    const toldNow = async () => value(await insights(app.context, actor('promoter')));
    expect((await toldNow()).standbys).toEqual({ called: 3, came: 1 });
    app.voice.join(second);
    await app.advance(16 * MINUTE);
    const told = await toldNow();
    expect(told.standbys).toMatchObject({ came: 2 });
    expect(told.evenings[0]!.standbys).toEqual(told.standbys);
  });

  it('name the weekday that works by all of the eight weeks', async () => {
    const app = await evening(5);
    const [turnout] = await app.rows<{ campaign_id: string }>(
      'SELECT campaign_id FROM availability_promotion_turnouts',
    );
    await app.change('UPDATE availability_promotion_turnouts SET joined = 5, look_at = NULL');
    for (const [index, date] of ['2026-02-24', '2026-03-03'].entries()) {
      await app.change(
        `INSERT INTO availability_promotion_campaigns SELECT ?, ?, NULL, timezone, start_at, ?, guild_id,
           include_available, include_maybe, dry_run, status, ?, recipient_count, channels_summary, slot_freed_at,
           cancelled_at, created_at, updated_at, own_start, note, note_by, kind, standby_count, left_out
         FROM availability_promotion_campaigns WHERE id = ?`,
        ...[`c${index}`, date, `promoter ${index}`, `key ${index}`, turnout!.campaign_id],
      );
      await app.change(
        `INSERT INTO availability_promotion_turnouts SELECT ?, ?, expected, in_voice, on_server, joined, look_at,
           created_at, updated_at, stepped_in FROM availability_promotion_turnouts WHERE campaign_id = ?`,
        ...[`c${index}`, date, turnout!.campaign_id],
      );
    }
    const told = value(await insights(app.context, actor('promoter')));
    expect(told.threshold).toBe(app.context.settings.sessionReadyThreshold);
    expect(told.weekdays.weekdays).toEqual([{ weekday: 'tue', evenings: 3, reached: 0, came: 15 }]);
    expect(told.weekdays.best).toBeNull();
  });

  it('let others have their turn after each evening', async () => {
    const app = await evening();
    const asked = insights(app.context, actor('promoter'));
    const turn = new Promise((resolve) => setImmediate(() => resolve('the turn of others')));
    expect(await Promise.race([turn, asked])).toBe('the turn of others');
    expect(value(await asked).evenings).toHaveLength(1);
  });

  it('are for nobody else', async () => {
    const app = await evening();
    await person(app, 'somebody');
    expect(refusal(await insights(app.context, actor('somebody')))).toBe('not_promoter');
  });

  it('reach eight weeks back', async () => {
    const app = await evening();
    app.clock.step(56 * DAY);
    expect(value(await insights(app.context, actor('promoter'))).evenings).toHaveLength(1);
    app.clock.step(DAY);
    expect(value(await insights(app.context, actor('promoter'))).evenings).toEqual([]);
  });

  it('go with the campaign when its time is over', async () => {
    const app = await evening();
    app.clock.step(200 * DAY);
    await applyRetention(app.context);
    expect(await app.rows('SELECT * FROM availability_promotion_turnouts')).toEqual([]);
    expect(await app.campaigns()).toEqual([]);
  });
});
