import { Subcommand } from '@sapphire/plugin-subcommands';
import type { ChatInputCommandInteraction } from 'discord.js';
import { described } from '../src/discord/localized.js';
import { outAlone } from '../src/discord/replies.js';
import type { LinkableChannel } from '../src/domain/channel-choice.js';
import { unlinkChannel } from '../src/services/link-channel.js';
import { unlinkPlayer } from '../src/services/link-player.js';

/** `/unlink player|telegram|signal` */
export class UnlinkCommand extends Subcommand {
  constructor(context: Subcommand.LoaderContext, options: Subcommand.Options) {
    super(context, {
      ...options,
      subcommands: [
        { name: 'player', chatInputRun: 'runPlayer' },
        { name: 'telegram', chatInputRun: 'runTelegram' },
        { name: 'signal', chatInputRun: 'runSignal' },
      ],
    });
  }

  override registerApplicationCommands(registry: Subcommand.Registry): void {
    const { settings } = this.container.muster.services;
    registry.registerChatInputCommand(
      (command) =>
        described(command.setName('unlink'), 'unlink')
          .addSubcommand((sub) =>
            described(sub.setName('player'), 'unlink player').addUserOption((option) =>
              described(option.setName('user'), 'unlink player user'),
            ),
          )
          .addSubcommand((sub) => described(sub.setName('telegram'), 'unlink telegram'))
          .addSubcommand((sub) => described(sub.setName('signal'), 'unlink signal')),
      { guildIds: [settings.guildId] },
    );
  }

  async runPlayer(interaction: ChatInputCommandInteraction): Promise<void> {
    await outAlone(
      interaction,
      this.container.muster.services,
      ({ services, actor }) => unlinkPlayer(services, actor, interaction.options.getUser('user')?.id),
      ({ messages, actor }, { userId, name }) => ({
        content:
          userId === actor.userId ? messages.replies.playerUnlinked : messages.links.unlinkedOther(name),
      }),
    );
  }

  async runTelegram(interaction: ChatInputCommandInteraction): Promise<void> {
    await this.#unlink(interaction, 'telegram');
  }

  async runSignal(interaction: ChatInputCommandInteraction): Promise<void> {
    await this.#unlink(interaction, 'signal');
  }

  async #unlink(interaction: ChatInputCommandInteraction, channel: LinkableChannel): Promise<void> {
    await outAlone(
      interaction,
      this.container.muster.services,
      ({ services, actor }) => unlinkChannel(services, actor, channel, 'discord'),
      ({ messages }, unlinked) => ({ content: messages.replies.channelUnlinked(unlinked) }),
    );
  }
}
