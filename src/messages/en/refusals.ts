import { CAMPAIGN_STATUSES } from '../../domain/campaign.js';
import type { NoteProblem } from '../../domain/note.js';
import type { Notice } from '../../domain/notice.js';
import type { Refusal } from '../../domain/refusal.js';
import { shortTime } from '../../domain/session-plan.js';
import { echo } from '../echo.js';
import { type MomentStyle, timeOfDay } from '../moment.js';
import type { RefusalTexts } from '../texts/refusals.js';
import { channelNamed, count, day, dayAndYear } from './phrases.js';
import { settings } from './settings.js';
import { words } from './words.js';

function notice(value: Notice, moments: MomentStyle = 'discord'): string {
  switch (value.code) {
    case 'no_reminder':
      return `The reminder's time, ${timeOfDay(value.reminderAt, moments)}, has passed: only the start ping goes out.`;
    case 'dry_run':
      return 'This is a dry run: only you get messages, and you can still ping for real.';
    case 'no_session':
      return `No session is planned on ${day(value.date)}: \`/promote create\` needs a \`start\` that day. What is shown here is for ${timeOfDay(value.startAt, moments)}.`;
    case 'changed_since_preview':
      return `The recipients changed since the preview: ${value.added} added, ${value.removed} removed.`;
    case 'quiet_at_start':
      return value.count === 1
        ? '1 recipient has quiet hours at the start and will be left out then.'
        : `${value.count} recipients have quiet hours at the start and will be left out then.`;
    case 'late_last_send':
      return `With this many recipients, the last start ping goes out at about ${timeOfDay(value.at, moments)}.`;
    case 'too_late_for_some':
      return `Too many recipients to reach in time: ${value.count === 1 ? '1 person' : `${value.count} people`} won’t get the ${words.job[value.jobType]} by ${timeOfDay(value.until, moments)}, when it stops being useful.`;
    case 'no_follow_up':
      return 'No follow-up: voice and game-server checks are both off.';
    case 'paused':
      return 'Sending is paused: nobody gets a message until an admin uses `/promote resume`.';
  }
}

const NOTE_PROBLEMS: Readonly<Record<NoteProblem, string>> = {
  length: 'This note is too long.',
  lines: 'This note is more than one line, or holds letters nobody can see.',
  link: 'This note holds a link, or what some apps make one of.',
  mention: 'This note mentions somebody, or holds one of the signs for that: @, < or >.',
  markup: 'This note holds formatting: one of * ` ~ | [ ] or \\, or a _ beside a word.',
};

export function refusal(value: Refusal, moments: MomentStyle = 'discord'): string {
  switch (value.code) {
    case 'wrong_guild':
      return 'This only works in the Discord server Muster was set up for. Please use the command there; `/privacy` works everywhere.';
    case 'not_a_member':
      return "You're not a member of this community's Discord server. Join it, then try again.";
    case 'not_linked':
      return 'Your player isn’t linked yet. Use `/link player` with your in-game ID (GUID) and name, then try again.';
    case 'not_promoter':
      return 'Only promoters with a linked player can do this. To become one, ask an admin of this server; `/link player` links your player.';
    case 'not_admin':
      return 'Only admins can do this: the server’s owner and members with the Administrator or Manage Server permission. Ask one of them.';
    case 'directory_unavailable':
      return 'Discord can’t confirm your membership right now, so nothing was done. Please try again in a minute.';
    case 'asked_too_often':
      return `You’ve done this very often just now. Please wait ${seconds(value.retryInMs)}, then try again.`;
    case 'promotions_disabled':
      return 'Session pings are switched off here. An admin can turn them on with `AVAILABILITY_PROMOTION_ENABLED=true`; everything else, such as `/availability set`, still works.';
    case 'after_start':
      return `Tonight's session started at ${timeOfDay(value.startAt, moments)}, so it’s too late to ping. Use \`/promote create\` tomorrow, before the start.`;
    case 'nobody_to_call':
      return 'There’s nobody to ping tonight. Players get a message once they sign up with `/availability set` and turn on session pings with `/preferences`; to ping more of them, use the options `include_available` and `include_maybe`.';
    case 'already_promoted':
      return 'You already pinged for tonight, with other options. `/promote status` shows how it’s going; if nobody was messaged yet, `/promote cancel` lets you start over.';
    case 'cooldown':
      return `Players have already been pinged for ${day(value.date)} (limit: once per day). \`/promote status\` shows how it’s going.`;
    case 'campaign_not_found':
      return 'No pings found. Use `/promote status date:` to look up another day.';
    case 'campaign_over':
      return `That’s already over (${endedStatus(value.status)}), so nothing was changed. \`/promote status\` shows how it went.`;
    case 'notify_needed':
      return `${value.reached === 1 ? 'One player was' : `${value.reached} players were`} pinged already. Say whether they are told that it’s off: \`notify=true\` or \`notify=false\`.`;
    case 'invalid_notify':
      return `${echo(value.input)} is neither \`true\` nor \`false\`: \`notify\` says whether those who were pinged are told that it’s off.`;
    case 'more_not_now':
      return `Standbys can be pinged from ${timeOfDay(value.from, moments)} to ${timeOfDay(value.until, moments)}. Try again then.`;
    case 'invalid_more':
      return `Ask for 1 to ${value.most} more players.`;
    case 'no_standbys':
      return 'There’s nobody left on standby. Standbys are those who said available or maybe before you scheduled, weren’t included, and can be pinged.';
    case 'more_dry_run':
      return 'This is a dry run, which pings nobody. Standbys can be pinged where messages really go out.';
    case 'more_cancelled':
      return 'These pings were cancelled, so nobody more is pinged.';
    case 'draft_expired':
      return 'This preview has expired. Use `/promote create` for a new one.';
    case 'not_your_button':
      return 'This button is somebody else’s. Use the command to get your own.';
    case 'standing_not_found':
      return 'There are no such standing pings any more. `/promote standing show` shows what there is.';
    case 'invalid_weekdays':
      return `${echo(value.input)} isn’t a list of weekdays. Try \`tue thu\` or \`friday\`.`;
    case 'invalid_date':
      return `${echo(value.input)} isn’t a date. Try \`tomorrow\`, \`friday\`, \`31 December\` or \`2026-12-31\`.`;
    case 'date_past':
      return `${dayAndYear(value.date)} is in the past. Choose today or a later day.`;
    case 'date_too_far':
      return `${dayAndYear(value.date)} is too far ahead. Choose a day within the next ${count(value.maxDays, 'day')}.`;
    case 'invalid_range':
      return `These dates don’t make a range: the first must not be after the last, and they can be at most ${count(value.maxDays, 'day')} apart.`;
    case 'evening_over':
      return `The session on ${day(value.date)} is over: answers for it counted until ${timeOfDay(value.until, moments)}. For other days, use \`/availability set\`.`;
    case 'no_session_tonight':
      return `No session is planned on ${day(value.date)}, so there is nothing to come to. To say that you’d like to play, use \`/availability set\`.`;
    case 'invalid_lateness':
      return `Say how many minutes later you come: a whole number from 1 to ${value.most}, such as 10.`;
    case 'invalid_condition':
      return `“In if enough are” goes with “${words.status.MAYBE}”, and a number from ${value.least} to ${value.most}.`;
    case 'invalid_cap':
      return `Enter how many pings you want a week at most: a whole number from 1 to ${value.most}, or none for no limit.`;
    case 'invalid_status':
      return `${echo(value.input)} isn’t a status. Choose \`LOOKING\`, \`AVAILABLE\`, \`MAYBE\` or \`NOT_PLAYING\`.`;
    case 'invalid_timezone':
      return `${echo(value.input)} isn’t a time zone. Use a name such as \`Europe/Ljubljana\` or \`America/New_York\`.`;
    case 'invalid_time':
      return `${echo(value.input)} isn’t a time. Write it as HH:MM, such as \`22:30\`.`;
    case 'quiet_hours_incomplete':
      return 'Quiet hours need both a start and an end, such as `22:30` and `08:00`. Leave both empty for none.';
    case 'invalid_guid':
      return 'That doesn’t look like a GUID. It’s 1–64 letters, digits, `_` or `-`. Copy yours from the game into `/link player`.';
    case 'invalid_player_name':
      return 'Enter a visible name of 1–32 characters in `/link player`.';
    case 'guid_taken':
      return 'This GUID is already linked to another Discord account. If it’s yours, unlink it there with `/unlink player`, or ask an admin to.';
    case 'link_not_found':
      return 'There’s no such link to remove. `/preferences` shows the apps you linked, and `/link player` links a player.';
    case 'link_not_confirmed':
      return 'Your player link isn’t confirmed yet. Use `/link player` again to see what to do in the game, or ask an admin to use `/link confirm`.';
    case 'player_not_linked':
      return 'They haven’t linked a player yet, so there’s nothing to confirm. They need to use `/link player` first.';
    case 'said_no_since':
      return 'Since you asked for this, you’ve said no to it or had your data erased, so nothing was saved. If you do want it, do it again.';
    case 'changed_too_often':
      return 'You’ve turned on pings, linked something or changed your answer very often today. Please try again tomorrow; turning off, unlinking and saying no still work.';
    case 'proof_too_soon':
      return `Too many tries. Please wait ${seconds(value.retryInMs)}, then try again.`;
    case 'proof_expired':
      return 'Your code has expired: it works once, for 30 minutes and 10 checks. Use `/link player` again for a new one.';
    case 'proof_not_seen':
      return 'Nobody with your code is on the game server right now. Join with the code in your name, wait until you’re in, and check again; or ask an admin to use `/link confirm`.';
    case 'game_server_silent':
      return 'The game server isn’t answering right now. Please try again later, or ask an admin to use `/link confirm`.';
    case 'channel_not_configured':
      return `${channelNamed(value.channel)} isn’t set up here. Choose another app in \`/preferences\`, or ask an admin to set it up.`;
    case 'handle_typed':
      return `${channelNamed(value.channel)} can't be linked or unlinked by typing a name or number: anybody could type yours. Use \`/link ${value.channel}\` to get a token to send from there, or \`/unlink ${value.channel}\` to unlink.`;
    case 'no_page_address':
      return 'There are no calendar addresses here: Muster’s page has no public address. An admin has to set `BRIDGE_ENABLED` and `BRIDGE_PUBLIC_URL`.';
    case 'encryption_off':
      return 'Telegram and Signal can’t be linked here yet. An admin has to set `CONTACT_DATA_ENCRYPTION_KEY` (`npm run key` makes one) and restart Muster.';
    case 'link_too_soon':
      return `You just got a token. Use that one, or get another in ${seconds(value.retryInMs)}.`;
    case 'link_token_invalid':
      return 'This token is invalid or has expired: a token works once, for 10 minutes, and only the newest one counts. Get a new one with `/link telegram` or `/link signal` on Discord.';
    case 'too_many_guesses':
      return `Too many wrong tokens from this chat. Please wait ${seconds(value.retryInMs)}, then send a new one.`;
    case 'address_taken':
      return `This chat is already linked to another Discord account. Use \`/unlink ${value.channel}\` there first, or send UNLINK here.`;
    case 'chat_not_linked':
      return `This chat isn’t linked to a Discord account. To link it, use \`/link ${value.channel}\` on Discord. If I message you here anyway, turn that off in \`/preferences\` there.`;
    case 'test_too_soon':
      return `You just got a test. Try again in ${seconds(value.retryInMs)}.`;
    case 'no_channel':
      return 'Nothing can reach you yet: turn on Discord messages in `/preferences`, or link another app there.';
    case 'invalid_outcome':
      return `${echo(value.input)} isn’t an outcome. Choose one of ${Object.keys(words.outcome)
        .map((name) => `\`${name}\``)
        .join(', ')}, or leave \`outcome\` empty.`;
    case 'no_session':
      return `There is no session on ${day(value.date)}, so there is nothing to ping for. To hold one all the same, give \`/promote create\` a \`start\`.`;
    case 'start_too_near':
      return `A start at ${timeOfDay(value.startAt, moments)} is past, or less than two minutes ahead. Choose a later \`start\`.`;
    case 'invalid_note':
      return `${NOTE_PROBLEMS[value.problem]} A note is one line of at most 140 characters, without links, mentions and formatting. Nothing was done.`;
    case 'setting_fixed':
      return `This setting is fixed: \`${value.variable}\` is set in the environment Muster was started with, and can only be changed there. Nothing was changed.`;
    case 'invalid_setting':
      return `That is no value for “${settings.names[value.key]}”, so nothing was changed. ${settings.hints[value.key]}`;
    case 'reminder_not_before_start':
      return `The reminder has to come before the start, and ${shortTime(value.reminderTime)} is not before ${shortTime(value.startTime)}. A session that starts before 06:00 belongs to the evening before it. Nothing was changed.`;
    case 'no_game_server':
      return 'No game server is set up here, so nobody can look there. An admin sets `GAME_SERVER_TYPE` and `GAME_SERVER_HOST` and starts Muster again. Nothing was changed.';
    case 'role_unknown':
      return `There is no role \`${value.roleId}\` on this server that could promote. Choose another. Nothing was changed.`;
    case 'channel_unusable':
      return `The bot can't use the channel \`${value.channelId}\` for “${settings.names[value.key]}”: it is not there, of another kind, or the bot may not see it or write there. Nothing was changed.`;
  }
}

/** "12 seconds", "2 minutes": never less than what is left. */
function seconds(ms: number): string {
  const left = Math.max(1, Math.ceil(ms / 1000));
  return left < 120 ? count(left, 'second') : count(Math.ceil(left / 60), 'minute');
}

function endedStatus(status: string): string {
  const known = CAMPAIGN_STATUSES.find((name) => name === status);
  return known ? words.campaignStatus[known] : 'ended';
}

export const refusals: RefusalTexts = { refusal, notice };
