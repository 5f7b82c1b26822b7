import path from 'node:path';
import type { LanguageCode } from '../domain/languages.js';
import { SETTING_KEYS, settingOf, type SettingTexts } from '../domain/setting-list.js';
import { environmentSchema, VARIABLES, type Environment } from './schema.js';

/** The settings of one deployment, checked and in their final form. */
export interface Config {
  readonly discord: {
    readonly token: string;
    readonly guildId: string;
    /** Without a trailing slash or version: `https://discord.com/api`. */
    readonly apiUrl: string;
    readonly messagesPerSecond: number;
  };
  readonly promotion: {
    readonly enabled: boolean;
    readonly timezone: string;
    readonly jobMaxAttempts: number;
    readonly promoterIds: ReadonlySet<string>;
  };
  /** What is set of the settings that else may change while Muster runs. */
  readonly given: SettingTexts;
  /** Of what everybody reads; absent: the server's on Discord. */
  readonly serverLanguage?: LanguageCode;
  /** Absent: not set up. */
  readonly gameServer?: {
    /** An id in gamedig's list, if whoever set it made no mistake. */
    readonly type: string;
    readonly host: string;
    /** Absent: the game's usual one. */
    readonly port?: number;
  };
  /** What makes a player link count: the person's word, or a proof. */
  readonly playerLinkPolicy: Environment['PLAYER_LINK_POLICY'];
  /** Absent: not set up. */
  readonly telegram?: {
    readonly token: string;
    readonly apiUrl: string;
    readonly messagesPerSecond: number;
  };
  /** Absent: not set up. */
  readonly signal?: {
    readonly apiUrl: string;
    readonly number: string;
    readonly messagesPerSecond: number;
  };
  /** Absent: switched off. */
  readonly bridge?: BridgeConfig;
  readonly linkIntervalSeconds: number;
  /** Fernet keys; the first encrypts, all decrypt. Empty when none is set. */
  readonly contactKeys: readonly string[];
  readonly database: DatabasePlace;
  readonly redisUrl?: string;
  readonly logLevel: Environment['LOG_LEVEL'];
  readonly retentionDays: number;
}

/** Where the database is. */
export type DatabasePlace = DatabaseFile | DatabaseServer;

/** A file of SQLite's, and its backups. */
export interface DatabaseFile {
  readonly kind: 'sqlite';
  readonly path: string;
  readonly backups: {
    readonly folder: string;
    /** How many nightly ones stay; 0: none is made. */
    readonly keep: number;
  };
}

/** A database on a PostgreSQL server, for any number of processes. The addresses may hold a password. */
export interface DatabaseServer {
  readonly kind: 'postgres';
  readonly url: string;
  /** The way on which a session lasts: past a pooler. */
  readonly sessionUrl: string;
}

/** Where and how the bridge serves. */
export interface BridgeConfig {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** An origin, such as `https://muster.example`. */
  readonly publicUrl: string | null;
  readonly allowedOrigins: readonly string[];
  /** Addresses and networks (CIDR). */
  readonly trustedProxies: readonly string[];
  readonly jwtSecret: string | null;
  readonly metricsToken: string | null;
  /** What signing in with a browser takes. */
  readonly signIn: {
    /** The variables it takes that are not set; empty: it works. */
    readonly needs: readonly string[];
    readonly clientId: string;
    readonly clientSecret: string;
    readonly sessionSecret: string;
  };
}

/** One variable that is missing or wrong, or a line that should be one. Never holds the value that was given. */
export interface ConfigFault {
  /** The variable, or where the line is. */
  readonly name: string;
  /** Completes "NAME …": "is missing", "must be …". */
  readonly reason: string;
  readonly example?: string;
}

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly faults: readonly ConfigFault[] };

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads the configuration, or names everything that is wrong with it at once; `before`: what was found wrong while the
 * variables were read.
 */
export function loadConfig(env: Variables, before: readonly ConfigFault[] = []): ConfigResult {
  const variables = trimmed(env);
  const result = environmentSchema.safeParse(variables);
  const faults = VARIABLES.flatMap(({ name, example }) => {
    if (isQuoted(variables[name])) return [{ name, reason: IN_QUOTES, example }];
    const issue = result.error?.issues.find(({ path }) => path[0] === name);
    return issue ? [{ name, reason: issue.message, example }] : [];
  });
  return result.success && faults.length + before.length === 0
    ? { ok: true, config: toConfig(result.data, givenIn(variables)) }
    : { ok: false, faults: [...before, ...faults] };
}

const IN_QUOTES =
  'begins and ends with a quotation mark, which is part of the value here: take both away (`docker run --env-file` keeps them)';

/** No value we take is meant to stand in quotes; a token in them would be refused by whoever it is shown to. */
function isQuoted(value: string | undefined): boolean {
  return value !== undefined && /^(["'`]).*\1$/s.test(value);
}

/** A block to print: one fault after the other, each with its way out. */
export function formatFaults(faults: readonly ConfigFault[]): string {
  const count = faults.length === 1 ? 'One setting is' : `${faults.length} settings are`;
  const blocks = faults.map(
    ({ name, reason, example }) =>
      `  ${name} ${reason}.\n${example === undefined ? '' : `    Example: ${name}=${example}\n`}`,
  );
  return `${count} missing or wrong. Set them in the environment or in .env:\n\n${blocks.join('\n')}`;
}

/** Only the variables we know, without surrounding white space; an empty one is an unset one. */
function trimmed(env: Variables): Variables {
  return Object.fromEntries(
    VARIABLES.flatMap(({ name }) => {
      const value = env[name]?.trim();
      return value ? [[name, value]] : [];
    }),
  );
}

/** The texts of the settings that may change while Muster runs, where the environment fixes them. */
function givenIn(variables: Variables): SettingTexts {
  return Object.fromEntries(
    SETTING_KEYS.flatMap((key) => {
      const text = variables[settingOf(key).variable];
      return text === undefined ? [] : [[key, text]];
    }),
  );
}

function toConfig(env: Environment, given: SettingTexts): Config {
  return {
    discord: {
      token: env.DISCORD_TOKEN,
      guildId: env.DISCORD_GUILD_ID,
      apiUrl: env.DISCORD_API_URL,
      messagesPerSecond: env.DISCORD_MESSAGES_PER_SECOND,
    },
    promotion: {
      enabled: env.AVAILABILITY_PROMOTION_ENABLED,
      timezone: env.AVAILABILITY_PROMOTION_TIMEZONE,
      jobMaxAttempts: env.AVAILABILITY_PROMOTION_JOB_MAX_ATTEMPTS,
      promoterIds: env.PROMOTER_DISCORD_IDS,
    },
    given,
    ...(env.GAME_SERVER_TYPE &&
      env.GAME_SERVER_HOST && {
        gameServer: {
          type: env.GAME_SERVER_TYPE,
          host: env.GAME_SERVER_HOST,
          port: env.GAME_SERVER_PORT,
        },
      }),
    playerLinkPolicy: env.PLAYER_LINK_POLICY,
    ...(env.TELEGRAM_BOT_TOKEN && {
      telegram: {
        token: env.TELEGRAM_BOT_TOKEN,
        apiUrl: env.TELEGRAM_API_URL,
        messagesPerSecond: env.TELEGRAM_MESSAGES_PER_SECOND,
      },
    }),
    ...(env.SIGNAL_API_URL &&
      env.SIGNAL_NUMBER && {
        signal: {
          apiUrl: env.SIGNAL_API_URL,
          number: env.SIGNAL_NUMBER,
          messagesPerSecond: env.SIGNAL_MESSAGES_PER_SECOND,
        },
      }),
    ...(env.BRIDGE_ENABLED && { bridge: toBridge(env) }),
    linkIntervalSeconds: env.AVAILABILITY_LINK_TOKEN_MIN_INTERVAL_SECONDS,
    contactKeys: env.CONTACT_DATA_ENCRYPTION_KEY ?? [],
    database: toDatabase(env),
    redisUrl: env.REDIS_URL,
    ...(env.SERVER_LANGUAGE && { serverLanguage: env.SERVER_LANGUAGE }),
    logLevel: env.LOG_LEVEL,
    retentionDays: env.RETENTION_DAYS,
  };
}

function toDatabase(env: Environment): DatabasePlace {
  const { DATABASE_URL: address, DATABASE_SESSION_URL: sessionUrl } = env;
  if (address.kind === 'postgres') return { ...address, sessionUrl: sessionUrl ?? address.url };
  const folder = env.BACKUP_DIR ?? path.join(path.dirname(address.path), 'backups');
  return { ...address, backups: { folder, keep: env.BACKUP_KEEP } };
}

/** What signing in with a browser takes. */
export const SIGN_IN_NEEDS = ['BRIDGE_PUBLIC_URL', 'DISCORD_CLIENT_ID', 'DISCORD_CLIENT_SECRET'] as const;

function toBridge(env: Environment): BridgeConfig {
  const { DISCORD_CLIENT_ID: clientId = '', DISCORD_CLIENT_SECRET: clientSecret = '' } = env;
  return {
    host: env.BRIDGE_HOST,
    port: env.BRIDGE_PORT,
    publicUrl: env.BRIDGE_PUBLIC_URL ?? null,
    allowedOrigins: env.BRIDGE_ALLOWED_ORIGINS,
    trustedProxies: env.BRIDGE_TRUSTED_PROXIES,
    jwtSecret: env.BRIDGE_JWT_SECRET ?? null,
    metricsToken: env.METRICS_TOKEN ?? null,
    signIn: {
      needs: SIGN_IN_NEEDS.filter((name) => env[name] === undefined),
      clientId,
      clientSecret,
      sessionSecret: env.BRIDGE_SESSION_SECRET ?? clientSecret,
    },
  };
}
