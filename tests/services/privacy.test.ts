import { describe, expect, it } from 'vitest';
import { type PersonalDataExport, personalDataExportSchema } from '../../src/contract/personal-data.js';
import type { Actor } from '../../src/services/context.js';
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

/** Somebody who has done all there is to do, as a player, a promoter and an admin: they are in every table there is. */
async function anybody(): Promise<{ app: TestApp; victim: Actor }> {
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
  await app.advanceTo(START_AT + MINUTE);
  await stopMessages(app.context, victim, 'button');
  value(await pausePromotions(app.context, victim));
  // The rest as rows, which nothing is done about any more.
  const [at, soon] = ['2026-03-10T12:00:00.000Z', '2026-03-11T12:00:00.000Z'];
  const [yes, no] = [app.stored(true), app.stored(false)];
  const rows: Readonly<Record<string, readonly unknown[]>> = {
    'sessions (id_hash, user_id, expires_at, last_seen_at, created_at)': ['hash', 'victim', soon, at, at],
    'availability_channel_links (user_id, channel_type, token_hash, expires_at, requested_at, attempts, created_at, updated_at)':
      ['victim', 'signal', 'hash', soon, at, 0, at, at],
    'player_proofs (user_id, player_guid, code_digest, expires_at, looks, created_at, updated_at)': [
      ...['victim', 'guid-of-victim', 'digest', soon, 0, at, at],
    ],
    'availability_weekly_answers (user_id, weekday, user_name, status, counts_from, counts_until, created_at, updated_at)':
      ['victim', 2, 'victim', 'LOOKING', DATE, DATE, at, at],
    'availability_absences (user_id, away_from, away_until, created_at, updated_at)': [
      ...['victim', '2026-04-01', '2026-04-02', at, at],
    ],
    'availability_conditions (user_id, entry_date, at_least, created_at, updated_at)': [
      ...['victim', '2026-03-12', 6, at, at],
    ],
    'calendar_addresses (user_id, token_digest, created_at)': ['victim', 'digest', at],
    'imported_items (user_id, item, mark, created_at, updated_at)': ['victim', 'player', 'mark', at, at],
    'availability_promotion_standing (weekday, set_by, include_available, include_maybe, counts_until, created_at, updated_at)':
      [2, 'victim', yes, no, DATE, at, at],
    'availability_promotion_proposals (campaign_date, set_by, include_available, include_maybe, goes_out_at, start_at, state, ended_by, created_at, updated_at)':
      ['2026-03-17', 'victim', yes, no, at, at, 'stopped', 'victim', at, at],
    'settings (key, value, updated_by, created_at, updated_at)': ['session_minimum', '3', 'victim', at, at],
    'settings_audit_log (key, new_value, actor_id, created_at)': ['session_minimum', '3', 'victim', at],
    'account_link_audit_log (user_id, action, actor_id, metadata, created_at)': [
      ...['p1', 'player_unlinked', 'victim', '{}', at],
    ],
    'system_state (key, value, created_at, updated_at)': [
      'untold:SESSION_READY:2026-03-10',
      'victim',
      at,
      at,
    ],
    'notifications_ledger (id, kind, user_id, event_key, campaign_id, job_id, state, channel_type, attempts, nonce, first_attempt_at, owner, created_at, updated_at)':
      [
        ...['notice', 'post', 'victim', 'STANDING:2026-03-17', '', '', 'sent', 'discord', 1, 'n', at],
        ...['somebody', at, at],
      ],
  };
  for (const [into, cells] of Object.entries(rows))
    await app.change(`INSERT INTO ${into} VALUES (${cells.map(() => '?').join(', ')})`, ...cells);
  return { app, victim };
}

/** Where the rows name a person by their id, and which part of the export tells them of it. */
const TOLD: Readonly<Record<string, (told: PersonalDataExport) => unknown>> = {
  'account_link_audit_log.actor_id': ({ deeds }) => deeds[0],
  'account_link_audit_log.user_id': ({ history }) => history[0],
  'availability_absences.user_id': ({ absence }) => absence,
  'availability_channel_links.user_id': ({ link_requests: asked }) => asked[0],
  'availability_conditions.user_id': ({ conditions }) => conditions[0],
  'availability_entries.user_id': ({ availability }) => availability[0],
  'availability_promotion_answers.user_id': ({ answers }) => answers[0],
  'availability_promotion_campaigns.initiated_by': ({ campaigns }) => campaigns[0],
  'availability_promotion_proposals.ended_by': ({ standing_evenings: evenings }) => evenings[0],
  'availability_promotion_proposals.set_by': ({ standing_evenings: evenings }) => evenings[0],
  'availability_promotion_recipients.user_id': ({ listed_for: listed }) => listed[0],
  'availability_promotion_send_logs.user_id': ({ contacts }) => contacts[0],
  'availability_promotion_standing.set_by': ({ standing_campaigns: standing }) => standing[0],
  'availability_weekly_answers.user_id': ({ weekly_answers: weekly }) => weekly[0],
  'calendar_addresses.user_id': ({ calendar }) => calendar,
  'imported_items.user_id': ({ imported }) => imported[0],
  'notifications_ledger.user_id': ({ notices }) => notices[0],
  'player_links.user_id': ({ player_link: link }) => link,
  'player_proofs.user_id': ({ player_proof: proof }) => proof,
  'sessions.user_id': ({ sessions }) => sessions[0],
  'settings.updated_by': ({ settings_set: set }) => set[0],
  'settings_audit_log.actor_id': ({ setting_changes: changes }) => changes[0],
  'subscription_preferences.user_id': ({ preferences }) => preferences?.questions_counted_from,
  'system_state.value': ({ made_ready: ready, paused_since: paused }) => ready[0] && paused,
};

/** Where rows name somebody by what they are called, which stands beside their id. */
const BESIDE = ['availability_entries.user_name', 'availability_weekly_answers.user_name'];

describe('the export', () => {
  it('tells of every place that names its person', async () => {
    const { app } = await anybody();
    const mentions = await mentionsOf(app, 'victim');
    const places = Object.entries(mentions).flatMap(([table, rows]) =>
      rows.flatMap((row) =>
        Object.entries(row as Record<string, unknown>)
          .filter(([, cell]) => cell === 'victim')
          .map(([column]) => `${table}.${column}`),
      ),
    );
    const byId = [...new Set(places)].filter((place) => !BESIDE.includes(place));
    const unnamed = ['player_links.player_name', 'availability_promotion_recipients.display_name'];
    expect(byId.filter((place) => !unnamed.includes(place)).sort()).toEqual(Object.keys(TOLD).sort());

    const data = await personalData(app.context, { userId: 'victim' });
    const told = personalDataExportSchema.parse(personalDataExport(data, app.clock.now()));
    const silent = Object.entries(TOLD).filter(([, part]) => !part(told));
    expect(silent.map(([place]) => place)).toEqual([]);
  });

  it('knows every column there is for somebody’s id', async () => {
    const app = await testApp();
    const columns: string[] = [];
    for (const table of await app.tables())
      for (const column of await app.columns(table))
        if (/user|actor|_by$/.test(column)) columns.push(`${table}.${column}`);
    // What the promoter is called, whose id stands beside it.
    const known = [...Object.keys(TOLD), ...BESIDE, 'availability_promotion_campaigns.note_by'];
    expect(columns.filter((column) => !known.includes(column))).toEqual([]);
  });
});

describe('erasing', () => {
  it('leaves nothing that names the person, whatever they were: player, promoter, admin', async () => {
    const { app, victim } = await anybody();
    expect(Object.keys(await mentionsOf(app, 'victim')).length).toBeGreaterThan(20);

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
