import { ApplicationFlags } from 'discord.js';
import { notInServer } from '../../discord/invitation.js';
import { type Check, fault, type Finding, ok, warning } from './finding.js';
import { type DiscordFacts, NoAnswer, Refused } from './discord-facts.js';

/** What is found where Discord has to be asked and can't be: the lines on the token and the guild say why. */
export function notAsked(what: string): Finding {
  return warning(what, 'not checked: Discord does not answer, or the token or the server is wrong');
}

/** What `look` finds; where Discord can't be asked, that. */
export async function orNotAsked(what: string, look: () => Promise<Finding>): Promise<Finding> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof Refused || error instanceof NoAnswer) return notAsked(what);
    throw error;
  }
}

/** Whether Discord answers, and takes the token. */
export function tokenCheck(facts: DiscordFacts, apiUrl: string): Check {
  const what = 'Discord token';
  return {
    what,
    async look() {
      try {
        const { username } = await facts.bot();
        return ok(what, `is the bot ${username}`);
      } catch (error) {
        return error instanceof Refused && error.status === 401
          ? fault(what, 'is refused: copy the bot token anew into DISCORD_TOKEN')
          : fault(what, `Discord does not answer at ${apiUrl}: look at the network, or try again`);
      }
    },
  };
}

/** Whether the guild is there, and the bot in it. */
export function guildCheck(facts: DiscordFacts): Check {
  const what = 'Discord guild';
  return {
    what,
    async look() {
      try {
        const [{ name }, { id }] = await Promise.all([facts.guild(), facts.bot()]);
        return (await facts.member(id))
          ? ok(what, `is ${name}, and the bot is a member`)
          : fault(what, `is ${name}, but ${await notThere(facts)}`);
      } catch (error) {
        return error instanceof Refused && error.status !== 401
          ? orNotAsked(what, async () => fault(what, await notThere(facts)))
          : notAsked(what);
      }
    },
  };
}

async function notThere(facts: DiscordFacts): Promise<string> {
  const [{ id }, servers] = await Promise.all([facts.application(), facts.servers()]);
  return `the bot is ${notInServer(id, facts.guildId, servers)}`;
}

/** Whether the application may ask who joins and leaves. */
export function intentCheck(facts: DiscordFacts): Check {
  const what = 'Members Intent';
  const granted = ApplicationFlags.GatewayGuildMembers | ApplicationFlags.GatewayGuildMembersLimited;
  return {
    what,
    look: () =>
      orNotAsked(what, async () => {
        const { flags } = await facts.application();
        return (flags & granted) !== 0
          ? ok(what, 'Server Members Intent is on')
          : fault(what, 'switch on “Server Members Intent” on the Bot page of your Discord application');
      }),
  };
}

/** Whether everybody in PROMOTER_DISCORD_IDS is a member: somebody who is not can't promote. */
export function promotersCheck(facts: DiscordFacts, promoterIds: ReadonlySet<string>): Check {
  const what = 'promoters';
  return {
    what,
    look: () =>
      orNotAsked(what, async () => {
        if (promoterIds.size === 0) return ok(what, 'none are named: only admins of the server promote');
        await facts.guild();
        const found = await Promise.all(
          [...promoterIds].map(async (id) => ({ id, member: await facts.member(id) })),
        );
        const strangers = found.filter(({ member }) => member === null).map(({ id }) => id);
        return strangers.length === 0
          ? ok(what, `all ${promoterIds.size} are members`)
          : warning(what, `no members of the server: ${strangers.join(', ')}; correct PROMOTER_DISCORD_IDS`);
      }),
  };
}
