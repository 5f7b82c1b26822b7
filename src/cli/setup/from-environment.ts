import { formatFaults, loadConfig } from '../../config/config.js';
import { invitationOf } from '../../discord/invitation.js';
import { DiscordFacts, Refused } from '../check/discord-facts.js';
import { Misconfigured } from '../command.js';
import type { Answers } from './answers.js';

/**
 * The answers a script gave, with the bot they are of: `null` where Discord could not be asked. A server that is not
 * named is the one the bot is in.
 * @throws Misconfigured in words, where one is missing, malformed, or refused by Discord.
 */
export async function answersFrom(
  given: Answers,
  apiUrl: string,
): Promise<{ answers: Answers; bot: { readonly applicationId: string } | null }> {
  const bot = given.DISCORD_TOKEN === '' ? null : await botOf(given.DISCORD_TOKEN, apiUrl);
  const guildId = given.DISCORD_GUILD_ID === '' && bot ? onlyServer(bot) : given.DISCORD_GUILD_ID;
  const answers = { ...given, DISCORD_GUILD_ID: guildId };
  const loaded = loadConfig(answers);
  if (!loaded.ok) throw new Misconfigured(formatFaults(loaded.faults).trimEnd(), loaded.faults);
  return { answers, bot };
}

interface Bot {
  readonly applicationId: string;
  readonly servers: readonly { readonly id: string; readonly name: string }[];
}

async function botOf(token: string, apiUrl: string): Promise<Bot | null> {
  const facts = new DiscordFacts({ token, apiUrl }, '');
  try {
    const [{ id: applicationId }, servers] = await Promise.all([facts.application(), facts.servers()]);
    return { applicationId, servers };
  } catch (error) {
    if (error instanceof Refused) {
      throw new Misconfigured('Discord refuses DISCORD_TOKEN: copy the bot token anew.', [
        { name: 'DISCORD_TOKEN', reason: 'is refused by Discord' },
      ]);
    }
    return null;
  }
}

function onlyServer({ applicationId, servers }: Bot): string {
  const [server] = servers;
  if (server && servers.length === 1) return server.id;
  const said = server
    ? `Set DISCORD_GUILD_ID to one of the servers the bot is in: ${servers.map(({ id, name }) => `${name} (${id})`).join(', ')}.`
    : `The bot is in no server yet: invite it with ${invitationOf(applicationId)} and run this again.`;
  throw new Misconfigured(said, [{ name: 'DISCORD_GUILD_ID', reason: 'is missing' }]);
}
