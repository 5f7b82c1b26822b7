import { InteractionHandler, InteractionHandlerTypes } from '@sapphire/framework';
import type { ButtonInteraction, StringSelectMenuInteraction } from 'discord.js';
import { PREFERRED_CHANNELS } from '../../domain/channel-choice.js';
import { sendTest } from '../../services/send-test.js';
import { isNo, type PreferenceChanges, updatePreferences } from '../../services/update-preferences.js';
import { idOf } from '../custom-id.js';
import { presentPreferences, SEND_TEST } from '../presenters/preferences.js';
import { filledInBy, presentQuietHoursForm } from '../presenters/quiet-hours-form.js';
import { presentTest } from '../presenters/test-message.js';
import { answer, answerBeside, doneOnceTaken, guarded, presentRefusal } from '../replies.js';

type PanelInteraction = ButtonInteraction | StringSelectMenuInteraction;

const CHANGES: ReadonlyMap<string, PreferenceChanges> = new Map([
  ['opt-in', { allowPromotions: true }],
  ['opt-out', { allowPromotions: false }],
  ['dms-on', { discordDms: true }],
  ['dms-off', { discordDms: false }],
]);

/** The buttons and the select of the preferences panel. */
export class PreferencesPanelHandler extends InteractionHandler {
  constructor(context: InteractionHandler.LoaderContext, options: InteractionHandler.Options) {
    super(context, { ...options, interactionHandlerType: InteractionHandlerTypes.MessageComponent });
  }

  override parse(interaction: PanelInteraction) {
    const id = idOf('preferences', interaction.customId);
    return id === null ? this.none() : this.some(id);
  }

  async run(interaction: PanelInteraction, id: string): Promise<void> {
    await guarded(interaction, this.container.muster.services, async ({ services, messages, actor }) => {
      const form = filledInBy(id);
      if (form)
        return interaction.showModal(presentQuietHoursForm(messages, form, services.settings.timezone));
      const taking = interaction.deferUpdate();
      if (id === SEND_TEST) {
        await taking;
        const sent = await sendTest(services, actor);
        return answerBeside(
          interaction,
          sent.ok ? presentTest(messages, sent.value) : presentRefusal(messages, sent.refusal),
        );
      }
      const changes = changesOf(interaction, id);
      const result = await doneOnceTaken(taking, isNo(changes), () =>
        updatePreferences(services, actor, changes),
      );
      if (!result.ok) return answerBeside(interaction, presentRefusal(messages, result.refusal));
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

/** What a press or a choice asks for; nothing for ids of no meaning (any more), which brings the panel up to date. */
function changesOf(interaction: PanelInteraction, id: string): PreferenceChanges {
  if (!interaction.isStringSelectMenu()) return CHANGES.get(id) ?? {};
  const preferredChannel = PREFERRED_CHANNELS.find((known) => known === interaction.values[0]);
  return preferredChannel ? { preferredChannel } : {};
}
