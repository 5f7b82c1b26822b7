import { InteractionHandler, InteractionHandlerTypes } from '@sapphire/framework';
import type { ButtonInteraction } from 'discord.js';
import { cancelCampaign } from '../../services/cancel-campaign.js';
import { type ComponentAction, idOf } from '../custom-id.js';
import { presentCancelled } from '../presenters/call-off.js';
import { answerInPlace, doneWhileTaken, guarded, presentRefusal } from '../replies.js';

/** What a press means: whether those who were called are told. */
const PRESSES = [
  ['promote-call-off', true],
  ['promote-cancel-quietly', false],
] as const satisfies readonly (readonly [ComponentAction, boolean])[];

interface Press {
  readonly campaignId: string;
  readonly notify: boolean;
}

/** The answers to whether people are told that an evening is off; what came of one takes the question's place. */
export class PromoteCallOffHandler extends InteractionHandler {
  constructor(context: InteractionHandler.LoaderContext, options: InteractionHandler.Options) {
    super(context, { ...options, interactionHandlerType: InteractionHandlerTypes.Button });
  }

  override parse({ customId }: ButtonInteraction) {
    for (const [action, notify] of PRESSES) {
      const campaignId = idOf(action, customId);
      if (campaignId !== null) return this.some({ campaignId, notify });
    }
    return idOf('promote-keep', customId) === null ? this.none() : this.some(null);
  }

  override run(interaction: ButtonInteraction, press: Press | null): Promise<void> {
    return guarded(interaction, this.container.muster.services, async ({ services, messages, actor }) => {
      if (press === null) {
        await interaction.update({ content: messages.promote.callOff.kept, components: [] });
        return;
      }
      const cancelling = cancelCampaign(services, actor, press);
      const result = await doneWhileTaken(interaction.deferUpdate(), cancelling);
      const payload = result.ok
        ? presentCancelled(messages, result.value)
        : presentRefusal(messages, result.refusal);
      await answerInPlace(interaction, { components: [], ...payload });
    });
  }
}
