import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/domain/refusal.js';
import { cancelCampaign } from '../../src/services/cancel-campaign.js';
import { createCampaign } from '../../src/services/create-campaign.js';
import { pausePromotions } from '../../src/services/pause-promotions.js';
import { unlinkPlayer } from '../../src/services/link-player.js';
import { confirmPlayer } from '../../src/services/prove-player.js';
import { actor, admin, person, players, promoter } from '../support/people.js';
import { MINUTE, refusal, testApp, type TestApp, value } from '../support/test-app.js';

const REQUEST = { includeAvailable: false, includeMaybe: false, dryRun: false };

type Ask = (app: TestApp, id: string) => Promise<Result<unknown>>;

const afresh = (app: TestApp): number =>
  app.directory.asked.filter(({ since }) => since !== undefined).length;

async function anEvening() {
  const app = await testApp();
  await players(app, 1);
  const boss = await promoter(app);
  const { campaign } = await app.campaign(boss);
  app.directory.asked.length = 0;
  return { app, boss, id: campaign.id };
}

describe('Discord is not asked', () => {
  it('about anybody who cancels a campaign that there is not', async () => {
    const { app, boss } = await anEvening();
    for (const who of [boss, actor('stranger')]) {
      expect(refusal(await cancelCampaign(app.context, who, { campaignId: 'x' }))).toBe('campaign_not_found');
    }
    expect(app.directory.asked).toEqual([]);
  });

  it.each([
    [
      'cancels',
      'campaign_not_found',
      (app: TestApp, id: string) => cancelCampaign(app.context, actor('player'), { campaignId: id }),
    ],
    ['pauses', 'not_admin', (app: TestApp) => pausePromotions(app.context, actor('player'))],
    ['confirms a link', 'not_admin', (app: TestApp) => confirmPlayer(app.context, actor('player'), 'p1')],
    ['releases a link', 'not_admin', (app: TestApp) => unlinkPlayer(app.context, actor('player'), 'p1')],
    ['creates', 'not_promoter', (app: TestApp) => createCampaign(app.context, actor('player'), REQUEST)],
  ] satisfies [string, string, Ask][])('afresh about a member who %s and may not', async (_, code, ask) => {
    const { app, id } = await anEvening();
    await person(app, 'player');
    expect(refusal(await (ask as Ask)(app, id))).toBe(code);
    expect(afresh(app)).toBe(0);
  });

  it('afresh about a campaign that could not be created anyway', async () => {
    const { app } = await anEvening();
    expect(refusal(await createCampaign(app.context, await admin(app), REQUEST))).toBe('cooldown');
    expect(afresh(app)).toBe(0);
  });
});

describe('Discord is asked afresh', () => {
  it('about the promoter who repeats a request, before they are shown the campaign it made', async () => {
    const { app, boss } = await anEvening();
    app.directory.leave(boss.userId);
    expect(refusal(await createCampaign(app.context, boss, REQUEST))).toBe('not_a_member');
  });

  it('at most twenty times a minute about one person, by whatever they do, and they are told when to go on', async () => {
    const { app, boss, id } = await anEvening();
    const other = await admin(app);
    for (let nth = 1; nth < 20; nth += 1) await cancelCampaign(app.context, boss, { campaignId: id });
    expect(await cancelCampaign(app.context, boss, { campaignId: id })).toEqual({
      ok: false,
      refusal: { code: 'asked_too_often', retryInMs: MINUTE },
    });
    const dry = { ...REQUEST, dryRun: true };
    expect(refusal(await createCampaign(app.context, boss, dry))).toBe('asked_too_often');
    value(await pausePromotions(app.context, other));
    await app.clock.advance(MINUTE);
    value(await createCampaign(app.context, boss, dry));
  });
});
