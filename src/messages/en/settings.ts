import { echo } from '../echo.js';
import type { SettingsTexts } from '../texts/settings.js';

export const settings: SettingsTexts = {
  title: 'Settings',
  intro:
    'A change is in force at once, for everything but campaigns that exist already: they keep their times. A value with 🔒 is set in the environment Muster was started with, and can only be changed there.',
  names: {
    start_time: 'Start of the session',
    reminder_time: 'Reminder',
    session_plan: 'Session plan',
    question_time: 'Question',
    promoter_role_ids: 'Promoter roles',
    availability_session_ready_threshold: 'Players that make a session ready',
    session_minimum: 'Players a session needs at least',
    voice_channel_ids: 'Voice channels that count',
    game_join_address: 'Address of the game',
    followup_channel_id: 'Channel for the summary',
    board_channel_id: 'Channel for the board',
    board_time: 'Time of the board',
    alert_channel_id: 'Channel for alerts',
    global_cooldown: 'One campaign a day in all',
    followup_delay_seconds: 'Follow-up after (seconds)',
    dry_run_default: 'Dry run unless told otherwise',
    voice_check_enabled: 'Look who is in voice',
    server_check_enabled: 'Look who is on the game server',
  },
  hints: {
    start_time: 'HH:MM, such as 21:00. Before 06:00 it belongs to the evening before.',
    reminder_time: 'HH:MM, such as 20:45, before the start.',
    session_plan: 'Such as: tue 21:00, sun 20:00 reminder 19:30. None: every day, at the start above.',
    question_time: 'HH:MM: when those who want it are asked whether they play. None: nobody is.',
    promoter_role_ids: 'Whoever has one of these roles may promote. Up to 25.',
    availability_session_ready_threshold: 'How many have to be looking for a game: 1 to 1000.',
    session_minimum:
      'Fewer looking at the reminder: its promoter is asked whether to call it off. 0 to 1000; 0: never.',
    voice_channel_ids:
      'Up to 25; pings link to the first. None: all but the AFK one, and pings link to the fullest.',
    game_join_address:
      'How to join, such as: connect play.example.org:27960. It stands in every ping. None: it is not said.',
    followup_channel_id: 'Where the summary after the follow-up goes. None: nowhere.',
    board_channel_id:
      'Where the board of each session day comes by itself, and that it is on. None: nothing does.',
    board_time: 'HH:MM, such as 10:00: when the board is posted, on days with a session.',
    alert_channel_id: 'Where trouble is told that needs a person. None: nowhere.',
    global_cooldown: 'No: one campaign a day for each promoter.',
    followup_delay_seconds: 'From the last start message to the look at who is missing: 0 to 900.',
    dry_run_default: 'Whether /promote create is a dry run when the promoter does not say.',
    voice_check_enabled: 'With this and the game server off, there is no follow-up.',
    server_check_enabled: 'It needs a game server in the environment.',
  },
  source: (source, variable) =>
    ({ environment: `🔒 fixed by \`${variable}\``, settings: 'set here', default: 'the default' })[source],
  none: 'none',
  yes: 'Yes',
  no: 'No',
  choose: 'Change a setting …',
  fixed: '🔒 fixed in the environment',
  choosePlaceholder: 'Choose …',
  field: 'Value',
  toDefault: 'Back to the default',
  byId: 'Write ids, separated by commas; on Discord, `/settings` lets you choose them by name.',
  back: 'Back',
  openAgain: 'Correct it',
  typed: (text) => `You typed: ${echo(text)}`,
};
