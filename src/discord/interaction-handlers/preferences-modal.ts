import { InteractionHandler, InteractionHandlerTypes } from '@sapphire/framework';
import type { ModalSubmitInteraction } from 'discord.js';
import { updatePreferences } from '../../services/update-preferences.js';
import { customId } from '../custom-id.js';
import { presentPreferences } from '../presenters/preferences.js';
import {
  presentFormRefused,
  QUIET_HOURS,
  type QuietHoursForm,
  zoneOfForm,
} from '../presenters/quiet-hours-form.js';
import { answer, answerBeside, deferEphemeral, guarded } from '../replies.js';

/** The form for quiet hours and time zone. */
export class PreferencesModalHandler extends InteractionHandler {
  constructor(context: InteractionHandler.LoaderContext, options: InteractionHandler.Options) {
    super(context, { ...options, interactionHandlerType: InteractionHandlerTypes.ModalSubmit });
  }

  override parse(interaction: ModalSubmitInteraction) {
    return interaction.customId === customId('preferences', QUIET_HOURS) ? this.some() : this.none();
  }

  async run(interaction: ModalSubmitInteraction): Promise<void> {
    await guarded(interaction, this.container.muster.services, async ({ services, messages, actor }) => {
      await (interaction.isFromMessage() ? interaction.deferUpdate() : deferEphemeral(interaction));
      const typed = typedInto(interaction);
      const { start, end, zone } = typed;
      const result = await updatePreferences(services, actor, { quietHours: { start, end }, timezone: zone });
      if (!result.ok) return answerBeside(interaction, presentFormRefused(messages, result.refusal, typed));
      await answer(
        interaction,
        presentPreferences(messages, {
          ...result.value,
          serverTimezone: services.settings.timezone,
          channels: services.channels,
        }),
      );
    });
  }
}

function typedInto({ fields }: ModalSubmitInteraction): QuietHoursForm {
  return {
    start: fields.getTextInputValue('start'),
    end: fields.getTextInputValue('end'),
    zone: zoneOfForm(fields.getTextInputValue('zone'), fields.getStringSelectValues('usual')[0]),
  };
}
