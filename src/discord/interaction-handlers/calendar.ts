import { InteractionHandler, InteractionHandlerTypes } from '@sapphire/framework';
import type { ButtonInteraction } from 'discord.js';
import { endCalendar, makeCalendar } from '../../services/calendar.js';
import { idOf } from '../custom-id.js';
import { END_CALENDAR, presentEndedCalendar, presentMadeCalendar } from '../presenters/calendar.js';
import { answer, answerBeside, doneWhileTaken, guarded, presentRefusal } from '../replies.js';

/** The buttons of `/availability calendar`: a new address, and none any more. */
export class CalendarHandler extends InteractionHandler {
  constructor(context: InteractionHandler.LoaderContext, options: InteractionHandler.Options) {
    super(context, { ...options, interactionHandlerType: InteractionHandlerTypes.Button });
  }

  override parse(interaction: ButtonInteraction) {
    const id = idOf('calendar', interaction.customId);
    return id === null ? this.none() : this.some(id);
  }

  async run(interaction: ButtonInteraction, id: string): Promise<void> {
    await guarded(interaction, this.container.muster.services, async ({ services, messages, actor }) => {
      const taking = interaction.deferUpdate();
      if (id === END_CALENDAR) {
        await doneWhileTaken(taking, endCalendar(services, actor));
        return answer(interaction, presentEndedCalendar(messages));
      }
      await taking;
      const made = await makeCalendar(services, actor);
      if (!made.ok) return answerBeside(interaction, presentRefusal(messages, made.refusal));
      await answer(interaction, presentMadeCalendar(messages, made.value));
    });
  }
}
