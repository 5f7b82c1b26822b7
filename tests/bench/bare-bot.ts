/** The least there can be of a Sapphire bot: what Muster's start and memory are measured against. */
import { ApplicationCommandRegistries, Command, RegisterBehavior, SapphireClient } from '@sapphire/framework';
import { type ClientOptions, GatewayIntentBits } from 'discord.js';

class PingCommand extends Command {
  override registerApplicationCommands(registry: Command.Registry): void {
    registry.registerChatInputCommand((builder) => builder.setName('ping').setDescription('Answers pong.'));
  }

  override async chatInputRun(interaction: Command.ChatInputCommandInteraction): Promise<void> {
    await interaction.reply('pong');
  }
}

ApplicationCommandRegistries.setDefaultBehaviorWhenNotIdentical(RegisterBehavior.BulkOverwrite);
// As in src/discord/client.ts.
const options = {
  intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMembers],
  baseUserDirectory: null,
  rest: { api: process.env['DISCORD_API_URL'] },
  allowedMentions: { parse: [] },
  loadMessageCommandListeners: false,
  loadDefaultErrorListeners: false,
};
const client = new SapphireClient(options as unknown as ClientOptions);
await client.stores.loadPiece({ store: 'commands', name: 'ping', piece: PingCommand });
const ready = new Promise<void>((resolve) => client.once('clientReady', () => resolve()));
const registered = new Promise<void>((resolve) => {
  client.once('applicationCommandRegistriesRegistered', () => resolve());
});
await client.login(process.env['DISCORD_TOKEN']);
await Promise.all([ready, registered]);
process.stdout.write('ready\n');
