import { FormErrors, refuse } from '../api-error.js';
import { noContent, objectBody, ok, param } from '../context.js';
import type { Call, Context, Route } from '../context.js';
import { CallbackType, InteractionType } from '../interaction.js';
import type { Interaction } from '../interaction.js';
import { MessageFlag } from '../stored-message.js';
import type { StoredMessage } from '../stored-message.js';
import { checkModal } from '../modal-rules.js';
import { checkChoices, checkEdit, checkMessage } from '../validation.js';
import { messageView } from '../message-view.js';
import type { Json, MessageBody, UploadedFile, WireComponent } from '../wire.js';

/** Answers to interactions: the callback, and the webhook its token opens for fifteen minutes. */
export function interactionRoutes(context: Context): Route[] {
  const { world, interactions } = context;
  const view = (message: StoredMessage): Json => messageView(world, message, context.cdn());

  function create(
    interaction: Interaction,
    body: MessageBody,
    files: readonly UploadedFile[],
    loading = false,
  ): StoredMessage {
    const { seed } = interaction;
    const ephemeral = ((body.flags ?? 0) & MessageFlag.ephemeral) !== 0;
    const origin = {
      channelId: seed.channelId,
      authorId: world.seed.botUserId,
      type: seed.kind === InteractionType.command ? 20 : 0,
      interaction: interactions.metadata(interaction),
      ...(ephemeral && { ephemeralFor: seed.userId }),
      loading,
    };
    const message = world.messages.create(origin, body, files);
    context.messageChanged('MESSAGE_CREATE', message);
    return message;
  }

  function edit(message: StoredMessage, call: Call, body: MessageBody): void {
    checkEdit(body);
    world.messages.edit(message, body, call.files);
    context.messageChanged('MESSAGE_UPDATE', message);
  }

  function answer(interaction: Interaction, type: number, data: Json, call: Call): void {
    const source = interaction.seed.source;
    refuseUnfitting(interaction, type);
    if (type === CallbackType.message) {
      checkMessage(data, call.files, ['data']);
      interaction.original = create(interaction, data, call.files);
    } else if (type === CallbackType.deferredMessage) {
      interaction.original = create(interaction, { flags: data['flags'] as number | undefined }, [], true);
    } else if (type === CallbackType.choices) {
      const choices = (data['choices'] as Interaction['choices'] | undefined) ?? [];
      checkChoices(choices);
      interaction.choices = choices;
    } else if (type === CallbackType.modal) {
      const modal = data as unknown as WireComponent & { title: string };
      checkModal(modal);
      const { title, custom_id: customId = '', components = [] } = modal;
      interaction.modal = { title, customId, components };
    } else {
      interaction.original = source;
      if (type === CallbackType.update && source) {
        checkEdit(data, ['data']);
        world.messages.edit(source, data, call.files);
      }
    }
    interaction.type = type;
    if (type === CallbackType.update && source) context.messageChanged('MESSAGE_UPDATE', source);
    else context.announce();
  }

  function interactionOf(call: Call): Interaction {
    return interactions.forWebhook(param(call, 'app'), param(call, 'token'));
  }

  function messageOf(call: Call): StoredMessage {
    const interaction = interactionOf(call);
    const id = param(call, 'mid');
    const message =
      id === '' || id === interaction.original?.id
        ? interaction.original
        : interaction.followUps.find((each) => each.id === id);
    if (!message || message.deleted) throw refuse.unknownMessage();
    return message;
  }

  const messagePaths = [`/webhooks/:app/:token/messages/@original`, `/webhooks/:app/:token/messages/:mid`];
  return [
    {
      name: 'POST /interactions/:id/:token/callback',
      bot: false,
      handle(call) {
        const interaction = interactions.forCallback(param(call, 'id'), param(call, 'token'));
        const body = objectBody(call);
        answer(interaction, Number(body['type']), (body['data'] as Json | undefined) ?? {}, call);
        return call.query.get('with_response') === 'true' ? ok(callbackView(interaction, view)) : noContent;
      },
    },
    {
      name: 'POST /webhooks/:app/:token',
      bot: false,
      handle(call) {
        const interaction = interactionOf(call);
        const body = objectBody(call) as MessageBody;
        checkMessage(body, call.files);
        const { original } = interaction;
        if (interaction.type === CallbackType.deferredMessage && original?.loading && !original.deleted) {
          edit(original, call, body);
          return ok(view(original));
        }
        const message = create(interaction, body, call.files);
        interaction.followUps.push(message);
        context.announce();
        return ok(view(message));
      },
    },
    ...messagePaths.flatMap((path): Route[] => [
      { name: `GET ${path}`, bot: false, handle: (call) => ok(view(messageOf(call))) },
      {
        name: `PATCH ${path}`,
        bot: false,
        handle(call) {
          const message = messageOf(call);
          edit(message, call, objectBody(call));
          return ok(view(message));
        },
      },
      {
        name: `DELETE ${path}`,
        bot: false,
        handle(call) {
          const message = messageOf(call);
          world.messages.delete(message);
          context.messageChanged('MESSAGE_DELETE', message);
          return noContent;
        },
      },
    ]),
  ];
}

/** Refuses an answer whose kind does not fit the interaction. */
function refuseUnfitting(interaction: Interaction, type: number): void {
  const { kind, source } = interaction.seed;
  const fits =
    kind === InteractionType.autocomplete
      ? type === CallbackType.choices
      : type === CallbackType.message ||
        type === CallbackType.deferredMessage ||
        (type === CallbackType.modal && kind !== InteractionType.modalSubmit) ||
        ((type === CallbackType.update || type === CallbackType.deferredUpdate) && source !== undefined);
  if (fits) return;
  const errors = new FormErrors();
  errors.add(['type'], 'BASE_TYPE_CHOICES', 'This callback type does not fit the interaction.');
  errors.throwIfAny();
}

function callbackView(interaction: Interaction, view: (message: StoredMessage) => Json): Json {
  const { seed, type, original } = interaction;
  return {
    interaction: {
      id: seed.id,
      type: seed.kind,
      ...(original && {
        response_message_id: original.id,
        response_message_loading: original.loading,
        response_message_ephemeral: interaction.ephemeral,
      }),
      channel_id: seed.channelId,
      ...(seed.guildId !== null && { guild_id: seed.guildId }),
    },
    ...(original && type !== CallbackType.deferredUpdate && { resource: { type, message: view(original) } }),
  };
}
