import { InteractionHandler, InteractionHandlerTypes } from '@sapphire/framework';
import type { ButtonInteraction } from 'discord.js';
import { campaignLog } from '../../services/campaign-log.js';
import { idOf } from '../custom-id.js';
import { type LogPage, parseLogPageId, presentLog } from '../presenters/campaign-log.js';
import { answerResult, guarded } from '../replies.js';

/** The page buttons under a log. Who turns a page is authorised again, and sees what they may see now. */
export class PromoteLogHandler extends InteractionHandler {
  constructor(context: InteractionHandler.LoaderContext, options: InteractionHandler.Options) {
    super(context, { ...options, interactionHandlerType: InteractionHandlerTypes.Button });
  }

  override parse({ customId }: ButtonInteraction) {
    const page = idOf('promote-log', customId);
    return page === null ? this.none() : this.some(parseLogPageId(page));
  }

  override run(interaction: ButtonInteraction, page: LogPage): Promise<void> {
    return guarded(interaction, this.container.muster.services, async ({ services, messages, actor }) => {
      await interaction.deferUpdate();
      const result = await campaignLog(services, actor, page);
      await answerResult(interaction, messages, result, (log) => presentLog(messages, log, page));
    });
  }
}
