import { formatFaults, loadConfig } from '../../config/config.js';
import type { ESSENTIALS, VariableName } from '../../config/schema.js';
import { Misconfigured } from '../command.js';

/** The five essentials, as they stand in a `.env`. */
export type Answers = Readonly<Record<(typeof ESSENTIALS)[number], string>>;

/** What is well-formed wherever nothing was answered yet. */
export const STAND_INS = { DISCORD_TOKEN: 'token', DISCORD_GUILD_ID: '100000000000000000' };

/** What is wrong with a value of a setting, completing "It …"; `null`: nothing. */
export function whatIsWrongWith(name: VariableName, value: string): string | null {
  const loaded = loadConfig({ ...STAND_INS, [name]: value });
  return (loaded.ok ? null : loaded.faults.find((fault) => fault.name === name)?.reason) ?? null;
}

/** Where Discord's API is, as set or as usual. @throws Misconfigured when it is set to what is no address. */
export function apiUrlOf(variables: Readonly<Record<string, string | undefined>>): string {
  const loaded = loadConfig({ ...STAND_INS, DISCORD_API_URL: variables['DISCORD_API_URL'] });
  if (!loaded.ok) throw new Misconfigured(formatFaults(loaded.faults).trimEnd(), loaded.faults);
  return loaded.config.discord.apiUrl;
}
