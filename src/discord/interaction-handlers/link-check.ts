import { InteractionHandler, InteractionHandlerTypes } from '@sapphire/framework';
import type { ButtonInteraction } from 'discord.js';
import { checkProof } from '../../services/prove-player.js';
import { afterLinking } from '../after-linking.js';
import { idOf } from '../custom-id.js';
import { checkedBy } from '../presenters/player-link.js';
import { answer, answerBeside, guarded, presentRefusal } from '../replies.js';

type Checked = ReturnType<typeof checkedBy>;

/** The button that looks on the game server for the code of whoever it was made for. */
export class LinkCheckHandler extends InteractionHandler {
  constructor(context: InteractionHandler.LoaderContext, options: InteractionHandler.Options) {
    super(context, { ...options, interactionHandlerType: InteractionHandlerTypes.Button });
  }

  override parse(interaction: ButtonInteraction) {
    const id = idOf('link-check', interaction.customId);
    return id === null ? this.none() : this.some(checkedBy(id));
  }

  async run(interaction: ButtonInteraction, { userId, wanted }: Checked): Promise<void> {
    await guarded(interaction, this.container.muster.services, async (asked) => {
      const { services, messages, actor } = asked;
      if (actor.userId !== userId) {
        return answerBeside(interaction, presentRefusal(messages, { code: 'not_your_button' }));
      }
      await interaction.deferUpdate();
      const result = await checkProof(services, actor);
      // The code and the button stay, to be tried again.
      if (!result.ok) return answerBeside(interaction, presentRefusal(messages, result.refusal));
      const { drafts } = this.container.muster;
      const proved = { content: messages.links.proved(result.value.name), components: [] };
      await answer(interaction, await afterLinking({ ...asked, drafts }, wanted, proved));
    });
  }
}
