import { describe, expect, it } from 'vitest';
import { addDays } from '../../src/domain/local-time.js';
import type { Result } from '../../src/domain/refusal.js';
import { auditOf } from '../../src/persistence/stores/audit-store.js';
import { erasePerson } from '../../src/services/erase-person.js';
import { personalData } from '../../src/services/privacy.js';
import {
  keepStandingCampaigns,
  lookAtStanding,
  removeStandingCampaigns,
  setStandingCampaigns,
  showStandingCampaigns,
  stopStandingCampaign,
} from '../../src/services/standing-campaigns.js';
import { actor, admin, person, promoter } from '../support/people.js';
import { DATE, refusal, testApp, type TestApp, value } from '../support/test-app.js';

const TUESDAYS = { days: ['tue'], includeAvailable: false, includeMaybe: true } as const;

async function aClub(): Promise<TestApp> {
  const app = await testApp();
  await promoter(app, 'promoter', { name: 'Ada' });
  await promoter(app, 'promoter-2', { name: 'Bob' });
  await person(app, 'player');
  return app;
}

/** Why it was refused, whatever was asked for. */
const codeOf = (result: Result<unknown>): string => (result.ok ? 'granted' : result.refusal.code);

const daysFor = async (app: TestApp, who = 'promoter') =>
  value(await showStandingCampaigns(app.context, actor(who))).days.map(({ day, name, isOwn }) => [
    day,
    name,
    isOwn,
  ]);

describe('standing campaigns', () => {
  it('are set by a promoter in their name, and by another one for the same day in theirs', async () => {
    const app = await aClub();
    value(await setStandingCampaigns(app.context, actor('promoter'), { ...TUESDAYS, days: ['sun', 'tue'] }));
    value(await setStandingCampaigns(app.context, actor('promoter-2'), TUESDAYS));
    expect(await daysFor(app)).toEqual([
      ['tue', 'Bob', false],
      ['sun', 'Ada', true],
    ]);
    const { until, tonight, threshold } = value(await showStandingCampaigns(app.context, actor('promoter')));
    expect([until, tonight, threshold]).toEqual([addDays(DATE, 55), null, 6]);
  });

  it('say on which of their days the plan has no session', async () => {
    const app = await testApp({ plan: 'sun 20:00' });
    await promoter(app);
    const set = value(
      await setStandingCampaigns(app.context, actor('promoter'), { ...TUESDAYS, days: ['tue', 'sun'] }),
    );
    expect(set.days.map(({ day, hasSession }) => [day, hasSession])).toEqual([
      ['tue', false],
      ['sun', true],
    ]);
  });

  it('are for promoters alone, each of whom may do everything with all of them', async () => {
    const app = await aClub();
    const { context } = app;
    const player = actor('player');
    for (const asked of [
      showStandingCampaigns(context, player),
      setStandingCampaigns(context, player, TUESDAYS),
      removeStandingCampaigns(context, player, null),
      keepStandingCampaigns(context, player),
      stopStandingCampaign(context, player, DATE),
      lookAtStanding(context, player, DATE),
    ])
      expect(codeOf(await asked)).toBe('not_promoter');
    value(await setStandingCampaigns(context, actor('promoter'), TUESDAYS));
    expect(
      value(await removeStandingCampaigns(context, actor('promoter-2'), ['tue', 'wed'])).removed,
    ).toEqual(['tue']);
    const lines = (await auditOf(app.database.view, 'promoter')).map(({ action, actorId, metadata }) => [
      action,
      actorId,
      metadata,
    ]);
    expect(lines).toEqual([
      [
        'standing_campaign_set',
        'promoter',
        { days: 'tue', include_available: 'false', include_maybe: 'true' },
      ],
      ['standing_campaign_removed', 'promoter-2', { days: 'tue' }],
    ]);
  });

  it('that are not there can be neither removed, kept, stopped nor looked at; and no days can not be set', async () => {
    const app = await aClub();
    const ada = actor('promoter');
    for (const asked of [
      removeStandingCampaigns(app.context, ada, ['mon']),
      keepStandingCampaigns(app.context, ada),
      stopStandingCampaign(app.context, ada, DATE),
      lookAtStanding(app.context, ada, DATE),
    ])
      expect(codeOf(await asked)).toBe('standing_not_found');
    const none = await setStandingCampaigns(app.context, ada, { ...TUESDAYS, days: [] });
    expect(refusal(none)).toBe('invalid_weekdays');
  });

  it('while Discord is silent: their own are removed, an admin removes all, and nothing is set or kept', async () => {
    const app = await aClub();
    const { context } = app;
    value(await setStandingCampaigns(context, actor('promoter'), TUESDAYS));
    value(await setStandingCampaigns(context, actor('promoter-2'), { ...TUESDAYS, days: ['wed'] }));
    await admin(app, 'boss');
    app.directory.available = false;
    const silent = 'directory_unavailable';
    expect(refusal(await setStandingCampaigns(context, actor('promoter'), TUESDAYS))).toBe(silent);
    expect(refusal(await keepStandingCampaigns(context, actor('promoter')))).toBe(silent);
    expect(refusal(await removeStandingCampaigns(context, actor('player'), null))).toBe(silent);
    const own = value(await removeStandingCampaigns(context, actor('promoter'), null));
    expect(own.removed).toEqual(['tue']);
    const boss = actor('boss', { attested: { isAdmin: true } });
    expect(value(await removeStandingCampaigns(context, boss, null)).removed).toEqual(['wed']);
  });

  it('a removal wins over a request to set some that came in before it', async () => {
    const app = await aClub();
    const early = { ...actor('promoter'), cameIn: app.context.waysOut.arrive() };
    value(await setStandingCampaigns(app.context, actor('promoter'), TUESDAYS));
    value(await removeStandingCampaigns(app.context, actor('promoter'), null));
    expect(refusal(await setStandingCampaigns(app.context, early, TUESDAYS))).toBe('said_no_since');
    expect(await daysFor(app)).toEqual([]);
  });

  it('are in what is kept about whoever set them, and end with it', async () => {
    const app = await aClub();
    value(await setStandingCampaigns(app.context, actor('promoter'), TUESDAYS));
    const { standingCampaigns } = await personalData(app.context, actor('promoter'));
    expect(standingCampaigns).toEqual([
      {
        weekday: 'tue',
        setBy: 'promoter',
        includeAvailable: false,
        includeMaybe: true,
        until: addDays(DATE, 55),
      },
    ]);
    await erasePerson(app.context, actor('promoter'));
    expect(await daysFor(app, 'promoter-2')).toEqual([]);
    const rows = await app.rows('SELECT set_by FROM availability_promotion_standing');
    expect(rows).toEqual([]);
  });
});
