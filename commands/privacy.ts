import { Subcommand } from '@sapphire/plugin-subcommands';
import { type ChatInputCommandInteraction, InteractionContextType } from 'discord.js';
import { described } from '../src/discord/localized.js';
import { presentErasePrompt, presentExport, presentPersonalData } from '../src/discord/presenters/privacy.js';
import { answer, deferEphemeral, guarded } from '../src/discord/replies.js';
import { personalData } from '../src/services/privacy.js';

/** `/privacy show|export|erase`: for everybody, members or not, in the guild and in direct messages. */
export class PrivacyCommand extends Subcommand {
  constructor(context: Subcommand.LoaderContext, options: Subcommand.Options) {
    super(context, {
      ...options,
      subcommands: [
        { name: 'show', chatInputRun: 'runShow' },
        { name: 'export', chatInputRun: 'runExport' },
        { name: 'erase', chatInputRun: 'runErase' },
      ],
    });
  }

  override registerApplicationCommands(registry: Subcommand.Registry): void {
    registry.registerChatInputCommand((command) =>
      described(command.setName('privacy'), 'privacy')
        .setContexts(InteractionContextType.Guild, InteractionContextType.BotDM)
        .addSubcommand((sub) => described(sub.setName('show'), 'privacy show'))
        .addSubcommand((sub) => described(sub.setName('export'), 'privacy export'))
        .addSubcommand((sub) => described(sub.setName('erase'), 'privacy erase')),
    );
  }

  async runShow(interaction: ChatInputCommandInteraction): Promise<void> {
    await guarded(interaction, this.container.muster.services, async ({ services, messages, actor }) => {
      await deferEphemeral(interaction);
      const data = await personalData(services, actor);
      await answer(interaction, presentPersonalData(messages, data, services.channels));
    });
  }

  async runExport(interaction: ChatInputCommandInteraction): Promise<void> {
    await guarded(interaction, this.container.muster.services, async ({ services, messages, actor }) => {
      await deferEphemeral(interaction);
      const data = await personalData(services, actor);
      await answer(interaction, presentExport(messages, data, services.clock.now()));
    });
  }

  async runErase(interaction: ChatInputCommandInteraction): Promise<void> {
    await guarded(interaction, this.container.muster.services, async ({ messages, actor }) => {
      await answer(interaction, presentErasePrompt(messages, actor.userId));
    });
  }
}
