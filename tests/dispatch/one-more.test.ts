import { describe, expect, it } from 'vitest';
import { comeTonight } from '../../src/services/answer-evening.js';
import { campaignStatusById } from '../../src/services/campaign-status.js';
import { callMore } from '../../src/services/call-more.js';
import { cancelCampaign } from '../../src/services/cancel-campaign.js';
import { campaignViewOf } from '../../src/services/campaign-status.js';
import { pausePromotions, resumePromotions } from '../../src/services/pause-promotions.js';
import { onlyOnSqlite } from '../support/engine-of-run.js';
import { hangs, sent, trouble } from '../support/fake-channel.js';
import { actor, admin, person, promoter } from '../support/people.js';
import { backUpOf, restored } from '../support/restoring.js';
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

  it('makes nobody who says yes to it one of those who signed up too late', async () => {
    const { app, who, campaign } = await anEvening();
    const late = async () => value(await campaignStatusById(app.context, who, campaign.id)).late;
    await app.advanceTo(START_AT + MINUTE);
    value(await callMore(app.context, who, { count: 1 }));
    await app.advance(MINUTE);
    value(await comeTonight(app.context, actor('available-1'), { minutesLate: null, channel: null }));
    expect(await late()).toBe(0);
    value(await comeTonight(app.context, actor('maybe-1'), { minutesLate: null, channel: null }));
    expect(await late()).toBe(1);
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

  it('calls nobody in the place of somebody who may have come, before it is known who is in voice', async () => {
    const { app, who } = await anEvening();
    await app.advanceTo(START_AT + MINUTE);
    value(await callMore(app.context, who, { count: 2 }));
    await app.advance(MINUTE);
    app.voice.join('available-1', 'maybe-1');
    await app.advance(PATIENCE - MINUTE - 1_000);
    app.voice.known = false;
    await app.restart();
    await app.advance(50_000);
    expect(calledOf(app)).toEqual(['available-1', 'available-2']);
    app.voice.known = true;
    app.dispatcher.voiceKnown();
    await app.advance(1_000);
    // Who is there already is not asked to step in.
    expect(calledOf(app)).toEqual(['available-1', 'available-2', 'maybe-2']);
    expect(await app.fates('one_more')).toMatchObject({ 'maybe-1': 'skipped(present)' });
  });

  it('goes by what people have answered where nobody can tell for a minute who is in voice', async () => {
    const { app, who } = await anEvening();
    app.voice.known = false;
    await app.advanceTo(START_AT + MINUTE);
    value(await callMore(app.context, who, { count: 1 }));
    await app.advance(59_000);
    expect(calledOf(app)).toEqual([]);
    await app.advance(10_000);
    expect(calledOf(app)).toEqual(['available-1']);
    await app.advance(PATIENCE);
    expect(calledOf(app)).toEqual(['available-1', 'available-2']);
    value(await comeTonight(app.context, actor('available-2'), { minutesLate: null, channel: null }));
    await app.advanceTo(START_AT + 31 * MINUTE);
    expect(calledOf(app)).toHaveLength(2);
  });

  it('waits where voice is lost between whose turn it is and the call', async () => {
    const { app, who } = await anEvening();
    app.discord.messagesPerSecond = 1;
    await app.restart();
    await app.advanceTo(START_AT + MINUTE);
    app.discord.reply = () => {
      app.voice.known = false;
      return sent;
    };
    value(await callMore(app.context, who, { count: 3 }));
    await app.advance(20_000);
    expect(calledOf(app)).toHaveLength(1);
    app.discord.reply = () => sent;
    app.voice.known = true;
    app.dispatcher.voiceKnown();
    await app.advance(5_000);
    expect(calledOf(app)).toHaveLength(3);
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

  it('calls nobody to an evening whose rest was cancelled in silence', async () => {
    const { app, who, campaign } = await anEvening();
    await app.advanceTo(START_AT + MINUTE);
    value(await cancelCampaign(app.context, who, { campaignId: campaign.id, notify: false }));
    expect(refusal(await callMore(app.context, who, { count: 1 }))).toBe('more_cancelled');
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

describe('who is next in line', () => {
  /** Somebody plays at an earlier date, and so is pinged twice. */
  async function pinged(app: TestApp, date: string, ...ids: string[]): Promise<void> {
    await app.advanceTo(`${date}T19:30:07.123Z`);
    for (const id of ids) await person(app, id, { date });
    await app.campaign(actor('promoter'));
    await app.advanceTo(`${date}T20:05:00.000Z`);
  }

  it('is who said available before who said maybe, then who was pinged least often, then whose answer is older', async () => {
    const app = await testApp({ at: '2026-02-06T19:00:07.123Z', sweepEveryMs: 0 });
    const who = await promoter(app);
    await pinged(app, '2026-02-06', 'long-ago');
    await pinged(app, '2026-03-08', 'often');
    await pinged(app, '2026-03-09', 'often', 'once');
    await app.advanceTo('2026-03-10T19:30:07.123Z');
    await person(app, 'player');
    const answers = [
      ['maybe', 'MAYBE'],
      ['often', 'AVAILABLE'],
      ['once', 'AVAILABLE'],
      ['older', 'AVAILABLE'],
      ['long-ago', 'AVAILABLE'],
      ['newer', 'AVAILABLE'],
    ] as const;
    for (const [id, status] of answers) {
      await app.advance(1_000);
      await person(app, id, { status });
    }
    await app.campaign(who);
    await app.advanceTo(START_AT + MINUTE);
    value(await callMore(app.context, who, { count: 6 }));
    await app.advance(MINUTE);
    expect(calledOf(app)).toEqual(['older', 'long-ago', 'newer', 'once', 'often', 'maybe']);
  });

  it('is whoever says since that they look for a game, unless they have said that they come', async () => {
    const { app, who } = await anEvening();
    await person(app, 'maybe-1', { status: 'LOOKING' });
    await app.advanceTo(START_AT + MINUTE);
    value(await comeTonight(app.context, actor('available-1'), { minutesLate: null, channel: null }));
    value(await comeTonight(app.context, actor('available-2'), { minutesLate: 20, channel: null }));
    value(await callMore(app.context, who, { count: 1 }));
    await app.advance(MINUTE);
    expect(calledOf(app)).toEqual(['maybe-1']);
    value(await callMore(app.context, who, { count: 3 }));
    await app.advance(MINUTE);
    expect(await app.fates('one_more')).toEqual({
      'available-1': 'skipped(answered)',
      'available-2': 'skipped(answered)',
      'maybe-1': 'sent',
      'maybe-2': 'sent',
    });
  });
});

describe('one more, while a channel is in trouble', () => {
  const CHANNELS = { channels: ['discord', 'telegram'] as const, checks: { voice: true } };

  /** A minute after the start; since then Telegram has refused everything. */
  async function inTrouble(standbys: Readonly<Record<string, 'telegram' | 'discord'>>) {
    const app = await testApp(CHANNELS);
    const who = await promoter(app);
    await person(app, 'player', { channels: ['telegram'] });
    for (const [id, channel] of Object.entries(standbys))
      await person(app, id, {
        status: 'AVAILABLE',
        ...(channel === 'telegram' && { channels: ['telegram'], discordDms: false }),
      });
    await app.campaign(who);
    await app.advanceTo(START_AT - 1_000);
    app.telegram.reply = () => trouble();
    await app.advanceTo(START_AT + MINUTE);
    return { app, who };
  }
  const called = (app: TestApp) =>
    [...app.discord.delivered, ...app.telegram.delivered]
      .filter(({ jobType }) => jobType === 'one_more')
      .map(({ userId }) => userId);

  it('calls first who can be reached now, and the others once it works again', async () => {
    const { app, who } = await inTrouble({ 'on-telegram': 'telegram', 'on-discord': 'discord' });
    value(await callMore(app.context, who, { count: 1 }));
    await app.advance(PATIENCE / 2);
    expect(called(app)).toEqual(['on-discord']);
    app.telegram.reply = () => sent;
    await app.advance(3 * PATIENCE);
    expect(called(app)).toEqual(['on-discord', 'on-telegram']);
  });

  it('waits where nobody else is left, and says for what', async () => {
    const { app, who } = await inTrouble({ 'on-telegram': 'telegram' });
    value(await callMore(app.context, who, { count: 1 }));
    await app.advance(3 * MINUTE);
    expect(called(app)).toEqual([]);
    const { id: jobId } = (await app.jobs()).find(({ job_type: type }) => type === 'one_more')!;
    const waits = app.eventsOf('job_waiting').filter((event) => event.jobId === jobId);
    // Whoever is next in line is the channel's probe.
    expect(waits.map(({ reason }) => reason)).toEqual(['channel_paused', 'retry', 'channel_paused']);
    app.telegram.reply = () => sent;
    await app.advance(15 * MINUTE);
    expect(called(app)).toEqual(['on-telegram']);
  });

  it('ends with the evening where it does not work again', async () => {
    const { app, who } = await inTrouble({ 'on-telegram': 'telegram' });
    value(await callMore(app.context, who, { count: 1 }));
    await app.advance(31 * MINUTE);
    app.telegram.reply = () => sent;
    await app.advance(20 * MINUTE);
    expect(called(app)).toEqual([]);
    expect(await app.fates('one_more')).toEqual({ 'on-telegram': 'failed(expired)' });
    expect((await app.jobStatuses()).one_more).toBe('failed');
  });
});

describe('one more, and a backup that is restored', () => {
  onlyOnSqlite('backups are files');

  async function called() {
    const evening = await anEvening();
    await evening.app.advanceTo(START_AT + MINUTE);
    value(await callMore(evening.app.context, evening.who, { count: 2 }));
    await evening.app.advance(MINUTE);
    expect(calledOf(evening.app)).toEqual(['available-1', 'available-2']);
    return evening;
  }

  it('calls nobody twice, and nobody of whom nobody knows whether they were called', async () => {
    const { app, who } = await called();
    const backup = await backUpOf(app);
    await app.advance(PATIENCE);
    expect(calledOf(app)).toHaveLength(4);
    await restored(app, backup);
    expect(await app.fates('one_more')).toEqual({
      'available-1': 'sent',
      'available-2': 'sent',
      'maybe-1': 'unknown(restored)',
      'maybe-2': 'unknown(restored)',
    });
    expect(refusal(await callMore(app.context, who, { count: 1 }))).toBe('no_standbys');
    await app.advance(20 * MINUTE);
    expect(calledOf(app)).toHaveLength(4);
  });

  it('calls nobody where the backup does not know that it was asked for', async () => {
    const { app, who } = await anEvening();
    await app.advanceTo(START_AT + MINUTE);
    const backup = await backUpOf(app);
    value(await callMore(app.context, who, { count: 2 }));
    await app.advance(MINUTE);
    await restored(app, backup);
    value(await callMore(app.context, who, { count: 4 }));
    await app.advance(20 * MINUTE);
    expect(calledOf(app)).toEqual(['available-1', 'available-2']);
    expect(await app.fates('one_more')).toEqual({
      // The database it replaced still knew them.
      'available-1': 'skipped(already_contacted)',
      'available-2': 'skipped(already_contacted)',
      'maybe-1': 'skipped(restored)',
      'maybe-2': 'skipped(restored)',
    });
  });

  const off = (app: TestApp) =>
    app.discord.delivered.filter(({ jobType }) => jobType === 'call_off').map(({ userId }) => userId);

  it('tells no standby again that the evening is off, who was told since the backup', async () => {
    const { app, who, campaign } = await called();
    const backup = await backUpOf(app);
    value(await cancelCampaign(app.context, who, { campaignId: campaign.id, notify: true }));
    await app.advance(MINUTE);
    expect(off(app)).toEqual(['player', 'available-1', 'available-2']);
    await restored(app, backup);
    const again = await cancelCampaign(app.context, who, { campaignId: campaign.id, notify: true });
    expect(refusal(again)).toBe('campaign_over');
    await app.advance(20 * MINUTE);
    expect(off(app)).toHaveLength(3);
    expect(await app.fates('call_off')).toMatchObject({
      'available-1': 'unknown(restored)',
      'available-2': 'unknown(restored)',
    });
  });

  it('ends a call-off it was in the middle of, for its standbys too, and for nobody who was not called', async () => {
    const { app, who, campaign } = await called();
    app.discord.script('available-1', hangs(true));
    value(await cancelCampaign(app.context, who, { campaignId: campaign.id, notify: true }));
    await app.advance(1_000);
    const backup = await backUpOf(app);
    app.discord.release();
    await app.advance(MINUTE);
    await restored(app, backup);
    await app.advance(20 * MINUTE);
    expect(off(app)).toEqual(['player', 'available-1', 'available-2']);
    expect(await app.fates('call_off')).toEqual({
      player: 'sent',
      'available-1': 'unknown(restored)',
      'available-2': 'sent',
    });
  });
});

describe('how a campaign with standbys stands', () => {
  it('counts the answers of those who were called, and the silence of those who were to come', async () => {
    const { app, who, campaign } = await anEvening();
    await app.advanceTo(START_AT + MINUTE);
    value(await callMore(app.context, who, { count: 2 }));
    await app.advance(MINUTE);
    const answers = async () => (await campaignViewOf(app.database.view, campaign)).answers;
    expect(await answers()).toMatchObject({ coming: 0, none: 1 });
    value(await comeTonight(app.context, actor('available-1'), { minutesLate: null, channel: null }));
    value(await comeTonight(app.context, actor('maybe-1'), { minutesLate: null, channel: null }));
    expect(await answers()).toMatchObject({ coming: 1, later: 0, notTonight: 0, none: 1 });
  });
});
