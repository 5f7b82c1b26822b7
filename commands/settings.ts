import { Command } from '@sapphire/framework';
import { type ChatInputCommandInteraction, PermissionFlagsBits } from 'discord.js';
import { described } from '../src/discord/localized.js';
import { presentSettings } from '../src/discord/presenters/settings.js';
import { answerAlone } from '../src/discord/replies.js';
import { showSettings } from '../src/services/change-settings.js';

/** `/settings`: what admins change without a restart. */
export class SettingsCommand extends Command {
  override registerApplicationCommands(registry: Command.Registry): void {
    const { settings } = this.container.muster.services;
    registry.registerChatInputCommand(
      (builder) =>
        // Discord shows it to those alone who may; whether they may is asked again.
        described(builder.setName('settings'), 'settings').setDefaultMemberPermissions(
          PermissionFlagsBits.ManageGuild,
        ),
      { guildIds: [settings.guildId] },
    );
  }

  override chatInputRun(interaction: ChatInputCommandInteraction): Promise<void> {
    return answerAlone(
      interaction,
      this.container.muster.services,
      ({ services, actor }) => showSettings(services, actor),
      ({ messages }, settings) => presentSettings(messages, settings),
    );
  }
}
