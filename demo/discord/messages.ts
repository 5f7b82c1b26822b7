import { everyComponent, ComponentType } from './wire.js';
import type { MessageBody, UploadedFile, WireComponent, WireEmbed } from './wire.js';
import { MessageFlag, StoredMessage } from './stored-message.js';
import type { MessageOrigin } from './stored-message.js';
import type { Snowflakes } from './snowflake.js';

const NONCE_MEMORY_MS = 5 * 60_000;

/** The fields of a channel that the store needs. */
export type ChannelsOfMessages = ReadonlyMap<
  string,
  { readonly recipientId?: string; lastMessageId: string | null }
>;

/** All messages, oldest first. */
export class MessageStore {
  readonly #messages = new Map<string, StoredMessage>();
  readonly #byChannel = new Map<string, Set<StoredMessage>>();

  constructor(
    private readonly snowflakes: Snowflakes,
    private readonly now: () => number,
    private readonly channels: ChannelsOfMessages,
  ) {}

  /** Creates a message. */
  create(origin: MessageOrigin, body: MessageBody, files: readonly UploadedFile[] = []): StoredMessage {
    const channel = this.channels.get(origin.channelId);
    const id = this.snowflakes.next();
    const message = new StoredMessage(id, origin.channelId, channel?.recipientId, this.now(), origin);
    const { ephemeral, loading } = MessageFlag;
    message.flags =
      ((body.flags ?? 0) & ~ephemeral) |
      (origin.ephemeralFor ? ephemeral : 0) |
      (origin.loading ? loading : 0);
    message.nonce = body.nonce;
    this.#apply(message, body, files);
    this.#messages.set(id, message);
    if (channel && !origin.ephemeralFor) {
      channel.lastMessageId = id;
      const there = this.#byChannel.get(origin.channelId) ?? new Set();
      this.#byChannel.set(origin.channelId, there.add(message));
    }
    return message;
  }

  /** Changes the fields that the body names. */
  edit(message: StoredMessage, body: MessageBody, files: readonly UploadedFile[] = []): void {
    const filling = message.loading;
    if (typeof body.flags === 'number') {
      message.flags =
        (message.flags & ~(4 | MessageFlag.componentsV2)) | (body.flags & ~MessageFlag.ephemeral);
    }
    message.flags &= ~MessageFlag.loading;
    message.edits += 1;
    if (!filling) message.editedAt = this.now();
    this.#apply(message, body, files);
  }

  /** Deletes a message; its object, if still held, says so. */
  delete(message: StoredMessage): void {
    message.deleted = true;
    this.#messages.delete(message.id);
    this.#byChannel.get(message.channelId)?.delete(message);
  }

  /** A message that is not deleted. */
  get(id: string): StoredMessage | undefined {
    return this.#messages.get(id);
  }

  /** A channel's messages, oldest first; ephemeral ones are in no channel. */
  in(channelId: string): StoredMessage[] {
    return [...(this.#byChannel.get(channelId) ?? [])];
  }

  /** The author's message with this nonce in the past few minutes. */
  withNonce(channelId: string, authorId: string, nonce: string | number): StoredMessage | undefined {
    const since = this.now() - NONCE_MEMORY_MS;
    return this.in(channelId).findLast(
      (message) =>
        message.origin.authorId === authorId &&
        String(message.nonce) === String(nonce) &&
        message.createdAt >= since,
    );
  }

  #apply(message: StoredMessage, body: MessageBody, files: readonly UploadedFile[]): void {
    if (body.content !== undefined) message.content = body.content ?? '';
    if (body.embeds !== undefined) message.embeds = (body.embeds ?? []).map(completeEmbed);
    if (body.components !== undefined) message.components = numbered(body.components ?? []);
    if (body.allowed_mentions !== undefined) message.allowedMentions = body.allowed_mentions;
    const named = body.attachments ?? undefined;
    const kept = message.attachments.filter((old) => !named || named.some(({ id }) => String(id) === old.id));
    const added = files.map((file) => {
      const about = named?.find(({ id }) => String(id) === file.index);
      return {
        id: this.snowflakes.next(),
        filename: about?.filename ?? file.filename,
        contentType: file.contentType,
        description: about?.description,
        data: file.data,
      };
    });
    if (body.attachments === null) message.attachments = added;
    else message.attachments = [...kept, ...added];
    if (!message.loading) message.versions.push(message.text());
  }
}

function completeEmbed(embed: WireEmbed): WireEmbed {
  const fields = embed.fields?.map((field) => ({ ...field, inline: field.inline ?? false }));
  return { ...embed, type: 'rich', ...(fields && { fields }) };
}

/** Numbers the components as Discord does, and selects their defaults. */
function numbered(components: readonly WireComponent[]): WireComponent[] {
  const copy = structuredClone(components) as WireComponent[];
  let next = 1;
  for (const component of everyComponent(copy)) {
    component['id'] ??= next;
    next += 1;
    if (component.type === ComponentType.StringSelect) {
      component.min_values ??= 1;
      component.max_values ??= 1;
    }
  }
  return copy;
}
