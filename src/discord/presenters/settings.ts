import {
  type APIComponentInMessageActionRow,
  type APIModalInteractionResponseCallbackData,
  ButtonStyle,
  ChannelType,
  ComponentType,
  SelectMenuDefaultValueType,
  TextInputStyle,
} from 'discord.js';
import type { SettingInForce } from '../../domain/live-settings.js';
import { type SettingKey, type SettingKind, settingOf } from '../../domain/setting-list.js';
import { listOf } from '../../domain/setting-parsers.js';
import type { Refusal } from '../../domain/refusal.js';
import type { Messages } from '../../messages/messages.js';
import { customId } from '../custom-id.js';
import { button, row } from './components.js';
import type { ReplyPayload } from './reply-payload.js';

/** What a component of the panel does, before a colon and the key of its setting. */
export const PICK = 'pick';
export const SHOW = 'show';
export const SET = 'set';
export const OPEN_FORM = 'form';
export const RESET = 'reset';

/** The one field of a form. */
export const FIELD = 'value';
/** The longest text a form takes. */
const MOST_TYPED = 500;
/** The most channels or roles one select offers (Discord, "Select Menus", `max_values`). */
const MOST_CHOSEN = 25;
/** What of a refused text goes into the id of the button that opens the form again, of Discord's 100 characters. */
const MOST_CARRIED = 50;

const id = (action: string, key: SettingKey): string => customId('settings', `${action}:${key}`);

/** Every setting with its value and where that comes from, and a list to choose one from. */
export function presentSettings(messages: Messages, settings: readonly SettingInForce[]): ReplyPayload {
  const { settings: words } = messages;
  const lines = settings.map(
    (setting) =>
      `**${words.names[setting.key]}**: ${shown(messages, setting)} · ${words.source(setting.source, setting.variable)}`,
  );
  return {
    content: '',
    embeds: [{ title: words.title, description: [words.intro, '', ...lines].join('\n') }],
    components: [
      row({
        type: ComponentType.StringSelect,
        custom_id: customId('settings', PICK),
        placeholder: words.choose,
        options: settings.map(({ key, isFixed }) => ({
          label: words.names[key],
          value: key,
          description: isFixed ? words.fixed : words.hints[key],
          ...(isFixed && { emoji: { name: '🔒' } }),
        })),
      }),
    ],
  };
}

/** One setting, with what changes it. */
export function presentSetting(messages: Messages, setting: SettingInForce): ReplyPayload {
  const { settings: words } = messages;
  const { key, isFixed, source, variable } = setting;
  const now = `${shown(messages, setting)} · ${words.source(source, variable)}`;
  const choice = isFixed ? null : chooser(messages, setting);
  return {
    content: '',
    embeds: [{ title: words.names[key], description: `${words.hints[key]}\n\n${now}` }],
    components: [
      ...(choice ? [row(...choice)] : []),
      row(
        ...(source === 'settings' ? [button(id(RESET, key), words.toDefault)] : []),
        button(customId('settings', SHOW), words.back),
      ),
    ],
  };
}

/** Whether a setting is changed by a form, and not by choosing. */
export function isTyped(kind: SettingKind): boolean {
  return kind === 'time' || kind === 'plan' || kind === 'number' || kind === 'line';
}

/** The form for a setting that is typed, filled in. */
export function presentSettingForm(
  { settings: words }: Messages,
  key: SettingKey,
  text: string,
): APIModalInteractionResponseCallbackData {
  return {
    custom_id: id(OPEN_FORM, key),
    title: words.names[key],
    components: [
      {
        type: ComponentType.Label,
        label: words.field,
        description: words.hints[key],
        component: {
          type: ComponentType.TextInput,
          custom_id: FIELD,
          style: TextInputStyle.Short,
          max_length: MOST_TYPED,
          required: false,
          ...(text !== '' && { value: text }),
        },
      },
    ],
  };
}

/** Why a form was refused, what was typed, and a way to correct it. */
export function presentSettingRefused(
  messages: Messages,
  refusal: Refusal,
  key: SettingKey,
  typed: string,
): ReplyPayload {
  const { settings: words } = messages;
  const carried = typed.slice(0, MOST_CARRIED).replace(/\p{Cs}$/u, '');
  return {
    content: `${messages.refusal(refusal)}\n${words.typed(typed)}`,
    components: [row(button(`${id(OPEN_FORM, key)}:${carried}`, words.openAgain))],
  };
}

function chooser(messages: Messages, { key, text }: SettingInForce): APIComponentInMessageActionRow[] {
  const { settings: words } = messages;
  const custom_id = id(SET, key);
  switch (settingOf(key).kind) {
    case 'boolean':
      return [
        button(`${custom_id}:true`, words.yes, ButtonStyle.Primary),
        button(`${custom_id}:false`, words.no, ButtonStyle.Primary),
      ];
    case 'text-channel':
    case 'voice-channels': {
      const isVoice = settingOf(key).kind === 'voice-channels';
      const most = isVoice ? MOST_CHOSEN : 1;
      return [
        {
          type: ComponentType.ChannelSelect,
          custom_id,
          placeholder: words.choosePlaceholder,
          channel_types: isVoice
            ? [ChannelType.GuildVoice, ChannelType.GuildStageVoice]
            : [ChannelType.GuildText, ChannelType.GuildAnnouncement],
          min_values: 0,
          max_values: most,
          default_values: listOf(text ?? '')
            .slice(0, most)
            .map((channelId) => ({ id: channelId, type: SelectMenuDefaultValueType.Channel })),
        },
      ];
    }
    case 'roles':
      return [
        {
          type: ComponentType.RoleSelect,
          custom_id,
          placeholder: words.choosePlaceholder,
          min_values: 0,
          max_values: MOST_CHOSEN,
          default_values: listOf(text ?? '')
            .slice(0, MOST_CHOSEN)
            .map((roleId) => ({ id: roleId, type: SelectMenuDefaultValueType.Role })),
        },
      ];
    default:
      return [button(id(OPEN_FORM, key), messages.settings.choosePlaceholder, ButtonStyle.Primary)];
  }
}

/** A value in words. */
function shown({ settings: words }: Messages, { key, text }: SettingInForce): string {
  if (text === null) return words.none;
  switch (settingOf(key).kind) {
    case 'boolean':
      return settingOf(key).parser.parse(text) === true ? words.yes : words.no;
    case 'text-channel':
    case 'voice-channels':
      return listOf(text)
        .map((channelId) => `<#${channelId}>`)
        .join(' ');
    case 'roles':
      return listOf(text)
        .map((roleId) => `<@&${roleId}>`)
        .join(' ');
    default:
      return `\`${text}\``;
  }
}
