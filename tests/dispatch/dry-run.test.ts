import { describe, expect, it } from 'vitest';
import type { OutgoingMessage } from '../../src/domain/channel.js';
import { cancelCampaign } from '../../src/services/cancel-campaign.js';
import { createCampaign } from '../../src/services/create-campaign.js';
import { erasePerson } from '../../src/services/erase-person.js';
import { pausePromotions, resumePromotions } from '../../src/services/pause-promotions.js';
import { failCommitOf } from '../support/crash.js';
import { admin, person, promoter } from '../support/people.js';
import {
  arrivedUnanswered,
  hangs,
  lostUnanswered,
  notDelivered,
  sent,
  trouble,
} from '../support/fake-channel.js';
import { MINUTE, REMINDER_AT, START_AT, testApp, type TestApp, value } from '../support/test-app.js';

/** The file that goes with a message. */
function textOf({ attachment }: OutgoingMessage): string {
  return attachment && 'text' in attachment ? attachment.text : '';
}

const SECOND = 1_000;
const DRY = { includeAvailable: false, includeMaybe: false, dryRun: true };

/** Three players, one of them quiet in the evening and one reached by Telegram, and somebody's dry run. */
async function dryRun(app: TestApp) {
  await person(app, 'p1');
  await person(app, 'quiet', { quietHours: { start: '20:00', end: '23:00' } });
  await person(app, 'tele', { channels: ['telegram'] });
  const who = await promoter(app);
  const { campaign } = await app.campaign(who, DRY);
  return { who, campaign };
}

const open = (options: Parameters<typeof testApp>[0] = {}) =>
  testApp({ channels: ['discord', 'telegram'], ...options });

describe('a dry run', () => {
  it('calls nobody, and tells its promoter once a job what it would have done', async () => {
    const app = await open();
    const { campaign } = await dryRun(app);
    await app.advanceTo(START_AT + 40 * MINUTE);
    expect(app.telegram.requests).toEqual([]);
    expect(app.discord.delivered.map(({ userId, jobType, at }) => [userId, jobType, at])).toEqual([
      ['promoter', 'reminder', REMINDER_AT],
      ['promoter', 'start', START_AT],
    ]);
    const { message } = app.discord.delivered[1]!.delivery;
    expect(message.text).toMatch(/dry run/i);
    expect(textOf(message)).toContain('Name of p1 (discord)');
    expect(textOf(message)).toContain('Name of tele (telegram)');
    expect(textOf(message)).toContain('Name of quiet (quiet_hours)');
    for (const jobType of ['reminder', 'start'] as const) {
      expect(await app.fates(jobType)).toEqual({
        p1: 'simulated',
        quiet: 'simulated(quiet_hours)',
        tele: 'simulated',
      });
    }
    expect(await app.campaignStatus(campaign.id)).toBe('sent');
    expect((await app.ledger()).map(({ user_id, event_key, state }) => [user_id, event_key, state])).toEqual([
      ['promoter', `DRY:${campaign.id}:T-15`, 'sent'],
      ['promoter', `DRY:${campaign.id}:T0`, 'sent'],
    ]);
  });

  it('whose report could not be reserved has none on its way, and sends it later', async () => {
    const app = await open();
    await dryRun(app);
    const disk = failCommitOf(app, /INSERT INTO notifications_ledger/);
    await app.advanceTo(REMINDER_AT);
    expect(disk.failed).toBe(true);
    expect(app.dispatcher.inFlight).toBe(0);
    await app.advance(MINUTE);
    expect(app.discord.deliveredTo('promoter')).toHaveLength(1);
    expect(app.dispatcher.inFlight).toBe(0);
  });

  it('takes no slot and nobody their call: the real one runs beside it', async () => {
    const app = await open();
    const { who } = await dryRun(app);
    value(await createCampaign(app.context, who, { ...DRY, includeMaybe: !DRY.includeMaybe }));
    const real = await app.campaign(who);
    await app.advanceTo(START_AT + MINUTE);
    expect(await app.fates('start', real.campaign.id)).toEqual({
      p1: 'sent',
      quiet: 'skipped(quiet_hours)',
      tele: 'sent',
    });
    expect(app.discord.deliveredTo('promoter')).toHaveLength(4);
    expect(app.discord.deliveredTo('p1')).toHaveLength(2);
  });

  it('tries its report again, and sends one', async () => {
    const app = await open();
    await dryRun(app);
    app.discord.script('promoter', lostUnanswered, notDelivered(), sent);
    await app.advanceTo(START_AT - 1);
    expect(app.discord.deliveredTo('promoter')).toHaveLength(1);
    expect((await app.jobStatuses()).reminder).toBe('sent');
  });

  it.each<[string, (app: TestApp) => Promise<unknown>]>([
    [
      'Discord was in trouble meanwhile',
      async (app) => {
        app.discord.reply = () => trouble();
        await app.advance(3 * MINUTE);
        app.discord.reply = () => sent;
      },
    ],
    [
      'everything was paused meanwhile',
      async (app) => {
        const boss = await admin(app);
        await pausePromotions(app.context, boss);
        await app.advance(3 * MINUTE);
        await resumePromotions(app.context, boss);
      },
    ],
    [
      'the bot was away meanwhile',
      async (app) => {
        await app.crash();
        await app.advance(3 * MINUTE);
        await app.restart();
      },
    ],
  ])('whose report may have arrived sends no second one when %s', async (_what, meanwhile) => {
    const app = await open();
    app.discord.rememberedMs = app.discord.nonceWindowMs;
    await dryRun(app);
    app.discord.script('promoter', arrivedUnanswered);
    await app.advanceTo(REMINDER_AT + 1);
    await meanwhile(app);
    await app.advanceTo(START_AT - 1);
    expect(app.discord.deliveredTo('promoter')).toHaveLength(1);
    expect((await app.ledger()).map(({ state, error_code }) => [state, error_code])).toEqual([
      ['unknown', expect.stringMatching(/timeout|unauthorized/)],
    ]);
    expect(await app.jobs()).toMatchObject([{ status: 'failed', last_error: 'maybe_delivered' }, {}]);
  });

  it('gives its report up at its last useful moment, also while a probe of Discord has no answer', async () => {
    const app = await open();
    await dryRun(app);
    const { gate } = app.life.dispatch.channels.get('discord');
    gate.enter()?.('trouble');
    await app.advanceTo(REMINDER_AT - MINUTE);
    expect(gate.enter()).not.toBeNull();
    await app.advanceTo(START_AT + SECOND);
    expect(app.discord.requests).toEqual([]);
    expect((await app.jobStatuses()).reminder).not.toBe('running');
    expect(app.eventsOf('job_error')).toEqual([]);
  });

  it('waits with its report while Discord is in trouble', async () => {
    const app = await open();
    await dryRun(app);
    app.discord.script('promoter', trouble());
    await app.advanceTo(START_AT - 1);
    expect(app.discord.deliveredTo('promoter').map(({ at }) => at - REMINDER_AT)).toEqual([60_000]);
  });

  it('fails its job when the report can not be delivered', async () => {
    const app = await open();
    await dryRun(app);
    app.discord.reply = () => ({ outcome: { kind: 'closed', code: 'dm_closed' } });
    await app.advanceTo(START_AT + MINUTE);
    expect(await app.jobs()).toMatchObject([
      { status: 'failed', last_error: 'dm_closed' },
      { status: 'failed', last_error: 'dm_closed' },
    ]);
    expect(Object.keys(await app.fates('start'))).toHaveLength(3);
  });

  it('goes on after a restart without a second report', async () => {
    const app = await open();
    await dryRun(app);
    app.discord.script('promoter', hangs(true));
    await app.advanceTo(REMINDER_AT + 5_000);
    await app.restart();
    await app.advanceTo(START_AT - 1);
    expect(app.discord.requestsTo('promoter')).toHaveLength(2);
    expect(app.discord.deliveredTo('promoter')).toHaveLength(1);
    expect(await app.finalRows('reminder')).toHaveLength(3);
    expect((await app.jobStatuses()).reminder).toBe('sent');
  });

  it('is missed when its moment is over', async () => {
    const app = await open();
    await dryRun(app);
    await app.crash();
    await app.advanceTo(START_AT + 31 * MINUTE);
    await app.restart();
    expect(app.discord.requests).toEqual([]);
    expect(await app.jobStatuses()).toEqual({ reminder: 'missed', start: 'missed' });
    expect(Object.values(await app.fates('start'))).toEqual(
      Array.from({ length: 3 }, () => 'skipped(missed)'),
    );
  });

  it('can be cancelled', async () => {
    const app = await open();
    const { who, campaign } = await dryRun(app);
    expect(value(await cancelCampaign(app.context, who, { campaignId: campaign.id })).slotFreed).toBe(false);
    await app.advanceTo(START_AT + MINUTE);
    expect(app.discord.requests).toEqual([]);
    expect(await app.campaignStatus(campaign.id)).toBe('cancelled');
  });

  it('that is cancelled while it works ends without an error', async () => {
    const app = await open();
    const { who, campaign } = await dryRun(app);
    // The first row is written while Discord is asked about the second person.
    const asked = app.directory.membersAmong.bind(app.directory);
    let questions = 0;
    app.directory.membersAmong = async (userIds, options) => {
      const answer = await asked(userIds, options);
      if (++questions === 3) value(await cancelCampaign(app.context, who, { campaignId: campaign.id }));
      return answer;
    };
    await app.advanceTo(START_AT + MINUTE);
    expect(app.eventsOf('job_error')).toEqual([]);
    expect(app.discord.requests).toEqual([]);
    expect(Object.values(await app.fates('reminder')).sort()).toEqual([
      'simulated',
      'skipped(cancelled)',
      'skipped(cancelled)',
    ]);
  });

  it('forgets somebody who erases their data while it works', async () => {
    const app = await open();
    await dryRun(app);
    const asked = app.directory.membersAmong.bind(app.directory);
    let questions = 0;
    app.directory.membersAmong = async (userIds, options) => {
      const answer = await asked(userIds, options);
      if (++questions === 3) await erasePerson(app.context, { userId: 'quiet' });
      return answer;
    };
    await app.advanceTo(START_AT - 1);
    const rows = await app.finalRows('reminder');
    expect(rows).toHaveLength(3);
    expect(rows.find(({ userId }) => userId.startsWith('erased:'))).toMatchObject({ reason: 'erased' });
    expect(rows.find(({ userId }) => userId === 'quiet')).toBeUndefined();
  });

  it('sends no report to a promoter who erased their data', async () => {
    const app = await open();
    const { who } = await dryRun(app);
    await erasePerson(app.context, who);
    await app.advanceTo(START_AT + MINUTE);
    expect(app.discord.requests).toEqual([]);
    expect(await app.finalRows('start')).toHaveLength(3);
    for (const status of Object.values(await app.jobStatuses())) expect(status).not.toBe('running');
  });

  it('keeps nothing of a promoter who erased their data while the report was under way', async () => {
    const app = await open();
    const { who } = await dryRun(app);
    app.discord.script('promoter', hangs(true));
    await app.advanceTo(REMINDER_AT + 1_000);
    await erasePerson(app.context, who);
    app.discord.release();
    await app.advanceTo(START_AT + MINUTE);
    expect((await app.log()).filter(({ user_id }) => user_id === 'promoter')).toEqual([]);
    expect((await app.ledger()).filter(({ user_id }) => user_id === 'promoter')).toEqual([]);
    expect(app.discord.requests).toHaveLength(1);
  });

  it('is tried again when our own words fail, and leaves nothing half sent', async () => {
    const { messagesFor } = await import('../../src/messages/catalog.js');
    let broken = true;
    const app = await open({
      messagesFor: (locale) => {
        if (broken) throw new Error('no words');
        return messagesFor(locale);
      },
    });
    await dryRun(app);
    await app.advanceTo(REMINDER_AT);
    expect(await app.ledger()).toEqual([]);
    broken = false;
    await app.advanceTo(START_AT - 1);
    expect(app.discord.deliveredTo('promoter')).toHaveLength(1);
    expect((await app.jobStatuses()).reminder).toBe('sent');
  });
});
