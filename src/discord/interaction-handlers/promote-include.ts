import { InteractionHandler, InteractionHandlerTypes } from '@sapphire/framework';
import type { ButtonInteraction } from 'discord.js';
import { previewCampaign, previewForCreation } from '../../services/preview-campaign.js';
import { idOf } from '../custom-id.js';
import { type MoreOf, moreOf, presentPreview } from '../presenters/campaign-preview.js';
import { answer, answerBeside, guarded, presentRefusal } from '../replies.js';

/** Takes those into a preview who are only left out for what they said. Shows a new one in its place; sends nothing. */
export class PromoteIncludeHandler extends InteractionHandler {
  constructor(context: InteractionHandler.LoaderContext, options: InteractionHandler.Options) {
    super(context, { ...options, interactionHandlerType: InteractionHandlerTypes.Button });
  }

  override parse({ customId }: ButtonInteraction) {
    const id = idOf('promote-include', customId);
    return id === null ? this.none() : this.some(moreOf(id));
  }

  override run(interaction: ButtonInteraction, { isDraft, dryRun }: MoreOf): Promise<void> {
    const { services, drafts } = this.container.muster;
    return guarded(interaction, services, async ({ messages, actor }) => {
      await interaction.deferUpdate();
      const request = { includeAvailable: true, includeMaybe: true, dryRun };
      const preview = await (isDraft ? previewForCreation : previewCampaign)(services, actor, request);
      if (!preview.ok) {
        const wanted = { kind: isDraft ? 'create' : 'preview', request } as const;
        return answerBeside(interaction, presentRefusal(messages, preview.refusal, wanted));
      }
      const draft = isDraft ? drafts.of(actor.userId, preview.value) : null;
      await answer(interaction, presentPreview(messages, preview.value, draft?.id));
    });
  }
}
