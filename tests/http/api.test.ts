import { describe, expect, it } from 'vitest';
import { en } from '../../src/messages/en/messages.js';
import { DATE, MINUTE, REMINDER_AT, START_AT } from '../support/test-app.js';
import { addressOn, person } from '../support/people.js';
import { ID, testBridge, type TestBridge } from './test-bridge.js';

const API = '/api/availability';
const CHANNELS = { channels: ['discord', 'telegram', 'signal'] as const };
const NOBODY = { LOOKING: 0, AVAILABLE: 0, MAYBE: 0, NOT_PLAYING: 0 };

async function anEvening(options: Parameters<typeof testBridge>[0] = CHANNELS): Promise<TestBridge> {
  const bridge = await testBridge(options);
  await bridge.fill();
  return bridge;
}

async function created(bridge: TestBridge, userId: string = ID.promoter, body = {}): Promise<string> {
  const response = await bridge.as(userId, 'POST', `${API}/promotions/campaigns`, body);
  expect(response.statusCode, response.body).toBe(201);
  return response.json<{ campaign_id: string }>().campaign_id;
}

const noFollowUp = { code: 'no_follow_up', detail: en.notice({ code: 'no_follow_up' }) };

/** Any text with this in it. */
const containing = (text: string): unknown => expect.stringContaining(text);

describe('availability', () => {
  it('is told day by day, with names only for linked viewers who ask', async () => {
    const bridge = await anEvening();
    await person(bridge.app, '210000000000000003', { name: '**Cene** <@1>\u202e', status: 'MAYBE' });
    const url = `${API}?from=${DATE}&to=2026-03-11&include_users=true`;
    const day = { date: DATE, counts: { ...NOBODY, LOOKING: 2, MAYBE: 1 }, total: 3 };
    const next = { date: '2026-03-11', counts: NOBODY, total: 0 };
    const session_ready = {
      date: DATE,
      ready: false,
      looking_count: 2,
      threshold: 6,
      start_at: new Date(START_AT).toISOString(),
      event_key: `SESSION_READY:${DATE}`,
    };
    expect((await bridge.ask({ method: 'GET', url })).json()).toEqual({
      days: [day, next],
      viewer: { authenticated: false, linked_discord: false },
      session_ready,
    });
    expect((await bridge.as(ID.unlinked, 'GET', url)).json()).toEqual({
      days: [
        { ...day, my_status: null, my_origin: 'none', my_if_at_least: null },
        { ...next, my_status: null, my_origin: 'none', my_if_at_least: null },
      ],
      viewer: { authenticated: true, linked_discord: false },
      session_ready,
    });
    const linked = (await bridge.as(ID.linked, 'GET', url)).json<{ days: unknown[] }>();
    expect(linked.days[0]).toEqual({
      ...day,
      my_status: null,
      my_origin: 'none',
      my_if_at_least: null,
      users_by_status: {
        LOOKING: [
          { display_name: 'Ana', weekly: false },
          { display_name: 'Bor', weekly: false },
        ],
        AVAILABLE: [],
        MAYBE: [{ display_name: 'Cene', weekly: false }],
        NOT_PLAYING: [],
      },
    });
  });

  it('is set, told and taken back', async () => {
    const bridge = await anEvening();
    const set = await bridge.as(ID.linked, 'POST', API, { date: 'tomorrow', status: 'AVAILABLE' });
    const entry = { date: '2026-03-11', status: 'AVAILABLE' };
    expect(set.json()).toEqual({
      success: true,
      user_id: ID.linked,
      ...entry,
      if_at_least: null,
      detail: en.replies.pingsOff,
    });
    expect((await bridge.as(ID.linked, 'GET', `${API}/me`)).json()).toEqual({
      user_id: ID.linked,
      entries: [entry],
    });
    const cleared = await bridge.as(ID.linked, 'DELETE', `${API}/2026-03-11`);
    expect(cleared.json()).toEqual({
      success: true,
      date: '2026-03-11',
      cleared: true,
      weekly_status: null,
    });
    expect((await bridge.as(ID.linked, 'DELETE', `${API}/tomorrow`)).json()).toMatchObject({
      cleared: false,
    });
  });

  it('shows nothing of who is not called and says no', async () => {
    const bridge = await anEvening();
    const url = `${API}?from=today&to=today&include_users=1`;
    const seen = async (): Promise<unknown> => (await bridge.as(ID.promoter, 'GET', url)).json();
    const before = await seen();
    for (const id of [ID.stranger, ID.unlinked]) {
      expect((await bridge.as(id, 'POST', `${API}/not-tonight`)).statusCode).toBe(200);
    }
    expect(await seen()).toEqual(before);
  });
});

describe('an answer for tonight', () => {
  const url = `${API}/answer`;

  it('is a yes on time or later, told again from whichever door it came, while it counts', async () => {
    const bridge = await anEvening();
    const until = new Date(START_AT + 45 * MINUTE).toISOString();
    const seen = async (): Promise<unknown> => (await bridge.as(ID.linked, 'GET', url)).json();
    const nothing = { date: DATE, answer: null, late_until: null, counts_until: until, open: true };
    expect(await seen()).toEqual(nothing);
    const coming = await bridge.as(ID.linked, 'POST', url, { answer: 'COMING' });
    expect(coming.json()).toEqual({
      ...{ success: true, user_id: ID.linked, date: DATE, answer: 'COMING', late_until: null },
      detail: en.wayOut.coming('21:00'),
    });
    const late = await bridge.as(ID.linked, 'POST', url, { answer: 'LATE', late_minutes: 20 });
    const at = new Date(START_AT + 20 * MINUTE).toISOString();
    expect(late.json()).toMatchObject({
      answer: 'LATE',
      late_until: at,
      detail: en.wayOut.late('21:20', false),
    });
    expect(await seen()).toEqual({ ...nothing, answer: 'LATE', late_until: at });
    expect((await bridge.as(ID.linked, 'GET', `${API}/me`)).json()).toMatchObject({
      entries: [{ date: DATE, status: 'LOOKING' }],
    });
    await bridge.as(ID.linked, 'POST', `${API}/not-tonight`);
    expect(await seen()).toEqual({ ...nothing, answer: 'NOT_TONIGHT' });

    await bridge.app.advanceTo(START_AT + 45 * MINUTE - 1);
    expect(await seen()).toMatchObject({ open: true });
    await bridge.app.advanceTo(START_AT + 45 * MINUTE);
    const over = await bridge.as(ID.linked, 'POST', url, { answer: 'COMING' });
    expect([over.statusCode, over.json<{ code: string }>().code]).toEqual([422, 'evening_over']);
    expect(await seen()).toMatchObject({ answer: 'NOT_TONIGHT', open: false });
  });

  it('needs the minutes for "later", and takes nothing else', async () => {
    const bridge = await anEvening();
    const missing = await bridge.as(ID.linked, 'POST', url, { answer: 'LATE' });
    expect([missing.statusCode, missing.json<{ code: string }>().code]).toEqual([422, 'invalid_lateness']);
    for (const body of [{ answer: 'LATE', late_minutes: 46 }, { answer: 'MAYBE' }, {}])
      expect((await bridge.as(ID.linked, 'POST', url, body)).statusCode).toBe(400);
    expect((await bridge.as(ID.linked, 'GET', url)).json()).toMatchObject({ answer: null });
  });
});

describe('what the viewer may do', () => {
  it('is told signed out and signed in', async () => {
    const bridge = await anEvening();
    const nothing = {
      authenticated: false,
      linked_discord: false,
      can_submit: false,
      is_admin: false,
      can_promote: false,
      is_promoter: false,
      display_name: null,
      player_name: null,
      community: 'Friday Nights',
      sign_in: true,
      promote_refusal: null,
    };
    const refused = (code: 'not_a_member' | 'not_linked' | 'not_promoter') => ({
      promote_refusal: { code, detail: en.refusal({ code }) },
    });
    const url = `${API}/access`;
    expect((await bridge.ask({ method: 'GET', url })).json()).toEqual(nothing);
    const access = async (userId: string): Promise<unknown> => (await bridge.as(userId, 'GET', url)).json();
    expect(await access(ID.stranger)).toEqual({
      ...nothing,
      authenticated: true,
      ...refused('not_a_member'),
    });
    expect(await access(ID.unlinked)).toEqual({
      ...nothing,
      authenticated: true,
      display_name: 'The unlinked',
      ...refused('not_linked'),
    });
    const linked = (who: string) => ({
      ...nothing,
      authenticated: true,
      linked_discord: true,
      can_submit: true,
      display_name: `The ${who}`,
      player_name: `The ${who}`,
    });
    expect(await access(ID.linked)).toEqual({ ...linked('linked'), ...refused('not_promoter') });
    const promotes = { can_promote: true, is_promoter: true };
    expect(await access(ID.promoter)).toEqual({ ...linked('promoter'), ...promotes });
    expect(await access(ID.admin)).toEqual({ ...linked('admin'), ...promotes, is_admin: true });
  });

  it('names what stands in the way of a promoter tonight', async () => {
    const bridge = await anEvening();
    const why = async (asked: TestBridge): Promise<unknown> =>
      (await asked.as(ID.promoter, 'GET', `${API}/access`)).json();
    await bridge.app.advanceTo(START_AT);
    expect(await why(bridge)).toMatchObject({
      can_promote: true,
      promote_refusal: { code: 'after_start', detail: containing('21:00 (Europe/Ljubljana)') },
    });
    const limited = await anEvening({ settings: { globalCooldown: true } });
    await created(limited, ID.another);
    expect(await why(limited)).toMatchObject({ promote_refusal: { code: 'cooldown' } });
    const off = await anEvening({ settings: { promotionsEnabled: false } });
    expect(await why(off)).toMatchObject({ promote_refusal: { code: 'promotions_disabled' } });
    const called = await anEvening();
    await called.as(ID.promoter, 'POST', `${API}/promotions/campaigns`, {});
    expect(await why(called)).toMatchObject({ promote_refusal: { code: 'already_promoted' } });
    const proved = await anEvening({ settings: { playerLinkPolicy: 'verified' } });
    expect(await why(proved)).toMatchObject({
      can_promote: false,
      promote_refusal: { code: 'link_not_confirmed' },
    });
  });
});

describe('preferences', () => {
  it('are told without a handle, and changed only in what is named', async () => {
    const bridge = await anEvening();
    await bridge.put('linked', { channels: ['telegram', 'signal'], optedIn: true });
    const before = {
      user_id: ID.linked,
      allow_promotions: true,
      calls_rest: false,
      max_calls_per_week: null,
      allow_questions: false,
      questions_rest: false,
      question_time: null,
      allow_ready_notices: false,
      ready_sound: false,
      preferred_channel: 'any',
      telegram_handle_masked: 'Th•••',
      signal_handle_masked: '•••',
      link_again: [],
      discord_dms: true,
      quiet_hours: {},
      timezone: null,
      server_timezone: 'Europe/Ljubljana',
      encryption_enabled: true,
      channels: ['telegram', 'signal', 'discord'],
    };
    const url = `${API}/promotion-preferences`;
    const told = await bridge.as(ID.linked, 'GET', url);
    expect(told.json()).toEqual(before);
    expect(told.body).not.toContain(addressOn('telegram', ID.linked));
    const change = async (body: object): Promise<unknown> =>
      (await bridge.as(ID.linked, 'POST', url, body)).json();
    const quiet_hours = { start: '22:30', end: '08:00' };
    expect(await change({ quiet_hours })).toEqual({ ...before, quiet_hours });
    expect(await change({ max_calls_per_week: 3 })).toEqual({
      ...before,
      quiet_hours,
      max_calls_per_week: 3,
    });
    expect(await change({ max_calls_per_week: null })).toEqual({ ...before, quiet_hours });
    expect(await change({ preferred_channel: 'signal', timezone: 'Europe/London' })).toEqual({
      ...before,
      quiet_hours,
      preferred_channel: 'signal',
      timezone: 'Europe/London',
    });
    expect(await change({ ready_sound: true })).toMatchObject({
      ready_sound: true,
      timezone: 'Europe/London',
    });
    expect(await change({ timezone: 'america/new_york' })).toMatchObject({ timezone: 'America/New_York' });
    for (const none of [null, ' ']) {
      await change({ timezone: 'UTC' });
      expect(await change({ timezone: none })).toMatchObject({ timezone: null });
    }
    for (const timezone of ['+02:00', 'Mars/Olympus']) {
      expect(await change({ timezone })).toMatchObject({ status: 400, code: 'invalid_timezone' });
    }
    expect(await change({ quiet_hours: {} })).toMatchObject({ quiet_hours: {}, ready_sound: true });
    expect(await change({ quiet_hours })).toMatchObject({ quiet_hours });
    expect(await change({ quiet_hours: null, unheard_of: 1 })).toMatchObject({ quiet_hours: {} });
    expect(await change({ quiet_hours: { start: '22:30' } })).toMatchObject({
      status: 400,
      code: 'quiet_hours_incomplete',
    });
  });

  it('take no handle, and point to the link', async () => {
    const bridge = await anEvening();
    const url = `${API}/promotion-preferences`;
    for (const typed of [
      { telegram_handle: '@maja' },
      { signal_handle: '+38640123456' },
      { signal_handle: null },
    ]) {
      const refused = await bridge.as(ID.linked, 'POST', url, { allow_promotions: true, ...typed });
      expect(refused.statusCode).toBe(422);
      expect(refused.json()).toMatchObject({
        code: 'handle_typed',
        detail: containing('/link '),
      });
      expect(refused.body).not.toMatch(/maja|38640/);
    }
    expect((await bridge.as(ID.linked, 'GET', url)).json()).toMatchObject({ allow_promotions: false });
  });

  it('say when no direct message could be opened', async () => {
    const bridge = await testBridge();
    await bridge.put('linked', { dmChannelId: null });
    const allow = async (): Promise<unknown> =>
      (await bridge.as(ID.linked, 'POST', `${API}/promotion-preferences`, { allow_promotions: true })).json();
    expect(await allow()).toMatchObject({ dm_unreachable: true });
    bridge.app.dmsPaused = true;
    const later = await allow();
    expect(later).toMatchObject({ dm_later: true });
    expect(later).not.toHaveProperty('dm_unreachable');
    bridge.app.dmsPaused = false;
    bridge.app.dmChannels.set(ID.linked, 'dm');
    expect(await allow()).not.toHaveProperty('dm_unreachable');
  });

  it('can be tried out', async () => {
    const bridge = await anEvening();
    const url = `${API}/promotion-preferences/test`;
    const sent = await bridge.as(ID.linked, 'POST', url);
    expect(sent.json()).toEqual({
      success: true,
      channel_type: 'discord',
      outcome: 'sent',
      detail: en.test.sent('discord'),
    });
    const again = await bridge.as(ID.linked, 'POST', url);
    expect([again.statusCode, again.headers['retry-after']]).toEqual([429, '30']);
  });
});

describe('a sign of life', () => {
  it.each([
    ['what the page asks for once it is opened', 'GET', '/promotion-preferences', true],
    ['what changes anything', 'POST', '/weekly/keep', true],
    ['what a tab that is left open asks for', 'GET', '', false],
    ['a poll of the campaign', 'GET', '/promotions/campaign', false],
  ] as const)('is %s: %s %s', async (_, method, path, counts) => {
    const bridge = await anEvening();
    await bridge.put('linked', { optedIn: true });
    const at = new Date(bridge.app.clock.now() + 1).toISOString();
    await bridge.app.change(
      `INSERT INTO notifications_ledger (id, kind, user_id, event_key, campaign_id, job_id, state, channel_type, attempts,
         nonce, first_attempt_at, owner, message_id, created_at, updated_at)
       VALUES ('c', 'call', ?, 'PROMOTE:T0:2026-03-01', 'c', 'c', 'sent', 'discord', 1, '', ?, 'c', 'c', ?, ?)`,
      ...[ID.linked, at, at, at],
    );
    await bridge.app.advance(60_000);
    await bridge.as(ID.linked, method, `${API}${path}`, ...(method === 'POST' ? [{}] : []));
    const [row] = await bridge.app.rows<{ counted: string }>(
      'SELECT calls_counted_from AS counted FROM subscription_preferences WHERE user_id = ?',
      ID.linked,
    );
    expect(Date.parse(row?.counted ?? '') > Date.parse(at)).toBe(counts);
  });
});

describe('links', () => {
  it('to a channel begin with a token, once in a while', async () => {
    const bridge = await anEvening();
    const url = `${API}/link-token`;
    const asked = await bridge.as(ID.linked, 'POST', url, { channel_type: 'telegram' });
    const { token } = asked.json<{ token: string }>();
    expect(token).toMatch(/^[\w-]{32}$/);
    expect(asked.json()).toEqual({
      token,
      expires_at: new Date(bridge.app.clock.now() + 10 * MINUTE).toISOString(),
      channel_type: 'telegram',
      deep_link: `https://telegram.example/${token}`,
    });
    expect(asked.headers['cache-control']).toBe('no-store');
    const again = await bridge.as(ID.linked, 'POST', url, { channel_type: 'signal' });
    expect([again.statusCode, again.headers['retry-after']]).toEqual([429, '30']);
  });

  it('to a channel end where there is one', async () => {
    const bridge = await anEvening();
    await bridge.put('linked', { channels: ['telegram'] });
    const url = `${API}/links/telegram`;
    const ended = await bridge.as(ID.linked, 'DELETE', url);
    expect(ended.json()).toEqual({ success: true, channel_type: 'telegram' });
    expect((await bridge.as(ID.linked, 'DELETE', url)).statusCode).toBe(404);
    expect((await bridge.as(ID.linked, 'DELETE', `${API}/links/discord`)).statusCode).toBe(400);
  });

  it('to a player are made and ended here too', async () => {
    const bridge = await anEvening();
    const url = `${API}/player-link`;
    const linked = await bridge.as(ID.unlinked, 'POST', url, { guid: ' A1B2 ', name: 'Vid' });
    expect(linked.json()).toEqual({
      success: true,
      player_guid: 'A1B2',
      player_name: 'Vid',
      confirmed: true,
      proof: null,
    });
    const taken = await bridge.as(ID.linked, 'POST', url, { guid: 'A1B2', name: 'Not Vid' });
    expect([taken.statusCode, taken.json<{ code: string }>().code]).toEqual([409, 'guid_taken']);
    expect((await bridge.as(ID.unlinked, 'DELETE', url)).json()).toEqual({ success: true });
  });
});

describe('a campaign', () => {
  it('is previewed with everything a promoter needs to decide', async () => {
    const bridge = await anEvening();
    await person(bridge.app, '210000000000000003', { name: 'Cene', optedIn: false });
    await person(bridge.app, '210000000000000004', { name: 'Dane', status: 'MAYBE', channels: ['telegram'] });
    await person(bridge.app, '210000000000000006', { name: 'Eva', status: 'AVAILABLE' });
    await person(bridge.app, '210000000000000007', { name: 'Filip', status: 'AVAILABLE', optedIn: false });
    const preview = await bridge.as(ID.promoter, 'GET', `${API}/promotions/preview?include_maybe=true`);
    const buttons = ['Coming', 'Later', 'Not tonight', 'Stop these messages'];
    expect(preview.json()).toEqual({
      campaign_date: DATE,
      target_time_cet: '21:00',
      reminder_time_cet: '20:45',
      timezone: 'Europe/Ljubljana',
      recipient_count: 3,
      channels_summary: { telegram: 1, signal: 0, discord: 2 },
      recipients_preview: [
        { display_name: 'Ana', status: 'LOOKING', weekly: false, selected_channel: 'discord' },
        { display_name: 'Bor', status: 'LOOKING', weekly: false, selected_channel: 'discord' },
        { display_name: 'Dane', status: 'MAYBE', weekly: false, selected_channel: 'telegram' },
      ],
      excluded: { not_opted_in: 1, status_not_included: 2 },
      standby_count: 1,
      standbys_preview: [
        { display_name: 'Eva', status: 'AVAILABLE', weekly: false, selected_channel: 'discord' },
      ],
      standbys_excluded: { not_opted_in: 1 },
      forecast: {
        quiet_at_start: 0,
        last_send_at: new Date(START_AT + 25).toISOString(),
        too_late: { reminder: 0, start: 0 },
      },
      messages: {
        reminder: containing('starts in 15 minutes, at 21:00 (Europe/Ljubljana)'),
        start: containing('is starting now, at 21:00 (Europe/Ljubljana)'),
      },
      messages_by_channel: {
        reminder: {
          telegram: { text: containing('starts in 15 minutes, at 21:00 (Europe/Ljubljana)'), buttons },
          discord: { text: containing(`starts in 15 minutes, at <t:${START_AT / 1000}:t>`), buttons },
        },
        start: {
          telegram: { text: containing('is starting now, at 21:00 (Europe/Ljubljana)'), buttons },
          discord: { text: containing(`is starting now, at <t:${START_AT / 1000}:t>`), buttons },
        },
      },
      schedule: {
        reminder_at: new Date(REMINDER_AT).toISOString(),
        start_at: new Date(START_AT).toISOString(),
        follow_up_at: null,
      },
      notices: [noFollowUp],
    });
  });

  it('is previewed in the very words that are sent, channel by channel', async () => {
    const bridge = await anEvening({ channels: ['discord', 'signal'] });
    await person(bridge.app, '210000000000000005', { name: 'Niko', channels: ['signal'] });
    const preview = await bridge.as(ID.promoter, 'GET', `${API}/promotions/preview`);
    const { messages_by_channel: shown } = preview.json<{
      messages_by_channel: Record<string, Record<string, { text: string; buttons: string[] }>>;
    }>();
    await created(bridge);
    await bridge.app.advanceTo(START_AT + MINUTE);
    for (const channel of ['discord', 'signal'] as const) {
      const sent = (jobType: string): Set<string> =>
        new Set(
          bridge.app[channel].delivered.filter((each) => each.jobType === jobType).map(({ text }) => text),
        );
      for (const jobType of ['reminder', 'start']) {
        expect(sent(jobType)).toEqual(new Set([shown[jobType]?.[channel]?.text]));
      }
    }
    expect(shown['start']?.['signal']).toEqual({ text: containing('TODAY no'), buttons: [] });
  });

  it('is created once, and given back to who repeats the request', async () => {
    const bridge = await anEvening();
    const url = `${API}/promotions/campaigns`;
    const first = await bridge.as(ID.promoter, 'POST', url, { include_maybe: false });
    expect(first.statusCode).toBe(201);
    expect(first.headers).not.toHaveProperty('idempotent-replayed');
    const { campaign_id } = first.json<{ campaign_id: string }>();
    const told = {
      success: true,
      campaign_id,
      campaign_date: DATE,
      status: 'scheduled',
      recipient_count: 2,
      standby_count: 0,
      channels_summary: { telegram: 0, signal: 0, discord: 2 },
      schedule: {
        reminder_at: new Date(REMINDER_AT).toISOString(),
        start_at: new Date(START_AT).toISOString(),
        follow_up_at: null,
      },
      dry_run: false,
      notices: [noFollowUp],
    };
    expect(first.json()).toEqual(told);
    const second = await bridge.as(ID.promoter, 'POST', url);
    expect([second.statusCode, second.headers['idempotent-replayed']]).toEqual([200, 'true']);
    // What was to be said of it was said the first time.
    expect(second.json()).toEqual({ ...told, notices: [] });
    const other = await bridge.as(ID.promoter, 'POST', url, { include_maybe: true });
    expect([other.statusCode, other.json<{ code: string }>().code]).toEqual([409, 'already_promoted']);
    const another = await bridge.as(ID.another, 'POST', url);
    expect([another.statusCode, another.json<{ code: string }>().code]).toEqual([409, 'cooldown']);
  });

  it('is a dry run where the deployment says so and nobody else does', async () => {
    const bridge = await anEvening({
      settings: { dryRunDefault: true, promoterIds: new Set([ID.promoter]) },
    });
    const url = `${API}/promotions/campaigns`;
    expect((await bridge.as(ID.promoter, 'POST', url)).json()).toMatchObject({
      dry_run: true,
      notices: [{ code: 'dry_run', detail: en.notice({ code: 'dry_run' }) }, noFollowUp],
    });
    expect((await bridge.as(ID.promoter, 'POST', url, { dry_run: false })).json()).toMatchObject({
      dry_run: false,
    });
  });

  it.each([
    ['promotions/campaigns', { dryRun: true }, 'dryRun'],
    ['promotions/standing', { weekdays: ['tue'], include_may_be: true }, 'include_may_be'],
    ['promotions/campaigns/{id}/more', { cuont: 2 }, 'cuont'],
    ['away', { from: '2026-03-20', until: '2026-03-21' }, 'from'],
  ])('is never called by, nor any yes taken back over, a slip: %s %o', async (path, body, slip) => {
    const bridge = await anEvening();
    await bridge.as(ID.promoter, 'POST', API, { date: DATE, status: 'LOOKING' });
    const id = path.includes('{id}') ? await created(bridge) : '';
    const rows = async (): Promise<unknown[]> => [
      await bridge.app.campaigns(),
      await bridge.app.jobs(),
      await bridge.app.rows('SELECT * FROM availability_promotion_standing'),
      await bridge.app.rows('SELECT * FROM availability_entries ORDER BY id'),
    ];
    const before = await rows();
    const answer = await bridge.as(ID.promoter, 'POST', `${API}/${path.replace('{id}', id)}`, body);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ detail: containing(`"${slip}"`) });
    expect(await rows()).toEqual(before);
  });

  it('tells late promoters that there is no reminder', async () => {
    const bridge = await anEvening();
    await bridge.app.advanceTo(REMINDER_AT + MINUTE);
    const response = await bridge.as(ID.promoter, 'POST', `${API}/promotions/campaigns`);
    expect(response.json()).toMatchObject({
      schedule: { reminder_at: null },
      notices: [{ code: 'no_reminder', detail: containing('20:45 (Europe/Ljubljana)') }, noFollowUp],
    });
  });

  it('stands as its numbers say, with no name but that of its promoter, from beginning to end', async () => {
    const bridge = await anEvening();
    const url = `${API}/promotions/campaign`;
    expect((await bridge.as(ID.linked, 'GET', url)).json()).toEqual({ campaign: null });
    const id = await created(bridge);
    const none = { sent: 0, skipped: 0, failed: 0, unknown: 0 };
    const job = {
      attempts: 0,
      finished_at: null,
      wanted: null,
      counts: none,
      skipped_by_reason: {},
      status: 'pending',
    };
    const before = {
      id,
      campaign_date: DATE,
      timezone: 'Europe/Ljubljana',
      target_start_time: '21:00',
      include_available: false,
      include_maybe: false,
      dry_run: false,
      status: 'scheduled',
      promoted_by: 'The promoter',
      recipient_count: 2,
      standby_count: 0,
      late_count: 0,
      dropped_out_count: 0,
      promoter_not_asked: false,
      answers: { coming: 0, later: 0, not_tonight: 0, none: 0, first_later_at: null, last_later_at: null },
      channels_summary: { telegram: 0, signal: 0, discord: 2 },
      counts: none,
      skipped_by_reason: {},
      jobs: [
        { ...job, job_type: 'reminder', run_at: new Date(REMINDER_AT).toISOString() },
        { ...job, job_type: 'start', run_at: new Date(START_AT).toISOString() },
      ],
      can_cancel: false,
      reached_count: 0,
      standbys_left: 0,
    };
    expect((await bridge.as(ID.linked, 'GET', url)).json()).toEqual({ campaign: before });
    expect((await bridge.as(ID.linked, 'GET', `${url}s/${id}`)).json()).toEqual({ campaign: before });
    const late = '210000000000000009';
    await person(bridge.app, late, { name: 'Late', status: null });
    await bridge.as(late, 'POST', API, { date: DATE, status: 'LOOKING' });
    for (const address of [url, `${url}s/${id}`]) {
      const since = await bridge.as(ID.linked, 'GET', address);
      expect(since.json()).toEqual({ campaign: { ...before, late_count: 1 } });
    }
    await bridge.as('210000000000000002', 'POST', `${API}/not-tonight`);
    await bridge.app.advanceTo(START_AT + MINUTE);
    const after = await bridge.as(ID.linked, 'GET', `${url}?date=${DATE}`);
    expect(after.json()).toMatchObject({
      campaign: {
        status: 'sent',
        recipient_count: 2,
        standby_count: 0,
        late_count: 1,
        counts: { ...none, sent: 1, skipped: 1 },
        skipped_by_reason: { not_playing: 1 },
        jobs: [{ status: 'sent' }, { status: 'sent', finished_at: containing('Z') }],
      },
    });
    expect(after.body).not.toMatch(/Ana|Bor|21000000/);
  });

  it('shows what a dry run would have done, to its promoter alone', async () => {
    const bridge = await anEvening();
    const id = await created(bridge, ID.promoter, { dry_run: true });
    await bridge.app.advanceTo(START_AT + MINUTE);
    const url = `${API}/promotions/campaigns/${id}`;
    expect((await bridge.as(ID.promoter, 'GET', url)).json()).toMatchObject({
      campaign: { dry_run: true, counts: { sent: 0, simulated: 2 } },
    });
    const hidden = await bridge.as(ID.admin, 'GET', url);
    const missing = await bridge.as(ID.admin, 'GET', `${API}/promotions/campaigns/none`);
    const { instance: _, ...problem } = hidden.json<Record<string, unknown>>();
    expect(missing.json()).toMatchObject(problem);
    expect(hidden.statusCode).toBe(404);
  });

  it('is cancelled by its promoter, and is nobody else’s to cancel', async () => {
    const bridge = await anEvening();
    const id = await created(bridge);
    const url = `${API}/promotions/campaigns/${id}`;
    const may = async (userId: string): Promise<unknown> =>
      (await bridge.as(userId, 'GET', url)).json<{ campaign: { can_cancel: unknown } }>().campaign.can_cancel;
    expect(await Promise.all([ID.promoter, ID.admin, ID.another, ID.linked].map(may))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    const hidden = await bridge.as(ID.another, 'DELETE', url);
    const missing = await bridge.as(ID.another, 'DELETE', `${API}/promotions/campaigns/none`);
    const { instance: _, ...problem } = hidden.json<Record<string, unknown>>();
    expect(missing.json()).toMatchObject(problem);
    expect((await bridge.as(ID.promoter, 'DELETE', url)).json()).toEqual({
      success: true,
      campaign_id: id,
      status: 'cancelled',
      follow_up_only: false,
      slot_freed: true,
      told_count: 0,
    });
    expect(await may(ID.promoter)).toBe(false);
    const again = await bridge.as(ID.promoter, 'DELETE', url);
    expect([again.statusCode, again.json<{ code: string }>().code]).toEqual([422, 'campaign_over']);
  });

  it('is called off only by saying whether those who were called are told', async () => {
    const bridge = await anEvening();
    const url = `${API}/promotions/campaigns/${await created(bridge)}`;
    await bridge.app.advanceTo(REMINDER_AT + MINUTE);
    const { campaign } = (await bridge.as(ID.promoter, 'GET', url)).json<{
      campaign: Record<string, unknown>;
    }>();
    expect(campaign).toMatchObject({ can_cancel: true, reached_count: 2 });
    for (const [query, code] of [
      ['', 'notify_needed'],
      ['?notify=', 'invalid_notify'],
      ['?notify=1', 'invalid_notify'],
    ] as const) {
      const refused = await bridge.as(ID.promoter, 'DELETE', `${url}${query}`);
      expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([422, code]);
    }
    expect((await bridge.as(ID.promoter, 'DELETE', `${url}?notify=true`)).json()).toMatchObject({
      status: 'cancelled',
      slot_freed: false,
      told_count: 2,
    });
    await bridge.app.advance(MINUTE);
    const after = (await bridge.as(ID.linked, 'GET', url)).json<{
      campaign: { jobs: { job_type: string; counts: { sent: number } }[] };
    }>().campaign;
    expect(after).toMatchObject({ status: 'cancelled', can_cancel: false, reached_count: 0 });
    expect(after.jobs.find(({ job_type: type }) => type === 'call_off')?.counts.sent).toBe(2);
  });
});

describe('one more', () => {
  /** An evening a minute after its start, with two standbys. */
  async function started(): Promise<{ bridge: TestBridge; url: string }> {
    const bridge = await anEvening();
    await person(bridge.app, '210000000000000003', { status: 'AVAILABLE' });
    await person(bridge.app, '210000000000000004', { status: 'MAYBE' });
    const url = `${API}/promotions/campaigns/${await created(bridge)}`;
    await bridge.app.advanceTo(START_AT + MINUTE);
    return { bridge, url };
  }
  const campaignAt = async (bridge: TestBridge, userId: string, url: string) =>
    (await bridge.as(userId, 'GET', url)).json<{ campaign: Record<string, unknown> }>().campaign;

  it('calls as many standbys as are asked for, and says how many are left', async () => {
    const { bridge, url } = await started();
    const left = async (userId: string) => (await campaignAt(bridge, userId, url))['standbys_left'];
    expect(await Promise.all([ID.promoter, ID.admin, ID.another, ID.linked].map(left))).toEqual([2, 2, 0, 0]);
    const called = await bridge.as(ID.promoter, 'POST', `${url}/more`, { count: 1 });
    expect([called.statusCode, called.json()]).toEqual([
      200,
      {
        success: true,
        campaign_id: url.split('/').at(-1),
        count: 1,
        standbys_left: 2,
        paused: false,
      },
    ]);
    await bridge.app.advance(10_000);
    expect(await left(ID.promoter)).toBe(1);
    const { jobs } = (await campaignAt(bridge, ID.linked, url)) as { jobs: { job_type: string }[] };
    expect(jobs.find(({ job_type: type }) => type === 'one_more')).toMatchObject({
      status: 'pending',
      wanted: 1,
      counts: { sent: 1 },
    });
    expect(bridge.app.discord.deliveredTo('210000000000000003')).toHaveLength(1);
  });

  it('calls one where no number is given, and as many more with each request', async () => {
    const { bridge, url } = await started();
    // No body at all is no JSON either.
    const bare = await bridge.ask({
      method: 'POST',
      url: `${url}/more`,
      headers: bridge.bearer(ID.admin),
    });
    expect(bare.json()).toMatchObject({ success: true, count: 1 });
    expect((await bridge.as(ID.promoter, 'POST', `${url}/more`, {})).json()).toMatchObject({ count: 1 });
    await bridge.app.advance(10_000);
    expect(await campaignAt(bridge, ID.promoter, url)).toMatchObject({ standbys_left: 0 });
    const refused = await bridge.as(ID.promoter, 'POST', `${url}/more`, {});
    expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([422, 'no_standbys']);
  });

  it('counts a standby who was called among those who would be told that it is off', async () => {
    const { bridge, url } = await started();
    expect(await campaignAt(bridge, ID.promoter, url)).toMatchObject({ reached_count: 2 });
    await bridge.as(ID.promoter, 'POST', `${url}/more`, { count: 1 });
    await bridge.app.advance(10_000);
    expect(await campaignAt(bridge, ID.promoter, url)).toMatchObject({ reached_count: 3 });
    expect((await bridge.as(ID.promoter, 'DELETE', `${url}?notify=true`)).json()).toMatchObject({
      told_count: 3,
    });
    expect(await campaignAt(bridge, ID.promoter, url)).toMatchObject({ standbys_left: 0 });
  });
});

describe('polling', () => {
  it('costs a 304 while nothing is new, for either address', async () => {
    const bridge = await anEvening();
    const id = await created(bridge);
    for (const url of [`${API}/promotions/campaign`, `${API}/promotions/campaigns/${id}`]) {
      const first = await bridge.as(ID.linked, 'GET', url);
      const etag = String(first.headers.etag);
      expect(etag).toMatch(/^"[\w-]{27}"$/);
      expect(first.headers['cache-control']).toBe('private, no-cache');
      for (const header of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
        const same = await bridge.as(ID.linked, 'GET', url, undefined, { 'if-none-match': header });
        expect([same.statusCode, same.body, same.headers.etag]).toEqual([304, '', etag]);
      }
      for (const header of ['"other"', etag.slice(1, -1), '']) {
        const sent = await bridge.as(ID.linked, 'GET', url, undefined, { 'if-none-match': header });
        expect(sent.statusCode).toBe(200);
      }
    }
  });

  it('tells what is new as soon as it is', async () => {
    const bridge = await anEvening();
    await created(bridge);
    const url = `${API}/promotions/campaign`;
    const poll = async (etag: string) =>
      bridge.as(ID.linked, 'GET', url, undefined, { 'if-none-match': etag });
    let { etag } = (await poll('""')).headers;
    for (const moment of [REMINDER_AT + MINUTE, START_AT + MINUTE]) {
      expect((await poll(String(etag))).statusCode).toBe(304);
      await bridge.app.advanceTo(moment);
      const news = await poll(String(etag));
      expect(news.statusCode).toBe(200);
      expect(news.headers.etag).not.toBe(etag);
      ({ etag } = news.headers);
    }
    expect((await poll(String(etag))).statusCode).toBe(304);
  });
});

describe('privacy', () => {
  it('shows and hands out the same, in the shape of the command', async () => {
    const bridge = await anEvening();
    const shown = await bridge.as(ID.linked, 'GET', '/api/privacy');
    expect(shown.json()).toMatchObject({
      format: 'muster-personal-data',
      user_id: ID.linked,
      player_link: { player_name: 'The linked' },
    });
    const file = await bridge.as(ID.linked, 'GET', '/api/privacy/export');
    expect(file.json()).toEqual(shown.json());
    expect(file.headers['content-disposition']).toBe(
      `attachment; filename="muster-${ID.linked}-2026-03-10.json"`,
    );
  });

  it('erases when it is meant, and signs out everywhere', async () => {
    const bridge = await anEvening();
    const headers = {
      ...(await bridge.cookie(ID.linked)),
      'x-requested-with': 'XMLHttpRequest',
      origin: 'https://muster.example.org',
    };
    const erase = async (payload: object) =>
      bridge.ask({ method: 'DELETE', url: '/api/privacy', headers, payload });
    for (const payload of [{}, { confirm: true }, { confirm: 'yes' }]) {
      expect((await erase(payload)).statusCode).toBe(400);
    }
    expect((await erase({ confirm: 'erase' })).json()).toEqual({ success: true, detail: en.replies.erased });
    expect((await erase({ confirm: 'erase' })).statusCode).toBe(401);
    expect((await bridge.as(ID.linked, 'GET', '/api/privacy')).json()).toMatchObject({
      player_link: null,
      preferences: null,
      history: [],
    });
  });

  it('has a way out for everybody, members or not', async () => {
    const bridge = await anEvening();
    await bridge.put('stranger', { member: false, optedIn: true, status: 'LOOKING' });
    const stopped = await bridge.as(ID.stranger, 'POST', `${API}/stop`);
    expect(stopped.json()).toEqual({
      success: true,
      allow_promotions: false,
      allow_questions: false,
      allow_ready_notices: false,
      detail: en.replies.stopped,
    });
    const evening = await bridge.as(ID.stranger, 'POST', `${API}/not-tonight`);
    expect(evening.json()).toEqual({
      success: true,
      date: DATE,
      status: 'NOT_PLAYING',
      detail: en.replies.notTonight,
    });
    expect((await bridge.as(ID.stranger, 'GET', '/api/privacy')).json()).toMatchObject({
      preferences: { allow_promotions: false },
      availability: [{ date: DATE, status: 'NOT_PLAYING' }],
    });
  });
});

describe('many at once', () => {
  const later = (bridge: TestBridge): void => {
    // Nobody may create that often; what is held here is the database's promise, not the limit's.
    bridge.skipLimits();
  };

  it('a hundred creations by one promoter make one campaign', async () => {
    const bridge = await anEvening();
    later(bridge);
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => bridge.as(ID.promoter, 'POST', `${API}/promotions/campaigns`)),
    );
    expect(answers.filter(({ statusCode }) => statusCode === 201)).toHaveLength(1);
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(99);
    expect(new Set(answers.map((each) => each.json<{ campaign_id: string }>().campaign_id)).size).toBe(1);
    expect(await bridge.app.campaigns()).toHaveLength(1);
  });

  it('a hundred creations by as many promoters make one campaign under the cooldown', async () => {
    const ids = Array.from({ length: 100 }, (_, index) => String(220_000_000_000_000_000n + BigInt(index)));
    const bridge = await anEvening({ settings: { promoterIds: new Set(ids) } });
    for (const id of ids) await person(bridge.app, id, { status: null, optedIn: false });
    later(bridge);
    const answers = await Promise.all(ids.map((id) => bridge.as(id, 'POST', `${API}/promotions/campaigns`)));
    expect(answers.filter(({ statusCode }) => statusCode === 201)).toHaveLength(1);
    expect(
      answers.filter((each) => each.statusCode === 409 && each.json<{ code: string }>().code === 'cooldown'),
    ).toHaveLength(99);
    expect(await bridge.app.campaigns()).toHaveLength(1);
  });
});
