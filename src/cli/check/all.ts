import { assumedZone, machineZone } from '../../config/assumed-zone.js';
import type { Config } from '../../config/config.js';
import type { Settings } from '../../config/environment.js';
import { settingsWithoutEffect } from '../../config/without-effect.js';
import type { Clock } from '../../domain/clock.js';
import { type LiveSettings, sessionTimesOf } from '../../domain/live-settings.js';
import { backupCheck } from './backups.js';
import { channelCheck, channelsIn } from './channels.js';
import { clockCheck } from './clock-skew.js';
import { contactKeyCheck } from './contact-keys.js';
import { databaseCheck, diskCheck } from './database.js';
import { guildCheck, intentCheck, promoterRolesCheck, promotersCheck, tokenCheck } from './discord.js';
import { DiscordFacts } from './discord-facts.js';
import { type Check, ok, warning } from './finding.js';
import { gameServerCheck } from './game-server.js';
import { liveSettingsCheck } from './live-settings.js';
import { envFileCheck, eveningCheck, nodeCheck, timeZoneCheck } from './machine.js';
import { proxyCheck } from './proxies.js';
import { redisCheck } from './redis.js';
import { signInCheck } from './sign-in.js';
import { signalCheck } from './signal.js';
import { telegramCheck } from './telegram.js';

/** Everything there is to look at for a configuration, in the order it is told. It loads PostgreSQL's driver only for one. */
export async function checksFor(
  config: Config,
  clock: Clock,
  settings: Settings,
  live: LiveSettings,
): Promise<readonly Check[]> {
  const { discord, promotion, telegram, signal, redisUrl, database } = config;
  const facts = new DiscordFacts(discord, discord.guildId);
  const assumed = assumedZone(settings.variables, config, clock.now(), machineZone());
  const configured: Check = {
    what: 'configuration',
    look: () => [
      ok('configuration', 'every setting is well-formed'),
      ...[...settings.remarks, ...settingsWithoutEffect(settings.variables, config, live.values)].map(
        ({ name, reason }) => warning('configuration', `${name} ${reason}`),
      ),
    ],
  };
  return [
    configured,
    liveSettingsCheck(live),
    envFileCheck(process.cwd()),
    nodeCheck(process.versions.node),
    eveningCheck(sessionTimesOf(promotion.timezone, live.values), clock),
    timeZoneCheck(promotion.timezone, process.versions['tz'], assumed),
    clockCheck(discord.apiUrl, clock),
    ...(database.kind === 'sqlite'
      ? [databaseCheck(database.path), diskCheck(database.path), backupCheck(database, clock)]
      : (await import('./database-server.js')).databaseServerChecks(database, clock)),
    contactKeyCheck(config),
    tokenCheck(facts, discord.apiUrl),
    guildCheck(facts),
    intentCheck(facts),
    promotersCheck(facts, promotion.promoterIds),
    promoterRolesCheck(facts, live.values.promoter_role_ids),
    ...channelsIn(live.values).map((use) => channelCheck(facts, use)),
    ...(telegram ? [telegramCheck(telegram, clock)] : []),
    ...(signal ? [signalCheck(signal, clock)] : []),
    ...(config.gameServer ? [gameServerCheck(config.gameServer, clock)] : []),
    signInCheck(config),
    proxyCheck(config),
    ...(redisUrl === undefined ? [] : [redisCheck(redisUrl)]),
  ];
}
