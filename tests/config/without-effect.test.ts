import { expect, it } from 'vitest';
import { loadConfig } from '../../src/config/config.js';
import { LiveSettings } from '../../src/domain/live-settings.js';
import { settingsWithoutEffect } from '../../src/config/without-effect.js';

const NEEDED = { DISCORD_TOKEN: 'a-bot-token.for.tests', DISCORD_GUILD_ID: '123456789012345678' };
const ID = '456789012345678901';
const SECRET = '0123456789abcdef0123456789abcdef';
const GAME = { GAME_SERVER_TYPE: 'wet', GAME_SERVER_HOST: 'play.example.org' };
const NO_CHECK = { AVAILABILITY_PROMOTION_VOICE_CHECK_ENABLED: 'false' };
const CLIENT = { DISCORD_CLIENT_ID: ID, DISCORD_CLIENT_SECRET: 'the-client-secret' };

function idle(env: Record<string, string>): string[] {
  const variables = { ...NEEDED, ...env };
  const loaded = loadConfig(variables);
  if (!loaded.ok) throw new Error('the settings are good');
  const { config } = loaded;
  return settingsWithoutEffect(variables, config, new LiveSettings(config.given).values).map(
    ({ name }) => name,
  );
}

it.each<[string[], Record<string, string>, Record<string, string>]>([
  [
    ['GAME_SERVER_TYPE', 'GAME_SERVER_HOST', 'GAME_SERVER_PORT'],
    { ...GAME, GAME_SERVER_PORT: '27960' },
    { AVAILABILITY_PROMOTION_SERVER_CHECK_ENABLED: 'true' },
  ],
  [['GAME_SERVER_TYPE', 'GAME_SERVER_HOST'], GAME, { PLAYER_LINK_POLICY: 'verified' }],
  [['GAME_SERVER_PORT'], { GAME_SERVER_PORT: '27960', PLAYER_LINK_POLICY: 'verified' }, GAME],
  [
    ['AVAILABILITY_PROMOTION_FOLLOWUP_CHANNEL_ID', 'AVAILABILITY_PROMOTION_FOLLOWUP_DELAY_SECONDS'],
    {
      ...NO_CHECK,
      AVAILABILITY_PROMOTION_FOLLOWUP_CHANNEL_ID: ID,
      AVAILABILITY_PROMOTION_FOLLOWUP_DELAY_SECONDS: '60',
    },
    { ...GAME, AVAILABILITY_PROMOTION_SERVER_CHECK_ENABLED: 'true' },
  ],
  [
    ['VOICE_CHANNEL_IDS'],
    { ...NO_CHECK, VOICE_CHANNEL_IDS: ID },
    { AVAILABILITY_PROMOTION_VOICE_CHECK_ENABLED: 'true' },
  ],
  [
    [
      'DISCORD_CLIENT_ID',
      'DISCORD_CLIENT_SECRET',
      'BRIDGE_PUBLIC_URL',
      'BRIDGE_ALLOWED_ORIGINS',
      'BRIDGE_TRUSTED_PROXIES',
      'BRIDGE_SESSION_SECRET',
      'BRIDGE_JWT_SECRET',
      'METRICS_TOKEN',
    ],
    {
      ...CLIENT,
      BRIDGE_ENABLED: 'false',
      BRIDGE_HOST: '0.0.0.0',
      BRIDGE_PORT: '8090',
      BRIDGE_PUBLIC_URL: 'https://muster.example.org',
      BRIDGE_ALLOWED_ORIGINS: 'https://www.example.org',
      BRIDGE_TRUSTED_PROXIES: '127.0.0.1',
      BRIDGE_SESSION_SECRET: SECRET,
      BRIDGE_JWT_SECRET: SECRET,
      METRICS_TOKEN: SECRET,
    },
    { BRIDGE_ENABLED: 'true' },
  ],
  [
    ['BRIDGE_SESSION_SECRET', 'BRIDGE_ALLOWED_ORIGINS'],
    { BRIDGE_SESSION_SECRET: SECRET, BRIDGE_ALLOWED_ORIGINS: 'https://www.example.org' },
    { ...CLIENT, BRIDGE_PUBLIC_URL: 'https://muster.example.org' },
  ],
  [
    ['TELEGRAM_API_URL', 'TELEGRAM_MESSAGES_PER_SECOND', 'AVAILABILITY_LINK_TOKEN_MIN_INTERVAL_SECONDS'],
    {
      TELEGRAM_API_URL: 'http://127.0.0.1:8081',
      TELEGRAM_MESSAGES_PER_SECOND: '10',
      AVAILABILITY_LINK_TOKEN_MIN_INTERVAL_SECONDS: '60',
    },
    { TELEGRAM_BOT_TOKEN: '1234:telegram-token' },
  ],
  [
    ['SIGNAL_MESSAGES_PER_SECOND'],
    { SIGNAL_MESSAGES_PER_SECOND: '2' },
    { SIGNAL_API_URL: 'http://127.0.0.1:8082', SIGNAL_NUMBER: '+38640123456' },
  ],
])('%j do nothing until something else is so', (names, env, remedy) => {
  expect(idle(env)).toEqual(names);
  expect(idle({ ...env, ...remedy })).toEqual([]);
});

it('says nothing of defaults nobody set, nor of empty variables', () => {
  expect(idle({ ...NO_CHECK, BRIDGE_ENABLED: 'false', GAME_SERVER_PORT: '', METRICS_TOKEN: ' ' })).toEqual(
    [],
  );
});
