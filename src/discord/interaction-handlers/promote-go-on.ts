import { InteractionHandler, InteractionHandlerTypes } from '@sapphire/framework';
import type { ButtonInteraction } from 'discord.js';
import { goOn } from '../../services/go-on.js';
import { idOf } from '../custom-id.js';
import { answerBeside, answerInPlace, guarded, presentRefusal } from '../replies.js';

/** "Go on" under what a promoter is asked about an evening with too few. */
export class PromoteGoOnHandler extends InteractionHandler {
  constructor(context: InteractionHandler.LoaderContext, options: InteractionHandler.Options) {
    super(context, { ...options, interactionHandlerType: InteractionHandlerTypes.Button });
  }

  override parse({ customId }: ButtonInteraction) {
    const campaignId = idOf('promote-go-on', customId);
    return campaignId === null ? this.none() : this.some(campaignId);
  }

  override run(interaction: ButtonInteraction, campaignId: string): Promise<void> {
    return guarded(interaction, this.container.muster.services, async ({ services, messages, actor }) => {
      await interaction.deferUpdate();
      const result = await goOn(services, actor, campaignId);
      if (!result.ok) return answerBeside(interaction, presentRefusal(messages, result.refusal));
      await answerInPlace(interaction, { content: messages.promote.tooFew.goesOn, components: [] });
    });
  }
}
