import { expect, it } from 'vitest';
import { FOLLOW_UP_AT, MINUTE, value } from '../support/test-app.js';
import { actor, person } from '../support/people.js';
import { comeTonight } from '../../src/services/answer-evening.js';
import { ID, testBridge, type TestBridge } from './test-bridge.js';

const URL = '/api/availability/insights';

/** An evening of two players and five more, which the follow-up has looked at. */
async function anEvening(): Promise<TestBridge> {
  const bridge = await testBridge({ at: '2026-03-10T19:46:07.123Z', checks: { voice: true } });
  const { app } = bridge;
  await bridge.fill();
  for (const who of ['p1', 'p2', 'p3', 'p4']) await person(app, who);
  await person(app, 'p5', { optedIn: false });
  app.voice.join('p1');
  await app.campaign(actor(ID.promoter));
  value(await comeTonight(app.context, actor('p2'), { minutesLate: null, channel: null }));
  await app.advanceTo(FOLLOW_UP_AT + MINUTE);
  return bridge;
}

it('the insights are the same numbers as on Discord, without names', async () => {
  const bridge = await anEvening();
  const answer = await bridge.as(ID.promoter, 'GET', URL);
  const why = {
    quiet_hours: 0,
    pings_off: 1,
    own_limit: 0,
    unreachable: 0,
    said_no: 0,
    dropped_out: 0,
    no_answer: 4,
    // The promoters, the admins and the linked player.
    said_nothing: 5,
  };
  expect(answer.json()).toEqual({
    weeks: 8,
    threshold: 6,
    evenings: [
      {
        date: '2026-03-10',
        expected: 6,
        in_voice: 1,
        on_server: null,
        joined: null,
        answers: { coming: 1, later: 0, not_tonight: 0, none: 5, dropped_out: 0 },
        why,
        standbys: null,
      },
    ],
    why: { evenings: 1, partly: false, ...why },
    standbys: null,
    weekdays: [],
    fewest_evenings: 3,
    fewest_people: 5,
    best_weekday: null,
  });
  expect(answer.body).not.toMatch(/Name of|Ana|Bor|p1/);
});

it('whoever has the insights is told so as long as they stay the same', async () => {
  const bridge = await anEvening();
  const first = await bridge.as(ID.promoter, 'GET', URL);
  const again = (): ReturnType<TestBridge['as']> =>
    bridge.as(ID.promoter, 'GET', URL, undefined, { 'if-none-match': String(first.headers.etag) });
  expect((await again()).statusCode).toBe(304);
  await bridge.app.advance(16 * MINUTE);
  const news = await again();
  expect(news.statusCode).toBe(200);
  expect(news.json<{ evenings: unknown[] }>().evenings).toMatchObject([{ joined: 1 }]);
});
