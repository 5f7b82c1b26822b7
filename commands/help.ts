import { Command } from '@sapphire/framework';
import type { ChatInputCommandInteraction } from 'discord.js';
import { described } from '../src/discord/localized.js';
import { answer, guarded } from '../src/discord/replies.js';

/** `/help`: what Muster does, and how to begin. */
export class HelpCommand extends Command {
  override registerApplicationCommands(registry: Command.Registry): void {
    const { settings } = this.container.muster.services;
    registry.registerChatInputCommand((command) => described(command.setName('help'), 'help'), {
      guildIds: [settings.guildId],
    });
  }

  override async chatInputRun(interaction: ChatInputCommandInteraction): Promise<void> {
    await guarded(interaction, this.container.muster.services, async ({ services, messages }) => {
      await answer(interaction, { content: messages.replies.help(services.settings.pageUrl) });
    });
  }
}
