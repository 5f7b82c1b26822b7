import { type Config, SIGN_IN_NEEDS } from './config.js';
import type { SettingValues } from '../domain/setting-list.js';
import type { ConfigRemark, Settings } from './environment.js';
import type { VariableName } from './schema.js';

/** Settings that do nothing while something else is not so. */
interface Idle {
  readonly names: readonly VariableName[];
  readonly when: (config: Config, values: SettingValues) => boolean;
  /** Completes "NAME has no effect: …". */
  readonly because: string;
}

const noFollowUp: Idle['when'] = (_config, values) =>
  !values.voice_check_enabled && !values.server_check_enabled;

/** What is told of a setting is the first thing that holds. */
const IDLE: readonly Idle[] = [
  {
    names: ['GAME_SERVER_TYPE', 'GAME_SERVER_HOST', 'GAME_SERVER_PORT'],
    when: ({ playerLinkPolicy }, values) => !values.server_check_enabled && playerLinkPolicy !== 'verified',
    because:
      'nothing asks the game server; AVAILABILITY_PROMOTION_SERVER_CHECK_ENABLED=true or PLAYER_LINK_POLICY=verified would',
  },
  {
    names: ['GAME_SERVER_PORT'],
    when: ({ gameServer }) => !gameServer,
    because: 'no game server is set; it takes GAME_SERVER_TYPE and GAME_SERVER_HOST too',
  },
  {
    names: ['AVAILABILITY_PROMOTION_FOLLOWUP_CHANNEL_ID', 'AVAILABILITY_PROMOTION_FOLLOWUP_DELAY_SECONDS'],
    when: noFollowUp,
    because:
      'there is no follow-up, for both AVAILABILITY_PROMOTION_VOICE_CHECK_ENABLED and AVAILABILITY_PROMOTION_SERVER_CHECK_ENABLED are off',
  },
  {
    names: ['VOICE_CHANNEL_IDS'],
    when: (_config, values) => !values.voice_check_enabled,
    because: 'nobody looks who is in voice, for AVAILABILITY_PROMOTION_VOICE_CHECK_ENABLED is off',
  },
  {
    names: ['BACKUP_DIR', 'BACKUP_KEEP'],
    when: ({ database }) => database.kind === 'postgres',
    because: 'a PostgreSQL database is backed up by who runs it, with its own means',
  },
  {
    names: ['DATABASE_SESSION_URL'],
    when: ({ database }) => database.kind === 'sqlite',
    because: 'DATABASE_URL names a file',
  },
  {
    // Not where it would listen: the container's compose file says that for everybody.
    names: [
      'DISCORD_CLIENT_ID',
      'DISCORD_CLIENT_SECRET',
      'BRIDGE_PUBLIC_URL',
      'BRIDGE_ALLOWED_ORIGINS',
      'BRIDGE_TRUSTED_PROXIES',
      'BRIDGE_SESSION_SECRET',
      'BRIDGE_JWT_SECRET',
      'METRICS_TOKEN',
    ],
    when: ({ bridge }) => !bridge,
    because: 'the bridge is off, for BRIDGE_ENABLED is false',
  },
  {
    names: ['BRIDGE_SESSION_SECRET', 'BRIDGE_ALLOWED_ORIGINS'],
    when: ({ bridge }) => (bridge?.signIn.needs.length ?? 0) > 0,
    because: `nobody can sign in with a browser, which takes ${SIGN_IN_NEEDS.join(', ')}`,
  },
  {
    names: ['TELEGRAM_API_URL', 'TELEGRAM_MESSAGES_PER_SECOND'],
    when: ({ telegram }) => !telegram,
    because: 'nobody is written to on Telegram, for TELEGRAM_BOT_TOKEN is not set',
  },
  {
    names: ['SIGNAL_MESSAGES_PER_SECOND'],
    when: ({ signal }) => !signal,
    because: 'nobody is written to on Signal, for SIGNAL_API_URL is not set',
  },
  {
    names: ['AVAILABILITY_LINK_TOKEN_MIN_INTERVAL_SECONDS'],
    when: ({ telegram, signal }) => !telegram && !signal,
    because: 'there is no channel to link, for neither Telegram nor Signal is set up',
  },
];

/**
 * The settings somebody gave that do nothing as the others are, each with what would have to be otherwise; `values`: those in
 * force of the ones that may change while Muster runs.
 */
export function settingsWithoutEffect(
  variables: Settings['variables'],
  config: Config,
  values: SettingValues,
): ConfigRemark[] {
  const told = new Set<string>();
  return IDLE.flatMap(({ names, when, because }) => {
    if (!when(config, values)) return [];
    const given = names.filter((name) => (variables[name]?.trim() ?? '') !== '' && !told.has(name));
    for (const name of given) told.add(name);
    return given.map((name) => ({ name, reason: `has no effect: ${because}` }));
  });
}
