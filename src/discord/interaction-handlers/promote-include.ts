import { InteractionHandler, InteractionHandlerTypes } from '@sapphire/framework';
import type { ButtonInteraction } from 'discord.js';
import { carryOut } from '../carry-out.js';
import { idOf } from '../custom-id.js';
import { answer, answerBeside, guarded, presentRefusal } from '../replies.js';
import { type Wanted, wantedIn } from '../wanted.js';

/** Takes those into a preview who are only left out for what they said. Shows a new one in its place; sends nothing. */
export class PromoteIncludeHandler extends InteractionHandler {
  constructor(context: InteractionHandler.LoaderContext, options: InteractionHandler.Options) {
    super(context, { ...options, interactionHandlerType: InteractionHandlerTypes.Button });
  }

  override parse({ customId }: ButtonInteraction) {
    const wanted = wantedIn(idOf('promote-include', customId) ?? '');
    return wanted === null ? this.none() : this.some(wanted);
  }

  override run(interaction: ButtonInteraction, wanted: Wanted): Promise<void> {
    const { services, drafts } = this.container.muster;
    return guarded(interaction, services, async (asked) => {
      await interaction.deferUpdate();
      const result = await carryOut({ ...asked, drafts }, wanted);
      if (!result.ok) {
        return answerBeside(interaction, presentRefusal(asked.messages, result.refusal, wanted));
      }
      await answer(interaction, result.value);
    });
  }
}
