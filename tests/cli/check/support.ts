import { onTestFinished } from 'vitest';
import { DiscordStandIn } from '../../../demo/discord/stand-in.js';
import { DiscordFacts } from '../../../src/cli/check/discord-facts.js';
import type { Check, Finding } from '../../../src/cli/check/finding.js';
import { runChecks } from '../../../src/cli/check/run.js';
import { SystemClock } from '../../../src/scheduling/system-clock.js';

/** What one check finds, in a line. */
export async function found(check: Check): Promise<string> {
  const findings = await runChecks([check], new SystemClock());
  return findings.map(({ what, state, said }: Finding) => `${state} ${what}: ${said}`).join('\n');
}

/** A Discord that ends with the test. */
export async function aDiscord(): Promise<DiscordStandIn> {
  const discord = await DiscordStandIn.start();
  onTestFinished(() => discord.stop());
  return discord;
}

/** What a check asks of a Discord, with the token and the guild it is set up with unless told otherwise. */
export function factsOf(
  discord: DiscordStandIn,
  { token = discord.token, guildId = discord.guildId }: { token?: string; guildId?: string } = {},
): DiscordFacts {
  return new DiscordFacts({ token, apiUrl: discord.url }, guildId);
}
