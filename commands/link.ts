import { Subcommand } from '@sapphire/plugin-subcommands';
import type { ChatInputCommandInteraction } from 'discord.js';
import { described } from '../src/discord/localized.js';
import type {} from '../src/discord/muster.js';
import { presentLinkToken } from '../src/discord/presenters/link-token.js';
import { answer, answerResult, deferEphemeral, guarded, presentRefusal } from '../src/discord/replies.js';
import { requestChannelLink } from '../src/services/link-channel.js';
import { linkPlayer } from '../src/services/link-player.js';

/** `/link player|telegram|signal` */
export class LinkCommand extends Subcommand {
  constructor(context: Subcommand.LoaderContext, options: Subcommand.Options) {
    super(context, {
      ...options,
      subcommands: [
        { name: 'player', chatInputRun: 'runPlayer' },
        { name: 'telegram', chatInputRun: 'runChannel' },
        { name: 'signal', chatInputRun: 'runChannel' },
      ],
    });
  }

  override registerApplicationCommands(registry: Subcommand.Registry): void {
    const { settings } = this.container.muster.services;
    registry.registerChatInputCommand(
      (command) =>
        described(command.setName('link'), 'link')
          .addSubcommand((sub) =>
            described(sub.setName('player'), 'link player')
              // No lengths here: what is too long is refused by the service, in words that help.
              .addStringOption((option) =>
                described(option.setName('guid'), 'link player guid').setRequired(true),
              )
              .addStringOption((option) =>
                described(option.setName('name'), 'link player name').setRequired(true),
              ),
          )
          .addSubcommand((sub) => described(sub.setName('telegram'), 'link telegram'))
          .addSubcommand((sub) => described(sub.setName('signal'), 'link signal')),
      { guildIds: [settings.guildId] },
    );
  }

  async runPlayer(interaction: ChatInputCommandInteraction): Promise<void> {
    await guarded(interaction, this.container.muster.services, async ({ services, messages, actor }) => {
      await deferEphemeral(interaction);
      const { options } = interaction;
      const input = { guid: options.getString('guid', true), name: options.getString('name', true) };
      const result = await linkPlayer(services, actor, input);
      await answerResult(interaction, messages, result, ({ name }) => ({
        content: messages.replies.playerLinked(name),
      }));
    });
  }

  async runChannel(interaction: ChatInputCommandInteraction): Promise<void> {
    await guarded(interaction, this.container.muster.services, async ({ services, messages, actor }) => {
      await deferEphemeral(interaction);
      const result = await requestChannelLink(services, actor, interaction.options.getSubcommand());
      await answer(
        interaction,
        result.ok ? await presentLinkToken(messages, result.value) : presentRefusal(messages, result.refusal),
      );
    });
  }
}
