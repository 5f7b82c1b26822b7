import { describe, expect, it } from 'vitest';
import { goAway } from '../../src/services/away.js';
import { keepWeekly, setWeekly } from '../../src/services/standing-answers.js';
import { answerToPress } from '../../src/inbound/answer.js';
import { addressOn, person } from '../support/people.js';
import { MINUTE, testApp, type TestApp, value } from '../support/test-app.js';

/** 18:00 in Ljubljana on the day the answers are given, a Tuesday. */
const ASK_AT = Date.parse('2026-03-10T17:00:00.000Z');
const DAY = 24 * 60 * MINUTE;
/** So many days after it the clocks are an hour ahead. */
const askAt = (days: number): number => ASK_AT + days * DAY - (days > 18 ? 60 * MINUTE : 0);

/** A session on every Tuesday. */
const openApp = (): Promise<TestApp> =>
  testApp({
    at: '2026-03-10T16:50:07.123Z',
    plan: 'tue 21:00',
    settings: { questionTime: '18:00' },
    channels: ['discord', 'telegram', 'signal'],
    sweepEveryMs: 0,
  });

/** Lives until the question's time of a day, and tells what was asked then. */
async function questionsOn(app: TestApp, days: number): Promise<Record<string, unknown>> {
  const before = await app.fates('question');
  await app.advanceTo(askAt(days) - MINUTE);
  await app.advanceTo(askAt(days) + MINUTE);
  await app.dispatcher.sweep();
  await app.advance(MINUTE);
  const after = await app.fates('question');
  return Object.keys(after).length === 0 ? before : after;
}

async function weekly(app: TestApp, userId: string, options: Parameters<typeof person>[2] = {}) {
  const who = await person(app, userId, { status: null, asked: true, optedIn: false, ...options });
  value(await setWeekly(app.context, who, { tue: 'AVAILABLE' }));
  return who;
}

describe('whoever has a weekly answer for a session day', () => {
  it('is not asked, but once in the last week before it ends, with what keeps it', async () => {
    const app = await openApp();
    const ana = await weekly(app, 'ana');
    expect(await questionsOn(app, 0)).toEqual({});
    expect(await questionsOn(app, 42)).toEqual({});
    expect(await questionsOn(app, 49)).toEqual({ ana: 'sent' });
    const [request] = app.discord.requests;
    expect(request?.text).toContain('Your weekly answers end on Monday 4 May 2026.');
    expect(request?.delivery.message.actions.map(({ action }) => action)).toEqual([
      'looking',
      'available',
      'maybe',
      'not-playing',
      'dont-ask',
      'keep-weekly',
    ]);
    expect(value(await keepWeekly(app.context, ana)).weeklyUntil).toBe('2026-06-22');
    expect(await questionsOn(app, 56)).toEqual({ ana: 'sent' });
    expect(app.discord.requests).toHaveLength(1);
  });

  it('is asked like anybody else once it has ended, without a word of it', async () => {
    const app = await openApp();
    await weekly(app, 'ana');
    await questionsOn(app, 49);
    await questionsOn(app, 56);
    expect(app.discord.requests.map(({ text }) => text.includes('weekly'))).toEqual([true, false]);
  });

  it('is not asked who is away, nor who never agreed to questions', async () => {
    const app = await openApp();
    const ana = await weekly(app, 'ana');
    await weekly(app, 'bor', { asked: false });
    await app.advanceTo(askAt(49) - 2 * MINUTE);
    value(await goAway(app.context, ana, 'today'));
    expect(await questionsOn(app, 49)).toEqual({});
  });

  it('keeps it by a press in a chat, and on Signal by the words the question names', async () => {
    const app = await openApp();
    await weekly(app, 'tele', { channels: ['telegram'], preferred: 'telegram' });
    await weekly(app, 'sig', { channels: ['signal'], preferred: 'signal' });
    await questionsOn(app, 49);
    const [asked] = app.telegram.requests;
    const campaignId = asked?.delivery.message.actions[0]?.id ?? '';
    const sender = {
      channel: 'telegram',
      contact: { address: addressOn('telegram', 'tele'), name: 'Tele' },
    } as const;
    const kept = await answerToPress(app.context, sender, { action: 'keep-weekly', campaignId });
    expect(await kept.words).toBe('Kept: your weekly answers count until Monday 22 June 2026.');
    expect(app.signal.requests[0]?.text).toContain('Reply WEEKLY keep to keep them');
  });
});
