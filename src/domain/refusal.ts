import type { NoteProblem } from './note.js';
import type { SettingKey } from './setting-list.js';

/**
 * Why a service said no. A refusal is an expected answer, not an exception: the messages word it, the doors present
 * it, and nothing was changed.
 */
export type Refusal =
  | { readonly code: 'wrong_guild' }
  | { readonly code: 'not_a_member' }
  | { readonly code: 'not_linked' }
  | { readonly code: 'not_promoter' }
  | { readonly code: 'not_admin' }
  | { readonly code: 'directory_unavailable' }
  /** The request needs a fresh answer from Discord, and they have had many just now. */
  | { readonly code: 'asked_too_often'; readonly retryInMs: number }
  | { readonly code: 'promotions_disabled' }
  | { readonly code: 'after_start'; readonly startAt: number }
  /** The plan has no session on that day. */
  | { readonly code: 'no_session'; readonly date: string }
  /** A start of one's own that is past, or less than two minutes ahead. */
  | { readonly code: 'start_too_near'; readonly startAt: number }
  | { readonly code: 'invalid_note'; readonly problem: NoteProblem }
  | { readonly code: 'nobody_to_call' }
  | { readonly code: 'already_promoted'; readonly campaignId: string }
  | { readonly code: 'cooldown'; readonly date: string }
  | { readonly code: 'campaign_not_found' }
  | { readonly code: 'campaign_over'; readonly status: string }
  /** Of those it would stop, so many were called: whether they are told that it is off is to be said. */
  | {
      readonly code: 'notify_needed';
      readonly campaignId: string;
      readonly reached: number;
      /** Everything has gone out: there is nothing left to stop. */
      readonly stopsNothing: boolean;
    }
  | { readonly code: 'invalid_notify'; readonly input: string }
  /** No standing campaign is there to stop, to keep or to remove. */
  | { readonly code: 'standing_not_found' }
  /** What was typed names no weekdays. */
  | { readonly code: 'invalid_weekdays'; readonly input: string }
  /** Standbys are called from a while before the start until a while after it; both in milliseconds. */
  | { readonly code: 'more_not_now'; readonly from: number; readonly until: number }
  /** Not a whole number from 1 to `most`. */
  | { readonly code: 'invalid_more'; readonly most: number }
  | { readonly code: 'no_standbys' }
  | { readonly code: 'more_dry_run' }
  | { readonly code: 'more_cancelled' }
  | { readonly code: 'draft_expired' }
  | { readonly code: 'not_your_button' }
  | { readonly code: 'invalid_date'; readonly input: string }
  | { readonly code: 'date_past'; readonly date: string }
  | { readonly code: 'date_too_far'; readonly date: string; readonly maxDays: number }
  | { readonly code: 'invalid_range'; readonly maxDays: number }
  /** No answer for that evening counts any more; `until` in milliseconds. */
  | { readonly code: 'evening_over'; readonly date: string; readonly until: number }
  /** There is nothing to come to. */
  | { readonly code: 'no_session_tonight'; readonly date: string }
  /** Not a whole number of minutes from 1 to `most`. */
  | { readonly code: 'invalid_lateness'; readonly most: number }
  | { readonly code: 'invalid_condition'; readonly least: number; readonly most: number }
  /** How many calls a week at most: not a whole number from 1 to `most`. */
  | { readonly code: 'invalid_cap'; readonly most: number }
  | { readonly code: 'invalid_status'; readonly input: string }
  | { readonly code: 'invalid_timezone'; readonly input: string }
  | { readonly code: 'invalid_time'; readonly input: string }
  | { readonly code: 'quiet_hours_incomplete' }
  | { readonly code: 'invalid_guid' }
  | { readonly code: 'invalid_player_name' }
  | { readonly code: 'guid_taken' }
  | { readonly code: 'link_not_found' }
  /** They have a player link, but it does not count before it is confirmed. */
  | { readonly code: 'link_not_confirmed' }
  /** The person whose link is to be confirmed has none. */
  | { readonly code: 'player_not_linked' }
  | { readonly code: 'proof_too_soon'; readonly retryInMs: number }
  /** They have gone out of it, or had their data erased, since they asked for it. */
  | { readonly code: 'said_no_since' }
  /** They opted in or linked something so often that it would only fill a log. */
  | { readonly code: 'changed_too_often'; readonly retryInMs: number }
  | { readonly code: 'proof_expired' }
  | { readonly code: 'proof_not_seen' }
  | { readonly code: 'game_server_silent' }
  | { readonly code: 'channel_not_configured'; readonly channel: string }
  /** A channel is linked and unlinked from its own side: nobody's handle is taken from a form. */
  | { readonly code: 'handle_typed'; readonly channel: string }
  /** Nobody finds the pages: no public address is set. */
  | { readonly code: 'no_page_address' }
  /** There is no key to seal contacts with. */
  | { readonly code: 'encryption_off' }
  | { readonly code: 'link_too_soon'; readonly retryInMs: number }
  | { readonly code: 'link_token_invalid' }
  | { readonly code: 'too_many_guesses'; readonly retryInMs: number }
  /** The address is linked to another account. */
  | { readonly code: 'address_taken'; readonly channel: string }
  | { readonly code: 'chat_not_linked'; readonly channel: string }
  | { readonly code: 'test_too_soon'; readonly retryInMs: number }
  /** No channel reaches the person. */
  | { readonly code: 'no_channel' }
  | { readonly code: 'invalid_outcome'; readonly input: string }
  /** The environment sets it, so it is changed there. */
  | { readonly code: 'setting_fixed'; readonly variable: string }
  | { readonly code: 'invalid_setting'; readonly key: SettingKey }
  | { readonly code: 'reminder_not_before_start'; readonly reminderTime: string; readonly startTime: string }
  /** The game server is to be looked at, and none is set up. */
  | { readonly code: 'no_game_server' }
  /** The bot can't do there what the setting is for. */
  | { readonly code: 'role_unknown'; readonly roleId: string }
  | { readonly code: 'channel_unusable'; readonly key: SettingKey; readonly channelId: string };

export type RefusalCode = Refusal['code'];

/** A service's answer: what was asked for, or why not. */
export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function refuse(refusal: Refusal): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal };
}
