import { InteractionHandler, InteractionHandlerTypes } from '@sapphire/framework';
import type { ButtonInteraction } from 'discord.js';
import { idOf } from '../custom-id.js';
import { carriedBy, presentLinkForm } from '../presenters/link-form.js';
import { guarded } from '../replies.js';

/** The button that opens the form for linking a player. */
export class LinkFormHandler extends InteractionHandler {
  constructor(context: InteractionHandler.LoaderContext, options: InteractionHandler.Options) {
    super(context, { ...options, interactionHandlerType: InteractionHandlerTypes.Button });
  }

  override parse({ customId }: ButtonInteraction) {
    const id = idOf('link-form', customId);
    return id === null ? this.none() : this.some(id);
  }

  override run(interaction: ButtonInteraction, id: string): Promise<void> {
    return guarded(interaction, this.container.muster.services, async ({ messages }) => {
      await interaction.showModal(presentLinkForm(messages, carriedBy(id)));
    });
  }
}
