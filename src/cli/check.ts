import { existsSync } from 'node:fs';
import {
  type APIApplication,
  type APIGuild,
  type APIUser,
  ApplicationFlags,
  DiscordAPIError,
  REST,
  Routes,
} from 'discord.js';
import { SignalApi, type SignalAccess } from '../channels/signal/signal-api.js';
import { outcomeOf as telegramOutcome } from '../channels/telegram/outcome.js';
import { TelegramApi, type TelegramAccess } from '../channels/telegram/telegram-api.js';
import { type Config, formatFaults, loadConfig, SIGN_IN_NEEDS } from '../config/config.js';
import { readEnvironment } from '../config/environment.js';
import { writerDataSource } from '../persistence/data-source.js';
import { AlreadyRunningError, ProcessLock } from '../persistence/process-lock.js';
import type { GameServerAddress } from '../presence/game-server/gamedig-server.js';
import { openGameServer, UNKNOWN_GAME } from '../presence/game-server/open-game-server.js';
import { SystemClock } from '../scheduling/system-clock.js';

const ASK_TIMEOUT_MS = 5_000;

/** One line of the table: what was looked at, how it is, and what to do if it isn't well. */
interface Finding {
  readonly what: string;
  readonly state: 'ok' | 'warning' | 'fault';
  readonly said: string;
}

/** Looks at everything Muster needs before it is started, and changes nothing of it. */
async function check(): Promise<number> {
  const loaded = loadConfig(readEnvironment(process.cwd()));
  if (!loaded.ok) {
    process.stderr.write(formatFaults(loaded.faults));
    return 78;
  }
  const { config } = loaded;
  const findings: Finding[] = [
    { what: 'configuration', state: 'ok', said: 'every setting is well-formed' },
    await checkDatabase(config.databasePath),
    ...(await checkDiscord(config)),
    ...(config.telegram ? [await checkTelegram(config.telegram)] : []),
    ...(config.signal ? [await checkSignal(config.signal)] : []),
    ...(config.gameServer ? [await checkGameServer(config.gameServer)] : []),
    ...checkContactKeys(config),
    ...checkSignIn(config),
  ];
  for (const { what, state, said } of findings) {
    process.stdout.write(`${state.padEnd(8)} ${what.padEnd(14)} ${said}\n`);
  }
  return findings.some(({ state }) => state === 'fault') ? 1 : 0;
}

async function checkDatabase(path: string): Promise<Finding> {
  const what = 'database';
  if (!existsSync(path)) return { what, state: 'ok', said: `${path} will be made at the first start` };
  try {
    const lock = ProcessLock.acquire(path);
    const dataSource = await writerDataSource(path).initialize();
    try {
      const result: { integrity_check: string }[] = await dataSource.query('PRAGMA integrity_check');
      const sound = result[0]?.integrity_check === 'ok';
      return sound
        ? { what, state: 'ok', said: `${path} is sound` }
        : { what, state: 'fault', said: `${path} is damaged: restore a backup` };
    } finally {
      await dataSource.destroy();
      lock.release();
    }
  } catch (error) {
    if (error instanceof AlreadyRunningError) {
      return { what, state: 'warning', said: 'Muster is running on it, so it was not looked into' };
    }
    return {
      what,
      state: 'fault',
      said: `${path} can't be opened for writing: look at its owner and rights`,
    };
  }
}

async function checkDiscord(config: Config): Promise<Finding[]> {
  const rest = new REST({ api: config.discord.apiUrl, retries: 1, timeout: 5_000 }).setToken(
    config.discord.token,
  );
  const findings: Finding[] = [];
  try {
    const user = (await rest.get(Routes.user())) as APIUser;
    findings.push({ what: 'Discord token', state: 'ok', said: `is the bot ${user.username}` });
  } catch (error) {
    const refused = error instanceof DiscordAPIError && error.status === 401;
    const said = refused
      ? 'is refused: copy the bot token anew into DISCORD_TOKEN'
      : `Discord does not answer at ${config.discord.apiUrl}: look at the network, or try again`;
    return [{ what: 'Discord token', state: 'fault', said }];
  }
  try {
    const guild = (await rest.get(Routes.guild(config.discord.guildId))) as APIGuild;
    findings.push({ what: 'Discord guild', state: 'ok', said: `is ${guild.name}` });
  } catch {
    const said = 'the bot is not in DISCORD_GUILD_ID: invite it, or correct the id';
    findings.push({ what: 'Discord guild', state: 'fault', said });
  }
  findings.push(await checkIntent(rest));
  const { alertChannelId, promotion, voiceChannelIds } = config;
  const { channelId } = promotion.followUp;
  if (alertChannelId) findings.push(await checkChannel(rest, 'alert channel', ALERT, alertChannelId));
  if (channelId) findings.push(await checkChannel(rest, 'summary', SUMMARY, channelId));
  for (const id of voiceChannelIds) findings.push(await checkChannel(rest, 'voice channel', VOICE, id));
  return findings;
}

/** Whether the application may ask who joins and leaves. */
async function checkIntent(rest: REST): Promise<Finding> {
  const what = 'Members Intent';
  try {
    const application = (await rest.get(Routes.currentApplication())) as APIApplication;
    const granted = ApplicationFlags.GatewayGuildMembers | ApplicationFlags.GatewayGuildMembersLimited;
    return (application.flags & granted) !== 0
      ? { what, state: 'ok', said: 'Server Members Intent is on' }
      : {
          what,
          state: 'fault',
          said: 'switch on “Server Members Intent” on the Bot page of your Discord application',
        };
  } catch {
    return { what, state: 'warning', said: 'Discord does not say whether Server Members Intent is on' };
  }
}

const ALERT = 'ALERT_CHANNEL_ID';
const SUMMARY = 'AVAILABILITY_PROMOTION_FOLLOWUP_CHANNEL_ID';
const VOICE = 'VOICE_CHANNEL_IDS';

async function checkChannel(rest: REST, what: string, variable: string, channelId: string): Promise<Finding> {
  try {
    await rest.get(Routes.channel(channelId));
    return { what, state: 'ok', said: 'the bot sees it' };
  } catch {
    return {
      what,
      state: 'fault',
      said: `the bot can’t see ${variable}: correct the id or let the bot in`,
    };
  }
}

async function checkTelegram(access: TelegramAccess): Promise<Finding> {
  const what = 'Telegram';
  try {
    const { username } = await new TelegramApi(access).call('getMe', {}, { timeoutMs: ASK_TIMEOUT_MS });
    return { what, state: 'ok', said: `is the bot @${username}` };
  } catch (error) {
    const refused = telegramOutcome(error).code === 'unauthorized';
    const said = refused
      ? 'the token is refused: copy it anew from BotFather into TELEGRAM_BOT_TOKEN'
      : `does not answer at ${access.apiUrl}: look at the network, or try again`;
    return { what, state: 'fault', said };
  }
}

async function checkSignal(access: SignalAccess): Promise<Finding> {
  const what = 'Signal';
  try {
    const { status } = await new SignalApi(access).about({ timeoutMs: ASK_TIMEOUT_MS });
    return status === 200
      ? { what, state: 'ok', said: `signal-cli-rest-api answers at ${access.apiUrl}` }
      : { what, state: 'fault', said: `${access.apiUrl} is no signal-cli-rest-api: correct SIGNAL_API_URL` };
  } catch {
    return { what, state: 'fault', said: `nothing answers at ${access.apiUrl}: start signal-cli-rest-api` };
  }
}

async function checkGameServer(address: GameServerAddress): Promise<Finding> {
  const what = 'game server';
  const server = await openGameServer(address, new SystemClock());
  if (!server) return { what, state: 'fault', said: `GAME_SERVER_TYPE ${UNKNOWN_GAME}` };
  const players = await server.players();
  // It may be down by intention while nobody plays.
  return players
    ? { what, state: 'ok', said: `answers at ${address.host}; on it now: ${players.length}` }
    : {
        what,
        state: 'warning',
        said: `does not tell who is there: start it, or look at GAME_SERVER_HOST and GAME_SERVER_PORT`,
      };
}

function checkContactKeys({ telegram, signal, contactKeys }: Config): Finding[] {
  if ((!telegram && !signal) || contactKeys.length > 0) return [];
  const said = 'nobody can link a channel: set CONTACT_DATA_ENCRYPTION_KEY (`npm run key` makes one)';
  return [{ what: 'contact key', state: 'warning', said }];
}

/** Some of what signing in takes is set, so somebody wants it; with nothing set, nobody does. */
function checkSignIn({ bridge }: Config): Finding[] {
  const needs = bridge?.signIn.needs ?? [];
  if (needs.length === 0 || needs.length === SIGN_IN_NEEDS.length) return [];
  const said = `nobody can sign in with a browser: set ${needs.join(', ')} too`;
  return [{ what: 'sign-in', state: 'warning', said }];
}

process.exitCode = await check();
