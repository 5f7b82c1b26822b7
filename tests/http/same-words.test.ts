import { describe, expect, it } from 'vitest';
import { presentRefusal } from '../../src/discord/replies.js';
import type { Refusal, RefusalCode } from '../../src/domain/refusal.js';
import { problemOf } from '../../src/http/problem.js';
import { en } from '../../src/messages/en/messages.js';
import type { Messages } from '../../src/messages/messages.js';
import { stopMessages } from '../../src/services/way-out.js';
import { refusals } from '../messages/samples.js';
import { MINUTE, START_AT } from '../support/test-app.js';
import { ID, testBridge, type TestBridge, type TestBridgeOptions } from './test-bridge.js';

const API = '/api/availability';
const ZONE = 'Europe/Ljubljana';
const MOMENT = /<t:\d+:\w>|\d\d:\d\d \([\w/]+\)/g;

/** A text without the moments in it: Discord shows them by the reader's clock, the bridge by the community's. */
const timeless = (text: string | undefined): string => (text ?? '').replace(MOMENT, '(moment)');

/** Discord has buttons to point at for these, which the bridge has not. */
const WITH_BUTTONS: readonly RefusalCode[] = ['not_linked', 'notify_needed'];

/** How Discord words a refusal. */
function onDiscord(refusal: Refusal): string | undefined {
  return WITH_BUTTONS.includes(refusal.code) ? en.refusal(refusal) : presentRefusal(en, refusal).content;
}

describe('a refusal', () => {
  for (const [code, refusal] of refusals) {
    it(`${code} reads the same as on Discord`, () => {
      const { detail, status, options } = problemOf(refusal, en, ZONE);
      expect(timeless(detail)).toBe(timeless(onDiscord(refusal)));
      expect(detail).not.toContain('<t:');
      expect(options.code).toBe(code);
      expect(status).toBeGreaterThanOrEqual(400);
      if (status === 429) expect(Number(options.headers?.['retry-after'])).toBeGreaterThan(0);
    });
  }
});

interface Scenario {
  readonly options?: TestBridgeOptions;
  readonly ask: (bridge: TestBridge) => Promise<{ statusCode: number; body: string }>;
}

const create = (bridge: TestBridge, who: string = ID.promoter, body: object = {}) =>
  bridge.as(who, 'POST', `${API}/promotions/campaigns`, body);
const answer = (bridge: TestBridge, body: object) => bridge.as(ID.linked, 'POST', `${API}/answer`, body);
const more = async (bridge: TestBridge, count: number, at = START_AT - MINUTE, body: object = {}) => {
  const { campaign_id: id } = (await create(bridge, ID.promoter, body)).json<{ campaign_id: string }>();
  await bridge.app.advanceTo(at);
  return bridge.as(ID.promoter, 'POST', `${API}/promotions/campaigns/${id}/more`, { count });
};
const set = (bridge: TestBridge, body: object) => bridge.as(ID.linked, 'POST', API, body);
const prefer = (bridge: TestBridge, body: object) =>
  bridge.as(ID.linked, 'POST', `${API}/promotion-preferences`, body);
const linkPlayer = (bridge: TestBridge, body: object) =>
  bridge.as(ID.linked, 'POST', `${API}/player-link`, body);
const token = (bridge: TestBridge) =>
  bridge.as(ID.linked, 'POST', `${API}/link-token`, { channel_type: 'telegram' });
const change = (bridge: TestBridge, body: object, who: string = ID.admin) =>
  bridge.as(who, 'PATCH', '/api/settings', body);
const CHANNEL = '345678901234567890';
const checkProof = (bridge: TestBridge) => bridge.as(ID.linked, 'POST', `${API}/player-link/check`);
const VERIFIED = { settings: { playerLinkPolicy: 'verified' } } as const;
const TELEGRAM = { channels: ['discord', 'telegram'] as const };

/** Asks until it is told that this was too often, for what is limited; how often that is concerns the limit's own tests. */
async function tooOften(ask: () => ReturnType<TestBridge['as']>): ReturnType<TestBridge['as']> {
  // The bridge's own limit of requests ends it at the latest.
  for (;;) {
    const answer = await ask();
    if (answer.statusCode === 429) return answer;
  }
}

/** How every refusal that the bridge can give comes about there, in the order of `Refusal`. */
const SCENARIOS: Partial<Record<RefusalCode, Scenario>> = {
  not_a_member: { ask: (bridge) => bridge.as(ID.stranger, 'GET', `${API}/me`) },
  not_linked: { ask: (bridge) => bridge.as(ID.unlinked, 'POST', API, { date: 'today', status: 'MAYBE' }) },
  not_promoter: { ask: (bridge) => create(bridge, ID.linked) },
  directory_unavailable: {
    ask: (bridge) => {
      bridge.app.directory.available = false;
      return create(bridge);
    },
  },
  asked_too_often: {
    ask: async (bridge) => {
      const id = (await create(bridge)).json<{ campaign_id: string }>().campaign_id;
      return tooOften(() => bridge.as(ID.promoter, 'DELETE', `${API}/promotions/campaigns/${id}`));
    },
  },
  promotions_disabled: {
    options: { settings: { promotionsEnabled: false, promoterIds: new Set([ID.promoter]) } },
    ask: create,
  },
  after_start: {
    ask: async (bridge) => {
      await bridge.app.advanceTo(START_AT);
      return create(bridge);
    },
  },
  not_admin: { ask: (bridge) => change(bridge, { dry_run_default: true }, ID.promoter) },
  no_session: { options: { plan: 'fri 21:00' }, ask: create },
  start_too_near: { ask: (bridge) => create(bridge, ID.promoter, { start: '20:31' }) },
  invalid_note: { ask: (bridge) => create(bridge, ID.promoter, { note: 'see https://example.org' }) },
  setting_fixed: {
    options: { given: { start_time: '21:00' } },
    ask: (bridge) => change(bridge, { dry_run_default: true, start_time: '21:30' }),
  },
  invalid_setting: { ask: (bridge) => change(bridge, { availability_session_ready_threshold: 0 }) },
  reminder_not_before_start: { ask: (bridge) => change(bridge, { reminder_time: '21:00' }) },
  no_game_server: {
    options: { gameServer: false },
    ask: (bridge) => change(bridge, { server_check_enabled: true }),
  },
  channel_unusable: {
    ask: (bridge) => {
      bridge.app.places.unusable.add(CHANNEL);
      return change(bridge, { alert_channel_id: CHANNEL });
    },
  },
  role_unknown: {
    ask: (bridge) => {
      bridge.app.places.unusable.add(CHANNEL);
      return change(bridge, { promoter_role_ids: CHANNEL });
    },
  },
  nobody_to_call: {
    ask: async (bridge) => {
      await bridge.app.change('DELETE FROM availability_entries');
      return create(bridge);
    },
  },
  already_promoted: {
    ask: async (bridge) => {
      await create(bridge);
      return create(bridge, ID.promoter, { include_maybe: true });
    },
  },
  cooldown: {
    ask: async (bridge) => {
      await create(bridge);
      return create(bridge, ID.another);
    },
  },
  campaign_not_found: { ask: (bridge) => bridge.as(ID.linked, 'GET', `${API}/promotions/campaigns/none`) },
  campaign_over: {
    ask: async (bridge) => {
      const { campaign_id: id } = (await create(bridge)).json<{ campaign_id: string }>();
      await bridge.app.advanceTo(START_AT + 46 * MINUTE);
      return bridge.as(ID.promoter, 'DELETE', `${API}/promotions/campaigns/${id}`);
    },
  },
  notify_needed: {
    ask: async (bridge) => {
      const { campaign_id: id } = (await create(bridge)).json<{ campaign_id: string }>();
      await bridge.app.advanceTo(START_AT + MINUTE);
      return bridge.as(ID.promoter, 'DELETE', `${API}/promotions/campaigns/${id}`);
    },
  },
  invalid_notify: {
    ask: (bridge) => bridge.as(ID.promoter, 'DELETE', `${API}/promotions/campaigns/c1?notify=perhaps`),
  },
  more_not_now: { ask: (bridge) => more(bridge, 1, START_AT - 16 * MINUTE) },
  invalid_more: { ask: (bridge) => more(bridge, 11) },
  no_standbys: { ask: (bridge) => more(bridge, 1) },
  more_dry_run: { ask: (bridge) => more(bridge, 1, START_AT - MINUTE, { dry_run: true }) },
  more_cancelled: {
    ask: async (bridge) => {
      const { campaign_id: id } = (await create(bridge)).json<{ campaign_id: string }>();
      await bridge.as(ID.promoter, 'DELETE', `${API}/promotions/campaigns/${id}`);
      return bridge.as(ID.promoter, 'POST', `${API}/promotions/campaigns/${id}/more`, {});
    },
  },
  standing_not_found: {
    ask: (bridge) => bridge.as(ID.promoter, 'POST', `${API}/promotions/standing/keep`),
  },
  invalid_date: { ask: (bridge) => set(bridge, { date: 'someday', status: 'MAYBE' }) },
  evening_over: {
    ask: async (bridge) => {
      await bridge.app.advanceTo(START_AT + 45 * MINUTE);
      return answer(bridge, { answer: 'COMING' });
    },
  },
  no_session_tonight: {
    options: { plan: 'fri 21:00' },
    ask: (bridge) => answer(bridge, { answer: 'COMING' }),
  },
  invalid_condition: {
    ask: (bridge) => set(bridge, { date: 'today', status: 'LOOKING', if_at_least: 6 }),
  },
  invalid_lateness: { ask: (bridge) => answer(bridge, { answer: 'LATE' }) },
  date_past: { ask: (bridge) => set(bridge, { date: '2026-03-09', status: 'MAYBE' }) },
  date_too_far: { ask: (bridge) => set(bridge, { date: '2026-06-09', status: 'MAYBE' }) },
  invalid_range: { ask: (bridge) => bridge.as(ID.linked, 'GET', `${API}?from=tomorrow&to=today`) },
  invalid_status: { ask: (bridge) => set(bridge, { date: 'today', status: 'looking' }) },
  invalid_timezone: { ask: (bridge) => prefer(bridge, { timezone: 'Mars/Olympus' }) },
  invalid_time: { ask: (bridge) => prefer(bridge, { quiet_hours: { start: '25:00', end: '07:00' } }) },
  invalid_cap: { ask: (bridge) => prefer(bridge, { max_calls_per_week: 15 }) },
  quiet_hours_incomplete: { ask: (bridge) => prefer(bridge, { quiet_hours: { start: '22:00' } }) },
  invalid_guid: { ask: (bridge) => linkPlayer(bridge, { guid: 'no spaces', name: 'Vid' }) },
  invalid_player_name: { ask: (bridge) => linkPlayer(bridge, { guid: 'A1', name: '\u200b' }) },
  guid_taken: { ask: (bridge) => linkPlayer(bridge, { guid: `guid-${ID.promoter}`, name: 'Vid' }) },
  link_not_found: { ask: (bridge) => bridge.as(ID.linked, 'DELETE', `${API}/links/telegram`) },
  link_not_confirmed: {
    options: VERIFIED,
    ask: (bridge) => set(bridge, { date: 'today', status: 'MAYBE' }),
  },
  proof_too_soon: {
    options: VERIFIED,
    ask: (bridge) => tooOften(() => linkPlayer(bridge, { guid: 'A1', name: 'Vid' })),
  },
  said_no_since: {
    ask: async (bridge) => {
      const { directory } = bridge.app;
      const ask = directory.member.bind(directory);
      directory.member = async (...asked) => {
        await stopMessages(bridge.app.context, { userId: ID.linked }, 'discord');
        return ask(...asked);
      };
      return prefer(bridge, { allow_promotions: true });
    },
  },
  changed_too_often: {
    ask: (bridge) => tooOften(() => linkPlayer(bridge, { guid: 'A1', name: 'Vid' })),
  },
  proof_expired: { options: VERIFIED, ask: checkProof },
  proof_not_seen: {
    options: VERIFIED,
    ask: async (bridge) => {
      await linkPlayer(bridge, { guid: 'A1', name: 'Vid' });
      return checkProof(bridge);
    },
  },
  game_server_silent: {
    options: VERIFIED,
    ask: async (bridge) => {
      await linkPlayer(bridge, { guid: 'A1', name: 'Vid' });
      bridge.app.gameServer.answers = false;
      return checkProof(bridge);
    },
  },
  channel_not_configured: { ask: (bridge) => prefer(bridge, { preferred_channel: 'signal' }) },
  handle_typed: { ask: (bridge) => prefer(bridge, { telegram_handle: '@vid' }) },
  no_page_address: {
    options: { settings: { pageUrl: null } },
    ask: (bridge) => bridge.as(ID.linked, 'POST', `${API}/calendar`),
  },
  encryption_off: { options: { ...TELEGRAM, contactKeys: [] }, ask: token },
  link_too_soon: {
    options: TELEGRAM,
    ask: async (bridge) => {
      await token(bridge);
      return token(bridge);
    },
  },
  test_too_soon: {
    ask: async (bridge) => {
      await bridge.as(ID.linked, 'POST', `${API}/promotion-preferences/test`);
      return bridge.as(ID.linked, 'POST', `${API}/promotion-preferences/test`);
    },
  },
  no_channel: {
    ask: async (bridge) => {
      await prefer(bridge, { discord_dms: false });
      return bridge.as(ID.linked, 'POST', `${API}/promotion-preferences/test`);
    },
  },
};

/** What nobody can be told over HTTP: it belongs to a button, a chat, another server, or an admin's command. */
const ELSEWHERE: readonly RefusalCode[] = [
  'wrong_guild',
  'player_not_linked',
  'draft_expired',
  'not_your_button',
  'link_token_invalid',
  'too_many_guesses',
  'address_taken',
  'chat_not_linked',
  'invalid_outcome',
  'invalid_weekdays',
];

describe('asked over HTTP', () => {
  for (const [code, scenario] of Object.entries(SCENARIOS)) {
    it(`${code} comes from the rule itself, with its words`, async () => {
      const said: Refusal[] = [];
      const refusal: Messages['refusal'] = (value, moments) => {
        said.push(value);
        return en.refusal(value, moments);
      };
      const messagesFor = (): Messages => ({ ...en, refusal });
      const bridge = await testBridge({ ...scenario.options, messagesFor });
      await bridge.fill();
      const response = await scenario.ask(bridge);
      const problem = JSON.parse(response.body) as { code: string; detail: string; status: number };
      expect(problem).toMatchObject({ code, status: response.statusCode });
      const last = said.at(-1);
      expect(last?.code).toBe(code);
      expect(timeless(problem.detail)).toBe(timeless(onDiscord(last as Refusal)));
    });
  }

  it('every refusal has its scenario, or a reason to have none', () => {
    const told = [...Object.keys(SCENARIOS), ...ELSEWHERE].sort();
    expect(told).toEqual(refusals.map(([code]) => code).sort());
  });
});
