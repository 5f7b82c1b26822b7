import { InteractionHandler, InteractionHandlerTypes } from '@sapphire/framework';
import type { ModalSubmitInteraction } from 'discord.js';
import { SETTING_KEYS, type SettingKey } from '../../domain/setting-list.js';
import { changeSettings } from '../../services/change-settings.js';
import { idOf } from '../custom-id.js';
import { FIELD, OPEN_FORM, presentSettingRefused, presentSettings } from '../presenters/settings.js';
import { answer, answerBeside, deferEphemeral, guarded } from '../replies.js';

/** The form for a setting that is typed. */
export class SettingsFormHandler extends InteractionHandler {
  constructor(context: InteractionHandler.LoaderContext, options: InteractionHandler.Options) {
    super(context, { ...options, interactionHandlerType: InteractionHandlerTypes.ModalSubmit });
  }

  override parse(interaction: ModalSubmitInteraction) {
    const [action, name] = idOf('settings', interaction.customId)?.split(':') ?? [];
    const key = SETTING_KEYS.find((each) => each === name);
    return action === OPEN_FORM && key ? this.some(key) : this.none();
  }

  run(interaction: ModalSubmitInteraction, key: SettingKey): Promise<void> {
    return guarded(interaction, this.container.muster.services, async ({ services, messages, actor }) => {
      await (interaction.isFromMessage() ? interaction.deferUpdate() : deferEphemeral(interaction));
      const typed = interaction.fields.getTextInputValue(FIELD);
      const result = await changeSettings(services, actor, { [key]: typed });
      if (!result.ok) {
        return answerBeside(interaction, presentSettingRefused(messages, result.refusal, key, typed));
      }
      await answer(interaction, presentSettings(messages, result.value));
    });
  }
}
