import * as z from 'zod';
import { MOST_MESSAGES_PER_SECOND } from '../domain/discord-budgets.js';
import { isBeforeStart, NIGHT_ENDS, usualReminder } from '../domain/session-plan.js';
import { boolean, snowflake, snowflakes, wholeNumber } from '../domain/setting-parsers.js';
import {
  botToken,
  clientSecret,
  databaseAddress,
  discordApiUrl,
  fernetKeys,
  folderPath,
  gameType,
  hostName,
  language,
  listenHost,
  logLevel,
  MAKE_FERNET_KEY,
  networks,
  origin,
  origins,
  phoneNumber,
  playerLinkPolicy,
  positiveNumber,
  postgresUrl,
  redisUrl,
  secretOf,
  serviceUrl,
  telegramToken,
  timezone,
} from './parsers.js';
import { live, optional, required, type Variable, variableOf, withDefault } from './variable.js';

const variables = {
  DISCORD_TOKEN: required(botToken, {
    description:
      'The token of your bot, from the "Bot" page of your application in the Discord developer portal.',
    example: '<your bot token>',
    secret: true,
  }),
  DISCORD_GUILD_ID: required(snowflake, {
    description: 'The id of the Discord server (guild) Muster serves. One deployment serves one server.',
    example: '123456789012345678',
  }),
  DISCORD_CLIENT_ID: optional(snowflake, {
    description:
      'The id of your application, from its "OAuth2" page in the Discord developer portal, for signing in with a browser. Unset: nobody can.',
    example: '456789012345678901',
  }),
  DISCORD_CLIENT_SECRET: optional(clientSecret, {
    description: 'The client secret of your application, from the same page.',
    example: '<your client secret>',
    secret: true,
  }),
  DISCORD_API_URL: withDefault(discordApiUrl, 'https://discord.com/api', {
    description:
      'Where the Discord API is. Change it only to speak to a stand-in or through a proxy of your own.',
    example: 'http://127.0.0.1:4000/api',
  }),
  DISCORD_MESSAGES_PER_SECOND: withDefault(positiveNumber(MOST_MESSAGES_PER_SECOND), '40', {
    description:
      'How many messages a second Muster sends on Discord at most. Discord allows a bot 50 requests a second in all, of which Muster uses 49: 40 leaves 9 for look-ups, progress and alerts, 48 leaves one.',
    example: '20',
  }),
  SERVER_LANGUAGE: optional(language, {
    description:
      'The language of what everybody reads (boards, summaries, alerts): `en`, `de` or `sl`. Unset: the one your server is set to on Discord, which has no Slovenian. People are answered in their own.',
    example: 'sl',
  }),
  PROMOTER_DISCORD_IDS: withDefault(snowflakes, '', {
    description:
      'The ids of the people who may promote, with commas between them. Admins of the server (its owner, and people with Administrator or Manage Server) always may.',
    example: '123456789012345678,234567890123456789',
  }),
  PROMOTER_ROLE_IDS: live('promoter_role_ids', {
    description:
      'The ids of the roles whose members may promote, with commas between them. A role that is given or taken away counts at the next command.',
    example: '456789012345678901',
  }),
  AVAILABILITY_PROMOTION_ENABLED: withDefault(boolean, 'true', {
    description:
      '`false` stops the scheduler, so that nothing is sent, and refuses new campaigns; everything else goes on.',
    example: 'false',
  }),
  AVAILABILITY_PROMOTION_TIMEZONE: withDefault(timezone, 'Europe/Ljubljana', {
    description:
      'The IANA time zone of the session: what "today", the reminder time and the start time mean.',
    example: 'Europe/Vienna',
  }),
  AVAILABILITY_PROMOTION_REMINDER_TIME: live('reminder_time', {
    description:
      'When the reminder goes out, HH:MM or HH:MM:SS. Unset: 15 minutes before the start. It has to be before the start time; 23:45 is before 00:30.',
    example: '20:30',
  }),
  AVAILABILITY_PROMOTION_START_TIME: live('start_time', {
    description: `When the session starts and the start message goes out, HH:MM or HH:MM:SS. Before ${NIGHT_ENDS} it belongs to the evening before: 00:30 on Friday night is Friday's session.`,
    example: '21:30',
  }),
  SESSION_PLAN: live('session_plan', {
    description:
      'The days that have a session, each with its start and, if you like, its reminder; it wins over the two times above. An entry without a reminder reminds as long before its start as those two are apart. Unset: every day has a session.',
    example: 'tue 21:00, thu 21:00, sun 20:00 reminder 19:30',
  }),
  QUESTION_TIME: live('question_time', {
    description:
      'When Muster asks, on days with a session, whoever wants to be asked and has not answered yet whether they play, HH:MM or HH:MM:SS in the zone above. It has to be before the start, or nobody is asked that day. Unset: nobody is asked.',
    example: '17:00',
  }),
  SESSION_MINIMUM: live('session_minimum', {
    description:
      'How many players a session takes at least: where fewer are looking for a game when the reminder goes out, its promoter is asked once, by direct message, whether to call it off. The reminder goes out meanwhile, and without an answer the session goes on. 0: nobody is asked.',
    example: '4',
  }),
  AVAILABILITY_PROMOTION_JOB_MAX_ATTEMPTS: withDefault(wholeNumber(1, 20), '5', {
    description:
      'How many requests Muster makes at most for one person on one channel, and how often it runs a job that ends in an error (1 to 20).',
    example: '3',
  }),
  AVAILABILITY_PROMOTION_DRY_RUN_DEFAULT: live('dry_run_default', {
    description: 'Whether `/promote create` is a dry run when the promoter does not say.',
    example: 'true',
  }),
  AVAILABILITY_PROMOTION_GLOBAL_COOLDOWN: live('global_cooldown', {
    description: '`true`: one campaign a day in all. `false`: one campaign a day for each promoter.',
    example: 'false',
  }),
  AVAILABILITY_PROMOTION_VOICE_CHECK_ENABLED: live('voice_check_enabled', {
    description:
      'Whether the follow-up looks who is in voice. With this and the server check off, there is no follow-up.',
    example: 'false',
  }),
  AVAILABILITY_PROMOTION_SERVER_CHECK_ENABLED: live('server_check_enabled', {
    description:
      'Whether the follow-up looks who is on the game server. It needs GAME_SERVER_TYPE and GAME_SERVER_HOST.',
    example: 'true',
  }),
  AVAILABILITY_PROMOTION_FOLLOWUP_DELAY_SECONDS: live('followup_delay_seconds', {
    description:
      'How many seconds after the start messages are out the follow-up looks who is missing (0 to 900).',
    example: '180',
  }),
  AVAILABILITY_PROMOTION_FOLLOWUP_CHANNEL_ID: live('followup_channel_id', {
    description:
      'The id of a Discord channel for a summary after the follow-up: numbers, no names. Unset: no summary.',
    example: '456789012345678901',
  }),
  BOARD_CHANNEL_ID: live('board_channel_id', {
    description:
      "The id of a Discord channel where each session day's board is posted by itself, and where it is said that enough want to play. Unset: nothing is posted by itself.",
    example: '456789012345678902',
  }),
  BOARD_TIME: live('board_time', {
    description:
      'When the board is posted, HH:MM or HH:MM:SS in the time zone above. Was Muster not running then, it is posted when it starts, if the session has not begun.',
    example: '17:30',
  }),
  VOICE_CHANNEL_IDS: live('voice_channel_ids', {
    description:
      'The ids of the voice channels that count as being there, with commas between them; pings link to the first of them. Unset: every voice and stage channel of the server but the AFK one, and pings link to the one with most people in it.',
    example: '567890123456789012,678901234567890123',
  }),
  GAME_JOIN_ADDRESS: live('game_join_address', {
    description:
      'How players join the game, in the words they need: at most 100 characters in one line. It stands in every ping. Unset: it is not said.',
    example: 'connect play.example.org:27960',
  }),
  GAME_SERVER_TYPE: optional(gameType, {
    description:
      'The game your server runs, by its id in the list of gamedig (https://github.com/gamedig/node-gamedig/blob/master/GAMES_LIST.md). Unset: no game server is asked.',
    example: 'wet',
  }),
  GAME_SERVER_HOST: optional(hostName, {
    description:
      'The name or address of your game server, without a port. Set it and GAME_SERVER_TYPE together.',
    example: 'play.example.org',
  }),
  GAME_SERVER_PORT: optional(wholeNumber(1, 65_535), {
    description: "The port your game server answers queries on. Unset: the game's usual one.",
    example: '27960',
  }),
  PLAYER_LINK_POLICY: withDefault(playerLinkPolicy, 'self', {
    description:
      '`self`: people say which player they are. `verified`: they prove it on the game server, or an admin confirms it, before the link counts.',
    example: 'verified',
  }),
  AVAILABILITY_LINK_TOKEN_MIN_INTERVAL_SECONDS: withDefault(wholeNumber(0, 3_600), '30', {
    description: 'How many seconds a person waits between two tokens for linking Telegram or Signal.',
    example: '60',
  }),
  CONTACT_DATA_ENCRYPTION_KEY: optional(fernetKeys, {
    description: `The Fernet key that encrypts contact data, and digests an erased person's id until the next day. Without one, nobody can link Telegram or Signal, and the bot token serves for the digests. With several, separated by commas, the first is used and all are recognised: put a new one in front, restart, run \`npm run keys:rotate\`, then take the old one away. Make one with \`${MAKE_FERNET_KEY}\`.`,
    example: '<44 characters ending in =>',
    secret: true,
  }),
  TELEGRAM_BOT_TOKEN: optional(telegramToken, {
    description:
      'The token of your Telegram bot, from BotFather. Unset: Muster writes to nobody on Telegram.',
    example: '<your Telegram bot token>',
    secret: true,
  }),
  TELEGRAM_API_URL: withDefault(serviceUrl, 'https://api.telegram.org', {
    description: 'Where the Telegram Bot API is. Change it only to use a Bot API server of your own.',
    example: 'http://127.0.0.1:8081',
  }),
  TELEGRAM_MESSAGES_PER_SECOND: withDefault(positiveNumber(30), '25', {
    description:
      'How many messages a second Muster sends on Telegram at most. Telegram allows a bot about 30 in all; 25 leaves 5 for answers.',
    example: '10',
  }),
  SIGNAL_API_URL: optional(serviceUrl, {
    description:
      'Where your signal-cli-rest-api is. Set it and SIGNAL_NUMBER together to switch Signal on. Unset: Muster writes to nobody on Signal.',
    example: 'http://127.0.0.1:8082',
  }),
  SIGNAL_NUMBER: optional(phoneNumber, {
    description: 'The number that is registered with your signal-cli-rest-api, in international form.',
    example: '+38640123456',
  }),
  SIGNAL_MESSAGES_PER_SECOND: withDefault(positiveNumber(10), '1', {
    description:
      'How many messages a second Muster sends on Signal at most. Signal asks those who send faster for captchas.',
    example: '0.5',
  }),
  DATABASE_URL: withDefault(databaseAddress, 'sqlite:./data/muster.sqlite', {
    description:
      'Where the database is: `sqlite:<path of a file>`. For several processes on one PostgreSQL, 15 or newer, it is `postgres://<user>:<password>@<host>/<database>`; keep that one secret.',
    example: 'sqlite:/var/lib/muster/muster.sqlite',
  }),
  DATABASE_SESSION_URL: optional(postgresUrl, {
    description:
      'The direct way to the same PostgreSQL, where DATABASE_URL leads through a pooler in transaction mode. It is to be kept secret as well. Unset: DATABASE_URL is the direct way.',
    example: 'postgres://muster:<password>@db.example:5432/muster',
  }),
  BACKUP_DIR: optional(folderPath, {
    description:
      'Where backups are kept. Unset: the folder "backups" beside the database. Another disk is a better place.',
    example: '/var/backups/muster',
  }),
  BACKUP_KEEP: withDefault(wholeNumber(0, 365), '7', {
    description:
      'How many nightly backups Muster keeps; it makes one every night at 05:02. 0 makes none: then make your own.',
    example: '30',
  }),
  REDIS_URL: optional(redisUrl, {
    description:
      'A Redis server that wakes Muster for scheduled tasks. Unset: the scheduler inside the process does.',
    example: 'redis://127.0.0.1:6379',
    // It may hold a password.
    secret: true,
  }),
  AVAILABILITY_SESSION_READY_THRESHOLD: live('availability_session_ready_threshold', {
    description:
      'How many players have to be looking for a game today for the session to be on: the board, the page and the bridge say so, and the board channel is told.',
    example: '10',
  }),
  BRIDGE_ENABLED: withDefault(boolean, 'true', {
    description: 'Whether the bridge (HTTP: the API, sign-in, health and metrics) runs.',
    example: 'false',
  }),
  BRIDGE_HOST: withDefault(listenHost, '127.0.0.1', {
    description:
      'The address the bridge listens on. Others reach it through a reverse proxy. Inside the container, `compose.yaml` sets `0.0.0.0`.',
    example: '0.0.0.0',
  }),
  BRIDGE_PORT: withDefault(wholeNumber(0, 65_535), '8080', {
    description: 'The port the bridge listens on; 0 takes any that is free, and the log tells which.',
    example: '8090',
  }),
  BRIDGE_PUBLIC_URL: optional(origin, {
    description:
      'Where people reach the bridge, without a path. Unset: nobody can sign in with a browser. In the Discord developer portal, under "OAuth2", add this address followed by `/auth/callback` as a redirect.',
    example: 'https://muster.example.org',
  }),
  BRIDGE_ALLOWED_ORIGINS: withDefault(origins, '', {
    description:
      'Origins of other sites whose pages may speak to the bridge for a person who is signed in, with commas between them.',
    example: 'https://www.example.org',
  }),
  BRIDGE_TRUSTED_PROXIES: withDefault(networks, '', {
    description:
      'The addresses or networks of your reverse proxies, with commas between them: only they are believed about who asks.',
    example: '127.0.0.1,172.18.0.0/16',
  }),
  BRIDGE_SESSION_SECRET: optional(secretOf(32), {
    description:
      'Keys the digests of sessions: change it, and everybody is signed out. Unset: derived from DISCORD_CLIENT_SECRET.',
    example: '<what `openssl rand -hex 32` prints>',
    secret: true,
  }),
  BRIDGE_JWT_SECRET: optional(secretOf(32), {
    description:
      'Signs the bearer tokens (HS256) that the back end of your website mints for its signed-in people. Everybody who has the secret can act as anybody. Unset: no bearer tokens.',
    example: '<what `openssl rand -hex 32` prints>',
    secret: true,
  }),
  METRICS_TOKEN: optional(secretOf(16), {
    description:
      'The bearer token that reads `/metrics` from elsewhere. Unset: only this machine itself reads it.',
    example: '<what `openssl rand -hex 32` prints>',
    secret: true,
  }),
  ALERT_CHANNEL_ID: live('alert_channel_id', {
    description: 'The id of a Discord channel where Muster tells of trouble that needs a person.',
    example: '345678901234567890',
  }),
  LOG_LEVEL: withDefault(logLevel, 'info', {
    description: 'How much is logged: `trace`, `debug`, `info`, `warn`, `error`, `fatal` or `silent`.',
    example: 'debug',
  }),
  RETENTION_DAYS: withDefault(wholeNumber(2, 36_500), '180', {
    description:
      'After how many days history is deleted. At least 2: what happened yesterday and today always stays.',
    example: '30',
  }),
};

const REMINDER = 'AVAILABILITY_PROMOTION_REMINDER_TIME';
const START = 'AVAILABILITY_PROMOTION_START_TIME';

/** The two halves of Signal's settings: one without the other is of no use. */
const URL = 'SIGNAL_API_URL';
const NUMBER = 'SIGNAL_NUMBER';
/** And of sign-in's. */
const CLIENT_ID = 'DISCORD_CLIENT_ID';
const CLIENT_SECRET = 'DISCORD_CLIENT_SECRET';

/** What the server check, and each other, can't do without. */
const SERVER_CHECK = 'AVAILABILITY_PROMOTION_SERVER_CHECK_ENABLED';
const GAME_TYPE = 'GAME_SERVER_TYPE';
const GAME_HOST = 'GAME_SERVER_HOST';

/** Told together with the faults of other variables, but only where all of these can be read. */
const readable =
  (...names: readonly VariableName[]) =>
  ({ issues }: { readonly issues: readonly { readonly path?: readonly PropertyKey[] }[] }): boolean =>
    !issues.some(({ path }) => names.some((name) => path?.[0] === name));

/** Every environment variable Muster reads. Everything told about them is generated from here. */
export const environmentSchema = z
  .object(variables)
  .refine((values) => isBeforeStart(values[REMINDER] ?? usualReminder(values[START]), values[START]), {
    path: [REMINDER],
    message: `must be before ${START}; a session that starts before ${NIGHT_ENDS} belongs to the evening before it`,
    when: readable(REMINDER, START),
  })
  .refine((values) => values[URL] !== undefined || values[NUMBER] === undefined, {
    path: [URL],
    message: `is missing, though ${NUMBER} is set`,
    when: readable(URL, NUMBER),
  })
  .refine((values) => values[NUMBER] !== undefined || values[URL] === undefined, {
    path: [NUMBER],
    message: `is missing, though ${URL} is set`,
    when: readable(URL, NUMBER),
  })
  .refine((values) => values[CLIENT_ID] !== undefined || values[CLIENT_SECRET] === undefined, {
    path: [CLIENT_ID],
    message: `is missing, though ${CLIENT_SECRET} is set`,
    when: readable(CLIENT_ID, CLIENT_SECRET),
  })
  .refine((values) => values[CLIENT_SECRET] !== undefined || values[CLIENT_ID] === undefined, {
    path: [CLIENT_SECRET],
    message: `is missing, though ${CLIENT_ID} is set`,
    when: readable(CLIENT_ID, CLIENT_SECRET),
  })
  .refine((values) => values[GAME_TYPE] !== undefined || values[GAME_HOST] === undefined, {
    path: [GAME_TYPE],
    message: `is missing, though ${GAME_HOST} is set`,
    when: readable(GAME_TYPE, GAME_HOST),
  })
  .refine((values) => values[GAME_HOST] !== undefined || values[GAME_TYPE] === undefined, {
    path: [GAME_HOST],
    message: `is missing, though ${GAME_TYPE} is set`,
    when: readable(GAME_TYPE, GAME_HOST),
  })
  .refine((values) => !values[SERVER_CHECK] || values[GAME_TYPE] !== undefined, {
    path: [GAME_TYPE],
    message: `is missing, though ${SERVER_CHECK} is true`,
    when: readable(SERVER_CHECK, GAME_TYPE),
  })
  .refine((values) => !values[SERVER_CHECK] || values[GAME_HOST] !== undefined, {
    path: [GAME_HOST],
    message: `is missing, though ${SERVER_CHECK} is true`,
    when: readable(SERVER_CHECK, GAME_HOST),
  });

/** What an evening can't be right without: two that are required, and three whose defaults are a guess. */
export const ESSENTIALS = [
  'DISCORD_TOKEN',
  'DISCORD_GUILD_ID',
  'AVAILABILITY_PROMOTION_TIMEZONE',
  'AVAILABILITY_PROMOTION_START_TIME',
  'PROMOTER_DISCORD_IDS',
] as const satisfies readonly VariableName[];

export type Environment = z.infer<typeof environmentSchema>;
export type VariableName = keyof typeof variables;

/** Every variable there is, as it is documented. */
export const VARIABLES: readonly Variable[] = Object.entries(variables).map(([name, schema]) =>
  variableOf(name, schema),
);
