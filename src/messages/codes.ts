/**
 * The codes every language words: a `Record` over them is complete in each, or does not compile. Codes come from
 * channels and tables as plain strings, so a language also has a general phrase for those that are none of these.
 */

/** Why a send came to nothing, as the channels tell it. */
export const SEND_ERRORS = [
  'dm_closed',
  'no_mutual_guild',
  'connection_refused',
  'rate_limited',
  'timeout',
  'connection_reset',
  'server_error',
  'dms_paused',
  'dms_queued',
  'held_up',
  'unauthorized',
  'expired',
  'bad_request',
  'forbidden',
  'unknown_channel',
  'unknown_answer',
  'restart',
  'blocked',
  'chat_not_found',
  'not_registered',
  'no_address',
  'channel_paused',
  'captcha',
  'number_not_registered',
  'not_found',
  'bot_restricted',
  'unavailable',
  'edge_blocked',
  'foreign_answer',
  'unknown_refusal',
  'unknown_user',
  'not_started',
  'untrusted_keys',
] as const;
export type SendError = (typeof SEND_ERRORS)[number];

/** Send errors that waiting does not mend: a person has to do something first. */
export const NEED_SOMEBODY = [
  'captcha',
  'number_not_registered',
  'unauthorized',
  'not_found',
  'bot_restricted',
] as const satisfies readonly SendError[];
export type NeedsSomebody = (typeof NEED_SOMEBODY)[number];

/** What the send log gives as reasons beside those for skipping somebody. */
export const SEND_REASONS = [
  'channel_closed',
  'message_refused',
  'attempts_exhausted',
  'expired',
  'maybe_delivered',
  'job_error',
  'will_retry',
  'presence_unknown',
] as const;
export type SendReason = (typeof SEND_REASONS)[number];

/** What the audit log calls what happened to an account. */
export const HISTORY_ACTIONS = [
  'player_linked',
  'player_unlinked',
  'player_verified',
  'channel_linked',
  'channel_unlinked',
  'consent_given',
  'consent_withdrawn',
  'questions_allowed',
  'questions_refused',
  'ready_notices_allowed',
  'ready_notices_refused',
  'said_coming',
  'said_late',
  'said_not_tonight',
  'answer_withdrawn',
  'campaign_called_off',
  'standing_campaign_set',
  'standing_campaign_removed',
  'standing_campaign_stopped',
  'standing_campaigns_kept',
  'standing_campaigns_ended',
  'standing_campaign_made',
] as const;
export type HistoryAction = (typeof HISTORY_ACTIONS)[number];

/** The word for a code; `undefined` for one that is not worded. `constructor` is not. */
export function wordFor<C extends string>(
  words: Readonly<Record<C, string>>,
  code: string,
): string | undefined {
  return Object.hasOwn(words, code) ? words[code as C] : undefined;
}
