import { describe, expect, it } from 'vitest';
import { answerTo, answerToPress } from '../../src/inbound/answer.js';
import { erasePerson } from '../../src/services/erase-person.js';
import { personalData } from '../../src/services/privacy.js';
import { keepCalls } from '../../src/services/keep-calls.js';
import { previewCampaign } from '../../src/services/preview-campaign.js';
import { setAvailability } from '../../src/services/set-availability.js';
import { noticeLife } from '../../src/services/signs-of-life.js';
import { updatePreferences } from '../../src/services/update-preferences.js';
import { applyRetention } from '../../src/upkeep/apply-retention.js';
import { DAY, evening, saysAhead } from '../support/evenings.js';
import { closed, lostUnanswered, sent } from '../support/fake-channel.js';
import { addressOn, person, promoter } from '../support/people.js';
import { MINUTE, START_AT, testApp, type TestApp, value } from '../support/test-app.js';

const CALLS = { includeAvailable: false, includeMaybe: false, dryRun: false };
const QUESTION = 'Still want these? I haven’t seen or heard from you for the last 11.';

/** Somebody who has said for two weeks that they play, and a promoter who calls every evening. Somebody else plays too. */
async function aQuietPlayer(
  options: Parameters<typeof testApp>[0] = {},
  ana: Parameters<typeof person>[2] = {},
) {
  const app = await testApp({
    at: '2026-03-10T17:00:07.123Z',
    sweepEveryMs: 0,
    channels: ['discord', 'telegram', 'signal'],
    ...options,
  });
  const who = await person(app, 'ana', ana);
  await person(app, 'bor');
  const calls = await promoter(app);
  await app.advance(1);
  await saysAhead(app, who, 10);
  return { app, who, calls };
}

/** The evenings of these days; on each, Bor says anew that they play. */
async function evenings(app: TestApp, calls: Awaited<ReturnType<typeof promoter>>, from: number, to: number) {
  for (let day = from; day <= to; day += 1) {
    await app.advanceTo(START_AT + day * DAY - 40 * MINUTE);
    await saysAhead(app, { ...calls, userId: 'bor' }, 1, day);
    await evening(app, calls, day);
  }
}

function textsTo(app: TestApp, userId: string): string[] {
  return app.discord.delivered.filter((each) => each.userId === userId).map(({ text }) => text);
}

async function excludedOn(app: TestApp, calls: Awaited<ReturnType<typeof promoter>>, day: number) {
  await app.advanceTo(START_AT + day * DAY - 40 * MINUTE);
  return value(await previewCampaign(app.context, calls, CALLS)).excluded;
}

describe('whoever gives no sign of life', () => {
  it('is asked by the twelfth call in a row, and gets no thirteenth', async () => {
    const { app, calls } = await aQuietPlayer();
    await evenings(app, calls, 0, 5);
    const texts = textsTo(app, 'ana');
    expect(texts).toHaveLength(12);
    expect(texts.map((text) => text.includes(QUESTION))).toEqual([...Array<boolean>(11).fill(false), true]);
    const asking = app.discord.delivered.findLast(({ userId }) => userId === 'ana');
    expect(asking?.delivery.message.actions.at(-1)).toMatchObject({
      action: 'keep-pings',
      label: 'Keep pinging me',
    });
    expect(textsTo(app, 'bor').some((text) => text.includes(QUESTION))).toBe(false);
    expect(await excludedOn(app, calls, 6)).toEqual({ calls_rest: 1 });
    await evenings(app, calls, 6, 6);
    expect(textsTo(app, 'ana')).toHaveLength(12);
    const { preferences } = await personalData(app.context, { userId: 'ana' });
    expect(preferences).toMatchObject({ allowPromotions: true });
    expect(preferences?.callsRestSince).not.toBeNull();
  });

  it('gets no start message of an evening whose reminder asked, and the log says why', async () => {
    const { app, calls } = await aQuietPlayer();
    // A first evening without a reminder.
    await app.advanceTo(START_AT - 10 * MINUTE);
    await app.campaign(calls);
    await app.advanceTo(START_AT + 50 * MINUTE);
    await evenings(app, calls, 1, 6);
    const [last] = (await app.campaigns()).toReversed();
    expect(await app.fates('reminder', last?.id)).toEqual({ ana: 'sent', bor: 'sent' });
    expect(await app.fates('start', last?.id)).toEqual({ ana: 'skipped(calls_rest)', bor: 'sent' });
    expect(textsTo(app, 'ana')).toHaveLength(12);
  });

  it('goes on being called once they press the button, by whatever door, and is asked again only after as many', async () => {
    const { app, calls } = await aQuietPlayer();
    await evenings(app, calls, 0, 5);
    expect(await keepCalls(app.context, 'ana')).toBe(true);
    expect(await excludedOn(app, calls, 6)).toEqual({});
    await evenings(app, calls, 6, 8);
    expect(textsTo(app, 'ana').filter((text) => text.includes(QUESTION))).toHaveLength(1);
    expect(textsTo(app, 'ana')).toHaveLength(18);
  });

  it('comes back from rest by a word in a chat, an answer for any day, or a change of their preferences', async () => {
    for (const back of [
      async (app: TestApp) => {
        const sender = {
          channel: 'telegram',
          contact: { address: addressOn('telegram', 'ana'), name: 'A' },
        } as const;
        expect(await (await answerTo(app.context, sender, '/keep')).words).toBe(
          'Got it: your pings keep coming.',
        );
      },
      async (app: TestApp) => {
        const sender = {
          channel: 'telegram',
          contact: { address: addressOn('telegram', 'ana'), name: 'A' },
        } as const;
        await answerToPress(app.context, sender, { action: 'keep-pings', campaignId: 'x' });
      },
      async (app: TestApp, who: Awaited<ReturnType<typeof person>>) => {
        value(await setAvailability(app.context, who, { status: 'MAYBE', date: '2026-03-19' }));
      },
      async (app: TestApp, who: Awaited<ReturnType<typeof person>>) => {
        value(await updatePreferences(app.context, who, { allowPromotions: true }));
      },
    ]) {
      const { app, who, calls } = await aQuietPlayer({}, { channels: ['telegram'], preferred: 'discord' });
      await evenings(app, calls, 0, 6);
      expect(await excludedOn(app, calls, 7)).toEqual({ calls_rest: 1 });
      await back(app, who);
      expect(await excludedOn(app, calls, 7)).toEqual({});
    }
  });

  it('stays at rest for being seen alone, and until then that is answer enough', async () => {
    const { app, calls } = await aQuietPlayer();
    await evenings(app, calls, 0, 5);
    await noticeLife(app.context, ['ana'], 'a test');
    expect(await excludedOn(app, calls, 6)).toEqual({});
    await evenings(app, calls, 6, 6);
    const resting = await aQuietPlayer();
    await evenings(resting.app, resting.calls, 0, 6);
    await noticeLife(resting.app.context, ['ana'], 'a test');
    expect(await excludedOn(resting.app, resting.calls, 7)).toEqual({ calls_rest: 1 });
  });

  it('is never asked where they come to voice in between, or are there at a call', async () => {
    const { app, calls } = await aQuietPlayer({ checks: { voice: true } });
    for (let day = 0; day <= 8; day += 1) {
      await app.advanceTo(START_AT + day * DAY - 40 * MINUTE);
      await saysAhead(app, { ...calls, userId: 'bor' }, 1, day);
      if (day === 2) app.voice.join('ana');
      await evening(app, calls, day);
      app.voice.leave('ana');
    }
    // Three an evening, as long as they are missing: nothing counts of before the third.
    expect(textsTo(app, 'ana').findIndex((text) => text.includes(QUESTION))).toBe(6 + 2 + 11);
  });

  it('is not asked by calls that did not reach them, nor by one that may not have', async () => {
    const { app, calls } = await aQuietPlayer();
    app.discord.reply = ({ userId }) => (userId === 'ana' ? closed() : sent);
    await evenings(app, calls, 0, 1);
    app.discord.reply = ({ userId }) => (userId === 'ana' ? lostUnanswered : sent);
    await evenings(app, calls, 2, 2);
    app.discord.reply = () => sent;
    await evenings(app, calls, 3, 8);
    const texts = textsTo(app, 'ana').filter((text) => text.includes(QUESTION));
    expect(texts).toHaveLength(1);
    expect(await excludedOn(app, calls, 9)).toEqual({ calls_rest: 1 });
  });

  it('writes nothing for whoever is seen and was not called', async () => {
    const { app } = await aQuietPlayer();
    const before = await app.rows('SELECT * FROM subscription_preferences');
    await app.advance(MINUTE);
    await noticeLife(app.context, ['ana', 'bor', 'stranger'], 'a test');
    expect(await app.rows('SELECT * FROM subscription_preferences')).toEqual(before);
  });

  it('tells a dry run without writing anything', async () => {
    const { app, calls } = await aQuietPlayer();
    await evenings(app, calls, 0, 5);
    const before = await app.rows("SELECT * FROM subscription_preferences WHERE user_id = 'ana'");
    await app.advanceTo(START_AT + 6 * DAY - 30 * MINUTE);
    await saysAhead(app, { ...calls, userId: 'bor' }, 1, 6);
    const { campaign } = await app.campaign(calls, { dryRun: true });
    await app.advanceTo(START_AT + 6 * DAY + 50 * MINUTE);
    expect(await app.fates('start', campaign.id)).toEqual({ bor: 'simulated' });
    expect(await app.rows("SELECT * FROM subscription_preferences WHERE user_id = 'ana'")).toEqual(before);
  });
});

describe('an own limit of calls a week', () => {
  it('holds a call back that would be one too many, and preview and log say so', async () => {
    const { app, calls } = await aQuietPlayer({}, { perWeek: 3 });
    await evenings(app, calls, 0, 0);
    await app.advanceTo(START_AT + DAY - 40 * MINUTE);
    const id = await evening(app, calls, 1);
    expect(await app.fates('start', id)).toEqual({ ana: 'skipped(over_own_cap)' });
    expect(await excludedOn(app, calls, 2)).toMatchObject({ over_own_cap: 1 });
    expect(textsTo(app, 'ana')).toHaveLength(3);
  });

  it('counts days of the calendar: what a week ago came on the same weekday no longer counts', async () => {
    const { app, calls } = await aQuietPlayer({}, { perWeek: 2 });
    await evenings(app, calls, 0, 6);
    expect(textsTo(app, 'ana')).toHaveLength(2);
    await evenings(app, calls, 7, 7);
    expect(textsTo(app, 'ana')).toHaveLength(4);
  });

  it('holds however short the retention is', async () => {
    const { app, calls } = await aQuietPlayer({ settings: { retentionDays: 2 } }, { perWeek: 2 });
    await evenings(app, calls, 0, 0);
    for (const day of [3, 6]) {
      await app.advanceTo(START_AT + day * DAY - 6 * 60 * MINUTE);
      await applyRetention(app.context);
    }
    expect(await excludedOn(app, calls, 6)).toMatchObject({ over_own_cap: 1 });
    await evenings(app, calls, 6, 6);
    expect(textsTo(app, 'ana')).toHaveLength(2);
    await evenings(app, calls, 7, 7);
    expect(textsTo(app, 'ana')).toHaveLength(4);
  });

  it('counts the calls of a dry run as if they had gone', async () => {
    const { app, calls } = await aQuietPlayer({}, { perWeek: 1 });
    const { campaign } = await app.campaign(calls, { dryRun: true });
    await app.advanceTo(START_AT + 50 * MINUTE);
    expect(await app.fates('reminder', campaign.id)).toMatchObject({ ana: 'simulated' });
    expect(await app.fates('start', campaign.id)).toMatchObject({ ana: 'simulated(over_own_cap)' });
  });

  it('counts what may have arrived, and nothing that failed', async () => {
    const { app, calls } = await aQuietPlayer({}, { perWeek: 1 });
    app.discord.reply = ({ userId, jobType }) =>
      userId === 'ana' && jobType === 'reminder' ? closed() : sent;
    const id = await evening(app, calls, 0);
    expect(await app.fates('start', id)).toMatchObject({ ana: 'sent' });
    const lost = await aQuietPlayer({}, { perWeek: 1 });
    lost.app.discord.reply = ({ userId }) => (userId === 'ana' ? lostUnanswered : sent);
    const second = await evening(lost.app, lost.calls, 0);
    expect(await lost.app.fates('start', second)).toMatchObject({ ana: 'skipped(over_own_cap)' });
  });

  it('is refused beyond fourteen, set and taken back in a chat', async () => {
    const { app } = await aQuietPlayer({}, { channels: ['signal'] });
    const sender = {
      channel: 'signal',
      contact: { address: addressOn('signal', 'ana'), name: 'A' },
    } as const;
    const say = async (text: string): Promise<string> => (await answerTo(app.context, sender, text)).words;
    expect(await say('LIMIT')).toBe('No limit. To change it, send for example: LIMIT 3 or LIMIT off.');
    expect(await say('LIMIT 15')).toContain('a whole number from 1 to 14');
    expect(await say('limit 3')).toBe('Saved: at most 3 pings in any 7 days. After that I stay silent.');
    expect(await say('STATUS')).toContain('At most 3 pings in any 7 days.');
    expect(await say('Limit off!')).toBe('Saved: no limit on pings.');
  });
});

describe('calls that left while the clock was a year ahead', () => {
  const inAYear = async (app: TestApp): Promise<void> =>
    app.change(
      "UPDATE notifications_ledger SET first_attempt_at = REPLACE(first_attempt_at, '2026', '2027')",
    );

  it('fill nobody’s own limit for a year', async () => {
    const { app, calls } = await aQuietPlayer({}, { perWeek: 2 });
    await evenings(app, calls, 0, 0);
    await inAYear(app);
    await evenings(app, calls, 1, 1);
    expect(textsTo(app, 'ana')).toHaveLength(4);
  });

  it('are no calls that somebody has left unanswered since they were last heard of', async () => {
    const { app, calls } = await aQuietPlayer();
    await evenings(app, calls, 0, 4);
    await inAYear(app);
    await noticeLife(app.context, ['ana'], 'here');
    await evenings(app, calls, 5, 5);
    expect(textsTo(app, 'ana').filter((text) => text.includes(QUESTION))).toEqual([]);
    expect(textsTo(app, 'ana')).toHaveLength(12);
  });
});

describe('what was learnt before a kill, another process or an erasure', () => {
  it('stands after a restart, and two processes ask once', async () => {
    const { app, calls } = await aQuietPlayer({ shared: true });
    await evenings(app, calls, 0, 4);
    await app.beside();
    await evenings(app, calls, 5, 5);
    await app.restart();
    expect(await excludedOn(app, calls, 6)).toEqual({ calls_rest: 1 });
    expect(textsTo(app, 'ana').filter((text) => text.includes(QUESTION))).toHaveLength(1);
  });

  it('is gone with an erasure: who comes back begins anew, but today’s calls still fill the limit of today', async () => {
    const { app, calls } = await aQuietPlayer({}, { perWeek: 2 });
    await evening(app, calls, 0);
    expect(textsTo(app, 'ana')).toHaveLength(2);
    await erasePerson(app.context, { userId: 'ana' });
    const who = await person(app, 'ana', { perWeek: 2, status: null });
    await app.advanceTo(START_AT + DAY - 40 * MINUTE);
    await saysAhead(app, who, 1, 1);
    await app.advance(MINUTE);
    const id = await evening(app, calls, 1);
    expect(await app.fates('reminder', id)).toEqual({ ana: 'skipped(over_own_cap)' });
  });
});
