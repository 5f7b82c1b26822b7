import { describe, expect, it } from 'vitest';
import { startSystemCampaigns } from '../../src/dispatch/system-campaigns.js';
import { campaignLog } from '../../src/services/campaign-log.js';
import { campaignStatusOn } from '../../src/services/campaign-status.js';
import { changeSettings } from '../../src/services/change-settings.js';
import { erasePerson } from '../../src/services/erase-person.js';
import { pausePromotions, resumePromotions } from '../../src/services/pause-promotions.js';
import { clearAvailabilityOn, setAvailability } from '../../src/services/set-availability.js';
import { updatePreferences } from '../../src/services/update-preferences.js';
import { notTonight, stopMessages } from '../../src/services/way-out.js';
import { adoptBackup } from '../../src/upkeep/adopt-backup.js';
import { faultsOf } from '../support/crash.js';
import { notDelivered, sent } from '../support/fake-channel.js';
import { settled } from '../support/fake-clock.js';
import { actor, admin, person, type PersonOptions, players, promoter } from '../support/people.js';
import {
  DATE,
  MINUTE,
  START_AT,
  testApp,
  type TestApp,
  type TestAppOptions,
  value,
} from '../support/test-app.js';

const NOON = '2026-03-10T11:00:07.123Z';

/** A club at noon, where three have to be looking for a game, two are, and dana is about to answer. */
async function aClub({ settings, ...options }: TestAppOptions = {}): Promise<TestApp> {
  const app = await testApp({
    at: NOON,
    channels: ['discord', 'telegram', 'signal'],
    settings: { sessionReadyThreshold: 3, ...settings },
    ...options,
  });
  await players(app, 2);
  await wants(app, 'dana', { status: null });
  await app.dispatcher.sweep();
  await settled();
  return app;
}

/** Somebody who wants to know when it is on, and no pings. */
const wants = (app: TestApp, userId: string, options: PersonOptions = {}) =>
  person(app, userId, { told: true, optedIn: false, status: 'MAYBE', ...options });

const says = async (app: TestApp, who: string, status = 'LOOKING'): Promise<void> => {
  value(await setAvailability(app.context, actor(who), { status, date: DATE }));
  await settled();
};
const told = (app: TestApp) => app.fates('ready');

describe('that it is on', () => {
  it('is told at once to those who want to know and play or promote, but not to who made it so', async () => {
    const app = await aClub();
    await wants(app, 'looks', { status: 'AVAILABLE' });
    await wants(app, 'maybe');
    await wants(app, 'tele', { channels: ['telegram'], preferred: 'telegram' });
    await wants(app, 'says_no', { status: 'NOT_PLAYING' });
    await wants(app, 'silent', { status: null });
    await wants(app, 'gone', { member: false });
    await wants(app, 'nowhere', { discordDms: false });
    await wants(app, 'boss', { status: null, admin: true });
    await wants(app, 'promoter', { status: 'NOT_PLAYING', linked: false });
    await promoter(app, 'promoter-2');
    await person(app, 'unasked', { status: 'MAYBE' });
    expect(await app.campaigns()).toEqual([]);
    const before = app.clock.now();
    await says(app, 'dana');
    await app.advance(1_000);
    expect(await told(app)).toEqual(
      Object.fromEntries(['boss', 'looks', 'maybe', 'promoter', 'tele'].map((id) => [id, 'sent'])),
    );
    expect(app.discord.deliveredTo('looks')[0]?.at).toBeLessThan(before + 1_000);
    expect(app.discord.deliveredTo('looks')[0]?.text).toMatch(/^It’s on: 3 are looking tonight\./);
    await app.advanceTo(START_AT + 60 * MINUTE);
    const rows = (await app.ledger()).map(({ user_id, event_key, kind }) => [user_id, event_key, kind]);
    expect(rows.sort()).toEqual(
      ['boss', 'looks', 'maybe', 'promoter', 'tele'].map((id) => [id, `SESSION_READY:${DATE}`, 'call']),
    );
    expect(await app.campaigns()).toMatchObject([
      { kind: 'ready', initiated_by: 'muster', campaign_date: DATE, recipient_count: 5, status: 'sent' },
    ]);
    expect(await faultsOf(app)).toEqual([]);
  });

  it('carries its own way out, and for promoters on Discord the preview', async () => {
    const app = await aClub();
    await wants(app, 'plays');
    await wants(app, 'promoter', { status: null });
    await wants(app, 'promoter-2', { status: null, channels: ['telegram'], preferred: 'telegram' });
    await wants(app, 'sig', { channels: ['signal'], preferred: 'signal' });
    await says(app, 'dana');
    await app.advance(5_000);
    const actions = (channel: 'discord' | 'telegram', who: string) =>
      app[channel].deliveredTo(who)[0]?.delivery.message.actions.map(({ action }) => action);
    expect(actions('discord', 'plays')).toEqual(['stop-ready']);
    expect(actions('discord', 'promoter')).toEqual(['preview-pings', 'stop-ready']);
    expect(actions('telegram', 'promoter-2')).toEqual(['stop-ready']);
    expect(app.telegram.deliveredTo('promoter-2')[0]?.text).toContain('/promote create');
    expect(app.discord.deliveredTo('promoter')[0]?.text).not.toContain('/promote');
    expect(app.signal.deliveredTo('sig')[0]?.text).toContain('STOP READY');
  });

  it('makes no campaign where nobody is to be written to, and whoever agrees later hears of the next one', async () => {
    const app = await aClub();
    await says(app, 'dana');
    await wants(app, 'late');
    await app.advanceTo(START_AT + MINUTE);
    expect(await app.campaigns()).toEqual([]);
    expect(app.discord.requests).toEqual([]);
    expect(await app.rows(`SELECT key FROM system_state WHERE key LIKE 'untold:%'`)).toEqual([]);
  });

  it('comes once, whatever the numbers do, and however often the process starts', async () => {
    const app = await aClub();
    await wants(app, 'ana');
    await says(app, 'dana');
    value(await clearAvailabilityOn(app.context, actor('dana')));
    await app.restart();
    // Between two processes a no and a yes in one moment can't be told apart, and then the no holds.
    await app.advance(1_000);
    await says(app, 'dana');
    await says(app, 'ana');
    await app.restart();
    await app.advanceTo(START_AT);
    expect(app.discord.deliveredTo('ana')).toHaveLength(1);
    expect(await app.campaigns()).toHaveLength(1);
  });

  it('comes once, though two find at one moment that it is on', async () => {
    const app = await aClub();
    await wants(app, 'ana');
    app.directory.membersAmong = () => Promise.resolve({ known: false });
    await says(app, 'dana');
    delete (app.directory as { membersAmong?: unknown }).membersAmong;
    const started = await Promise.all([1, 2].map(() => startSystemCampaigns(app.life.dispatch)));
    expect(started.flat()).toMatchObject([{ jobType: 'ready' }]);
    await app.advanceTo(START_AT);
    expect(app.discord.deliveredTo('ana')).toHaveLength(1);
    expect(await app.campaigns()).toHaveLength(1);
  });

  it('is told to everybody where a setting made it so, and nobody’s answer did', async () => {
    const app = await aClub();
    await says(app, 'dana', 'MAYBE');
    await app.change('UPDATE subscription_preferences SET allow_ready_notices = true');
    const boss = await admin(app);
    value(await changeSettings(app.context, boss, { availability_session_ready_threshold: '2' }));
    await settled();
    await app.advance(5_000);
    expect(await told(app)).toEqual({ dana: 'sent', p1: 'sent', p2: 'sent' });
  });

  it('is not told to whoever made it so, though the process died before it had judged, or before it had told', async () => {
    const unjudged = await aClub();
    await wants(unjudged, 'ana');
    await unjudged.advance(1_000);
    // Nobody has heard of it when the process is killed.
    await unjudged.change(
      `INSERT INTO availability_entries VALUES ('e', 'dana', 'Dana', ?, 'LOOKING', ?, ?)`,
      DATE,
      ...Array.from({ length: 2 }, () => new Date(unjudged.clock.now()).toISOString()),
    );
    await unjudged.restart();
    await unjudged.advance(5_000);
    expect(await told(unjudged)).toEqual({ ana: 'sent' });

    const untold = await aClub();
    await wants(untold, 'ana');
    untold.directory.membersAmong = () => Promise.resolve({ known: false });
    await says(untold, 'dana');
    await untold.crash();
    delete (untold.directory as { membersAmong?: unknown }).membersAmong;
    await untold.restart();
    await untold.advance(5_000);
    expect(await told(untold)).toEqual({ ana: 'sent' });
  });

  it('is not told to whoever made it so, though others have said the same again before it was judged', async () => {
    const app = await aClub();
    await app.change(`UPDATE subscription_preferences SET allow_ready_notices = true`);
    const boss = await admin(app);
    value(await pausePromotions(app.context, boss));
    for (const who of ['dana', 'p1']) {
      await app.advance(MINUTE);
      await says(app, who);
    }
    value(await resumePromotions(app.context, boss));
    await settled();
    await app.advance(5_000);
    expect(await told(app)).toEqual({ p1: 'sent', p2: 'sent' });
  });

  it('forgets who made it so with their data', async () => {
    const app = await aClub();
    await wants(app, 'ana');
    app.directory.membersAmong = () => Promise.resolve({ known: false });
    await says(app, 'dana');
    const kept = () => app.rows(`SELECT value FROM system_state WHERE key LIKE 'untold:%'`);
    expect(await kept()).toEqual([{ value: 'dana' }]);
    await erasePerson(app.context, { userId: 'dana' });
    expect(await kept()).toEqual([{ value: '' }]);
  });

  it('asks consent, answer, membership and quiet hours again at the send; of promoters no answer', async () => {
    const app = await aClub();
    for (const id of ['stops', 'stops_all', 'opts_out', 'declines', 'leaves', 'waits']) await wants(app, id);
    await wants(app, 'promoter', { status: 'LOOKING' });
    await wants(app, 'sleeps', { quietHours: { start: '11:00', end: '13:00' } });
    app.discord.reply = () => notDelivered('rate_limited', 5 * MINUTE);
    await app.change(`DELETE FROM availability_entries WHERE user_id = 'p2'`);
    await says(app, 'dana');
    await app.advance(5_000);
    await stopMessages(app.context, actor('stops'), 'button', ['ready']);
    await stopMessages(app.context, actor('stops_all'), 'button');
    value(await updatePreferences(app.context, actor('opts_out'), { allowReadyNotices: false }));
    for (const id of ['declines', 'promoter']) await notTonight(app.context, actor(id));
    await says(app, 'p2');
    app.directory.leave('leaves');
    app.discord.reply = () => sent;
    await app.advance(20 * MINUTE);
    expect(await told(app)).toEqual({
      stops: 'skipped(not_opted_in)',
      stops_all: 'skipped(not_opted_in)',
      opts_out: 'skipped(not_opted_in)',
      declines: 'skipped(not_playing)',
      leaves: 'skipped(left_guild)',
      sleeps: 'skipped(quiet_hours)',
      promoter: 'sent',
      waits: 'sent',
    });
    expect(await faultsOf(app)).toEqual([]);
  });

  it('waits while it is no longer true, and ends at the start', async () => {
    const app = await aClub();
    await wants(app, 'ana');
    app.discord.reply = () => notDelivered('rate_limited', 5 * MINUTE);
    await says(app, 'dana');
    await app.advance(1_000);
    await notTonight(app.context, actor('dana'));
    app.discord.reply = () => sent;
    await app.advance(60 * MINUTE);
    expect(app.discord.deliveredTo('ana')).toEqual([]);
    await says(app, 'dana');
    await app.advance(2 * MINUTE);
    expect(await told(app)).toEqual({ ana: 'sent' });

    const late = await aClub();
    await wants(late, 'ana');
    late.discord.reply = () => notDelivered('rate_limited', 12 * 60 * MINUTE);
    await says(late, 'dana');
    await late.advanceTo(START_AT + MINUTE);
    expect(await told(late)).toEqual({ ana: 'failed(expired)' });
  });

  it('waits while promotions are paused, and for Discord to say who is a member and may promote', async () => {
    const app = await aClub();
    await wants(app, 'ana');
    await wants(app, 'promoter', { status: null });
    const boss = await admin(app);
    value(await pausePromotions(app.context, boss));
    await says(app, 'dana');
    await app.advance(MINUTE);
    expect(await app.campaigns()).toEqual([]);
    app.directory.member = () => Promise.resolve({ known: false });
    app.directory.membersAmong = () => Promise.resolve({ known: false });
    await app.change(`DELETE FROM system_state WHERE key = 'promotions_paused'`);
    await app.restart();
    await app.advance(MINUTE);
    expect(await app.campaigns()).toEqual([]);
    delete (app.directory as { membersAmong?: unknown }).membersAmong;
    await app.advance(MINUTE);
    expect(await app.campaigns()).toEqual([]);
    delete (app.directory as { member?: unknown }).member;
    await app.advance(MINUTE);
    expect(await told(app)).toEqual({ ana: 'sent', promoter: 'sent' });
  });

  it('is not told while messages are switched off, on days without a session, nor after the start', async () => {
    for (const options of [
      { settings: { promotionsEnabled: false } },
      { plan: 'wed 21:00' },
    ] satisfies TestAppOptions[]) {
      const app = await aClub(options);
      await wants(app, 'ana');
      await says(app, 'dana');
      await app.advanceTo(START_AT + MINUTE);
      expect(app.discord.requests).toEqual([]);
    }
  });

  it('is not told again after a restore that may have lost it', async () => {
    const app = await aClub();
    await wants(app, 'ana');
    const now = app.clock.now();
    await app.advance(MINUTE);
    const lost = { backupAt: now, restoredAt: app.clock.now() };
    await app.change(
      `INSERT INTO system_state VALUES ('backup_taken_at', ?, '', '')`,
      new Date(lost.backupAt).toISOString(),
    );
    await adoptBackup(app.context);
    await says(app, 'dana');
    await app.advanceTo(START_AT);
    expect(app.discord.deliveredTo('ana')).toEqual([]);
  });

  it('is nobody’s campaign, and stands in the log, for admins', async () => {
    const app = await aClub();
    await wants(app, 'ana');
    const [who, boss] = [await promoter(app), await admin(app)];
    await says(app, 'dana');
    await app.advance(5_000);
    expect(value(await campaignStatusOn(app.context, who))).toBeNull();
    const log = value(await campaignLog(app.context, boss, {}));
    expect(log.lines?.map(({ userId, jobType, outcome }) => [userId, jobType, outcome])).toEqual([
      ['ana', 'ready', 'sent'],
    ]);
    expect((await app.campaign(who)).campaign.status).toBe('scheduled');
  });
});
