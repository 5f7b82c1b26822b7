import { describe, expect, it } from 'vitest';
import { applyRetention } from '../../src/upkeep/apply-retention.js';
import { cancelCampaign } from '../../src/services/cancel-campaign.js';
import { comeTonight } from '../../src/services/answer-evening.js';
import { personalDataExport } from '../../src/services/personal-data-export.js';
import { erasePerson } from '../../src/services/erase-person.js';
import { linkPlayer } from '../../src/services/link-player.js';
import { pausePromotions } from '../../src/services/pause-promotions.js';
import { personalData } from '../../src/services/privacy.js';
import { setAvailability } from '../../src/services/set-availability.js';
import { stopMessages } from '../../src/services/way-out.js';
import { person, players, promoter } from '../support/people.js';
import { DATE, MINUTE, REMINDER_AT, START_AT, testApp, type TestApp, value } from '../support/test-app.js';

const DAY = 24 * 60 * MINUTE;

/** Every table that says something about `text`, and what. */
async function mentionsOf(app: TestApp, text: string): Promise<Record<string, unknown[]>> {
  const found: Record<string, unknown[]> = {};
  for (const name of await app.tables()) {
    const rows = await app.rows<Record<string, unknown>>(`SELECT * FROM ${name}`);
    const mentions = rows.filter((row) =>
      Object.values(row).some((cell) => typeof cell === 'string' && cell.includes(text)),
    );
    if (mentions.length > 0) found[name] = mentions;
  }
  return found;
}

describe('erasing', () => {
  it('leaves nothing that names the person, whatever they were: player, promoter, admin', async () => {
    const app = await testApp({
      settings: { globalCooldown: false, promoterIds: new Set(['victim', 'promoter']) },
    });
    await players(app, 1);
    const victim = await person(app, 'victim', {
      admin: true,
      name: 'victim',
      channels: ['telegram'],
      dmChannelId: 'dm of victim',
    });
    value(await linkPlayer(app.context, victim, { guid: 'guid-of-victim', name: 'victim' }));
    value(await setAvailability(app.context, victim, { status: 'LOOKING', date: 'tomorrow' }));
    await app.campaign(victim);
    await app.campaign(victim, { dryRun: true });
    await app.campaign(await promoter(app));
    value(await comeTonight(app.context, victim, { minutesLate: 10, channel: null }));
    await app.change(`INSERT INTO sessions VALUES ('hash', 'victim', '2027', '2027', '2026')`);
    await app.change(
      `INSERT INTO availability_channel_links VALUES ('victim', 'telegram', NULL, NULL, NULL, 0, NULL, '2026', '2026')`,
    );
    await app.advanceTo(START_AT + MINUTE);
    await stopMessages(app.context, victim, 'button');
    value(await pausePromotions(app.context, victim));
    expect(Object.keys(await mentionsOf(app, 'victim')).length).toBeGreaterThan(8);

    await erasePerson(app.context, victim);
    expect(await mentionsOf(app, 'victim')).toEqual({});
    expect(app.eventsOf('person_erased')).toHaveLength(1);
  });

  it('keeps history adding up, under one stand-in', async () => {
    const app = await testApp();
    await players(app, 2);
    await app.campaign(await promoter(app));
    await app.advanceTo(START_AT + MINUTE);
    await erasePerson(app.context, { userId: 'p1' });
    const [standIn, ...more] = [
      ...new Set((await app.log()).map(({ user_id }) => user_id).filter((id) => id.startsWith('erased:'))),
    ];
    expect(more).toEqual([]);
    expect(await app.fates('start')).toEqual({ [standIn!]: 'sent', p2: 'sent' });
    expect(
      await app.rows(
        `SELECT user_id, display_name FROM availability_promotion_recipients WHERE user_id <> 'p2'`,
      ),
    ).toEqual([{ user_id: standIn, display_name: '' }]);
    expect(await app.rows('SELECT user_id, actor_id, action FROM account_link_audit_log')).toEqual([
      { user_id: standIn, actor_id: standIn, action: 'erased' },
    ]);
  });

  it("guards today's moments by a digest until tomorrow, and then by nothing", async () => {
    const app = await testApp();
    await players(app, 2);
    await app.campaign(await promoter(app));
    await app.advanceTo(START_AT + MINUTE);
    await erasePerson(app.context, { userId: 'p1' });
    const digest = app.context.blindIndex.digest('p1');
    const owners = async () => [...new Set((await app.ledger()).map(({ user_id }) => user_id))].sort();
    expect(await owners()).toEqual([digest, 'p2'].sort());
    await applyRetention(app.context);
    expect(await owners()).toEqual([digest, 'p2'].sort());
    app.clock.step(DAY);
    await applyRetention(app.context);
    const later = await owners();
    expect(later).not.toContain(digest);
    expect(later.filter((id) => id.startsWith('erased:'))).toHaveLength(2);
  });

  it('and coming back the same day does not mean being called twice', async () => {
    const app = await testApp({ settings: { globalCooldown: false } });
    await person(app, 'p1');
    await app.campaign(await promoter(app));
    await app.advanceTo(REMINDER_AT + MINUTE);
    for (let time = 0; time < 2; time++) {
      await erasePerson(app.context, { userId: 'p1' });
      await person(app, 'p1');
    }
    const second = await app.campaign(await promoter(app, 'promoter-2'));
    await app.advanceTo(START_AT + MINUTE);
    expect(app.discord.deliveredTo('p1').map(({ jobType }) => jobType)).toEqual(['reminder', 'start']);
    expect(await app.fates('start', second.campaign.id)).toEqual({ p1: 'sent' });
    await erasePerson(app.context, { userId: 'p1' });
    expect((await app.ledger()).map(({ user_id }) => user_id.slice(0, 7))).toEqual(['digest:', 'digest:']);
  });

  it('of somebody nobody knows is no error', async () => {
    const app = await testApp();
    await erasePerson(app.context, { userId: 'nobody' });
    expect(await mentionsOf(app, 'nobody')).toEqual({});
  });
});

describe('what is kept about a person', () => {
  it('is shown to them in full, with who contacted them and why, members or not', async () => {
    const app = await testApp({ channels: ['discord', 'telegram'] });
    const who = await person(app, 'p1', {
      channels: ['telegram'],
      quietHours: { start: '20:50', end: '23:00' },
    });
    await app.campaign(await promoter(app));
    await app.campaign(await promoter(app), { dryRun: true });
    value(await comeTonight(app.context, who, { minutesLate: 10, channel: null }));
    await app.advanceTo(START_AT + MINUTE);
    await stopMessages(app.context, who, 'button');
    app.directory.leave('p1');
    const data = await personalData(app.context, { userId: 'p1' });
    expect(data).toMatchObject({
      userId: 'p1',
      playerLink: { guid: 'guid-p1', name: 'Name of p1' },
      preferences: { allowPromotions: false, telegramLinked: true },
      availability: [{ date: '2026-03-10', status: 'LOOKING' }],
      answers: [
        { date: '2026-03-10', answer: { kind: 'LATE', until: START_AT + 10 * MINUTE }, channel: null },
      ],
    });
    expect(data.history.map(({ action }) => action).sort()).toEqual(['consent_withdrawn', 'said_late']);
    expect(personalDataExport(data, app.clock.now()).answers).toEqual([
      {
        date: '2026-03-10',
        answer: 'LATE',
        late_until: new Date(START_AT + 10 * MINUTE).toISOString(),
        channel: null,
      },
    ]);
    expect(data.contacts).toMatchObject([
      { at: REMINDER_AT, jobType: 'reminder', promoterId: 'promoter', channel: 'telegram', outcome: 'sent' },
      { at: START_AT, jobType: 'start', outcome: 'skipped', reason: 'quiet_hours' },
    ]);
    expect(data.contacts).toHaveLength(2);
    expect(JSON.stringify(data)).not.toContain('sealed');
  });

  it('says that they were told it is off, in the export too, and goes with the evening', async () => {
    const app = await testApp({ settings: { retentionDays: 10 } });
    await person(app, 'p1');
    const who = await promoter(app);
    await app.campaign(who);
    await app.advanceTo(REMINDER_AT + MINUTE);
    value(await cancelCampaign(app.context, who, { notify: true }));
    await app.advance(MINUTE);
    const data = await personalData(app.context, { userId: 'p1' });
    expect(data.contacts.map(({ jobType, outcome, reason }) => [jobType, outcome, reason])).toEqual([
      ['reminder', 'sent', null],
      ['start', 'skipped', 'cancelled'],
      ['call_off', 'sent', null],
    ]);
    const [contact] = personalDataExport(data, app.clock.now()).contacts.slice(-1);
    expect(contact).toMatchObject({
      job_type: 'call_off',
      campaign_date: DATE,
      promoter_id: 'promoter',
      channel: 'discord',
      outcome: 'sent',
    });
    app.clock.step(11 * DAY);
    await applyRetention(app.context);
    for (const table of ['notifications_ledger', 'availability_promotion_jobs', 'account_link_audit_log'])
      expect(await app.rows(`SELECT * FROM ${table}`), table).toEqual([]);
    expect((await personalData(app.context, { userId: 'p1' })).contacts).toEqual([]);
  });

  it('has the evenings somebody was on standby for, whether they were called or not', async () => {
    const app = await testApp();
    await person(app, 'p1');
    await person(app, 'p2', { status: 'MAYBE' });
    await app.campaign(await promoter(app));
    await app.campaign(await promoter(app), { dryRun: true });
    const { standbyFor } = await personalData(app.context, { userId: 'p2' });
    expect(standbyFor).toEqual([
      { campaignDate: '2026-03-10', status: 'MAYBE', channel: 'discord', displayName: 'Name of p2' },
    ]);
    expect((await personalData(app.context, { userId: 'p1' })).standbyFor).toEqual([]);
  });

  it('is nothing of somebody who erased it', async () => {
    const app = await testApp({ settings: { globalCooldown: false } });
    await person(app, 'looking');
    await person(app, 'p1', { status: 'AVAILABLE' });
    await app.campaign(await promoter(app));
    await app.campaign(await promoter(app, 'promoter-2'), { includeAvailable: true });
    await app.advanceTo(START_AT + MINUTE);
    await erasePerson(app.context, { userId: 'p1' });
    expect(await personalData(app.context, { userId: 'p1' })).toMatchObject({
      playerLink: null,
      preferences: null,
      availability: [],
      answers: [],
      contacts: [],
      standbyFor: [],
      history: [],
    });
  });
});

describe('retention', () => {
  /** An evening that is over, so many days ago. */
  async function eveningAgo(days: number, retentionDays: number): Promise<TestApp> {
    const app = await testApp({ settings: { retentionDays } });
    await players(app, 2);
    await app.campaign(await promoter(app));
    await app.advanceTo(START_AT + 40 * MINUTE);
    await stopMessages(app.context, { userId: 'p1' }, 'button');
    app.clock.step(days * DAY);
    return app;
  }
  const EVENING = [
    'availability_entries',
    'availability_promotion_campaigns',
    'availability_promotion_jobs',
    'availability_promotion_recipients',
    'availability_promotion_send_logs',
    'notifications_ledger',
    'account_link_audit_log',
  ];
  const counts = async (app: TestApp) => {
    const sizes: number[] = [];
    for (const table of EVENING) sizes.push((await app.rows(`SELECT 1 FROM ${table}`)).length);
    return sizes;
  };

  it('deletes an old evening whole, and not who the people are', async () => {
    const app = await eveningAgo(11, 10);
    const before = await counts(app);
    expect(before.every((size) => size > 0)).toBe(true);
    expect(await applyRetention(app.context)).toBe(before.reduce((sum, size) => sum + size));
    expect(await counts(app)).toEqual(EVENING.map(() => 0));
    expect(await app.rows('SELECT * FROM player_links')).toHaveLength(3);
    expect(await app.rows('SELECT * FROM subscription_preferences')).toHaveLength(3);
  });

  it('leaves an evening that is not old enough', async () => {
    const app = await eveningAgo(10, 10);
    const before = await counts(app);
    expect(await applyRetention(app.context)).toBe(0);
    expect(await counts(app)).toEqual(before);
  });

  for (const days of [0, 1]) {
    it(`never touches ${days === 0 ? 'today' : 'yesterday'}, however short it is`, async () => {
      for (const retentionDays of [0, 1, 2]) {
        const app = await eveningAgo(days, retentionDays);
        const before = await counts(app);
        expect(await applyRetention(app.context)).toBe(0);
        expect(await counts(app)).toEqual(before);
      }
    });
  }

  it('leaves an evening that has not ended, however old', async () => {
    const app = await testApp({ settings: { retentionDays: 2 }, sweepEveryMs: 0 });
    await players(app, 1);
    const who = await promoter(app);
    const { campaign } = await app.campaign(who);
    app.clock.step(30 * DAY);
    await applyRetention(app.context);
    expect(await app.campaigns()).toHaveLength(1);
    value(await cancelCampaign(app.context, who, { campaignId: campaign.id, notify: false }));
    app.clock.step(30 * DAY);
    await applyRetention(app.context);
    expect(await app.campaigns()).toHaveLength(0);
  });

  it('ends sessions that have run out', async () => {
    const app = await testApp();
    const at = (ms: number) => new Date(app.clock.now() + ms).toISOString();
    for (const [id, expires] of [
      ['old', at(-1)],
      ['live', at(1)],
    ]) {
      await app.change('INSERT INTO sessions VALUES (?, ?, ?, ?, ?)', id, 'p1', expires, at(0), at(0));
    }
    await applyRetention(app.context);
    expect(await app.rows('SELECT id_hash FROM sessions')).toEqual([{ id_hash: 'live' }]);
  });
});
