import { InteractionHandler, InteractionHandlerTypes } from '@sapphire/framework';
import type { ButtonInteraction } from 'discord.js';
import { cancelCampaign } from '../../services/cancel-campaign.js';
import { idOf } from '../custom-id.js';
import { presentCancelled } from '../presenters/call-off.js';
import { outAlone } from '../replies.js';

/** "Cancel campaign" under a campaign. */
export class PromoteCancelHandler extends InteractionHandler {
  constructor(context: InteractionHandler.LoaderContext, options: InteractionHandler.Options) {
    super(context, { ...options, interactionHandlerType: InteractionHandlerTypes.Button });
  }

  override parse({ customId }: ButtonInteraction) {
    const campaignId = idOf('promote-cancel', customId);
    return campaignId === null ? this.none() : this.some(campaignId);
  }

  override run(interaction: ButtonInteraction, campaignId: string): Promise<void> {
    return outAlone(
      interaction,
      this.container.muster.services,
      ({ services, actor }) => cancelCampaign(services, actor, { campaignId }),
      ({ messages }, cancelled) => presentCancelled(messages, cancelled),
    );
  }
}
