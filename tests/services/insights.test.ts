import { describe, expect, it } from 'vitest';
import { applyRetention } from '../../src/upkeep/apply-retention.js';
import { insights } from '../../src/services/insights.js';
import { actor, admin, person, players, promoter } from '../support/people.js';
import { DATE, FOLLOW_UP_AT, MINUTE, refusal, testApp, type TestApp, value } from '../support/test-app.js';

const DAY = 24 * 60 * MINUTE;

/** An evening whose follow-up has looked. */
async function evening(): Promise<TestApp> {
  const app = await testApp({ at: '2026-03-10T19:46:07.123Z', checks: { voice: true } });
  await players(app, 3);
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
      expect(value(await insights(app.context, actor(who))).turnouts).toMatchObject([seen]);
    }
    app.voice.join('p2');
    await app.advance(16 * MINUTE);
    expect(value(await insights(app.context, actor('promoter'))).turnouts).toMatchObject([
      { ...seen, joined: 2 },
    ]);
  });

  it('are for nobody else', async () => {
    const app = await evening();
    await person(app, 'somebody');
    expect(refusal(await insights(app.context, actor('somebody')))).toBe('not_promoter');
  });

  it('reach eight weeks back', async () => {
    const app = await evening();
    app.clock.step(56 * DAY);
    expect(value(await insights(app.context, actor('promoter'))).turnouts).toHaveLength(1);
    app.clock.step(DAY);
    expect(value(await insights(app.context, actor('promoter'))).turnouts).toEqual([]);
  });

  it('go with the campaign when its time is over', async () => {
    const app = await evening();
    app.clock.step(200 * DAY);
    await applyRetention(app.context);
    expect(await app.rows('SELECT * FROM availability_promotion_turnouts')).toEqual([]);
    expect(await app.campaigns()).toEqual([]);
  });
});
