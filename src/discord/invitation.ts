import { PermissionFlagsBits } from 'discord.js';

/** What the bot needs in a server; docs/install.md says what for. */
const NEEDED =
  PermissionFlagsBits.ViewChannel | PermissionFlagsBits.SendMessages | PermissionFlagsBits.AttachFiles;

/** A server of Discord's, as far as it is told which one it is. */
export interface Server {
  readonly id: string;
  readonly name: string;
}

/** The address by which an admin of a server invites the bot, ready to be opened. */
export function invitationOf(applicationId: string): string {
  const scope = 'bot+applications.commands';
  return `https://discord.com/oauth2/authorize?client_id=${applicationId}&scope=${scope}&permissions=${NEEDED}`;
}

/**
 * Completes "The bot is …" where it is not in the server it is set up for, with what to do: either it was never invited,
 * or the id is another's. `servers`: those it is in.
 */
export function notInServer(applicationId: string, guildId: string, servers: readonly Server[]): string {
  const others = servers.map(({ id, name }) => `${name} (${id})`).join(', ');
  const correct = others === '' ? 'or correct the id' : `or correct the id: the bot is in ${others}`;
  return `not in the server of DISCORD_GUILD_ID (${guildId}): invite it with ${invitationOf(applicationId)} ${correct}`;
}

/** Completes "The bot is …" where it is in its server but may not have commands there, with what to do. */
export function withoutCommands(applicationId: string, guildId: string): string {
  return `in the server of DISCORD_GUILD_ID (${guildId}), but may not register commands there: invite it anew with ${invitationOf(applicationId)}`;
}
