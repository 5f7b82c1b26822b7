import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EveningAnswer, isSameAnswer } from '../../src/domain/answer.js';
import { en } from '../../src/messages/en/messages.js';
import { findAnswer } from '../../src/persistence/stores/answer-store.js';
import { comeTonight, keptYesWords, mayStillAnswer, pressShown } from '../../src/services/answer-evening.js';
import { cancelCampaign } from '../../src/services/cancel-campaign.js';
import { clearAvailabilityOn, setAvailability } from '../../src/services/set-availability.js';
import { notTonight, stopMessages } from '../../src/services/way-out.js';
import { actor, person, players, promoter } from '../support/people.js';
import { DATE, MINUTE, START_AT, testApp, type TestApp, value } from '../support/test-app.js';

const P1 = actor('p1');
/** The last moment at which an answer counts. */
const LAST = START_AT + 45 * MINUTE - 1;

const answerOf = (app: TestApp, userId = 'p1') => findAnswer(app.database.view, userId, DATE);

async function statusOf(app: TestApp, userId = 'p1'): Promise<string | undefined> {
  const [entry] = await app.rows<{ status: string }>(
    `SELECT status FROM availability_entries WHERE user_id = '${userId}' AND entry_date = '${DATE}'`,
  );
  return entry?.status;
}

async function historyOf(app: TestApp, userId = 'p1'): Promise<string[]> {
  const rows = await app.rows<{ action: string }>(
    `SELECT action FROM account_link_audit_log WHERE user_id = '${userId}' ORDER BY id`,
  );
  return rows.map(({ action }) => action);
}

/** Says that somebody comes, by the page unless told. */
async function come(app: TestApp, minutesLate: number | null = null, who = P1) {
  return comeTonight(app.context, who, { minutesLate, channel: null });
}

async function told(app: TestApp, minutesLate: number | null = null): Promise<string> {
  return keptYesWords(en, value(await come(app, minutesLate)), 'plain');
}

describe('a yes to tonight', () => {
  it('counts at once, and makes somebody look for a game whatever they had said', async () => {
    for (const status of [null, 'AVAILABLE', 'MAYBE', 'NOT_PLAYING', 'LOOKING'] as const) {
      const app = await testApp();
      await person(app, 'p1', { status });
      expect(await told(app)).toBe('Got it: you’re coming. See you at 21:00!');
      expect(await statusOf(app)).toBe('LOOKING');
      expect(await answerOf(app)).toEqual({ kind: 'COMING' });
    }
  });

  it('names the minute they come, from the start or from now', async () => {
    const app = await testApp();
    await person(app, 'p1');
    expect(await told(app, 10)).toContain('21:10');
    expect(await answerOf(app)).toEqual({ kind: 'LATE', until: START_AT + 10 * MINUTE });
    await app.advanceTo(START_AT + 12 * MINUTE);
    expect(await told(app, 20)).toContain('21:32');
    await app.advanceTo(LAST);
    expect(await told(app, 30)).toContain('21:45');
  });

  it('is for people who were not called, too: nothing of a campaign is needed', async () => {
    const app = await testApp();
    await players(app, 2);
    await app.campaign(await promoter(app));
    await person(app, 'late comer', { status: null, optedIn: false });
    expect(value(await come(app, null, actor('late comer')))).toMatchObject({ next: 'nothing' });
    await app.advanceTo(START_AT + 20 * MINUTE);
    expect(await answerOf(app, 'late comer')).toEqual({ kind: 'COMING' });
    expect((await app.fates('start'))['late comer']).toBeUndefined();
    expect(app.discord.deliveredTo('late comer')).toEqual([]);
  });

  it('pressed twice says so, and changes nothing and writes down nothing', async () => {
    const app = await testApp();
    await person(app, 'p1');
    await come(app);
    expect(await told(app)).toBe('You already said you’re coming. See you in voice!');
    await come(app, 10);
    expect(await told(app, 10)).toBe('You already said you’ll be there by 21:10.');
    expect(await historyOf(app)).toEqual(['said_coming', 'said_late']);
  });

  it('is in effect until 45 minutes after the start; then words say that it is over', async () => {
    const app = await testApp({ sweepEveryMs: 0 });
    await person(app, 'p1');
    const {
      campaign: { id: campaignId },
    } = await app.campaign(await promoter(app));
    await app.advanceTo(LAST);
    expect((await come(app)).ok).toBe(true);
    expect((await mayStillAnswer(app.context, campaignId)).ok).toBe(true);
    await app.advanceTo(LAST + 1);
    const late = await comeTonight(app.context, P1, { minutesLate: 10, campaignId, channel: 'discord' });
    expect(late).toEqual({
      ok: false,
      refusal: { code: 'evening_over', date: DATE, until: START_AT + 45 * MINUTE },
    });
    expect(await mayStillAnswer(app.context, campaignId)).toEqual(late);
    expect(en.refusal({ code: 'evening_over', date: DATE, until: LAST + 1 }, 'discord')).toContain('is over');
    expect(await answerOf(app)).toEqual({ kind: 'COMING' });
  });

  it('goes by the start a campaign has of its own', async () => {
    const app = await testApp();
    await person(app, 'p1');
    const {
      campaign: { id: campaignId },
    } = await app.campaign(await promoter(app), { startTime: '22:15' });
    value(await comeTonight(app.context, P1, { minutesLate: 10, campaignId, channel: 'discord' }));
    expect(await answerOf(app)).toEqual({ kind: 'LATE', until: START_AT + 85 * MINUTE });
  });

  it('needs a session: on a day without one there is nothing to come to', async () => {
    const app = await testApp({ plan: 'fri 21:00' });
    await person(app, 'p1');
    expect(await come(app)).toEqual({ ok: false, refusal: { code: 'no_session_tonight', date: DATE } });
    expect(await answerOf(app)).toBeNull();
  });

  it.each([0, -1, 46, 1.5])('takes no %d minutes, and says what it takes', async (minutes) => {
    const app = await testApp();
    await person(app, 'p1');
    expect(await come(app, minutes)).toEqual({ ok: false, refusal: { code: 'invalid_lateness', most: 45 } });
    expect(await answerOf(app)).toBeNull();
  });

  it('is for linked members, from wherever a message is read', async () => {
    const app = await testApp();
    await person(app, 'p1', { linked: false });
    expect(await come(app)).toMatchObject({ ok: false, refusal: { code: 'not_linked' } });
    await person(app, 'p2');
    const {
      campaign: { id: campaignId },
    } = await app.campaign(await promoter(app));
    const inDm = actor('p2', { guildId: null });
    expect(
      (await comeTonight(app.context, inDm, { minutesLate: null, campaignId, channel: 'discord' })).ok,
    ).toBe(true);
  });

  it('under a message that is no longer kept is refused', async () => {
    const app = await testApp();
    await person(app, 'p1');
    const gone = await comeTonight(app.context, P1, {
      minutesLate: null,
      campaignId: 'gone',
      channel: 'discord',
    });
    expect(gone).toEqual({ ok: false, refusal: { code: 'campaign_not_found' } });
  });

  it('after "Not tonight" says what still comes', async () => {
    const app = await testApp();
    await players(app, 2);
    await app.campaign(await promoter(app));
    await notTonight(app.context, P1);
    expect(await answerOf(app)).toEqual({ kind: 'NOT_TONIGHT' });
    expect(value(await come(app))).toMatchObject({ next: 'comes', before: { kind: 'NOT_TONIGHT' } });
    await notTonight(app.context, P1);
    await app.advanceTo(START_AT + MINUTE);
    expect(await told(app)).toContain('The start ping already went out');
  });

  it('to an evening that was called off is taken, and promises no ping', async () => {
    const app = await testApp();
    await person(app, 'p1');
    const who = await promoter(app);
    const {
      campaign: { id: campaignId },
    } = await app.campaign(who);
    value(await cancelCampaign(app.context, who, { campaignId }));
    expect(value(await come(app))).toMatchObject({ next: 'nothing' });
  });

  it('cannot be changed without end', async () => {
    const app = await testApp();
    await person(app, 'p1');
    const came: boolean[] = [];
    for (let turn = 0; turn < 60; turn += 1) came.push((await come(app, turn % 2 === 0 ? null : 10)).ok);
    expect(came[0]).toBe(true);
    // What they say already is said again without end.
    expect(came.slice(-2)).toEqual([false, true]);
    // A no is always taken.
    await notTonight(app.context, P1);
    expect(await answerOf(app)).toEqual({ kind: 'NOT_TONIGHT' });
  });
});

describe('the answers of an evening', () => {
  /** Each way to say something, and what is left of their answer by it. */
  const WAYS = {
    coming: (app) => come(app),
    'late 10': (app) => come(app, 10),
    'late 30': (app) => come(app, 30),
    'not tonight': (app) => notTonight(app.context, P1),
    looking: (app) => setAvailability(app.context, P1, { status: 'LOOKING' }),
    maybe: (app) => setAvailability(app.context, P1, { status: 'MAYBE' }),
    'not playing': (app) => setAvailability(app.context, P1, { status: 'NOT_PLAYING' }),
    clear: (app) => clearAvailabilityOn(app.context, P1, undefined),
    stop: (app) => stopMessages(app.context, P1, 'discord'),
  } satisfies Record<string, (app: TestApp) => Promise<unknown>>;
  type Way = keyof typeof WAYS;

  it('never contradict the status, and their history tells each yes and each end of one', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...(Object.keys(WAYS) as Way[])), { minLength: 1, maxLength: 8 }),
        async (said) => {
          const app = await testApp({ sweepEveryMs: 0 });
          await person(app, 'p1', { status: null });
          let before: EveningAnswer | null = null;
          let noted = 0;
          for (const way of said) {
            await WAYS[way](app);
            const answer = await answerOf(app);
            const status = await statusOf(app);
            if (answer?.kind === 'COMING' || answer?.kind === 'LATE') expect(status).toBe('LOOKING');
            if (answer?.kind === 'NOT_TONIGHT') expect(status).toBe('NOT_PLAYING');
            if (way === 'coming') expect(answer).toEqual({ kind: 'COMING' });
            if (way === 'late 30')
              expect(answer).toMatchObject({ kind: 'LATE', until: START_AT + 30 * MINUTE });
            if (way === 'not tonight') expect(answer).toEqual({ kind: 'NOT_TONIGHT' });
            const wasOrIsYes = [before, answer].some((each) => each !== null && each.kind !== 'NOT_TONIGHT');
            const lines = (await historyOf(app)).filter((action) => /said|answer/.test(action)).length;
            expect(lines - noted).toBe(!isSameAnswer(before, answer) && wasOrIsYes ? 1 : 0);
            noted = lines;
            before = answer;
          }
        },
      ),
      { numRuns: 8, interruptAfterTimeLimit: 9_000 },
    );
  });

  it('are shown under a message again when somebody leaves the choice of minutes', async () => {
    const app = await testApp();
    await person(app, 'p1');
    const {
      campaign: { id: campaignId },
    } = await app.campaign(await promoter(app));
    const shown = () => pressShown(app.context, 'p1', campaignId);
    expect(await shown()).toBe('back');
    await come(app);
    expect(await shown()).toBe('coming');
    await come(app, 20);
    expect(await shown()).toBe('late-10');
    await notTonight(app.context, P1);
    expect(await shown()).toBe('not-tonight');
  });
});
