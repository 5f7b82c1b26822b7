import { describe, expect, it } from 'vitest';
import { addDays, instantOf } from '../../src/domain/local-time.js';
import { accessOf } from '../../src/services/access.js';
import { applyRetention } from '../../src/upkeep/apply-retention.js';
import { availabilityDays } from '../../src/services/availability-days.js';
import { campaignLog } from '../../src/services/campaign-log.js';
import { campaignStatusOn } from '../../src/services/campaign-status.js';
import { cancelCampaign } from '../../src/services/cancel-campaign.js';
import { createCampaign } from '../../src/services/create-campaign.js';
import { erasePerson } from '../../src/services/erase-person.js';
import { previewCampaign } from '../../src/services/preview-campaign.js';
import { ownAvailability, setAvailability } from '../../src/services/set-availability.js';
import { availabilityBoard, showAvailability } from '../../src/services/show-availability.js';
import { notTonight } from '../../src/services/way-out.js';
import { actor, addressOn, person, players, promoter } from '../support/people.js';
import { saidTo } from '../support/said.js';
import { DATE, MINUTE, refusal, testApp, type TestApp, value } from '../support/test-app.js';

const ZONE = 'Europe/Ljubljana';
const NEXT = addDays(DATE, 1);
const at = (date: string, time: string): number => instantOf(date, time, ZONE);
const REQUEST = { includeAvailable: false, includeMaybe: false, dryRun: false };

/** Sessions at half past midnight, of the evening before. */
const LATE = { reminderTime: '23:45:00', startTime: '00:30:00' };

async function lateApp(now: number): Promise<TestApp> {
  return testApp({
    at: new Date(now + 7_123).toISOString(),
    channels: ['discord', 'telegram'],
    settings: LATE,
    checks: { voice: true },
  });
}

async function saidOn(app: TestApp, userId: string): Promise<Record<string, string>> {
  const rows = await app.rows<{ entry_date: string; status: string }>(
    'SELECT entry_date, status FROM availability_entries WHERE user_id = ?',
    userId,
  );
  return Object.fromEntries(rows.map(({ entry_date: date, status }) => [date, status]));
}

describe('a session at half past midnight', () => {
  it('is called to by its evening: reminder before midnight, start and follow-up after it', async () => {
    const app = await lateApp(at(DATE, '20:00'));
    await players(app, 2);
    const { campaign } = await app.campaign(await promoter(app));
    expect(campaign).toMatchObject({ date: DATE, startAt: at(NEXT, '00:30') });
    await app.advanceTo(at(NEXT, '00:33'));
    expect(await app.fates('reminder')).toEqual({ p1: 'sent', p2: 'sent' });
    expect(await app.fates('start')).toEqual({ p1: 'sent', p2: 'sent' });
    expect(await app.fates('follow_up')).toEqual({ p1: 'sent', p2: 'sent' });
    const keys = [...new Set((await app.ledger()).map((row) => row.event_key))];
    expect(keys).toEqual([`PROMOTE:T-15:${DATE}`, `PROMOTE:T0:${DATE}`, `PROMOTE:FOLLOWUP:${DATE}`]);
  });

  it('takes one campaign an evening, on both sides of midnight', async () => {
    const app = await lateApp(at(DATE, '22:00'));
    await players(app, 1);
    const who = await promoter(app);
    const { campaign } = await app.campaign(who);
    await app.advanceTo(at(NEXT, '00:10'));
    const again = value(await createCampaign(app.context, who, REQUEST));
    expect(again).toMatchObject({ replayed: true, campaign: { id: campaign.id } });
    const another = await promoter(app, 'promoter-2');
    expect(refusal(await createCampaign(app.context, another, REQUEST))).toBe('cooldown');
    await app.advanceTo(at(NEXT, '00:40'));
    expect(refusal(await previewCampaign(app.context, another, REQUEST))).toBe('after_start');
    expect(value(await accessOf(app.context, another))).toMatchObject({
      promoteRefusal: { code: 'after_start' },
    });
    await app.advanceTo(at(NEXT, '01:20'));
    expect(value(await previewCampaign(app.context, another, REQUEST)).schedule).toMatchObject({
      date: NEXT,
      startAt: at(addDays(NEXT, 1), '00:30'),
    });
  });

  it('is tonight’s by every door at ten past midnight', async () => {
    const app = await lateApp(at(DATE, '22:00'));
    await person(app, 'p1', { channels: ['telegram'] });
    const who = await promoter(app);
    const { campaign } = await app.campaign(who);
    await app.advanceTo(at(NEXT, '00:10'));
    const { context } = app;
    expect(value(await campaignStatusOn(context, who))?.campaign.id).toBe(campaign.id);
    expect(value(await campaignLog(context, who, {})).campaign.id).toBe(campaign.id);
    expect(value(await showAvailability(context, who)).date).toBe(DATE);
    expect(value(await availabilityBoard(context, who)).date).toBe(DATE);
    const days = value(await availabilityDays(context, who, { withNames: false }));
    expect(days.days[0]?.date).toBe(DATE);
    expect(days.sessionReady).toMatchObject({ date: DATE, lookingCount: 1 });
    const p1 = actor('p1');
    expect(value(await ownAvailability(context, p1)).map(({ date }) => date)).toEqual([DATE]);
    expect(value(await setAvailability(context, p1, { status: 'MAYBE' })).date).toBe(DATE);
    expect(value(await setAvailability(context, p1, { status: 'MAYBE', date: 'tomorrow' })).date).toBe(NEXT);
    const chat = {
      channel: 'telegram',
      contact: { address: addressOn('telegram', 'p1'), name: 'p1' },
    } as const;
    expect(await saidTo(context, chat, '/status')).toContain('Tuesday 10 March');
    expect(await saidTo(context, chat, '/today no')).toBeTruthy();
    expect(await saidOn(app, 'p1')).toEqual({ [DATE]: 'NOT_PLAYING', [NEXT]: 'MAYBE' });
    expect(value(await cancelCampaign(context, who, { notify: false })).campaign.id).toBe(campaign.id);
    await app.advanceTo(at(NEXT, '00:45'));
    expect(await app.fates('start')).toEqual({ p1: 'skipped(cancelled)' });
  });

  it('is left by “not tonight” from a message whose campaign is gone, and not tomorrow’s', async () => {
    const app = await lateApp(at(NEXT, '00:10'));
    const who = await person(app, 'p1');
    expect(await notTonight(app.context, who, 'gone')).toBe(DATE);
    expect(await saidOn(app, 'p1')).toEqual({ [DATE]: 'NOT_PLAYING' });
  });

  it('calls nobody twice who erases themselves and comes back on the other side of midnight', async () => {
    const app = await lateApp(at(DATE, '22:00'));
    await players(app, 1);
    await app.campaign(await promoter(app));
    await app.advanceTo(at(NEXT, '00:00'));
    await erasePerson(app.context, actor('p1'));
    await person(app, 'p1');
    await app.advanceTo(at(NEXT, '05:17'));
    const kept = async () =>
      (await app.ledger()).filter((row) => row.user_id.startsWith('digest:')).map((row) => row.event_key);
    expect(await kept()).toEqual([`PROMOTE:T-15:${DATE}`]);
    await applyRetention(app.context);
    expect(await kept()).toEqual([]);
  });
});

describe('a session shortly before midnight', () => {
  it('can be stopped, and looked at, after midnight while it still calls', async () => {
    const app = await testApp({
      at: new Date(at(DATE, '23:40') + 7_123).toISOString(),
      settings: { reminderTime: '23:30:00', startTime: '23:45:00' },
      checks: { voice: true },
    });
    app.discord.messagesPerSecond = 1 / 60;
    await app.restart();
    await players(app, 40);
    const who = await promoter(app);
    const { campaign } = await app.campaign(who);
    await app.advanceTo(at(NEXT, '00:05'));
    expect(value(await campaignStatusOn(app.context, who))?.campaign.id).toBe(campaign.id);
    expect(value(await cancelCampaign(app.context, who, { notify: false })).campaign.id).toBe(campaign.id);
    const sentBy = (await app.finalRows('start')).filter(({ outcome }) => outcome === 'sent').length;
    await app.advance(10 * MINUTE);
    expect((await app.finalRows('start')).filter(({ outcome }) => outcome === 'sent')).toHaveLength(sentBy);
    expect(sentBy).toBeGreaterThan(0);
    expect(sentBy).toBeLessThan(40);
  });
});
