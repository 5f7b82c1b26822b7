import { describe, expect, it } from 'vitest';
import { cancelCampaign } from '../../src/services/cancel-campaign.js';
import type { Actor } from '../../src/services/context.js';
import { createCampaign } from '../../src/services/create-campaign.js';
import { unlinkPlayer } from '../../src/services/link-player.js';
import { pausePromotions, resumePromotions } from '../../src/services/pause-promotions.js';
import { admin, person, players, promoter } from '../support/people.js';
import { refusal, testApp, type TestApp, value } from '../support/test-app.js';

const REQUEST = { includeAvailable: false, includeMaybe: false, dryRun: false };

const saidToBeAdmin = (who: Actor): Actor => ({ ...who, attested: { isAdmin: true } });
const saidToBeNone = (who: Actor): Actor => ({ ...who, attested: { isAdmin: false } });

/** A campaign is under way. */
async function anEvening() {
  const app = await testApp();
  await players(app, 2);
  const ana = await promoter(app);
  const boss = await admin(app);
  const { campaign } = await app.campaign(ana);
  return { app, ana, boss, id: campaign.id };
}

/** Discord says who somebody is while a kept answer is enough, and nothing any more when it is asked afresh. */
function onlyOldAnswers(app: TestApp): void {
  const { member } = app.directory;
  app.directory.member = async (userId, options) =>
    options?.since === undefined ? member.call(app.directory, userId, options) : { known: false };
}

const OUTAGES: [string, (app: TestApp) => void][] = [
  ['at all', (app) => void (app.directory.available = false)],
  ['afresh', onlyOldAnswers],
];

describe.each(OUTAGES)('while Discord can not be asked %s', (_, begin) => {
  it('a promoter cancels their own campaign, by whatever door', async () => {
    for (const door of [saidToBeNone, (who: Actor) => who]) {
      for (const named of [true, false]) {
        const { app, ana, id } = await anEvening();
        begin(app);
        const cancelled = value(
          await cancelCampaign(app.context, door(ana), named ? { campaignId: id } : {}),
        );
        expect(cancelled.campaign.id).toBe(id);
        expect((await app.jobs()).map(({ status }) => status)).not.toContain('pending');
        expect(app.eventsOf('campaign_cancelled')).toMatchObject([{ campaignId: id, actorId: ana.userId }]);
      }
    }
  });

  it('whom the interaction says is an admin cancels anybody’s, and pauses', async () => {
    for (const named of [true, false]) {
      const { app, boss, id } = await anEvening();
      begin(app);
      expect(value(await pausePromotions(app.context, saidToBeAdmin(boss)))).toBe(true);
      expect(value(await pausePromotions(app.context, saidToBeAdmin(boss)))).toBe(false);
      value(await cancelCampaign(app.context, saidToBeAdmin(boss), named ? { campaignId: id } : {}));
      expect((await app.jobs()).map(({ status }) => status)).not.toContain('pending');
    }
  });

  it('nobody else stops anything', async () => {
    const { app, boss, id } = await anEvening();
    const other = saidToBeNone(await person(app, 'other'));
    begin(app);
    // Without an interaction that says so, an admin is no admin: they are told why they are refused.
    for (const who of [boss, saidToBeNone(boss)]) {
      expect(refusal(await cancelCampaign(app.context, who, { campaignId: id }))).toBe(
        'directory_unavailable',
      );
      expect(refusal(await cancelCampaign(app.context, who))).toBe('directory_unavailable');
      expect(refusal(await pausePromotions(app.context, who))).toBe('directory_unavailable');
    }
    expect((await cancelCampaign(app.context, other, { campaignId: id })).ok).toBe(false);
    expect((await cancelCampaign(app.context, other)).ok).toBe(false);
    expect((await pausePromotions(app.context, other)).ok).toBe(false);
    expect((await app.jobs()).map(({ status }) => status)).toContain('pending');
  });

  it('the interaction’s word is good for nothing that starts, gives or takes', async () => {
    const { app, boss } = await anEvening();
    value(await pausePromotions(app.context, boss));
    begin(app);
    const who = saidToBeAdmin(boss);
    expect(refusal(await resumePromotions(app.context, who))).toBe('directory_unavailable');
    expect(refusal(await createCampaign(app.context, who, { ...REQUEST, dryRun: true }))).toBe(
      'directory_unavailable',
    );
    expect(refusal(await unlinkPlayer(app.context, who, 'p1'))).toBe('directory_unavailable');
  });

  it('nothing counts from elsewhere than our guild', async () => {
    const { app, ana, boss, id } = await anEvening();
    begin(app);
    for (const guildId of [null, 'another guild']) {
      for (const who of [saidToBeNone(ana), saidToBeAdmin(boss)]) {
        expect(refusal(await cancelCampaign(app.context, { ...who, guildId }, { campaignId: id }))).toBe(
          'wrong_guild',
        );
        expect(refusal(await pausePromotions(app.context, { ...who, guildId }))).toBe('wrong_guild');
      }
    }
  });
});

describe('while Discord can be asked', () => {
  it('its answer holds, whatever the interaction says', async () => {
    const { app, ana, id } = await anEvening();
    const other = saidToBeAdmin(await person(app, 'other'));
    expect(refusal(await cancelCampaign(app.context, other, { campaignId: id }))).toBe('campaign_not_found');
    expect(refusal(await pausePromotions(app.context, other))).toBe('not_admin');
    app.directory.leave(ana.userId);
    expect(refusal(await cancelCampaign(app.context, saidToBeAdmin(ana), { campaignId: id }))).toBe(
      'not_a_member',
    );
  });
});
