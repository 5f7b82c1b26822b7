import { Subcommand } from '@sapphire/plugin-subcommands';
import type { ChatInputCommandInteraction } from 'discord.js';
import type {} from '../src/discord/muster.js';
import { answerResult, deferEphemeral, guarded } from '../src/discord/replies.js';
import { unlinkPlayer } from '../src/services/link-player.js';

/** `/unlink player` */
export class UnlinkCommand extends Subcommand {
  constructor(context: Subcommand.LoaderContext, options: Subcommand.Options) {
    super(context, { ...options, subcommands: [{ name: 'player', chatInputRun: 'runPlayer' }] });
  }

  override registerApplicationCommands(registry: Subcommand.Registry): void {
    const { settings, messagesFor } = this.container.muster.services;
    const { commands } = messagesFor('en');
    registry.registerChatInputCommand(
      (command) =>
        command
          .setName('unlink')
          .setDescription(commands.unlink)
          .addSubcommand((sub) =>
            sub
              .setName('player')
              .setDescription(commands['unlink player'])
              .addUserOption((option) =>
                option.setName('user').setDescription(commands['unlink player user']),
              ),
          ),
      { guildIds: [settings.guildId] },
    );
  }

  async runPlayer(interaction: ChatInputCommandInteraction): Promise<void> {
    await guarded(interaction, this.container.muster.services, async ({ services, messages, actor }) => {
      await deferEphemeral(interaction);
      const result = await unlinkPlayer(services, actor, interaction.options.getUser('user')?.id);
      await answerResult(interaction, messages, result, ({ userId, name }) => ({
        content:
          userId === actor.userId ? messages.replies.playerUnlinked : messages.links.unlinkedOther(name),
      }));
    });
  }
}
