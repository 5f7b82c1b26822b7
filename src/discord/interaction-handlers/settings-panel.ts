import { InteractionHandler, InteractionHandlerTypes } from '@sapphire/framework';
import type {
  ButtonInteraction,
  ChannelSelectMenuInteraction,
  StringSelectMenuInteraction,
} from 'discord.js';
import type { SettingInForce } from '../../domain/live-settings.js';
import type { Result } from '../../domain/refusal.js';
import { SETTING_KEYS, type SettingKey, settingOf } from '../../domain/setting-list.js';
import { changeSettings, showSettings } from '../../services/change-settings.js';
import { idOf } from '../custom-id.js';
import {
  isTyped,
  OPEN_FORM,
  PICK,
  presentSetting,
  presentSettingForm,
  presentSettings,
  RESET,
  SET,
  SHOW,
} from '../presenters/settings.js';
import { answer, answerBeside, type Asked, guarded, presentRefusal } from '../replies.js';

type PanelInteraction = ButtonInteraction | StringSelectMenuInteraction | ChannelSelectMenuInteraction;

/** The list, the selects and the buttons of the settings panel. */
export class SettingsPanelHandler extends InteractionHandler {
  constructor(context: InteractionHandler.LoaderContext, options: InteractionHandler.Options) {
    super(context, { ...options, interactionHandlerType: InteractionHandlerTypes.MessageComponent });
  }

  override parse(interaction: PanelInteraction) {
    const id = idOf('settings', interaction.customId);
    return id === null ? this.none() : this.some(id);
  }

  run(interaction: PanelInteraction, id: string): Promise<void> {
    return guarded(interaction, this.container.muster.services, async (asked) => {
      const [action = '', key = '', ...rest] = id.split(':');
      const name = action === PICK ? chosen(interaction) : SETTING_KEYS.find((each) => each === key);
      if (name && action === OPEN_FORM) return openForm(interaction, asked, name, rest.join(':'));
      await interaction.deferUpdate();
      if (!name || action === SHOW) return show(interaction, asked, presentList);
      if (action === PICK) return show(interaction, asked, presentOne(name));
      const text = action === RESET ? null : action === SET ? textOf(interaction, rest) : undefined;
      if (text === undefined) return show(interaction, asked, presentList);
      const result = await changeSettings(asked.services, asked.actor, { [name]: text });
      if (!result.ok) return answerBeside(interaction, presentRefusal(asked.messages, result.refusal));
      await answer(interaction, presentSettings(asked.messages, result.value));
    });
  }
}

type Present = (asked: Asked, settings: readonly SettingInForce[]) => ReturnType<typeof presentSettings>;

const presentList: Present = ({ messages }, settings) => presentSettings(messages, settings);

const presentOne =
  (name: SettingKey): Present =>
  ({ messages }, settings) => {
    const setting = settings.find(({ key }) => key === name);
    return setting ? presentSetting(messages, setting) : presentSettings(messages, settings);
  };

async function show(interaction: PanelInteraction, asked: Asked, present: Present): Promise<void> {
  const result: Result<readonly SettingInForce[]> = await showSettings(asked.services, asked.actor);
  if (!result.ok) return answerBeside(interaction, presentRefusal(asked.messages, result.refusal));
  await answer(interaction, present(asked, result.value));
}

/** A form has to be opened at once: whether they may change anything is asked when it comes back. */
async function openForm(
  interaction: PanelInteraction,
  { services, messages }: Asked,
  key: SettingKey,
  typed: string,
): Promise<void> {
  if (!isTyped(settingOf(key).kind)) return;
  await interaction.showModal(
    presentSettingForm(messages, key, typed === '' ? (services.live.of(key).text ?? '') : typed),
  );
}

function chosen(interaction: PanelInteraction): SettingKey | undefined {
  const [value] = 'values' in interaction ? interaction.values : [];
  return SETTING_KEYS.find((key) => key === value);
}

/** What was chosen, as it would be written; choosing nothing is the way back to the default. */
function textOf(interaction: PanelInteraction, rest: readonly string[]): string | null {
  const text = interaction.isChannelSelectMenu() ? interaction.values.join(',') : rest.join(':');
  return text === '' ? null : text;
}
