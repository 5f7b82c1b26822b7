import { STATUS_CODES } from 'node:http';
import type { ProblemDocument } from '../contract/problem.js';
import type { Refusal, RefusalCode } from '../domain/refusal.js';
import type { Messages } from '../messages/messages.js';

/** Beside what every problem says. */
export interface ProblemOptions {
  /** What a program can tell this problem by; a refusal's code. */
  readonly code?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Further members of the document. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** An answer other than the requested one. Routes and hooks throw it; the one error handler writes it. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    /** 400 to 599. */
    readonly status: number,
    /** A sentence a person can act on. */
    readonly detail: string,
    readonly options: ProblemOptions = {},
  ) {
    super(detail);
  }
}

/** The document of a problem, as the answer to the request of this id (a UUID). */
export function documentOf({ status, detail, options }: Problem, requestId: string): ProblemDocument {
  return {
    ...options.extra,
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    instance: `urn:uuid:${requestId}`,
    ...(options.code !== undefined && { code: options.code }),
  };
}

/** 400 malformed, 403 not allowed, 404 not there (for you), 409 limits, 422 not possible, 429 too soon, 503 off. */
const STATUS: Readonly<Record<RefusalCode, number>> = {
  wrong_guild: 403,
  not_a_member: 403,
  not_linked: 403,
  link_not_confirmed: 403,
  not_promoter: 403,
  not_admin: 403,
  not_your_button: 403,
  invalid_date: 400,
  invalid_range: 400,
  invalid_weekdays: 400,
  invalid_status: 400,
  invalid_timezone: 400,
  invalid_time: 400,
  invalid_cap: 400,
  quiet_hours_incomplete: 400,
  invalid_guid: 400,
  invalid_player_name: 400,
  invalid_outcome: 400,
  invalid_lateness: 422,
  invalid_condition: 422,
  evening_over: 422,
  no_session_tonight: 422,
  campaign_not_found: 404,
  standing_not_found: 404,
  link_not_found: 404,
  player_not_linked: 404,
  already_promoted: 409,
  cooldown: 409,
  guid_taken: 409,
  address_taken: 409,
  said_no_since: 409,
  after_start: 422,
  no_session: 422,
  start_too_near: 422,
  invalid_note: 422,
  nobody_to_call: 422,
  campaign_over: 422,
  notify_needed: 422,
  invalid_notify: 422,
  more_not_now: 422,
  invalid_more: 422,
  no_standbys: 422,
  more_dry_run: 422,
  more_cancelled: 422,
  draft_expired: 422,
  date_past: 422,
  date_too_far: 422,
  handle_typed: 422,
  link_token_invalid: 422,
  chat_not_linked: 422,
  no_channel: 422,
  proof_expired: 422,
  proof_not_seen: 422,
  asked_too_often: 429,
  link_too_soon: 429,
  too_many_guesses: 429,
  test_too_soon: 429,
  proof_too_soon: 429,
  changed_too_often: 429,
  directory_unavailable: 503,
  promotions_disabled: 503,
  channel_not_configured: 503,
  no_page_address: 503,
  encryption_off: 503,
  game_server_silent: 503,
  setting_fixed: 409,
  invalid_setting: 422,
  reminder_not_before_start: 422,
  no_game_server: 422,
  channel_unusable: 422,
  role_unknown: 422,
};

/** When to ask again after Discord gave no answer, in milliseconds. */
const DIRECTORY_RETRY_MS = 5_000;

/** A service's refusal, in the words Discord uses, with moments as wall times of `timezone` (IANA). */
export function problemOf(refusal: Refusal, messages: Messages, timezone: string): Problem {
  const retryInMs =
    refusal.code === 'directory_unavailable'
      ? DIRECTORY_RETRY_MS
      : 'retryInMs' in refusal
        ? refusal.retryInMs
        : null;
  const retry = retryInMs !== null && { headers: { 'retry-after': retryAfter(retryInMs) } };
  return new Problem(STATUS[refusal.code], messages.refusal(refusal, { timezone }), {
    code: refusal.code,
    ...retry,
  });
}

/** The value of a `Retry-After` header: whole seconds, never less than what is left. */
export function retryAfter(ms: number): string {
  return String(Math.max(1, Math.ceil(ms / 1000)));
}
