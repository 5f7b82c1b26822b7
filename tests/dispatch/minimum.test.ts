import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { campaignStatusById } from '../../src/services/campaign-status.js';
import { cancelCampaign } from '../../src/services/cancel-campaign.js';
import { erasePerson } from '../../src/services/erase-person.js';
import { goOn } from '../../src/services/go-on.js';
import { pausePromotions, resumePromotions } from '../../src/services/pause-promotions.js';
import { setAvailability } from '../../src/services/set-availability.js';
import { applyRetention } from '../../src/upkeep/apply-retention.js';
import { offsetsHere, OFTEN_MS, runsHere, skipOnPostgres } from '../support/engine-of-run.js';
import { crashAtStatement, faultsOf } from '../support/crash.js';
import { arrivedUnanswered, closed, hangs, notDelivered, sent, trouble } from '../support/fake-channel.js';
import { actor, admin, person, players, promoter } from '../support/people.js';
import { backUpOf, restored } from '../support/restoring.js';
import {
  DATE,
  MINUTE,
  refusal,
  REMINDER_AT,
  START_AT,
  testApp,
  type TestApp,
  type TestAppOptions,
  value,
} from '../support/test-app.js';

const SECOND = 1_000;
const DAY = 24 * 60 * MINUTE;

/** A campaign to so many players who are looking, where a session takes four. */
async function anEvening(looking: number, { settings, ...options }: TestAppOptions = {}) {
  const app = await testApp({ ...options, settings: { sessionMinimum: 4, ...settings } });
  await players(app, looking);
  const who = await promoter(app);
  const { campaign } = await app.campaign(who);
  return { app, who, campaign };
}

/** What the promoter was asked. */
const asked = (app: TestApp) =>
  app.discord
    .deliveredTo('promoter')
    .filter(({ delivery }) => delivery.message.actions.some(({ action }) => action === 'promote-go-on'));

const row = async (app: TestApp, campaignId: string) =>
  (await app.ledger()).find(({ event_key: key }) => key === `MINIMUM:${campaignId}`);

describe('an evening with too few', () => {
  it('is asked about once, by direct message, and the reminder goes out meanwhile', async () => {
    const { app, campaign } = await anEvening(3);
    await app.advanceTo(REMINDER_AT - SECOND);
    expect(asked(app)).toEqual([]);
    await app.advanceTo(START_AT + 60 * MINUTE);
    const [question, ...more] = asked(app);
    expect(more).toEqual([]);
    const { text, actions } = question!.delivery.message;
    expect(text).toContain('Only 3 are looking');
    expect(text).toContain('at least 4');
    expect(actions).toEqual([
      { action: 'promote-cancel', id: campaign.id, label: 'Call off' },
      { action: 'promote-go-on', id: campaign.id, label: 'Go on' },
    ]);
    expect(question!.at).toBeLessThan(REMINDER_AT + SECOND);
    expect(await row(app, campaign.id)).toMatchObject({ user_id: 'promoter', kind: 'post', state: 'sent' });
    // Nobody is late for it, and silence goes on.
    expect(await app.fates('reminder')).toEqual({ p1: 'sent', p2: 'sent', p3: 'sent' });
    expect(await app.fates('start')).toEqual({ p1: 'sent', p2: 'sent', p3: 'sent' });
    expect(await app.campaignStatus(campaign.id)).toBe('sent');
    expect(app.eventsOf('promoter_asked')).toMatchObject([{ campaignId: campaign.id, outcome: 'sent' }]);
    expect(await faultsOf(app)).toEqual([]);
  });

  it.each<[string, number, TestAppOptions]>([
    ['as many as it takes are looking', 4, {}],
    ['nobody set a minimum', 1, { settings: { sessionMinimum: 0 } }],
  ])('is not asked about where %s', async (_why, looking, options) => {
    const { app } = await anEvening(looking, options);
    await app.advanceTo(START_AT + 60 * MINUTE);
    expect(asked(app)).toEqual([]);
    expect(app.eventsOf('promoter_asked')).toEqual([]);
  });

  it('is one by what people say at the time of the reminder, and not before or after', async () => {
    const { app } = await anEvening(5);
    const no = { date: DATE, status: 'NOT_PLAYING' } as const;
    await app.advanceTo(REMINDER_AT + 5 * MINUTE);
    for (const id of ['p1', 'p2']) value(await setAvailability(app.context, actor(id), no));
    await app.advanceTo(START_AT + MINUTE);
    expect(asked(app)).toEqual([]);
  });

  it('is not asked about for a dry run, after cancelling, or once it has begun', async () => {
    const dry = await testApp({ settings: { sessionMinimum: 4 } });
    await players(dry, 1);
    await dry.campaign(await promoter(dry), { dryRun: true });
    await dry.advanceTo(START_AT + MINUTE);
    expect(asked(dry)).toEqual([]);

    const cancelled = await anEvening(1);
    value(await cancelCampaign(cancelled.app.context, cancelled.who, {}));
    await cancelled.app.advanceTo(START_AT + MINUTE);
    expect(asked(cancelled.app)).toEqual([]);

    const late = await anEvening(1);
    await late.app.crash();
    await late.app.advanceTo(START_AT + MINUTE);
    await late.app.restart();
    await late.app.advance(MINUTE);
    expect(asked(late.app)).toEqual([]);
  });

  it('is not asked about once messages are switched off', async () => {
    const settings = { sessionMinimum: 4, promotionsEnabled: true };
    const app = await testApp({ settings });
    await players(app, 2);
    await app.campaign(await promoter(app));
    settings.promotionsEnabled = false;
    await app.restart();
    await app.advanceTo(START_AT + MINUTE);
    expect(asked(app)).toEqual([]);
    expect(app.eventsOf('promoter_asked')).toEqual([]);
  });

  it('waits for a pause, as the reminder does, and for a channel in trouble', async () => {
    const { app } = await anEvening(2);
    const boss = await admin(app);
    value(await pausePromotions(app.context, boss));
    await app.advanceTo(REMINDER_AT + 5 * MINUTE);
    expect(asked(app)).toEqual([]);
    app.discord.script('promoter', trouble('unavailable', 30 * SECOND));
    value(await resumePromotions(app.context, boss));
    await app.advance(3 * MINUTE);
    expect(asked(app)).toHaveLength(1);
  });

  it('is not asked about while enough have come meanwhile', async () => {
    const { app } = await anEvening(3);
    app.discord.script('promoter', notDelivered('rate_limited', 5 * MINUTE));
    await app.advanceTo(REMINDER_AT + MINUTE);
    await person(app, 'p4');
    await app.advanceTo(START_AT + MINUTE);
    expect(asked(app)).toEqual([]);
    expect(await faultsOf(app)).toEqual([]);
  });

  it('goes on where the promoter’s direct messages are closed or off; log and status say so', async () => {
    const shut = await anEvening(1);
    shut.app.discord.script('promoter', closed());
    const off = await anEvening(1);
    await off.app.change(
      "UPDATE subscription_preferences SET discord_dms = false WHERE user_id = 'promoter'",
    );
    for (const { app, who, campaign } of [shut, off]) {
      await app.advanceTo(START_AT + MINUTE);
      expect(asked(app)).toEqual([]);
      expect(await row(app, campaign.id)).toMatchObject({ state: 'failed' });
      expect(app.eventsOf('promoter_asked')).toMatchObject([{ outcome: 'failed' }]);
      expect(value(await campaignStatusById(app.context, who, campaign.id)).notAsked).toBe(true);
      expect(await app.fates('start')).toEqual({ p1: 'sent' });
      value(await cancelCampaign(app.context, who, { notify: true }));
      expect(value(await campaignStatusById(app.context, who, campaign.id)).notAsked).toBe(false);
    }
  });

  it('frees the slot of a campaign that was cancelled before anything else had left', async () => {
    const { app, who, campaign } = await anEvening(1);
    app.discord.script('p1', notDelivered('rate_limited', 5 * MINUTE));
    await app.advanceTo(REMINDER_AT + MINUTE);
    expect(asked(app)).toHaveLength(1);
    expect(value(await cancelCampaign(app.context, who, { campaignId: campaign.id }))).toMatchObject({
      slotFreed: true,
    });
  });

  it('leaves with its campaign, or its promoter', async () => {
    const { app, campaign } = await anEvening(1, { settings: { retentionDays: 10 } });
    await app.advanceTo(START_AT + 60 * MINUTE);
    await erasePerson(app.context, { userId: 'promoter' });
    expect((await row(app, campaign.id))?.user_id).toMatch(/^erased:/);
    app.clock.step(11 * DAY);
    await applyRetention(app.context);
    expect(await app.ledger()).toEqual([]);
  });

  it('is not asked about of somebody who erased themselves meanwhile', async () => {
    const { app } = await anEvening(1);
    app.discord.script('promoter', notDelivered('rate_limited', MINUTE));
    await app.advanceTo(REMINDER_AT + SECOND);
    await erasePerson(app.context, { userId: 'promoter' });
    await app.advanceTo(START_AT + MINUTE);
    expect(asked(app)).toEqual([]);
    expect(await faultsOf(app)).toEqual([]);
  });

  it.for([REMINDER_AT - MINUTE, REMINDER_AT])(
    'is not asked about again after a restore of a backup of %d',
    async (backupAt, { skip }) => {
      skipOnPostgres(skip, 'backups are files');
      const { app } = await anEvening(2);
      app.discord.script('promoter', hangs(true));
      await app.advanceTo(backupAt);
      const backup = await backUpOf(app);
      await app.advanceTo(REMINDER_AT + 2 * SECOND);
      app.discord.release();
      await app.advance(2 * SECOND);
      expect(asked(app)).toHaveLength(1);
      await restored(app, backup);
      await app.advanceTo(START_AT + MINUTE);
      expect(asked(app)).toHaveLength(1);
      expect(await faultsOf(app)).toEqual([]);
    },
  );

  it('at most once, and never while there are enough, whatever people, Discord and the process do', async () => {
    const step = fc.oneof(
      fc.constantFrom('restart', 'crash', 'pause', 'resume', 'cancel').map((deed) => ({ deed })),
      fc.record({ deed: fc.constant('says'), who: fc.integer({ min: 1, max: 4 }), in: fc.boolean() }),
      fc.record({ deed: fc.constant('time'), seconds: fc.integer({ min: 1, max: 400 }) }),
    );
    const answers = fc.array(
      fc.constantFrom(sent, notDelivered(), arrivedUnanswered, trouble('unavailable', 9_000)),
      {
        maxLength: 3,
      },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 10 }),
        answers,
        fc.integer({ min: 0, max: 5 }),
        async (steps, scripted, minimum) => {
          const { app, who, campaign } = await anEvening(3, { settings: { sessionMinimum: minimum } });
          const boss = await admin(app);
          app.discord.script('promoter', ...scripted);
          await app.advanceTo(REMINDER_AT - 2 * MINUTE);
          for (const each of steps) {
            if (each.deed === 'restart') await app.restart();
            if (each.deed === 'crash') {
              await app.crash();
              await app.advance(20 * SECOND);
              await app.restart();
            }
            if (each.deed === 'pause') await pausePromotions(app.context, boss);
            if (each.deed === 'resume') await resumePromotions(app.context, boss);
            if (each.deed === 'cancel')
              await cancelCampaign(app.context, who, { campaignId: campaign.id, notify: true });
            if ('who' in each) {
              const status = each.in ? 'LOOKING' : 'NOT_PLAYING';
              await setAvailability(app.context, actor(`p${each.who}`), { date: DATE, status });
            }
            if ('seconds' in each) await app.advance(each.seconds * SECOND);
          }
          await resumePromotions(app.context, boss);
          await app.advanceTo(START_AT + 60 * MINUTE);
          const questions = asked(app);
          expect(questions.length).toBeLessThanOrEqual(1);
          for (const { at, delivery } of questions) {
            expect(at).toBeGreaterThanOrEqual(REMINDER_AT);
            expect(at).toBeLessThan(START_AT);
            const [, looking] = /(?:Only (\d)|Nobody)/.exec(delivery.message.text)!;
            expect(Number(looking ?? 0)).toBeLessThan(minimum);
          }
          const found = await row(app, campaign.id);
          if (found?.state === 'sent') expect(questions).toHaveLength(1);
          expect(await faultsOf(app)).toEqual([]);
          await app.close();
        },
      ),
      { numRuns: runsHere(25) },
    );
  }, 120_000);
});

describe('killed at any statement around the reminder, its promoter', () => {
  const STRIDE = 8;
  for (const offset of offsetsHere(STRIDE)) {
    it(`is asked once (${offset}, ${offset + STRIDE} …)`, async () => {
      for (let statement = offset; ; statement += STRIDE) {
        const { app, campaign } = await anEvening(2, { sweepEveryMs: OFTEN_MS });
        await app.advanceTo(REMINDER_AT - 10);
        const process = crashAtStatement(app, statement);
        await app.advance(20 * SECOND);
        if (!process.dead) {
          expect(statement).toBeGreaterThan(20);
          break;
        }
        await app.restart();
        await app.advance(30 * SECOND);
        expect(asked(app), `killed at statement ${statement}`).toHaveLength(1);
        expect(await row(app, campaign.id)).toMatchObject({ state: 'sent' });
        await app.close();
      }
    }, 60_000);
  }
});

describe('"Go on"', () => {
  it('changes nothing, however often it is pressed', async () => {
    const { app, who, campaign } = await anEvening(2);
    await app.advanceTo(REMINDER_AT + MINUTE);
    const before = JSON.stringify([await app.ledger(), await app.jobs(), await app.campaigns()]);
    for (let press = 0; press < 2; press++) value(await goOn(app.context, who, campaign.id));
    expect(JSON.stringify([await app.ledger(), await app.jobs(), await app.campaigns()])).toBe(before);
  });

  it('is refused in words to others, to who promotes no more, and once it is off or over', async () => {
    const { app, who, campaign } = await anEvening(2);
    await app.advanceTo(REMINDER_AT + MINUTE);
    expect(refusal(await goOn(app.context, await promoter(app, 'promoter-2'), campaign.id))).toBe(
      'campaign_not_found',
    );
    value(await cancelCampaign(app.context, who, { campaignId: campaign.id, notify: false }));
    expect(refusal(await goOn(app.context, who, campaign.id))).toBe('campaign_over');

    const over = await anEvening(2);
    await over.app.advanceTo(START_AT + 45 * MINUTE);
    expect(refusal(await goOn(over.app.context, over.who, over.campaign.id))).toBe('campaign_over');

    const former = await anEvening(2, { settings: { promoterIds: new Set(['promoter']) } });
    former.app.directory.leave('promoter');
    expect(refusal(await goOn(former.app.context, former.who, former.campaign.id))).toBe('not_a_member');
  });
});
