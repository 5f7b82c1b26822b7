import { InteractionHandler, InteractionHandlerTypes } from '@sapphire/framework';
import type { ButtonInteraction } from 'discord.js';
import { callMore } from '../../services/call-more.js';
import { idOf } from '../custom-id.js';
import { answerResult, deferEphemeral, guarded } from '../replies.js';

/** "Ping a standby" under a campaign: each press asks for one player more. */
export class PromoteMoreHandler extends InteractionHandler {
  constructor(context: InteractionHandler.LoaderContext, options: InteractionHandler.Options) {
    super(context, { ...options, interactionHandlerType: InteractionHandlerTypes.Button });
  }

  override parse({ customId }: ButtonInteraction) {
    const campaignId = idOf('promote-more', customId);
    return campaignId === null ? this.none() : this.some(campaignId);
  }

  override run(interaction: ButtonInteraction, campaignId: string): Promise<void> {
    return guarded(interaction, this.container.muster.services, async ({ services, messages, actor }) => {
      await deferEphemeral(interaction);
      const result = await callMore(services, actor, { campaignId, count: 1 });
      await answerResult(interaction, messages, result, ({ count, standbys, paused }) => ({
        content: messages.replies.moreCalled(count, standbys, paused),
      }));
    });
  }
}
