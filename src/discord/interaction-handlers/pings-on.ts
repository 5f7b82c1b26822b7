import { InteractionHandler, InteractionHandlerTypes } from '@sapphire/framework';
import type { ButtonInteraction } from 'discord.js';
import { turnPingsOn } from '../../services/turn-pings-on.js';
import { idOf } from '../custom-id.js';
import { presentTurnedOn } from '../presenters/set-availability.js';
import { answer, answerBeside, guarded, presentRefusal } from '../replies.js';

/** Under an answer to somebody whose session pings are off: turns them on at once. */
export class PingsOnHandler extends InteractionHandler {
  constructor(context: InteractionHandler.LoaderContext, options: InteractionHandler.Options) {
    super(context, { ...options, interactionHandlerType: InteractionHandlerTypes.Button });
  }

  override parse({ customId }: ButtonInteraction) {
    const date = idOf('pings-on', customId);
    return date === null ? this.none() : this.some(date);
  }

  override run(interaction: ButtonInteraction, date: string): Promise<void> {
    return guarded(interaction, this.container.muster.services, async ({ services, messages, actor }) => {
      await interaction.deferUpdate();
      const result = await turnPingsOn(services, actor, date);
      // The button stays, to be pressed again.
      if (!result.ok) return answerBeside(interaction, presentRefusal(messages, result.refusal));
      await answer(interaction, presentTurnedOn(messages, result.value, date));
    });
  }
}
