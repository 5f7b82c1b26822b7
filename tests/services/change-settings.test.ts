import { describe, expect, it } from 'vitest';
import { changeSettings, showSettings } from '../../src/services/change-settings.js';
import { erasePerson } from '../../src/services/erase-person.js';
import { personalData } from '../../src/services/privacy.js';
import { previewCampaign } from '../../src/services/preview-campaign.js';
import { applyRetention } from '../../src/upkeep/apply-retention.js';
import { onlyOnSqlite } from '../support/engine-of-run.js';
import { admin, person, players, promoter } from '../support/people.js';
import { backUpOf, restored } from '../support/restoring.js';
import { DATE, MINUTE, refusal, START_AT, testApp, type TestApp, value } from '../support/test-app.js';

const REQUEST = { includeAvailable: false, includeMaybe: false, dryRun: false };
const CHANNEL = '345678901234567890';

async function inForce(app: TestApp, key: string): Promise<unknown> {
  const settings = value(await showSettings(app.context, await admin(app)));
  const found = settings.find((setting) => setting.key === key);
  return found && [found.text, found.source, found.isFixed];
}

const audit = (app: TestApp) =>
  app.rows('SELECT key, old_value, new_value, actor_id FROM settings_audit_log ORDER BY id');

describe('a setting', () => {
  it('is in force at once, is written down with who changed it, and holds over a restart', async () => {
    const app = await testApp();
    await players(app, 1);
    const who = await promoter(app);
    expect(await inForce(app, 'start_time')).toEqual(['21:00', 'default', false]);
    value(
      await changeSettings(app.context, await admin(app), { start_time: ' 21:30 ', reminder_time: '21:10' }),
    );
    const shown = value(await previewCampaign(app.context, who, REQUEST));
    expect(shown.schedule).toMatchObject({
      startAt: START_AT + 30 * MINUTE,
      reminderAt: START_AT + 10 * MINUTE,
    });
    expect(app.eventsOf('settings_changed')).toEqual([
      { type: 'settings_changed', actorId: 'admin', keys: ['start_time', 'reminder_time'] },
    ]);
    await app.restart();
    expect(await inForce(app, 'start_time')).toEqual(['21:30', 'settings', false]);
    value(await changeSettings(app.context, await admin(app), { start_time: null, reminder_time: '' }));
    expect(await inForce(app, 'start_time')).toEqual(['21:00', 'default', false]);
    expect(await audit(app)).toEqual([
      { key: 'start_time', old_value: null, new_value: '21:30', actor_id: 'admin' },
      { key: 'reminder_time', old_value: null, new_value: '21:10', actor_id: 'admin' },
      { key: 'start_time', old_value: '21:30', new_value: null, actor_id: 'admin' },
      { key: 'reminder_time', old_value: '21:10', new_value: null, actor_id: 'admin' },
    ]);
  });

  it('leaves campaigns that exist already as they are', async () => {
    const app = await testApp();
    await players(app, 1);
    const { campaign } = await app.campaign(await promoter(app));
    value(await changeSettings(app.context, await admin(app), { start_time: '22:00' }));
    await app.advanceTo(START_AT + MINUTE);
    expect(campaign.startAt).toBe(START_AT);
    expect(await app.fates('start')).toEqual({ p1: 'sent' });
  });

  it('changes what the follow-up does while it runs: whether anybody looks, and where the summary goes', async () => {
    const app = await testApp();
    await players(app, 1);
    const who = await promoter(app);
    expect(value(await previewCampaign(app.context, who, REQUEST)).schedule.followUpAt).toBeNull();
    const changes = {
      voice_check_enabled: 'yes',
      followup_delay_seconds: '60',
      followup_channel_id: CHANNEL,
    };
    value(await changeSettings(app.context, await admin(app), changes));
    await app.campaign(who);
    await app.advanceTo(START_AT + 61_000);
    expect(await app.fates('follow_up')).toEqual({ p1: 'sent' });
    const posted = await app.rows<{ user_id: string }>(
      "SELECT user_id FROM notifications_ledger WHERE kind = 'summary'",
    );
    expect(posted).toEqual([{ user_id: `channel:${CHANNEL}` }]);
  });

  it('that the environment sets is fixed, and named; nothing of the others is changed', async () => {
    const app = await testApp({ given: { start_time: '20:55' } });
    const changes = { dry_run_default: 'true', start_time: '21:30' };
    expect(await changeSettings(app.context, await admin(app), changes)).toEqual({
      ok: false,
      refusal: { code: 'setting_fixed', variable: 'AVAILABILITY_PROMOTION_START_TIME' },
    });
    expect(await inForce(app, 'start_time')).toEqual(['20:55', 'environment', true]);
    expect(await inForce(app, 'dry_run_default')).toEqual(['false', 'default', false]);
    expect(await audit(app)).toEqual([]);
  });

  it.each([
    [{ start_time: '25:00' }, 'invalid_setting'],
    [{ availability_session_ready_threshold: '0' }, 'invalid_setting'],
    [{ followup_delay_seconds: '901' }, 'invalid_setting'],
    [{ session_minimum: '-1' }, 'invalid_setting'],
    [{ session_minimum: '1001' }, 'invalid_setting'],
    [{ alert_channel_id: '#alerts' }, 'invalid_setting'],
    [{ voice_check_enabled: 'perhaps' }, 'invalid_setting'],
    [{ reminder_time: '21:00' }, 'reminder_not_before_start'],
    [{ reminder_time: '20:30', start_time: '20:30' }, 'reminder_not_before_start'],
  ])('is not changed to what is none: %j', async (changes, code) => {
    const app = await testApp();
    const all = { dry_run_default: 'true', ...changes };
    expect(refusal(await changeSettings(app.context, await admin(app), all))).toBe(code);
    expect(await audit(app)).toEqual([]);
    expect(app.context.settings.dryRunDefault).toBe(false);
  });

  it('names only channels the bot can use, as far as Discord says', async () => {
    const app = await testApp();
    app.places.unusable.add(CHANNEL);
    const change = async () => changeSettings(app.context, await admin(app), { alert_channel_id: CHANNEL });
    expect(refusal(await change())).toBe('channel_unusable');
    app.places.available = false;
    expect(refusal(await change())).toBe('directory_unavailable');
    app.places.available = true;
    app.places.unusable.clear();
    value(await change());
    // What is there already is not asked about again.
    app.places.available = false;
    value(await changeSettings(app.context, await admin(app), { dry_run_default: 'true' }));
  });

  it('names only roles there are', async () => {
    const app = await testApp();
    app.places.unusable.add(CHANNEL);
    const roles = { promoter_role_ids: CHANNEL };
    expect(refusal(await changeSettings(app.context, await admin(app), roles))).toBe('role_unknown');
  });

  it('looks at no game server where none is set up', async () => {
    const app = await testApp({ gameServer: false });
    const turnOn = { server_check_enabled: 'on' };
    expect(refusal(await changeSettings(app.context, await admin(app), turnOn))).toBe('no_game_server');
    value(await changeSettings(app.context, await admin(app), { server_check_enabled: 'off' }));
  });

  it('is for admins alone', async () => {
    const app = await testApp();
    const who = await promoter(app);
    expect(refusal(await showSettings(app.context, who))).toBe('not_admin');
    expect(refusal(await changeSettings(app.context, who, { dry_run_default: 'true' }))).toBe('not_admin');
  });

  it('of two who change at once, each one’s stays', async () => {
    const app = await testApp();
    const who = await admin(app);
    await Promise.all([
      changeSettings(app.context, who, { dry_run_default: 'true' }),
      changeSettings(app.context, who, { availability_session_ready_threshold: '3' }),
    ]);
    expect(app.context.settings).toMatchObject({ dryRunDefault: true, sessionReadyThreshold: 3 });
  });

  it('that no longer fits the environment is passed over, and told', async () => {
    const app = await testApp({ given: { start_time: '20:30', reminder_time: '20:15' } });
    await app.change(
      `INSERT INTO settings VALUES ('availability_session_ready_threshold', 'six', 'x', '', '')`,
    );
    await app.restart();
    expect(await inForce(app, 'availability_session_ready_threshold')).toEqual(['6', 'default', false]);
    expect(app.eventsOf('setting_odd')).toMatchObject([{ setting: 'AVAILABILITY_SESSION_READY_THRESHOLD' }]);
  });
});

describe('who changed settings', () => {
  async function changed(): Promise<TestApp> {
    const app = await testApp({ settings: { retentionDays: 5 }, sweepEveryMs: 0 });
    await person(app, 'boss', { admin: true });
    value(await changeSettings(app.context, await admin(app, 'boss'), { dry_run_default: 'true' }));
    return app;
  }

  it('is told so with everything else that is kept about them', async () => {
    const app = await changed();
    const { settingChanges } = await personalData(app.context, { userId: 'boss' });
    expect(settingChanges).toMatchObject([{ key: 'dry_run_default', oldValue: null, newValue: 'true' }]);
  });

  it('is forgotten when they erase themselves; the setting stays', async () => {
    const app = await changed();
    await erasePerson(app.context, { userId: 'boss' });
    expect(JSON.stringify([await audit(app), await app.rows('SELECT * FROM settings')])).not.toContain(
      'boss',
    );
    expect(app.context.settings.dryRunDefault).toBe(true);
  });

  it('is known as long as everything else, and the log can’t be changed before', async () => {
    const app = await changed();
    await expect(app.change(`UPDATE settings_audit_log SET new_value = 'false'`)).rejects.toThrow(
      /append-only/,
    );
    await expect(app.change('DELETE FROM settings_audit_log')).rejects.toThrow(/append-only/);
    app.clock.step(Date.parse(`${DATE.slice(0, 8)}20T12:00:00Z`) - app.clock.now());
    await applyRetention(app.context);
    expect(await audit(app)).toEqual([]);
    expect(app.context.settings.dryRunDefault).toBe(true);
  });
});

describe('after a restore', () => {
  onlyOnSqlite('backups are files');

  it('settings are as they were said last', async () => {
    const app = await testApp();
    const who = await admin(app);
    value(await changeSettings(app.context, who, { dry_run_default: 'true', global_cooldown: 'false' }));
    const backup = await backUpOf(app);
    await app.advance(MINUTE);
    value(await changeSettings(app.context, who, { dry_run_default: null, start_time: '21:30' }));
    const { carried } = await restored(app, backup);
    expect(carried).toMatchObject({ settings: 2 });
    expect(await inForce(app, 'dry_run_default')).toEqual(['false', 'default', false]);
    expect(await inForce(app, 'global_cooldown')).toEqual(['false', 'settings', false]);
    expect(await inForce(app, 'start_time')).toEqual(['21:30', 'settings', false]);
  });
});
