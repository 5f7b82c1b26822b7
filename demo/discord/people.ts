import type { CommandRegistry } from './commands.js';
import { commandData, resolveUser } from './command-options.js';
import { resolveChannel, resolveRole } from './resolved.js';
import type { OptionValues } from './command-options.js';
import type { Interaction, InteractionReply } from './interaction.js';
import { InteractionType } from './interaction.js';
import type { Actor, Interactions } from './interactions.js';
import type { StoredMessage } from './stored-message.js';
import { modalAnswers } from './modal-answers.js';
import { ComponentType, everyComponent, isSelect } from './wire.js';
import type { Json, WireCommand, WireComponent } from './wire.js';
import type { World } from './world.js';

/** Where a person uses a command. */
export interface Where {
  /** Another guild, or `null` for the bot's DM; by default the guild. */
  readonly guildId?: string | null;
  readonly channelId?: string;
  readonly locale?: string;
  /** Like a forger, uses a command Discord does not offer there, or values it does not allow. */
  readonly forged?: boolean;
  readonly timeoutMs?: number;
}

/** Actions in Discord's own client: typing commands, pressing buttons, choosing, filling in forms. */
export class People {
  constructor(
    private readonly world: World,
    private readonly commands: CommandRegistry,
    private readonly interactions: Interactions,
  ) {}

  /** Uses a slash command, such as `promote create`. */
  async slash(
    userId: string,
    path: string,
    options: OptionValues = {},
    where: Where = {},
  ): Promise<InteractionReply> {
    const [command, ...rest] = this.#command(path, where);
    const data = commandData(this.world, command, rest, options, where);
    return this.interactions.raise(this.#inChannel(userId, 2, where), data, `/${path}`, where.timeoutMs);
  }

  /** Types into an option with autocompletion. */
  async autocomplete(
    userId: string,
    path: string,
    focused: string,
    value: string,
    others: OptionValues = {},
    where: Where = {},
  ): Promise<{ name: string; value: string | number }[]> {
    const [command, ...rest] = this.#command(path, where);
    const data = commandData(this.world, command, rest, others, { focused: { name: focused, value } });
    const actor = this.#inChannel(userId, InteractionType.autocomplete, where);
    const answer = await this.interactions.raise(actor, data, `/${path} ${focused}:`, where.timeoutMs);
    return answer.choices;
  }

  /** Presses the button with this label, or this custom id if it starts with `#`. */
  async press(userId: string, message: StoredMessage, label: string): Promise<InteractionReply> {
    this.#mustSee(userId, message);
    const button = message
      .buttons()
      .find(({ customId, label: read }) =>
        label.startsWith('#') ? customId === label.slice(1) : read === label,
      );
    const offered = message.buttons().map((each) => `"${each.label}"`);
    if (!button?.customId)
      throw new Error(`There is no button "${label}", only: ${offered.join(', ') || '(none)'}.`);
    if (button.disabled) throw new Error(`The button "${label}" is disabled.`);
    return this.pressCustomId(userId, message, button.customId);
  }

  /** Sends a press that Discord's client would not send: any custom id, on any message, by any person. */
  pressCustomId(userId: string, message: StoredMessage, customId: string): Promise<InteractionReply> {
    const button = find(message.components, (each) => each.custom_id === customId);
    const data = { component_type: ComponentType.Button, id: button?.['id'] ?? 1, custom_id: customId };
    return this.interactions.raise(this.#onMessage(userId, message), data, `the press of "${customId}"`);
  }

  /** Chooses in a menu, named by placeholder or custom id. `chosen`: values, or the options' labels. */
  async select(
    userId: string,
    message: StoredMessage,
    name: string,
    chosen: readonly string[],
  ): Promise<InteractionReply> {
    this.#mustSee(userId, message);
    const menu = find(
      message.components,
      (each) => isSelect(each) && [each.placeholder, each.custom_id].includes(name),
    );
    if (!menu) throw new Error(`There is no menu "${name}".`);
    if (menu.disabled) throw new Error(`The menu "${name}" is disabled.`);
    const resolved: Json = {};
    const values = chosen.map((value) => {
      if (menu.type === ComponentType.UserSelect) resolveUser(this.world, resolved, value);
      if (menu.type === ComponentType.ChannelSelect) resolveChannel(this.world, resolved, value, menu);
      if (menu.type === ComponentType.RoleSelect) resolveRole(this.world, resolved, value);
      if (menu.type !== ComponentType.StringSelect) return value;
      const option = menu.options?.find((each) => each.value === value || each.label === value);
      if (!option) throw new Error(`The menu "${name}" has no option "${value}".`);
      return option.value;
    });
    const [min, max] = [menu.min_values ?? 1, menu.max_values ?? 1];
    if (values.length < min || values.length > max)
      throw new Error(`The menu "${name}" takes ${min} to ${max} values.`);
    const data = { component_type: menu.type, id: menu['id'], custom_id: menu.custom_id, values, resolved };
    return this.interactions.raise(this.#onMessage(userId, message), data, `the choice in "${name}"`);
  }

  /** Fills in the form in the bot's answer; names fields by label or custom id. */
  async submitModal(
    userId: string,
    reply: InteractionReply,
    fields: Readonly<Record<string, string | readonly string[]>>,
  ): Promise<InteractionReply> {
    if (!reply.modal) throw new Error('The bot did not answer with a modal.');
    const trigger = reply as Interaction;
    const data = {
      custom_id: reply.modal.customId,
      components: modalAnswers(reply.modal, fields),
      resolved: {},
    };
    const actor = { ...trigger.seed, kind: InteractionType.modalSubmit, userId, trigger };
    return this.interactions.raise(actor, data, `the form "${reply.modal.title}"`);
  }

  #command(path: string, where: Where): [WireCommand, ...string[]] {
    const [name = '', ...rest] = path.trim().replace(/^\//, '').split(/\s+/);
    const guildId = where.guildId === undefined ? this.world.seed.guildId : where.guildId;
    const forged = where.forged ? this.commands.all().find((each) => each.name === name) : undefined;
    const command = forged ?? this.commands.find(name, guildId);
    if (!command) {
      const all = this.commands.all().map((each) => `/${each.name}${each.guild_id ? ' (in the guild)' : ''}`);
      throw new Error(
        `The bot has not registered /${name} here. It registered: ${all.join(', ') || 'nothing'}.`,
      );
    }
    const contexts = command['contexts'] as number[] | null | undefined;
    const inDms = contexts ? contexts.includes(1) : command['dm_permission'] !== false;
    if (guildId === null && !inDms && !where.forged) throw new Error(`/${name} is not offered in DMs.`);
    return [command, ...rest];
  }

  #inChannel(userId: string, kind: number, where: Where): Actor {
    const { world } = this;
    const { guildId: own } = world.seed;
    const guildId = where.guildId === undefined ? own : where.guildId;
    if (guildId === own) world.member(userId);
    const usual =
      guildId === null ? world.dmWith(userId).id : guildId === own ? world.generalChannelId : guildId;
    const locale = where.locale ?? world.users.get(userId)?.locale ?? 'en-US';
    return { kind, userId, guildId, channelId: where.channelId ?? usual, locale };
  }

  #onMessage(userId: string, source: StoredMessage): Actor {
    const inDm = this.world.channels.get(source.channelId)?.type === 1;
    return {
      kind: InteractionType.component,
      userId,
      guildId: inDm ? null : this.world.seed.guildId,
      channelId: source.channelId,
      locale: this.world.users.get(userId)?.locale ?? 'en-US',
      source,
    };
  }

  #mustSee(userId: string, message: StoredMessage): void {
    if (message.deleted) throw new Error('The message was deleted.');
    const { ephemeralFor } = message.origin;
    if (ephemeralFor !== undefined && ephemeralFor !== userId)
      throw new Error(`${userId} can't see this message.`);
    if (message.recipientId !== undefined && message.recipientId !== userId) {
      throw new Error(`${userId} can't see the DMs of ${message.recipientId}.`);
    }
    if (message.recipientId === undefined) this.world.member(userId);
  }
}

function find(
  components: readonly WireComponent[],
  which: (component: WireComponent) => boolean,
): WireComponent | undefined {
  return [...everyComponent(components)].find(which);
}
