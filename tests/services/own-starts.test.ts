import { describe, expect, it } from 'vitest';
import { addDays, instantOf } from '../../src/domain/local-time.js';
import { campaignLog } from '../../src/services/campaign-log.js';
import { campaignStatusOn } from '../../src/services/campaign-status.js';
import { cancelCampaign } from '../../src/services/cancel-campaign.js';
import { createCampaign } from '../../src/services/create-campaign.js';
import { erasePerson } from '../../src/services/erase-person.js';
import { personalData } from '../../src/services/privacy.js';
import { previewCampaign, previewForCreation } from '../../src/services/preview-campaign.js';
import { players, promoter } from '../support/people.js';
import { DATE, MINUTE, refusal, START_AT, testApp, value } from '../support/test-app.js';

const ZONE = 'Europe/Ljubljana';
const NEXT = addDays(DATE, 1);
const at = (date: string, time: string): number => instantOf(date, time, ZONE);
const REQUEST = { includeAvailable: false, includeMaybe: false, dryRun: false };

describe('a campaign with a start of its own', () => {
  it('has reminder, start and follow-up by it, and holds its start over a restart', async () => {
    const app = await testApp({ checks: { voice: true } });
    await players(app, 1);
    const { campaign } = await app.campaign(await promoter(app), { startTime: '22:00' });
    expect(campaign).toMatchObject({ date: DATE, startAt: START_AT + 60 * MINUTE });
    await app.restart();
    await app.advanceTo(START_AT + 44 * MINUTE);
    expect(app.discord.delivered).toHaveLength(0);
    await app.advanceTo(START_AT + 62 * MINUTE);
    expect(await app.fates('reminder')).toEqual({ p1: 'sent' });
    expect(await app.fates('start')).toEqual({ p1: 'sent' });
    expect(await app.fates('follow_up')).toEqual({ p1: 'sent' });
  });

  it('is the same one only with the same start and note', async () => {
    const app = await testApp();
    await players(app, 1);
    const who = await promoter(app);
    const first = await app.campaign(who, { startTime: '22:00', note: 'Two maps' });
    const again = value(
      await createCampaign(app.context, who, { ...REQUEST, startTime: '22:00:00', note: ' Two maps ' }),
    );
    expect(again).toMatchObject({ replayed: true, campaign: { id: first.campaign.id } });
    for (const other of [{}, { startTime: '22:00' }, { startTime: '22:15', note: 'Two maps' }]) {
      expect(refusal(await createCampaign(app.context, who, { ...REQUEST, ...other }))).toBe(
        'already_promoted',
      );
    }
  });

  it.each([
    ['20:00', 'start_too_near'],
    ['20:31', 'start_too_near'],
    ['8:45', 'invalid_time'],
    ['late', 'invalid_time'],
  ])('can’t start at %s: %s', async (startTime, code) => {
    const app = await testApp();
    await players(app, 1);
    const who = await promoter(app);
    expect(refusal(await createCampaign(app.context, who, { ...REQUEST, startTime }))).toBe(code);
    expect(refusal(await previewCampaign(app.context, who, { ...REQUEST, startTime }))).toBe(code);
    expect(await app.campaigns()).toEqual([]);
  });

  it('of half past midnight is tonight’s by every door until it is over', async () => {
    const app = await testApp({ at: new Date(at(DATE, '23:50')).toISOString() });
    await players(app, 1);
    const who = await promoter(app);
    const { campaign } = await app.campaign(who, { startTime: '00:30' });
    expect(campaign).toMatchObject({ date: DATE, startAt: at(NEXT, '00:30') });
    await app.advanceTo(at(NEXT, '00:10'));
    expect(value(await campaignStatusOn(app.context, who))?.campaign.id).toBe(campaign.id);
    await app.restart();
    await app.advanceTo(at(NEXT, '00:40'));
    expect(value(await campaignStatusOn(app.context, who))?.campaign.id).toBe(campaign.id);
    await app.advanceTo(at(NEXT, '01:20'));
    expect(value(await campaignStatusOn(app.context, who))).toBeNull();
  });

  it('that is cancelled makes no evening longer', async () => {
    const app = await testApp({ at: new Date(at(DATE, '23:50')).toISOString() });
    await players(app, 1);
    const who = await promoter(app);
    await app.campaign(who, { startTime: '00:30' });
    value(await cancelCampaign(app.context, who));
    await app.advanceTo(at(NEXT, '00:10'));
    expect(value(await campaignStatusOn(app.context, who))).toBeNull();
  });
});

describe('on a day without a session', () => {
  const PLAN = { plan: 'wed 21:30' };

  it('nobody is asked to create one unless they name a start; a preview says so', async () => {
    const app = await testApp(PLAN);
    await players(app, 1);
    const who = await promoter(app);
    expect(refusal(await createCampaign(app.context, who, REQUEST))).toBe('no_session');
    expect(refusal(await previewForCreation(app.context, who, REQUEST))).toBe('no_session');
    const { notices } = value(await previewCampaign(app.context, who, REQUEST));
    expect(notices).toContainEqual({ code: 'no_session', date: DATE, startAt: START_AT });
    const { campaign, jobs } = await app.campaign(who, { startTime: '21:00' });
    expect(campaign.startAt).toBe(START_AT);
    expect(jobs[0]).toMatchObject({ jobType: 'reminder', runAt: START_AT - 15 * MINUTE });
  });

  it('on the day that has one, it is at its own time', async () => {
    const app = await testApp({ ...PLAN, at: `${NEXT}T12:00:00Z` });
    await players(app, 1, { date: NEXT });
    const { campaign } = await app.campaign(await promoter(app));
    expect(campaign).toMatchObject({ date: NEXT, startAt: at(NEXT, '21:30') });
  });
});

describe('a note', () => {
  it('stands with the promoter’s name in reminder and start message, in preview, dry run and log', async () => {
    const app = await testApp({ checks: { voice: true } });
    await players(app, 1);
    const who = await promoter(app, 'promoter', { name: 'Bor' });
    const quote = '“Bring mp_beach & friends!” – Bor';
    const request = { ...REQUEST, note: 'Bring mp_beach & friends!' };
    const { messages } = value(await previewCampaign(app.context, who, request));
    expect([messages.reminder, messages.start].every((text) => text?.includes(quote))).toBe(true);
    expect(messages.follow_up).not.toContain('mp_beach');
    await app.campaign(who, { ...request, dryRun: true });
    await app.campaign(who, request);
    await app.advanceTo(START_AT + 3 * MINUTE);
    const texts = app.discord.delivered.map(({ text }) => text);
    expect(texts.filter((text) => text.includes(quote))).toHaveLength(4);
    expect(value(await campaignLog(app.context, who, {})).note).toEqual({ text: request.note, by: 'Bor' });
  });

  it('is told to its promoter, and forgotten with them', async () => {
    const app = await testApp();
    await players(app, 1);
    await app.campaign(await promoter(app, 'promoter', { name: 'Bor' }), { note: 'Two maps' });
    const { campaigns } = await personalData(app.context, { userId: 'promoter' });
    expect(campaigns).toMatchObject([{ note: 'Two maps' }]);
    await erasePerson(app.context, { userId: 'promoter' });
    expect(JSON.stringify(await app.campaigns())).not.toMatch(/Two%20maps|Two maps|Bor/);
    await app.advanceTo(START_AT + MINUTE);
    expect(app.discord.delivered.map(({ text }) => text).join()).not.toContain('Two maps');
    expect(await app.fates('start')).toEqual({ p1: 'sent' });
  });
});
