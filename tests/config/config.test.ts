import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Config, type DatabaseFile, formatFaults, loadConfig } from '../../src/config/config.js';
import { VARIABLES, type VariableName } from '../../src/config/schema.js';
import { LiveSettings } from '../../src/domain/live-settings.js';
import type { SettingKey } from '../../src/domain/setting-list.js';

const TOKEN = 'a-bot-token.for.tests';
const GUILD = '123456789012345678';
const KEY = 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';
const OTHER_KEY = 'X19fX19fX19fX19fX19fX19fX19fX19fX19fX19fX18=';

const SIGNAL = { SIGNAL_API_URL: 'http://127.0.0.1:8082', SIGNAL_NUMBER: '+38640123456' };

const SIGN_IN = { DISCORD_CLIENT_ID: '456789012345678901', DISCORD_CLIENT_SECRET: 'the-client-secret' };
const SECRET = '0123456789abcdef0123456789abcdef';
const GAME = { GAME_SERVER_TYPE: 'wet', GAME_SERVER_HOST: 'play.example.org' };

const needed = { DISCORD_TOKEN: TOKEN, DISCORD_GUILD_ID: GUILD };

function load(env: Record<string, string | undefined>): Config {
  const result = loadConfig({ ...needed, ...env });
  if (!result.ok) throw new Error(formatFaults(result.faults));
  return result.config;
}

function faultNames(env: Record<string, string | undefined>): string[] {
  const result = loadConfig(env);
  return result.ok ? [] : result.faults.map(({ name }) => name);
}

test.each([
  ['23:45', '00:30', []],
  ['00:15', '00:30', []],
  ['05:45', '06:00', []],
  ['00:45', '00:30', ['AVAILABILITY_PROMOTION_REMINDER_TIME']],
  ['21:15', '21:00', ['AVAILABILITY_PROMOTION_REMINDER_TIME']],
])('a reminder at %s for a session at %s is at fault in %j', (reminder, start, faults) => {
  const times = { AVAILABILITY_PROMOTION_REMINDER_TIME: reminder, AVAILABILITY_PROMOTION_START_TIME: start };
  expect(faultNames({ ...needed, ...times })).toEqual(faults);
});

test('whoever sets the start alone is reminded a quarter of an hour before it', () => {
  const { values } = new LiveSettings(load({ AVAILABILITY_PROMOTION_START_TIME: '19:30' }).given);
  expect(values).toMatchObject({ reminder_time: '19:15:00', start_time: '19:30:00' });
});

test('with nothing but what is required, the rest is the defaults', () => {
  expect(load({})).toEqual({
    discord: {
      token: TOKEN,
      guildId: GUILD,
      apiUrl: 'https://discord.com/api',
      messagesPerSecond: 40,
    },
    promotion: {
      enabled: true,
      timezone: 'Europe/Ljubljana',
      jobMaxAttempts: 5,
      promoterIds: new Set(),
    },
    given: {},
    bridge: {
      host: '127.0.0.1',
      port: 8080,
      publicUrl: null,
      allowedOrigins: [],
      trustedProxies: [],
      jwtSecret: null,
      metricsToken: null,
      signIn: {
        needs: ['BRIDGE_PUBLIC_URL', 'DISCORD_CLIENT_ID', 'DISCORD_CLIENT_SECRET'],
        clientId: '',
        clientSecret: '',
        sessionSecret: '',
      },
    },
    playerLinkPolicy: 'self',
    linkIntervalSeconds: 30,
    contactKeys: [],
    database: {
      kind: 'sqlite',
      path: './data/muster.sqlite',
      backups: { folder: 'data/backups', keep: 7 },
    },
    redisUrl: undefined,
    logLevel: 'info',
    retentionDays: 180,
  });
});

describe('accepted values', () => {
  type Case = [name: VariableName, text: string, pick: (config: Config) => unknown, value: unknown];
  const promotion = (key: keyof Config['promotion']) => (config: Config) => config.promotion[key];
  const live = (key: SettingKey) => (config: Config) => new LiveSettings(config.given).values[key];
  const discord = (key: keyof Config['discord']) => (config: Config) => config.discord[key];
  const file = ({ database }: Config) => (database.kind === 'sqlite' ? database : undefined);
  const path = (config: Config) => file(config)?.path;
  const backups = (key: keyof DatabaseFile['backups']) => (config: Config) => file(config)?.backups[key];
  const server = 'postgres://muster:pa%20ss@db.example:6432/muster?sslmode=verify-full';
  const bridge = (key: keyof NonNullable<Config['bridge']>) => (config: Config) => config.bridge?.[key];

  test.each<Case>([
    ['DISCORD_TOKEN', `  ${TOKEN}\n`, discord('token'), TOKEN],
    ['DISCORD_GUILD_ID', '12345678901234567', discord('guildId'), '12345678901234567'],
    ['DISCORD_GUILD_ID', '12345678901234567890', discord('guildId'), '12345678901234567890'],
    ['DISCORD_API_URL', 'http://127.0.0.1:4000/api', discord('apiUrl'), 'http://127.0.0.1:4000/api'],
    ['DISCORD_API_URL', 'http://127.0.0.1:4000/api/', discord('apiUrl'), 'http://127.0.0.1:4000/api'],
    ['DISCORD_API_URL', 'http://127.0.0.1:4000/api/v10', discord('apiUrl'), 'http://127.0.0.1:4000/api'],
    ['DISCORD_API_URL', 'http://127.0.0.1:4000/api/v10//', discord('apiUrl'), 'http://127.0.0.1:4000/api'],
    ['DISCORD_API_URL', 'http://127.0.0.1:4000', discord('apiUrl'), 'http://127.0.0.1:4000'],
    ['DISCORD_MESSAGES_PER_SECOND', '0.5', discord('messagesPerSecond'), 0.5],
    ['DISCORD_MESSAGES_PER_SECOND', '48', discord('messagesPerSecond'), 48],
    ['PROMOTER_DISCORD_IDS', GUILD, promotion('promoterIds'), new Set([GUILD])],
    [
      'PROMOTER_DISCORD_IDS',
      ` ${GUILD} ,234567890123456789,, ${GUILD}`,
      promotion('promoterIds'),
      new Set([GUILD, '234567890123456789']),
    ],
    ...['true', 'TRUE', '1', 'yes', 'On'].map((text): Case => [
      'AVAILABILITY_PROMOTION_DRY_RUN_DEFAULT',
      text,
      live('dry_run_default'),
      true,
    ]),
    ...['false', 'False', '0', 'no', 'OFF'].map((text): Case => [
      'AVAILABILITY_PROMOTION_ENABLED',
      text,
      promotion('enabled'),
      false,
    ]),
    ['AVAILABILITY_PROMOTION_GLOBAL_COOLDOWN', 'no', live('global_cooldown'), false],
    ['AVAILABILITY_PROMOTION_TIMEZONE', 'America/New_York', promotion('timezone'), 'America/New_York'],
    ['AVAILABILITY_PROMOTION_TIMEZONE', 'UTC', promotion('timezone'), 'UTC'],
    ['AVAILABILITY_PROMOTION_REMINDER_TIME', '00:00', live('reminder_time'), '00:00:00'],
    ['AVAILABILITY_PROMOTION_REMINDER_TIME', '20:59:59', live('reminder_time'), '20:59:59'],
    ['AVAILABILITY_PROMOTION_START_TIME', '23:59:59', live('start_time'), '23:59:59'],
    ['AVAILABILITY_PROMOTION_JOB_MAX_ATTEMPTS', '1', promotion('jobMaxAttempts'), 1],
    ['AVAILABILITY_PROMOTION_JOB_MAX_ATTEMPTS', '20', promotion('jobMaxAttempts'), 20],
    ['AVAILABILITY_PROMOTION_VOICE_CHECK_ENABLED', 'off', live('voice_check_enabled'), false],
    ['AVAILABILITY_PROMOTION_FOLLOWUP_DELAY_SECONDS', '0', live('followup_delay_seconds'), 0],
    ['AVAILABILITY_PROMOTION_FOLLOWUP_DELAY_SECONDS', '900', live('followup_delay_seconds'), 900],
    ['AVAILABILITY_PROMOTION_FOLLOWUP_CHANNEL_ID', GUILD, live('followup_channel_id'), GUILD],
    ['VOICE_CHANNEL_IDS', ` ${GUILD},`, live('voice_channel_ids'), new Set([GUILD])],
    ['GAME_JOIN_ADDRESS', ' connect a.example:1 ', live('game_join_address'), 'connect a.example:1'],
    ['PLAYER_LINK_POLICY', 'verified', (config) => config.playerLinkPolicy, 'verified'],
    ['CONTACT_DATA_ENCRYPTION_KEY', KEY, (config) => config.contactKeys, [KEY]],
    ['CONTACT_DATA_ENCRYPTION_KEY', `${OTHER_KEY}, ${KEY}`, (config) => config.contactKeys, [OTHER_KEY, KEY]],
    ['TELEGRAM_BOT_TOKEN', '12:Ab_c-d', (config) => config.telegram?.token, '12:Ab_c-d'],
    ['AVAILABILITY_LINK_TOKEN_MIN_INTERVAL_SECONDS', '0', (config) => config.linkIntervalSeconds, 0],
    ['AVAILABILITY_SESSION_READY_THRESHOLD', '10', live('availability_session_ready_threshold'), 10],
    ['SESSION_MINIMUM', '4', live('session_minimum'), 4],
    ['SESSION_MINIMUM', '0', live('session_minimum'), 0],
    ['DATABASE_URL', 'sqlite:/srv/muster.db', backups('folder'), '/srv/backups'],
    ['BACKUP_DIR', '/mnt/other', backups('folder'), '/mnt/other'],
    ['BACKUP_DIR', '../other', backups('folder'), '../other'],
    ['BACKUP_KEEP', '0', backups('keep'), 0],
    ['DATABASE_URL', 'sqlite:muster.db', path, 'muster.db'],
    ['DATABASE_URL', 'sqlite:/var/lib/muster.db', path, '/var/lib/muster.db'],
    ['DATABASE_URL', 'sqlite:///var/lib/muster.db', path, '/var/lib/muster.db'],
    [
      'DATABASE_URL',
      server,
      (config) => config.database,
      { kind: 'postgres', url: server, sessionUrl: server },
    ],
    ['REDIS_URL', 'redis://127.0.0.1:6379', (config) => config.redisUrl, 'redis://127.0.0.1:6379'],
    ['REDIS_URL', 'rediss://:pw@host:6380/1', (config) => config.redisUrl, 'rediss://:pw@host:6380/1'],
    ['BRIDGE_ENABLED', 'false', (config) => config.bridge, undefined],
    ['BRIDGE_HOST', '::', bridge('host'), '::'],
    ['BRIDGE_PORT', '0', bridge('port'), 0],
    ['BRIDGE_PUBLIC_URL', 'https://Muster.example/', bridge('publicUrl'), 'https://muster.example'],
    ['BRIDGE_PUBLIC_URL', 'https://muster.example:443', bridge('publicUrl'), 'https://muster.example'],
    [
      'BRIDGE_ALLOWED_ORIGINS',
      'https://a.example, http://b.example:3000',
      bridge('allowedOrigins'),
      ['https://a.example', 'http://b.example:3000'],
    ],
    ['BRIDGE_TRUSTED_PROXIES', '::1, 10.0.0.0/8', bridge('trustedProxies'), ['::1', '10.0.0.0/8']],
    ['BRIDGE_JWT_SECRET', 'š'.repeat(16), bridge('jwtSecret'), 'š'.repeat(16)],
    ['METRICS_TOKEN', SECRET, bridge('metricsToken'), SECRET],
    ['ALERT_CHANNEL_ID', GUILD, live('alert_channel_id'), GUILD],
    ['SERVER_LANGUAGE', 'SL', (config) => config.serverLanguage, 'sl'],
    ['SERVER_LANGUAGE', '', (config) => config.serverLanguage, undefined],
    ['LOG_LEVEL', 'DEBUG', (config) => config.logLevel, 'debug'],
    ['LOG_LEVEL', 'silent', (config) => config.logLevel, 'silent'],
    ['RETENTION_DAYS', '2', (config) => config.retentionDays, 2],
    ['RETENTION_DAYS', '   ', (config) => config.retentionDays, 180],
    ['REDIS_URL', '', (config) => config.redisUrl, undefined],
  ])('%s=%j', (name, text, pick, value) => {
    expect(pick(load({ [name]: text }))).toEqual(value);
  });
});

describe('refused values', () => {
  test.each<[name: VariableName, text: string]>([
    ['DISCORD_TOKEN', ' '],
    ['DISCORD_TOKEN', 'Bot abc'],
    ['DISCORD_GUILD_ID', ''],
    ['DISCORD_GUILD_ID', '1234567890123456'],
    ['DISCORD_GUILD_ID', '123456789012345678901'],
    ['DISCORD_GUILD_ID', '12345678901234567x'],
    ['DISCORD_API_URL', 'discord.com/api'],
    ['DISCORD_API_URL', 'ftp://discord.com/api'],
    ['DISCORD_API_URL', 'https://discord.com/api/v9'],
    ['DISCORD_API_URL', 'https://discord.com/api?x=1'],
    ['DISCORD_API_URL', 'https://me:pw@discord.com/api'],
    ['DISCORD_MESSAGES_PER_SECOND', '0'],
    ['DISCORD_MESSAGES_PER_SECOND', '48.1'],
    ['DISCORD_MESSAGES_PER_SECOND', '1e1'],
    ['DISCORD_MESSAGES_PER_SECOND', '-1'],
    ['GAME_JOIN_ADDRESS', 'x'.repeat(101)],
    ['GAME_JOIN_ADDRESS', 'connect `a`'],
    ['GAME_JOIN_ADDRESS', 'one\nline'],
    ['TELEGRAM_BOT_TOKEN', 'bot12:abc'],
    ['TELEGRAM_BOT_TOKEN', '12:ab/c'],
    ['TELEGRAM_API_URL', 'https://me:pw@api.telegram.org'],
    ['TELEGRAM_MESSAGES_PER_SECOND', '31'],
    ['SIGNAL_API_URL', 'localhost:8080'],
    ['SIGNAL_NUMBER', '040123456'],
    ['SIGNAL_MESSAGES_PER_SECOND', '0'],
    ['PROMOTER_DISCORD_IDS', `${GUILD};${GUILD}`],
    ['PROMOTER_DISCORD_IDS', '@someone'],
    ['AVAILABILITY_PROMOTION_ENABLED', 'maybe'],
    ['AVAILABILITY_PROMOTION_ENABLED', 'constructor'],
    ['AVAILABILITY_PROMOTION_TIMEZONE', 'Europe/Nowhere'],
    ['AVAILABILITY_PROMOTION_REMINDER_TIME', '8:45'],
    ['AVAILABILITY_PROMOTION_REMINDER_TIME', '21:00'],
    ['AVAILABILITY_PROMOTION_REMINDER_TIME', '21:30'],
    ['AVAILABILITY_PROMOTION_START_TIME', '24:00'],
    ['AVAILABILITY_PROMOTION_START_TIME', '21:60'],
    ['AVAILABILITY_PROMOTION_JOB_MAX_ATTEMPTS', '0'],
    ['AVAILABILITY_PROMOTION_JOB_MAX_ATTEMPTS', '21'],
    ['AVAILABILITY_PROMOTION_JOB_MAX_ATTEMPTS', '2.5'],
    ['AVAILABILITY_PROMOTION_FOLLOWUP_DELAY_SECONDS', '901'],
    ['AVAILABILITY_PROMOTION_FOLLOWUP_CHANNEL_ID', '#summary'],
    ['VOICE_CHANNEL_IDS', 'General'],
    ['GAME_SERVER_TYPE', 'Enemy Territory'],
    ['GAME_SERVER_HOST', 'play.example.org:27960'],
    ['GAME_SERVER_HOST', 'udp://play.example.org'],
    ['GAME_SERVER_PORT', '0'],
    ['GAME_SERVER_PORT', '65536'],
    ['PLAYER_LINK_POLICY', 'none'],
    ['CONTACT_DATA_ENCRYPTION_KEY', KEY.slice(0, -1)],
    ['CONTACT_DATA_ENCRYPTION_KEY', `${KEY},short`],
    ['CONTACT_DATA_ENCRYPTION_KEY', ','],
    ['CONTACT_DATA_ENCRYPTION_KEY', '////////////////////////////////////////////'],
    ['CONTACT_DATA_ENCRYPTION_KEY', 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWZ='],
    ['DATABASE_URL', 'postgres://muster@localhost'],
    ['DATABASE_URL', 'postgres://muster:50%off@localhost/muster'],
    ['DATABASE_URL', 'mysql://muster@localhost/muster'],
    ['DATABASE_SESSION_URL', 'sqlite:muster.sqlite'],
    ['DATABASE_URL', 'sqlite:'],
    ['DATABASE_URL', 'sqlite::memory:'],
    ['DATABASE_URL', 'sqlite://data/muster.sqlite'],
    ['DATABASE_URL', './muster.sqlite'],
    ['BACKUP_DIR', 'sqlite:/mnt/other'],
    ['BACKUP_DIR', 'backups'],
    ['BACKUP_KEEP', '-1'],
    ['BACKUP_KEEP', '366'],
    ['REDIS_URL', 'http://127.0.0.1:6379'],
    ['REDIS_URL', '127.0.0.1:6379'],
    ['ALERT_CHANNEL_ID', '#alerts'],
    ['SERVER_LANGUAGE', 'hr'],
    ['SERVER_LANGUAGE', 'sl-SI'],
    ['LOG_LEVEL', 'verbose'],
    ['RETENTION_DAYS', '1'],
    ['RETENTION_DAYS', '36501'],
  ])('%s=%j', (name, text) => {
    expect(faultNames({ ...needed, [name]: text })).toEqual([name]);
  });
});

describe('faults', () => {
  test('are told all at once: missing, invalid and across variables, in the order of the schema', () => {
    const env = {
      DISCORD_GUILD_ID: 'mine',
      AVAILABILITY_PROMOTION_REMINDER_TIME: '22:00',
      LOG_LEVEL: 'loud',
    };
    expect(faultNames(env)).toEqual([
      'DISCORD_TOKEN',
      'DISCORD_GUILD_ID',
      'AVAILABILITY_PROMOTION_REMINDER_TIME',
      'LOG_LEVEL',
    ]);
  });

  test('a time that cannot be read is not also said to be too late', () => {
    expect(faultNames({ ...needed, AVAILABILITY_PROMOTION_START_TIME: 'nine' })).toEqual([
      'AVAILABILITY_PROMOTION_START_TIME',
    ]);
  });

  test('half of Signal is a fault, told with all the others', () => {
    const { SIGNAL_API_URL, SIGNAL_NUMBER } = SIGNAL;
    expect(faultNames({ ...needed, SIGNAL_API_URL, LOG_LEVEL: 'loud' })).toEqual([
      'SIGNAL_NUMBER',
      'LOG_LEVEL',
    ]);
    expect(faultNames({ ...needed, SIGNAL_NUMBER })).toEqual(['SIGNAL_API_URL']);
    expect(faultNames({ ...needed, SIGNAL_API_URL: 'nowhere', SIGNAL_NUMBER })).toEqual(['SIGNAL_API_URL']);
  });

  test('half of a game server is a fault, and so is a server check without one', () => {
    const { GAME_SERVER_TYPE, GAME_SERVER_HOST } = GAME;
    const checked = { ...needed, AVAILABILITY_PROMOTION_SERVER_CHECK_ENABLED: 'true' };
    expect(faultNames({ ...needed, GAME_SERVER_TYPE })).toEqual(['GAME_SERVER_HOST']);
    expect(faultNames({ ...needed, GAME_SERVER_HOST })).toEqual(['GAME_SERVER_TYPE']);
    expect(faultNames({ ...checked, LOG_LEVEL: 'loud' })).toEqual([
      'GAME_SERVER_TYPE',
      'GAME_SERVER_HOST',
      'LOG_LEVEL',
    ]);
    expect(faultNames({ ...checked, GAME_SERVER_TYPE })).toEqual(['GAME_SERVER_HOST']);
    expect(faultNames({ ...checked, ...GAME })).toEqual([]);
    expect(load({ ...GAME }).gameServer).toEqual({ type: 'wet', host: 'play.example.org', port: undefined });
    expect(load({ ...GAME, GAME_SERVER_PORT: '27961' }).gameServer?.port).toBe(27_961);
    expect(load({ GAME_SERVER_PORT: '27961' }).gameServer).toBeUndefined();
  });

  test('are readable, each with its reason and an example', () => {
    const result = loadConfig({ DISCORD_TOKEN: TOKEN, LOG_LEVEL: 'loud' });
    expect(formatFaults(result.ok ? [] : result.faults)).toBe(
      [
        '2 settings are missing or wrong. Set them in the environment or in .env:',
        '',
        '  DISCORD_GUILD_ID is missing.',
        '    Example: DISCORD_GUILD_ID=123456789012345678',
        '',
        '  LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent.',
        '    Example: LOG_LEVEL=debug',
        '',
      ].join('\n'),
    );
  });

  test('a faulty key comes with the command that makes a good one', () => {
    const result = loadConfig({ ...needed, CONTACT_DATA_ENCRYPTION_KEY: 'short' });
    expect(formatFaults(result.ok ? [] : result.faults)).toContain('make one with `npm run key`');
  });

  test('never contain a piece of a value that was given, whatever the environment is', () => {
    // Letters no message of ours has: any of them in the output is a leak. Secrets get pasted anywhere, so
    // this holds for every variable, in shapes that are nearly right for some of them.
    const letters = fc.constantFrom(...Array.from('бгджзлфцшщъыэюя'));
    const secret = fc.string({ unit: letters, minLength: 1, maxLength: 50 });
    const shape = fc.constantFrom(
      (text: string) => text,
      (text: string) => `Bot ${text}`,
      (text: string) => `${KEY},${text}`,
      (text: string) => `${GUILD},${text}`,
      (text: string) => `redis ://:${text}@host`,
      (text: string) => `redis://:${text}@host:99999`,
      (text: string) => `https://${text}@discord.com/api`,
      (text: string) => `postgres://muster:${text}@host/muster`,
      (text: string) => `20:${text}`,
      (text: string) => `4${text}`,
    );
    const value = fc.tuple(shape, secret).map(([wrap, text]) => wrap(text));
    const environment = fc.record(Object.fromEntries(VARIABLES.map(({ name }) => [name, value])), {
      requiredKeys: [],
    });
    fc.assert(
      fc.property(environment, (env: Record<string, string | undefined>) => {
        const result = loadConfig(env);
        expect(formatFaults(result.ok ? [] : result.faults)).not.toMatch(/[бгджзлфцшщъыэюя]/);
      }),
      { numRuns: 500 },
    );
  });

  test('are the same text whatever the faulty value was', () => {
    const names = VARIABLES.map(({ name }) => name);
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.string(), fc.string(), (name, one, another) => {
        const told = (text: string) => {
          const result = loadConfig({ ...needed, [name]: `not \` ${text} valid` });
          return result.ok ? 'accepted' : formatFaults(result.faults);
        };
        expect(told(one)).not.toBe('accepted');
        expect(told(one)).toBe(told(another));
      }),
    );
  });
});

test('what may hold a secret is marked', () => {
  expect(VARIABLES.filter(({ secret }) => secret).map(({ name }) => name)).toEqual([
    'DISCORD_TOKEN',
    'DISCORD_CLIENT_SECRET',
    'CONTACT_DATA_ENCRYPTION_KEY',
    'TELEGRAM_BOT_TOKEN',
    'REDIS_URL',
    'BRIDGE_SESSION_SECRET',
    'BRIDGE_JWT_SECRET',
    'METRICS_TOKEN',
  ]);
});

test('every example that is not a placeholder is accepted', () => {
  for (const { name, example } of VARIABLES.filter((variable) => !variable.example.startsWith('<'))) {
    // What goes together.
    const halves = name.startsWith('SIGNAL_') ? SIGNAL : SIGN_IN;
    const game = /^GAME_SERVER_|_SERVER_CHECK_/.test(name) ? GAME : {};
    expect(faultNames({ ...needed, ...halves, ...game, [name]: example }), name).toEqual([]);
  }
});

test('a variable Muster does not know is nobody’s business', () => {
  expect(load({ PATH: '/bin', SOMETHING: 'else' })).toEqual(load({}));
});

describe('the bridge', () => {
  test('lets people sign in where all three settings are there, and says which are not', () => {
    const url = { BRIDGE_PUBLIC_URL: 'https://muster.example' };
    expect(load({ ...url, ...SIGN_IN }).bridge?.signIn).toEqual({
      needs: [],
      clientId: SIGN_IN.DISCORD_CLIENT_ID,
      clientSecret: SIGN_IN.DISCORD_CLIENT_SECRET,
      // One secret less to look after: sessions still outlive a restart.
      sessionSecret: SIGN_IN.DISCORD_CLIENT_SECRET,
    });
    expect(load(SIGN_IN).bridge?.signIn.needs).toEqual(['BRIDGE_PUBLIC_URL']);
    expect(load(url).bridge?.signIn.needs).toEqual(['DISCORD_CLIENT_ID', 'DISCORD_CLIENT_SECRET']);
    expect(load({ ...SIGN_IN, BRIDGE_SESSION_SECRET: SECRET }).bridge?.signIn.sessionSecret).toBe(SECRET);
  });

  test.each([
    ['DISCORD_CLIENT_ID', 'DISCORD_CLIENT_SECRET'],
    ['DISCORD_CLIENT_SECRET', 'DISCORD_CLIENT_ID'],
  ] as const)('%s asks for %s', (half, other) => {
    expect(faultNames({ ...needed, [half]: SIGN_IN[half] })).toEqual([other]);
  });

  test.each([
    ['BRIDGE_PORT', '65536'],
    ['BRIDGE_PUBLIC_URL', 'muster.example'],
    ['BRIDGE_PUBLIC_URL', 'https://muster.example/bot'],
    ['BRIDGE_PUBLIC_URL', 'https://user@muster.example'],
    ['BRIDGE_ALLOWED_ORIGINS', '*'],
    ['BRIDGE_ALLOWED_ORIGINS', 'https://a.example,null'],
    ['BRIDGE_TRUSTED_PROXIES', 'my-proxy'],
    ['BRIDGE_TRUSTED_PROXIES', '0.0.0.0/0'],
    ['BRIDGE_TRUSTED_PROXIES', '10.0.0.0/33'],
    ['BRIDGE_JWT_SECRET', 'x'.repeat(31)],
    ['BRIDGE_SESSION_SECRET', `${SECRET} ${SECRET}`],
    ['METRICS_TOKEN', 'short'],
  ])('does not take %s=%s', (name, text) => {
    expect(faultNames({ ...needed, [name]: text })).toEqual([name]);
  });
});
