import { InteractionHandler, InteractionHandlerTypes } from '@sapphire/framework';
import type { ButtonInteraction } from 'discord.js';
import { erasePerson } from '../../services/erase-person.js';
import { idOf } from '../custom-id.js';
import { answer, answerBeside, doneWhileTaken, guarded, presentRefusal } from '../replies.js';

/** The button that erases whoever it was made for. */
export class PrivacyEraseHandler extends InteractionHandler {
  constructor(context: InteractionHandler.LoaderContext, options: InteractionHandler.Options) {
    super(context, { ...options, interactionHandlerType: InteractionHandlerTypes.Button });
  }

  override parse(interaction: ButtonInteraction) {
    const userId = idOf('privacy-erase', interaction.customId);
    return userId === null ? this.none() : this.some(userId);
  }

  async run(interaction: ButtonInteraction, userId: string): Promise<void> {
    await guarded(interaction, this.container.muster.services, async ({ services, messages, actor }) => {
      if (actor.userId !== userId) {
        return answerBeside(interaction, presentRefusal(messages, { code: 'not_your_button' }));
      }
      await doneWhileTaken(interaction.deferUpdate(), erasePerson(services, actor));
      await answer(interaction, { content: messages.replies.erased, components: [] });
    });
  }
}
