import { describe, expect, it } from 'vitest';
import { applyRetention } from '../../src/upkeep/apply-retention.js';
import { comeTonight } from '../../src/services/answer-evening.js';
import { insights } from '../../src/services/insights.js';
import { notTonight } from '../../src/services/way-out.js';
import { actor, admin, person, players, promoter } from '../support/people.js';
import { DATE, FOLLOW_UP_AT, MINUTE, refusal, testApp, type TestApp, value } from '../support/test-app.js';

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
    const yes = { minutesLate: null, channel: null } as const;
    const answersOf = async (app: TestApp) =>
      value(await insights(app.context, actor('promoter'))).evenings.map(({ answers }) => answers);
    const five = await evening(5);
    expect(await answersOf(five)).toEqual([null]);
    for (const who of ['p1', 'p2']) value(await comeTonight(five.context, actor(who), yes));
    await notTonight(five.context, actor('p2'));
    const told = { coming: 1, later: 0, notTonight: 1, none: 3, droppedOut: 1 };
    expect(await answersOf(five)).toEqual([told]);
    const four = await evening(4);
    value(await comeTonight(four.context, actor('p1'), yes));
    expect(await answersOf(four)).toEqual([null]);
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
