import { InteractionHandler, InteractionHandlerTypes } from '@sapphire/framework';
import type { ButtonInteraction } from 'discord.js';
import { checkProof } from '../../services/prove-player.js';
import { idOf } from '../custom-id.js';
import { answer, answerBeside, guarded, presentRefusal } from '../replies.js';

/** The button that looks on the game server for the code of whoever it was made for. */
export class LinkCheckHandler extends InteractionHandler {
  constructor(context: InteractionHandler.LoaderContext, options: InteractionHandler.Options) {
    super(context, { ...options, interactionHandlerType: InteractionHandlerTypes.Button });
  }

  override parse(interaction: ButtonInteraction) {
    const userId = idOf('link-check', interaction.customId);
    return userId === null ? this.none() : this.some(userId);
  }

  async run(interaction: ButtonInteraction, userId: string): Promise<void> {
    await guarded(interaction, this.container.muster.services, async ({ services, messages, actor }) => {
      if (actor.userId !== userId) {
        return answerBeside(interaction, presentRefusal(messages, { code: 'not_your_button' }));
      }
      await interaction.deferUpdate();
      const result = await checkProof(services, actor);
      // The code and the button stay, to be tried again.
      if (!result.ok) return answerBeside(interaction, presentRefusal(messages, result.refusal));
      await answer(interaction, { content: messages.links.proved(result.value.name), components: [] });
    });
  }
}
