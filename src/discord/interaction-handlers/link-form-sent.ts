import { InteractionHandler, InteractionHandlerTypes } from '@sapphire/framework';
import type { ModalSubmitInteraction } from 'discord.js';
import { linkPlayer } from '../../services/link-player.js';
import { afterLinking } from '../after-linking.js';
import { idOf } from '../custom-id.js';
import { presentLinkFormRefused } from '../presenters/link-form.js';
import { presentMadeLink } from '../presenters/player-link.js';
import { answer, answerBeside, deferEphemeral, guarded } from '../replies.js';

/** The form for linking a player, sent: links it, then does what was wanted before. */
export class LinkFormSentHandler extends InteractionHandler {
  constructor(context: InteractionHandler.LoaderContext, options: InteractionHandler.Options) {
    super(context, { ...options, interactionHandlerType: InteractionHandlerTypes.ModalSubmit });
  }

  override parse({ customId }: ModalSubmitInteraction) {
    const wanted = idOf('link-form', customId);
    return wanted === null ? this.none() : this.some(wanted);
  }

  override run(interaction: ModalSubmitInteraction, wanted: string): Promise<void> {
    return guarded(interaction, this.container.muster.services, async (asked) => {
      await (interaction.isFromMessage() ? interaction.deferUpdate() : deferEphemeral(interaction));
      const typed = {
        guid: interaction.fields.getTextInputValue('guid'),
        name: interaction.fields.getTextInputValue('name'),
      };
      const { services, messages } = asked;
      // From under a direct message, too.
      const actor = { ...asked.actor, guildId: asked.actor.guildId ?? services.settings.guildId };
      const made = await linkPlayer(services, actor, typed);
      if (!made.ok) {
        const again = presentLinkFormRefused(messages, made.refusal, { ...typed, wanted });
        return answerBeside(interaction, again);
      }
      const { drafts } = this.container.muster;
      const linked = { components: [], ...presentMadeLink(messages, made.value, wanted) };
      await answer(
        interaction,
        made.value.counts ? await afterLinking({ ...asked, actor, drafts }, wanted, linked) : linked,
      );
    });
  }
}
