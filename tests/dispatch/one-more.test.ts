import { describe, expect, it } from 'vitest';
import { comeTonight } from '../../src/services/answer-evening.js';
import { callMore } from '../../src/services/call-more.js';
import { cancelCampaign } from '../../src/services/cancel-campaign.js';
import { pausePromotions, resumePromotions } from '../../src/services/pause-promotions.js';
import { actor, admin, person, promoter } from '../support/people.js';
import { MINUTE, refusal, START_AT, type TestApp, testApp, value } from '../support/test-app.js';

const PATIENCE = 4 * MINUTE;

/** An evening with one player and four standbys: two available, two maybe. */
async function anEvening(options: Parameters<typeof testApp>[0] = { checks: { voice: true } }) {
  const app = await testApp(options);
  const who = await promoter(app);
  await person(app, 'player');
  for (const [id, status] of [
    ['maybe-1', 'MAYBE'],
    ['available-1', 'AVAILABLE'],
    ['maybe-2', 'MAYBE'],
    ['available-2', 'AVAILABLE'],
  ] as const)
    await person(app, id, { status });
  const { campaign } = await app.campaign(who);
  return { app, who, campaign };
}

function calledOf(app: TestApp): string[] {
  return app.discord.delivered.filter(({ jobType }) => jobType === 'one_more').map(({ userId }) => userId);
}

describe('one more', () => {
  it('calls as many standbys as are missing, and the next where nobody has come within four minutes', async () => {
    const { app, who, campaign } = await anEvening();
    await app.advanceTo(START_AT + MINUTE);
    expect(value(await callMore(app.context, who, { count: 2 }))).toMatchObject({ count: 2, standbys: 4 });
    await app.advance(MINUTE);
    expect(calledOf(app)).toEqual(['available-1', 'available-2']);
    app.voice.join('available-2');
    await app.advance(PATIENCE);
    expect(calledOf(app)).toEqual(['available-1', 'available-2', 'maybe-1']);
    app.voice.join('maybe-1');
    await app.advance(20 * MINUTE);
    expect(calledOf(app)).toHaveLength(3);
    expect(await app.fates('one_more')).toEqual({
      'available-1': 'sent',
      'available-2': 'sent',
      'maybe-1': 'sent',
    });
    expect(await app.campaignStatus(campaign.id)).toBe('sent');
  });

  it('counts who says that they come, at once or later', async () => {
    const { app, who } = await anEvening();
    await app.advanceTo(START_AT + MINUTE);
    value(await callMore(app.context, who, { count: 2 }));
    await app.advance(MINUTE);
    value(await comeTonight(app.context, actor('available-1'), { minutesLate: null, channel: null }));
    value(await comeTonight(app.context, actor('available-2'), { minutesLate: 10, channel: null }));
    await app.advance(20 * MINUTE);
    expect(calledOf(app)).toEqual(['available-1', 'available-2']);
  });

  it('asked for again calls more, and nobody a second time', async () => {
    const { app, who } = await anEvening();
    await app.advanceTo(START_AT + MINUTE);
    value(await callMore(app.context, who, { count: 1 }));
    await app.advance(MINUTE);
    app.voice.join('available-1');
    await app.advance(PATIENCE);
    expect(calledOf(app)).toEqual(['available-1']);
    value(await callMore(app.context, who, { count: 1 }));
    value(await callMore(app.context, await admin(app), { count: 9 }));
    await app.advance(MINUTE);
    expect(calledOf(app)).toEqual(['available-1', 'available-2', 'maybe-1', 'maybe-2']);
    await app.advance(PATIENCE);
    expect(refusal(await callMore(app.context, who, { count: 1 }))).toBe('no_standbys');
    expect(calledOf(app)).toHaveLength(4);
  });

  it('goes on after a restart between two calls, where it was', async () => {
    const { app, who } = await anEvening();
    await app.advanceTo(START_AT + MINUTE);
    value(await callMore(app.context, who, { count: 1 }));
    await app.advance(2 * MINUTE);
    await app.restart();
    await app.advance(MINUTE);
    expect(calledOf(app)).toEqual(['available-1']);
    await app.advance(2 * MINUTE);
    expect(calledOf(app)).toEqual(['available-1', 'available-2']);
  });

  it('leaves out whoever wants no calls, says no, is in quiet hours or there already', async () => {
    const { app, who } = await anEvening();
    app.voice.join('available-1');
    await person(app, 'available-2', { status: 'NOT_PLAYING' });
    await person(app, 'maybe-1', { status: 'MAYBE', quietHours: { start: '20:00', end: '23:00' } });
    await app.advanceTo(START_AT + MINUTE);
    value(await callMore(app.context, who, { count: 4 }));
    await app.advance(MINUTE);
    expect(await app.fates('one_more')).toEqual({
      'available-1': 'skipped(present)',
      'available-2': 'skipped(not_playing)',
      'maybe-1': 'skipped(quiet_hours)',
      'maybe-2': 'sent',
    });
  });

  it('waits while sending is paused, and ends at its last useful moment', async () => {
    const { app, who } = await anEvening();
    await app.advanceTo(START_AT + 27 * MINUTE);
    value(await pausePromotions(app.context, await admin(app)));
    expect(value(await callMore(app.context, who, { count: 4 })).paused).toBe(true);
    await app.advance(MINUTE);
    expect(calledOf(app)).toEqual([]);
    value(await resumePromotions(app.context, await admin(app)));
    await app.advance(10_000);
    expect(calledOf(app)).toHaveLength(4);
    await app.advance(5 * MINUTE);
    expect(refusal(await callMore(app.context, who, { count: 1 }))).toBe('more_not_now');
  });

  it('ends with its campaign', async () => {
    const { app, who, campaign } = await anEvening();
    await app.advanceTo(START_AT + MINUTE);
    value(await callMore(app.context, who, { count: 1 }));
    await app.advance(MINUTE);
    value(await cancelCampaign(app.context, who, { campaignId: campaign.id, notify: false }));
    await app.advance(20 * MINUTE);
    expect(calledOf(app)).toEqual(['available-1']);
    expect(refusal(await callMore(app.context, who, { count: 1 }))).toBe('more_cancelled');
  });

  it('tells the standbys it has called that the evening is off, and no others', async () => {
    const { app, who, campaign } = await anEvening();
    const { id: campaignId } = campaign;
    await app.advanceTo(START_AT + MINUTE);
    value(await callMore(app.context, who, { count: 2 }));
    await app.advance(MINUTE);
    expect(refusal(await cancelCampaign(app.context, who))).toBe('notify_needed');
    expect(value(await cancelCampaign(app.context, who, { campaignId, notify: true }))).toMatchObject({
      told: 3,
      followUpOnly: true,
    });
    await app.advance(MINUTE);
    expect(await app.fates('call_off')).toEqual({
      player: 'sent',
      'available-1': 'sent',
      'available-2': 'sent',
    });
    expect(await app.campaignStatus(campaignId)).toBe('sent');
  });

  it('tells nobody twice that it is off, and writes down whom it could not tell', async () => {
    const { app, who, campaign } = await anEvening();
    const { id: campaignId } = campaign;
    await app.advanceTo(START_AT + MINUTE);
    value(await callMore(app.context, who, { count: 2 }));
    await app.advance(MINUTE);
    value(await pausePromotions(app.context, await admin(app)));
    value(await cancelCampaign(app.context, who, { campaignId, notify: true }));
    await app.restart();
    await app.advance(44 * MINUTE);
    expect(await app.fates('call_off')).toEqual({
      player: 'skipped(missed)',
      'available-1': 'skipped(missed)',
      'available-2': 'skipped(missed)',
    });
  });

  it('leaves it at that for standbys whom another campaign, which goes on, has called', async () => {
    const { app, who, campaign } = await anEvening({ settings: { globalCooldown: false } });
    const other = await promoter(app, 'promoter-2');
    await app.campaign(other, { includeAvailable: true });
    await app.advanceTo(START_AT + MINUTE);
    value(await callMore(app.context, who, { campaignId: campaign.id, count: 3 }));
    await app.advance(MINUTE);
    expect(calledOf(app)).toEqual(['maybe-1', 'maybe-2']);
    value(await cancelCampaign(app.context, who, { campaignId: campaign.id, notify: true }));
    await app.advance(MINUTE);
    expect(await app.fates('call_off', campaign.id)).toMatchObject({ 'maybe-1': 'sent', 'maybe-2': 'sent' });
    const off = app.discord.delivered.filter(({ jobType }) => jobType === 'call_off');
    expect(off.map(({ userId }) => userId)).not.toContain('available-1');
  });

  it('calls nobody to an evening that has been called off after all had gone out', async () => {
    const { app, who, campaign } = await anEvening();
    await app.advanceTo(START_AT + 20 * MINUTE);
    value(await cancelCampaign(app.context, who, { campaignId: campaign.id, notify: true }));
    await app.advance(MINUTE);
    expect(refusal(await callMore(app.context, who, { count: 1 }))).toBe('more_cancelled');
    expect(calledOf(app)).toEqual([]);
  });

  it('is for its promoter and admins, for a number from 1 to 10, around the start', async () => {
    const { app, who, campaign } = await anEvening();
    const campaignId = campaign.id;
    expect(refusal(await callMore(app.context, who, { count: 1 }))).toBe('more_not_now');
    await app.advanceTo(START_AT - 15 * MINUTE);
    for (const count of [0, 11, 1.5, Number.NaN])
      expect(refusal(await callMore(app.context, who, { count }))).toBe('invalid_more');
    const other = await promoter(app, 'promoter-2');
    expect(refusal(await callMore(app.context, other, { campaignId, count: 1 }))).toBe('campaign_not_found');
    expect(refusal(await callMore(app.context, actor('player'), { campaignId, count: 1 }))).toBe(
      'not_promoter',
    );
    value(await callMore(app.context, who, { campaignId, count: 1 }));
    await app.advance(MINUTE);
    expect(calledOf(app)).toEqual(['available-1']);
  });
});
