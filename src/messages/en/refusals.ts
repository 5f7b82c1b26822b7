import { CAMPAIGN_STATUSES } from '../../domain/campaign.js';
import type { NoteProblem } from '../../domain/note.js';
import type { Notice } from '../../domain/notice.js';
import type { Refusal } from '../../domain/refusal.js';
import { echo } from '../echo.js';
import { type MomentStyle, shortTime, timeOfDay } from '../moment.js';
import type { RefusalTexts } from '../texts/refusals.js';
import { channelNamed, count, day } from './phrases.js';
import { settings } from './settings.js';
import { words } from './words.js';

function notice(value: Notice, moments: MomentStyle = 'discord'): string {
  switch (value.code) {
    case 'no_reminder':
      return `The reminder's time, ${timeOfDay(value.reminderAt, moments)}, has passed: only the start message goes out.`;
    case 'dry_run':
      return 'This is a dry run: only you get messages, and it uses up nothing.';
    case 'no_session':
      return `No session is planned on ${day(value.date)}: \`/promote create\` needs a \`start\` that day. What is shown here is for ${timeOfDay(value.startAt, moments)}.`;
    case 'changed_since_preview':
      return `Since the preview, the recipients changed: ${value.added} added, ${value.removed} removed.`;
    case 'quiet_at_start':
      return value.count === 1
        ? '1 recipient has quiet hours at the start and will be skipped then.'
        : `${value.count} recipients have quiet hours at the start and will be skipped then.`;
    case 'late_last_send':
      return `With so many recipients, the last start message leaves at about ${timeOfDay(value.at, moments)}.`;
    case 'too_late_for_some':
      return `There are more recipients than this deployment can reach in time: ${value.count === 1 ? '1 person' : `${value.count} people`} will get no ${words.job[value.jobType]} before ${timeOfDay(value.until, moments)}, when it is of no more use.`;
    case 'no_follow_up':
      return 'Nobody looks who has come, so there is no follow-up: voice and the game server are both switched off here.';
    case 'paused':
      return 'Sending is paused: nobody is called until an admin uses `/promote resume`.';
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
      return 'This works only in the Discord server Muster was set up for. Please use the command there; `/privacy` works everywhere.';
    case 'not_a_member':
      return "You are not a member of this community's Discord server. Join it, then try again.";
    case 'not_linked':
      return 'You have not linked your player yet. Use `/link player` with your GUID and the name others know you by, then try again.';
    case 'not_promoter':
      return 'Only promoters may do this: people with a role an admin chose in `/settings`, people listed in `PROMOTER_DISCORD_IDS`, and members with the Manage Server permission. Ask an admin to add you.';
    case 'not_admin':
      return 'Only admins may do this: the owner of the Discord server and members with the Administrator or Manage Server permission. Ask one of them.';
    case 'directory_unavailable':
      return 'Discord cannot be asked about your membership right now, so nothing was done. Please try again in a minute.';
    case 'asked_too_often':
      return `Discord has to be asked anew each time you do this, and you have done it often just now. Please wait ${seconds(value.retryInMs)}, then try again.`;
    case 'promotions_disabled':
      return 'Promotions are switched off here. An admin can switch them on with `AVAILABILITY_PROMOTION_ENABLED=true`; everything else, such as `/availability set`, goes on working.';
    case 'after_start':
      return `Tonight's session started at ${timeOfDay(value.startAt, moments)}, so it cannot be promoted any more. Use \`/promote create\` tomorrow, before the start.`;
    case 'nobody_to_call':
      return 'There is nobody to call tonight. Players are called when they say so with `/availability set` and opt in with `/preferences`; the options `include_available` and `include_maybe` of `/promote preview` and `/promote create` call more of them.';
    case 'already_promoted':
      return 'You already have a campaign for tonight with other options. `/promote status` shows it; if nobody was called yet, `/promote cancel` makes room for another.';
    case 'cooldown':
      return `Somebody has already promoted ${value.date}, and one campaign a day is the limit here. \`/promote status\` shows it.`;
    case 'campaign_not_found':
      return 'There is no such campaign. `/promote status` shows the one of a day; give its `date` if it is not of today.';
    case 'campaign_over':
      return `This campaign is already over (${endedStatus(value.status)}), so nothing was changed. \`/promote status\` shows how it went.`;
    case 'draft_expired':
      return 'This preview is out of date. Use `/promote create` again for a fresh one.';
    case 'not_your_button':
      return 'This button belongs to somebody else. Use the command yourself to get your own.';
    case 'invalid_date':
      return `${echo(value.input)} is not a date. Write it as YYYY-MM-DD, or \`today\` or \`tomorrow\`.`;
    case 'date_past':
      return `${value.date} is past. Choose today or a later day.`;
    case 'date_too_far':
      return `${value.date} is too far ahead. Choose a day within the next ${count(value.maxDays, 'day')}.`;
    case 'invalid_range':
      return `These dates are no range: the first must not be after the last, and there are at most ${count(value.maxDays, 'day')} between them.`;
    case 'invalid_status':
      return `${echo(value.input)} is not a status. Choose \`LOOKING\`, \`AVAILABLE\`, \`MAYBE\` or \`NOT_PLAYING\`.`;
    case 'invalid_timezone':
      return `${echo(value.input)} is not a time zone. Write its name from the tz database, such as \`Europe/Ljubljana\` or \`America/New_York\`.`;
    case 'invalid_time':
      return `${echo(value.input)} is not a time of day. Write it as HH:MM, such as \`22:30\`.`;
    case 'quiet_hours_incomplete':
      return 'Quiet hours need both a start and an end, such as `22:30` and `08:00`. Leave both empty in `/preferences` to have none.';
    case 'invalid_guid':
      return 'That is not a GUID: it has 1 to 64 letters, digits, `_` or `-`. Find yours in the game and give it to `/link player`.';
    case 'invalid_player_name':
      return 'That is not a name others could see: it needs 1 to 32 characters, of which some can be shown. Give another one to `/link player`.';
    case 'guid_taken':
      return 'This GUID is already linked to another Discord account. If it is yours, unlink it there with `/unlink player`, or ask an admin to.';
    case 'link_not_found':
      return 'There is no such link to remove. `/preferences` shows the channels you have linked, and `/link player` links a player.';
    case 'link_not_confirmed':
      return 'Your player link does not count yet: it has to be confirmed. Use `/link player` again for what to do in the game, or ask an admin to use `/link confirm`.';
    case 'player_not_linked':
      return 'This person has linked no player, so there is nothing to confirm. They use `/link player` first.';
    case 'changed_too_often':
      return 'You have opted in or linked something very often within a day. Please try again tomorrow; opting out and unlinking work as ever.';
    case 'proof_too_soon':
      return `That was often enough for now. Please wait ${seconds(value.retryInMs)}, then try again.`;
    case 'proof_expired':
      return 'There is no code of yours that is still good: it works once, for 30 minutes and 10 looks. Use `/link player` again for a new one.';
    case 'proof_not_seen':
      return 'Nobody with your code is on the game server now. Join it with the code in your name, wait until you are in, and check again; or ask an admin to use `/link confirm`.';
    case 'game_server_silent':
      return 'The game server does not tell who is there at the moment. Please try again in a while, or ask an admin to use `/link confirm`.';
    case 'channel_not_configured':
      return `${channelNamed(value.channel)} is not set up here, so it cannot be used. Choose another channel in \`/preferences\`, or ask an admin to set it up.`;
    case 'handle_typed':
      return `${channelNamed(value.channel)} can't be linked, or unlinked, by typing a handle: anybody could type yours. Use \`/link ${value.channel}\` to get a token and send it from there, or \`/unlink ${value.channel}\` to end the link.`;
    case 'encryption_off':
      return 'Contacts cannot be kept safely here yet, so Telegram and Signal cannot be linked. An admin has to set `CONTACT_DATA_ENCRYPTION_KEY` (`npm run key` makes one) and start Muster again.';
    case 'link_too_soon':
      return `You had a token a moment ago. Use that one, or ask for another in ${seconds(value.retryInMs)}.`;
    case 'link_token_invalid':
      return 'This token is not good (any more): it works once, for 10 minutes, and only the newest. Get a new one with `/link telegram` or `/link signal` on Discord.';
    case 'too_many_guesses':
      return `Too many wrong tokens came from this chat. Please wait ${seconds(value.retryInMs)}, then send a new one.`;
    case 'address_taken':
      return `This chat is already linked to another Discord account. Use \`/unlink ${value.channel}\` there first, or send UNLINK here.`;
    case 'chat_not_linked':
      return `This chat is not linked to a Discord account. If I write to you here all the same, switch that off in \`/preferences\` on Discord. To link this chat, use \`/link ${value.channel}\` there.`;
    case 'test_too_soon':
      return `You had a test a moment ago. You can have another in ${seconds(value.retryInMs)}.`;
    case 'no_channel':
      return 'No channel reaches you: switch Discord direct messages on in `/preferences`, or link another channel with `/link`.';
    case 'invalid_outcome':
      return `${echo(value.input)} is not an outcome. Choose one of ${Object.keys(words.outcome)
        .map((name) => `\`${name}\``)
        .join(', ')}, or leave the option \`outcome\` of \`/promote log\` out.`;
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
