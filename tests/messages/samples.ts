import type { Notice, NoticeCode } from '../../src/domain/notice.js';
import type { Refusal, RefusalCode } from '../../src/domain/refusal.js';

/** 21:00 in Ljubljana. */
export const START_AT = Date.parse('2026-01-10T20:00:00Z');

type Sample<T extends { code: string }> = { readonly [C in T['code']]: Extract<T, { code: C }> };

const NASTY = '@everyone `x` **y** <@1>\n' + 'z'.repeat(6000);

/** One of every refusal: the compiler asks for a new one here too. What people typed is as nasty as it gets. */
const BY_REFUSAL: Sample<Refusal> = {
  wrong_guild: { code: 'wrong_guild' },
  not_a_member: { code: 'not_a_member' },
  not_linked: { code: 'not_linked' },
  not_promoter: { code: 'not_promoter' },
  not_admin: { code: 'not_admin' },
  directory_unavailable: { code: 'directory_unavailable' },
  promotions_disabled: { code: 'promotions_disabled' },
  after_start: { code: 'after_start', startAt: START_AT },
  nobody_to_call: { code: 'nobody_to_call' },
  already_promoted: { code: 'already_promoted', campaignId: 'c1' },
  cooldown: { code: 'cooldown', date: '2026-01-10' },
  campaign_not_found: { code: 'campaign_not_found' },
  campaign_over: { code: 'campaign_over', status: 'partial' },
  draft_expired: { code: 'draft_expired' },
  not_your_button: { code: 'not_your_button' },
  invalid_date: { code: 'invalid_date', input: NASTY },
  date_past: { code: 'date_past', date: '2026-01-09' },
  date_too_far: { code: 'date_too_far', date: '2027-01-10', maxDays: 90 },
  invalid_status: { code: 'invalid_status', input: NASTY },
  invalid_timezone: { code: 'invalid_timezone', input: NASTY },
  invalid_time: { code: 'invalid_time', input: NASTY },
  quiet_hours_incomplete: { code: 'quiet_hours_incomplete' },
  invalid_guid: { code: 'invalid_guid' },
  invalid_player_name: { code: 'invalid_player_name' },
  guid_taken: { code: 'guid_taken' },
  link_not_found: { code: 'link_not_found' },
  link_not_confirmed: { code: 'link_not_confirmed' },
  player_not_linked: { code: 'player_not_linked' },
  proof_too_soon: { code: 'proof_too_soon', retryInMs: 12_345 },
  proof_expired: { code: 'proof_expired' },
  proof_not_seen: { code: 'proof_not_seen' },
  game_server_silent: { code: 'game_server_silent' },
  channel_not_configured: { code: 'channel_not_configured', channel: 'signal' },
  encryption_off: { code: 'encryption_off' },
  link_too_soon: { code: 'link_too_soon', retryInMs: 12_345 },
  link_token_invalid: { code: 'link_token_invalid' },
  too_many_guesses: { code: 'too_many_guesses', retryInMs: 400_000 },
  address_taken: { code: 'address_taken', channel: 'telegram' },
  chat_not_linked: { code: 'chat_not_linked', channel: 'signal' },
  test_too_soon: { code: 'test_too_soon', retryInMs: 1 },
  no_channel: { code: 'no_channel' },
  invalid_outcome: { code: 'invalid_outcome', input: NASTY },
};

const BY_NOTICE: Sample<Notice> = {
  no_reminder: { code: 'no_reminder', reminderAt: START_AT - 900_000 },
  dry_run: { code: 'dry_run' },
  changed_since_preview: { code: 'changed_since_preview', added: 1, removed: 2 },
  quiet_at_start: { code: 'quiet_at_start', count: 3 },
  late_last_send: { code: 'late_last_send', at: START_AT + 600_000 },
  no_follow_up: { code: 'no_follow_up' },
  paused: { code: 'paused' },
};

export const refusals = Object.entries(BY_REFUSAL) as [RefusalCode, Refusal][];
export const notices = Object.entries(BY_NOTICE) as [NoticeCode, Notice][];
