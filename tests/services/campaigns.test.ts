import { describe, expect, it } from 'vitest';
import { isUniqueViolation } from '../../src/persistence/engine/dialect.js';
import { comeTonight } from '../../src/services/answer-evening.js';
import { campaignLog } from '../../src/services/campaign-log.js';
import { campaignStatusById, campaignStatusOn } from '../../src/services/campaign-status.js';
import { cancelCampaign } from '../../src/services/cancel-campaign.js';
import { createCampaign } from '../../src/services/create-campaign.js';
import { pausePromotions } from '../../src/services/pause-promotions.js';
import { previewCampaign } from '../../src/services/preview-campaign.js';
import { notTonight } from '../../src/services/way-out.js';
import { actor, admin, person, players, promoter } from '../support/people.js';
import { hangs } from '../support/fake-channel.js';
import { DATE, MINUTE, REMINDER_AT, refusal, START_AT, testApp, value } from '../support/test-app.js';

const REQUEST = { includeAvailable: false, includeMaybe: false, dryRun: false };

describe('a dry run', () => {
  it('asked for twice at once, or again while it is under way, is one', async () => {
    const app = await testApp();
    await players(app, 2);
    const who = await promoter(app);
    const dry = { ...REQUEST, dryRun: true };
    const both = await Promise.all([1, 2].map(() => createCampaign(app.context, who, dry)));
    const [one, two] = both.map(value);
    expect(two?.campaign.id).toBe(one?.campaign.id);
    expect(both.map((created) => value(created).replayed).sort()).toEqual([false, true]);
    await app.advanceTo(REMINDER_AT + MINUTE);
    expect(value(await createCampaign(app.context, who, dry))).toMatchObject({ replayed: true });
    expect(await app.campaigns()).toHaveLength(1);
  });

  it('with other options, by somebody else, or after it was cancelled is another', async () => {
    const app = await testApp();
    await players(app, 2);
    const who = await promoter(app);
    const dry = { ...REQUEST, dryRun: true };
    const first = value(await createCampaign(app.context, who, dry));
    const others = [
      await createCampaign(app.context, who, { ...dry, includeMaybe: true }),
      await createCampaign(app.context, await promoter(app, 'promoter-2'), dry),
    ];
    value(await cancelCampaign(app.context, who, { campaignId: first.campaign.id }));
    others.push(await createCampaign(app.context, who, dry));
    for (const other of others) expect(value(other).replayed).toBe(false);
    expect(await app.campaigns()).toHaveLength(4);
  });
});

describe('a preview', () => {
  it('names who would be called by what, and counts who would not, by reason', async () => {
    const app = await testApp({ channels: ['discord', 'telegram'] });
    await person(app, 'looking', { name: '**Bold** name' });
    await person(app, 'tele', { channels: ['telegram'], status: 'AVAILABLE' });
    await person(app, 'maybe', { status: 'MAYBE' });
    await person(app, 'not-playing', { status: 'NOT_PLAYING' });
    await person(app, 'opted-out', { optedIn: false });
    await person(app, 'gone', { member: false });
    await person(app, 'unreachable', { discordDms: false });
    await person(app, 'signal-only', { discordDms: false, channels: ['signal'] });
    await person(app, 'tomorrow', { date: '2026-03-11' });
    const who = await promoter(app);
    const preview = value(await previewCampaign(app.context, who, { ...REQUEST, includeAvailable: true }));
    expect(preview.recipients).toEqual([
      { userId: 'looking', displayName: 'Bold name', status: 'LOOKING', weekly: false, channel: 'discord' },
      {
        userId: 'tele',
        displayName: 'Name of tele',
        status: 'AVAILABLE',
        weekly: false,
        channel: 'telegram',
      },
    ]);
    expect(preview.channelsSummary).toEqual({ discord: 1, telegram: 1, signal: 0 });
    expect(preview.excluded).toEqual({
      status_not_included: 1,
      not_playing: 1,
      not_opted_in: 1,
      left_guild: 1,
      no_channel: 2,
    });
    expect(preview.schedule).toMatchObject({ date: DATE, reminderAt: REMINDER_AT, startAt: START_AT });
    expect(await app.campaigns()).toEqual([]);
  });

  it('lists as standbys who is left out for their status alone, the surest first', async () => {
    const app = await testApp();
    await person(app, 'looking');
    await person(app, 'maybe', { status: 'MAYBE' });
    await person(app, 'available', { status: 'AVAILABLE', name: '*Ava*' });
    await person(app, 'opted-out', { status: 'AVAILABLE', optedIn: false });
    await person(app, 'gone', { status: 'MAYBE', member: false });
    await person(app, 'unreachable', { status: 'MAYBE', discordDms: false });
    await person(app, 'no', { status: 'NOT_PLAYING' });
    const who = await promoter(app);
    const preview = value(await previewCampaign(app.context, who, REQUEST));
    expect(preview.standbys).toEqual([
      { userId: 'available', displayName: 'Ava', status: 'AVAILABLE', weekly: false, channel: 'discord' },
      { userId: 'maybe', displayName: 'Name of maybe', status: 'MAYBE', weekly: false, channel: 'discord' },
    ]);
    expect(preview.noStandbys).toEqual({ not_opted_in: 1, left_guild: 1, no_channel: 1 });
    expect(preview.excluded).toEqual({ status_not_included: 5, not_playing: 1 });
    const some = value(await previewCampaign(app.context, who, { ...REQUEST, includeAvailable: true }));
    expect(some.standbys.map(({ userId }) => userId)).toEqual(['maybe']);
  });

  it('forecasts quiet hours and the last send, and says what is worth knowing', async () => {
    const app = await testApp();
    app.discord.messagesPerSecond = 1;
    await app.restart();
    await players(app, 100);
    await person(app, 'quiet', { quietHours: { start: '20:30', end: '08:00' } });
    await app.advanceTo(REMINDER_AT);
    value(await pausePromotions(app.context, await admin(app)));
    const preview = value(
      await previewCampaign(app.context, await promoter(app), { ...REQUEST, dryRun: true }),
    );
    expect(preview.forecast).toEqual({
      quietAtStart: 1,
      lastSendAt: START_AT + 100_000,
      tooLate: { reminder: 0, start: 0 },
    });
    expect(preview.notices).toEqual([
      { code: 'dry_run' },
      { code: 'no_reminder', reminderAt: REMINDER_AT },
      { code: 'no_follow_up' },
      { code: 'paused' },
      { code: 'quiet_at_start', count: 1 },
      { code: 'late_last_send', at: START_AT + 100_000 },
    ]);
    expect(Object.keys(preview.messages)).toEqual(['start']);
  });
});

describe('a preview of more people than there is time for', () => {
  it('says how many are left out, of the reminder and of the start', async () => {
    const app = await testApp();
    app.discord.messagesPerSecond = 0.05;
    await app.restart();
    await players(app, 100);
    const who = await promoter(app);
    const { forecast, notices } = value(await previewCampaign(app.context, who, REQUEST));
    expect(forecast.tooLate).toEqual({ reminder: 55, start: 10 });
    expect(notices).toContainEqual({
      code: 'too_late_for_some',
      jobType: 'reminder',
      count: 55,
      until: START_AT,
    });
    expect(notices).toContainEqual({
      code: 'too_late_for_some',
      jobType: 'start',
      count: 10,
      until: START_AT + 30 * MINUTE,
    });
    const { campaign } = await app.campaign(who);
    await app.advanceTo(START_AT + 31 * MINUTE);
    for (const [jobType, count] of Object.entries(forecast.tooLate)) {
      const fates = Object.values(await app.fates(jobType as 'reminder' | 'start'));
      expect(fates.filter((fate) => fate === 'skipped(missed)')).toHaveLength(count);
    }
    expect(await app.campaignStatus(campaign.id)).toBe('partial');
  });
});

describe('a campaign with standbys', () => {
  it('has them in its snapshot, and calls none of them at reminder, start and follow-up', async () => {
    const app = await testApp({ checks: { voice: true } });
    await players(app, 2);
    await person(app, 'available', { status: 'AVAILABLE' });
    await person(app, 'maybe', { status: 'MAYBE' });
    const { campaign } = await app.campaign(await promoter(app));
    expect(campaign).toMatchObject({ recipientCount: 2, standbyCount: 2, channelsSummary: { discord: 2 } });
    expect(await app.rows('SELECT user_id, tier FROM availability_promotion_recipients ORDER BY id')).toEqual(
      [
        { user_id: 'p1', tier: 'recipient' },
        { user_id: 'p2', tier: 'recipient' },
        { user_id: 'available', tier: 'standby' },
        { user_id: 'maybe', tier: 'standby' },
      ],
    );
    await app.advanceTo(START_AT + 50 * MINUTE);
    expect(await app.campaignStatus(campaign.id)).toBe('sent');
    for (const jobType of ['reminder', 'start', 'follow_up'] as const)
      expect(Object.keys(await app.fates(jobType))).toEqual(['p1', 'p2']);
  });
});

describe('creating a campaign', () => {
  it('records who will be called and sets the jobs', async () => {
    const app = await testApp();
    await players(app, 2);
    const who = await promoter(app);
    const created = await app.campaign(who);
    expect(created).toMatchObject({
      replayed: false,
      notices: [{ code: 'no_follow_up' }],
      recipientIds: ['p1', 'p2'],
      campaign: {
        date: DATE,
        startAt: START_AT,
        promoterId: 'promoter',
        recipientCount: 2,
        status: 'scheduled',
      },
    });
    expect(created.jobs.map(({ jobType, runAt, expiresAt }) => [jobType, runAt, expiresAt])).toEqual([
      ['reminder', REMINDER_AT, START_AT],
      ['start', START_AT, START_AT + 30 * MINUTE],
    ]);
    expect(app.eventsOf('campaign_created')).toMatchObject([
      { campaignId: created.campaign.id, recipients: 2, reminderAt: REMINDER_AT, startAt: START_AT },
    ]);
    expect(await app.rows('SELECT user_id, display_name FROM availability_promotion_recipients')).toEqual([
      { user_id: 'p1', display_name: 'Name of p1' },
      { user_id: 'p2', display_name: 'Name of p2' },
    ]);
  });

  it('gives the same request the same live campaign back, even after the start', async () => {
    const app = await testApp();
    await players(app, 2);
    const who = await promoter(app);
    const first = await app.campaign(who);
    const second = await app.campaign(who);
    expect(second).toMatchObject({ replayed: true, campaign: { id: first.campaign.id } });
    expect(second.jobs.map(({ id }) => id)).toEqual(first.jobs.map(({ id }) => id));
    await app.advanceTo(START_AT + MINUTE);
    expect(await app.campaign(who)).toMatchObject({ replayed: true, campaign: { id: first.campaign.id } });
    expect(app.eventsOf('campaign_created')).toHaveLength(1);
    expect(app.discord.delivered).toHaveLength(4);
  });

  it('refuses the same promoter another one', async () => {
    const app = await testApp({ settings: { globalCooldown: false } });
    await players(app, 1);
    const who = await promoter(app);
    const { campaign } = await app.campaign(who);
    const another = await createCampaign(app.context, who, { ...REQUEST, includeMaybe: true });
    expect(another).toEqual({ ok: false, refusal: { code: 'already_promoted', campaignId: campaign.id } });
  });

  it('refuses everybody else while the evening has one, and only then', async () => {
    const app = await testApp();
    await players(app, 1);
    await app.campaign(await promoter(app));
    const other = await promoter(app, 'promoter-2');
    const refused = await createCampaign(app.context, other, REQUEST);
    expect(refused).toEqual({ ok: false, refusal: { code: 'cooldown', date: DATE } });

    const free = await testApp({ settings: { globalCooldown: false } });
    await players(free, 1);
    await free.campaign(await promoter(free));
    await free.campaign(await promoter(free, 'promoter-2'));
  });

  it('holds the cooldown against a campaign made while there was none', async () => {
    const app = await testApp({ settings: { globalCooldown: false } });
    await players(app, 1);
    await app.campaign(await promoter(app));
    const strict = { ...app.context, settings: { ...app.context.settings, globalCooldown: true } };
    const refused = await createCampaign(strict, await promoter(app, 'promoter-2'), REQUEST);
    expect(refusal(refused)).toBe('cooldown');
  });

  it('refuses a cancelled one that had begun to be made again, by its promoter and by others', async () => {
    const app = await testApp();
    await players(app, 1);
    const who = await promoter(app);
    await app.campaign(who);
    await app.advanceTo(REMINDER_AT + MINUTE);
    value(await cancelCampaign(app.context, who, { notify: false }));
    expect(refusal(await createCampaign(app.context, who, REQUEST))).toBe('already_promoted');
    expect(refusal(await createCampaign(app.context, await promoter(app, 'promoter-2'), REQUEST))).toBe(
      'cooldown',
    );
  });

  it('leaves the slot free when there was nobody to call', async () => {
    const app = await testApp();
    const who = await promoter(app);
    expect(refusal(await createCampaign(app.context, who, REQUEST))).toBe('nobody_to_call');
    await players(app, 1);
    await app.campaign(who);
  });

  it('makes one of ten requests of one promoter at once', async () => {
    const app = await testApp({ settings: { globalCooldown: false } });
    await players(app, 3);
    const who = await promoter(app);
    const made = await Promise.all(Array.from({ length: 10 }, () => app.campaign(who)));
    expect(new Set(made.map(({ campaign }) => campaign.id)).size).toBe(1);
    expect(made.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(await app.campaigns()).toHaveLength(1);
    expect(await app.jobs()).toHaveLength(2);
  });

  it('makes one of fifty requests of as many promoters at once, under the cooldown', async () => {
    const names = Array.from({ length: 50 }, (_, index) => `boss-${index}`);
    const app = await testApp({ settings: { promoterIds: new Set(names) } });
    await players(app, 3);
    const bosses = [];
    for (const name of names) bosses.push(await promoter(app, name));
    const results = await Promise.all(bosses.map((boss) => createCampaign(app.context, boss, REQUEST)));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    for (const result of results) if (!result.ok) expect(result.refusal.code).toBe('cooldown');
    expect(await app.campaigns()).toHaveLength(1);
  });

  it('leaves the last word to the indexes: an insert that comes in between is a refusal, not an error', async () => {
    const app = await testApp();
    await players(app, 1);
    const who = await promoter(app);
    const first = await app.campaign(who);
    // As another process would have made it: not seen by the look before the insert.
    await app.change(`UPDATE availability_promotion_campaigns SET slot_freed_at = 'hidden'`);
    const result = createCampaign(app.context, await promoter(app, 'promoter-2'), REQUEST);
    await expect(result).rejects.toSatisfy(isUniqueViolation);
    await app.change('UPDATE availability_promotion_campaigns SET slot_freed_at = NULL');
    expect((await app.campaign(who)).campaign.id).toBe(first.campaign.id);
  });

  it('tells that there is no reminder, and that sending is paused', async () => {
    const app = await testApp();
    await players(app, 1);
    await app.advanceTo(REMINDER_AT);
    value(await pausePromotions(app.context, await admin(app)));
    const created = await app.campaign(await promoter(app));
    expect(created.notices).toEqual([
      { code: 'no_reminder', reminderAt: REMINDER_AT },
      { code: 'no_follow_up' },
      { code: 'paused' },
    ]);
    expect(created.jobs.map(({ jobType }) => jobType)).toEqual(['start']);
  });

  it('plans again when the answer from Discord comes after the reminder', async () => {
    const app = await testApp();
    await players(app, 1);
    const who = await promoter(app);
    const { membersAmong } = app.directory;
    app.directory.membersAmong = async (...parameters) => {
      app.clock.step(REMINDER_AT - app.clock.now());
      return membersAmong.apply(app.directory, parameters);
    };
    expect((await app.campaign(who)).jobs.map(({ jobType }) => jobType)).toEqual(['start']);
  });
});

describe('cancelling', () => {
  it('is for its promoter and for admins; for others there is nothing to see', async () => {
    const app = await testApp();
    await players(app, 1);
    const { campaign } = await app.campaign(await promoter(app));
    const other = await promoter(app, 'promoter-2');
    expect(refusal(await cancelCampaign(app.context, other, { campaignId: campaign.id }))).toBe(
      'campaign_not_found',
    );
    expect(refusal(await cancelCampaign(app.context, other))).toBe('campaign_not_found');
    expect(refusal(await cancelCampaign(app.context, other, { campaignId: 'no such campaign' }))).toBe(
      'campaign_not_found',
    );
    value(await cancelCampaign(app.context, await admin(app), { campaignId: campaign.id }));
    expect(app.eventsOf('campaign_cancelled')).toEqual([
      { type: 'campaign_cancelled', campaignId: campaign.id, actorId: 'admin', slotFreed: true, told: 0 },
    ]);
  });

  it("without an id is for one's own campaign of today, and an admin's for today's", async () => {
    const app = await testApp();
    await players(app, 1);
    const who = await promoter(app);
    await app.campaign(who);
    value(await cancelCampaign(app.context, who));
    await app.campaign(who);
    value(await cancelCampaign(app.context, await admin(app)));
    expect((await app.campaigns()).map(({ status }) => status)).toEqual(['cancelled', 'cancelled']);
  });

  it('without an id finds the real campaign behind a dry run that was made after it', async () => {
    const app = await testApp();
    await players(app, 1);
    const who = await promoter(app);
    const real = await app.campaign(who);
    await app.advance(1_000);
    await app.campaign(who, { dryRun: true });
    expect(value(await cancelCampaign(app.context, who)).campaign.id).toBe(real.campaign.id);
    expect(value(await cancelCampaign(app.context, who)).campaign.request.dryRun).toBe(true);
    expect(refusal(await cancelCampaign(app.context, who))).toBe('campaign_over');
  });

  it('twice is refused the second time', async () => {
    const app = await testApp();
    await players(app, 1);
    const who = await promoter(app);
    const { campaign } = await app.campaign(who);
    value(await cancelCampaign(app.context, who, { campaignId: campaign.id }));
    const again = await cancelCampaign(app.context, who, { campaignId: campaign.id });
    expect(again).toEqual({ ok: false, refusal: { code: 'campaign_over', status: 'cancelled' } });
  });
});

describe('how a campaign stands', () => {
  it("is one's own, else the newest real one, and nothing when there is none", async () => {
    const app = await testApp({ settings: { globalCooldown: false } });
    await players(app, 1);
    const [one, two, viewer] = [
      await promoter(app),
      await promoter(app, 'promoter-2'),
      await person(app, 'viewer'),
    ];
    expect(value(await campaignStatusOn(app.context, viewer))).toBeNull();
    const first = await app.campaign(one);
    await app.advance(1_000);
    const dry = await app.campaign(two, { dryRun: true });
    const shown = async (who: typeof one) => value(await campaignStatusOn(app.context, who))?.campaign.id;
    expect(await shown(one)).toBe(first.campaign.id);
    expect(await shown(two)).toBe(dry.campaign.id);
    expect(await shown(viewer)).toBe(first.campaign.id);
    expect(value(await campaignStatusOn(app.context, one, 'tomorrow'))).toBeNull();
  });

  it("by its id is for linked members; somebody else's dry run is nobody's to see", async () => {
    const app = await testApp();
    await players(app, 1);
    const who = await promoter(app);
    const dry = await app.campaign(who, { dryRun: true });
    const real = await app.campaign(who);
    const viewer = await person(app, 'viewer');
    expect(value(await campaignStatusById(app.context, viewer, real.campaign.id)).campaign.id).toBe(
      real.campaign.id,
    );
    expect(refusal(await campaignStatusById(app.context, viewer, dry.campaign.id))).toBe(
      'campaign_not_found',
    );
    expect(refusal(await campaignStatusById(app.context, viewer, 'none'))).toBe('campaign_not_found');
    value(await campaignStatusById(app.context, who, dry.campaign.id));
  });

  it('is told in numbers that add up, from scheduled to its end', async () => {
    const app = await testApp();
    await players(app, 3);
    await person(app, 'quiet', { quietHours: { start: '20:00', end: '23:00' } });
    const who = await promoter(app);
    const { campaign } = await app.campaign(who);
    const view = async () => value(await campaignStatusById(app.context, who, campaign.id));
    expect(await view()).toMatchObject({ campaign: { status: 'scheduled' }, paused: false });
    app.discord.script('p1', hangs(true));
    await app.advanceTo(REMINDER_AT + 1_000);
    expect(await view()).toMatchObject({ campaign: { status: 'running' } });
    app.discord.release();
    await app.advanceTo(START_AT - 1);
    expect(await view()).toMatchObject({ campaign: { status: 'running' } });
    app.discord.reply = ({ userId }) => ({
      outcome: userId === 'p2' ? { kind: 'closed', code: 'dm_closed' } : { kind: 'sent', messageId: '' },
    });
    await app.advanceTo(START_AT + MINUTE);
    const end = await view();
    expect(end).toMatchObject({
      campaign: { status: 'partial', recipientCount: 4 },
      counts: { sent: 2, failed: 1, skipped: 1, unknown: 0, simulated: 0 },
      skippedByReason: { quiet_hours: 1 },
    });
    for (const job of end.jobs) {
      expect(Object.values(job.counts).reduce((sum, count) => sum + count)).toBe(4);
      expect(job.finishedAt).not.toBeNull();
    }
    expect(JSON.stringify({ ...end, promotedBy: null })).not.toMatch(/"p1"|Name of/);
  });
});

describe('the log of a campaign', () => {
  it('has names for admins and counts for promoters', async () => {
    const app = await testApp();
    await players(app, 3);
    const who = await promoter(app);
    const { campaign } = await app.campaign(who);
    await app.advanceTo(START_AT + MINUTE);
    const forPromoter = value(await campaignLog(app.context, who, {}));
    expect(forPromoter).toMatchObject({ campaign: { id: campaign.id }, lines: null });
    expect(forPromoter.counts).toEqual([
      { jobType: 'reminder', isSummary: false, outcome: 'sent', reason: null, errorCode: null, count: 3 },
      { jobType: 'start', isSummary: false, outcome: 'sent', reason: null, errorCode: null, count: 3 },
    ]);
    expect(JSON.stringify(forPromoter.counts)).not.toMatch(/p1|Name of/);
    const forAdmin = value(await campaignLog(app.context, await admin(app), { outcome: 'sent' }));
    expect(forAdmin.lines?.map(({ displayName }) => displayName)).toContain('Name of p1');
    expect(value(await campaignLog(app.context, who, { outcome: 'failed' })).counts).toEqual([]);
  });

  it('has for admins what each of them answered, on every line but those that are no ping', async () => {
    const app = await testApp({ settings: { questionTime: '20:31' } });
    await players(app, 3);
    await person(app, 'asked', { status: null, asked: true });
    await app.campaign(await promoter(app));
    await app.advanceTo(REMINDER_AT + MINUTE);
    value(await comeTonight(app.context, actor('p1'), { minutesLate: null, channel: null }));
    await notTonight(app.context, actor('p2'));
    value(await comeTonight(app.context, actor('asked'), { minutesLate: null, channel: null }));
    await app.advanceTo(START_AT + 10 * MINUTE);
    const { lines } = value(await campaignLog(app.context, await admin(app), {}));
    const said = lines?.map(({ userId, answer }) => `${userId}: ${String(answer)}`);
    expect(new Set(said)).toEqual(new Set(['p1: COMING', 'p2: NOT_TONIGHT', 'p3: NONE', 'asked: null']));
  });
});
