import { Command } from '@sapphire/framework';
import type { ChatInputCommandInteraction } from 'discord.js';
import { described } from '../src/discord/localized.js';
import { deploymentOf, presentPreferences } from '../src/discord/presenters/preferences.js';
import { answerResult, deferEphemeral, guarded } from '../src/discord/replies.js';
import { showPreferences } from '../src/services/update-preferences.js';

/** `/preferences`: opens the panel. */
export class PreferencesCommand extends Command {
  override registerApplicationCommands(registry: Command.Registry): void {
    const { settings } = this.container.muster.services;
    registry.registerChatInputCommand((command) => described(command.setName('preferences'), 'preferences'), {
      guildIds: [settings.guildId],
    });
  }

  override async chatInputRun(interaction: ChatInputCommandInteraction): Promise<void> {
    await guarded(interaction, this.container.muster.services, async ({ services, messages, actor }) => {
      await deferEphemeral(interaction);
      const result = await showPreferences(services, actor);
      await answerResult(interaction, messages, result, (preferences) =>
        presentPreferences(messages, {
          preferences,
          ...deploymentOf(services),
        }),
      );
    });
  }
}
