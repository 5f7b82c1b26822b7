import { Subcommand } from '@sapphire/plugin-subcommands';
import type { ChatInputCommandInteraction } from 'discord.js';
import { described } from '../src/discord/localized.js';
import { presentLinkToken } from '../src/discord/presenters/link-token.js';
import { presentMadeLink } from '../src/discord/presenters/player-link.js';
import { answerAlone } from '../src/discord/replies.js';
import { requestChannelLink } from '../src/services/link-channel.js';
import { linkPlayer } from '../src/services/link-player.js';
import { confirmPlayer } from '../src/services/prove-player.js';

/** `/link player|confirm|telegram|signal` */
export class LinkCommand extends Subcommand {
  constructor(context: Subcommand.LoaderContext, options: Subcommand.Options) {
    super(context, {
      ...options,
      subcommands: [
        { name: 'player', chatInputRun: 'runPlayer' },
        { name: 'confirm', chatInputRun: 'runConfirm' },
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
          .addSubcommand((sub) =>
            described(sub.setName('confirm'), 'link confirm').addUserOption((option) =>
              described(option.setName('user'), 'link confirm user').setRequired(true),
            ),
          )
          .addSubcommand((sub) => described(sub.setName('telegram'), 'link telegram'))
          .addSubcommand((sub) => described(sub.setName('signal'), 'link signal')),
      { guildIds: [settings.guildId] },
    );
  }

  async runPlayer(interaction: ChatInputCommandInteraction): Promise<void> {
    const { options } = interaction;
    await answerAlone(
      interaction,
      this.container.muster.services,
      ({ services, actor }) =>
        linkPlayer(services, actor, {
          guid: options.getString('guid', true),
          name: options.getString('name', true),
        }),
      ({ messages }, made) => presentMadeLink(messages, made),
    );
  }

  async runConfirm(interaction: ChatInputCommandInteraction): Promise<void> {
    await answerAlone(
      interaction,
      this.container.muster.services,
      ({ services, actor }) => confirmPlayer(services, actor, interaction.options.getUser('user', true).id),
      ({ messages }, { name, guid }) => ({ content: messages.links.confirmedOther(name, guid) }),
    );
  }

  async runChannel(interaction: ChatInputCommandInteraction): Promise<void> {
    await answerAlone(
      interaction,
      this.container.muster.services,
      ({ services, actor }) => requestChannelLink(services, actor, interaction.options.getSubcommand()),
      ({ messages }, token) => presentLinkToken(messages, token),
    );
  }
}
