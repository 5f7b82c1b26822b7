import { everyComponent, ComponentType } from './wire.js';
import type { Json, MessageBody, WireComponent, WireEmbed } from './wire.js';

/** Message flags the stand-in knows. */
export const MessageFlag = { ephemeral: 64, loading: 128, componentsV2: 32768 } as const;

/** A file of a message. */
export interface StoredAttachment {
  readonly id: string;
  readonly filename: string;
  readonly contentType?: string;
  readonly description?: string;
  readonly data: Buffer;
}

/** The origin of a message. */
export interface MessageOrigin {
  readonly channelId: string;
  readonly authorId: string;
  /** 0 a plain message, 20 the answer to a slash command. */
  readonly type?: number;
  /** The interaction it answers, in the API's form. */
  readonly interaction?: Json;
  /** The only person who sees it. */
  readonly ephemeralFor?: string;
  readonly loading?: boolean;
}

/** A message as it is now: edits change it in place. */
export class StoredMessage {
  content = '';
  embeds: WireEmbed[] = [];
  components: WireComponent[] = [];
  attachments: StoredAttachment[] = [];
  allowedMentions?: MessageBody['allowed_mentions'];
  flags = 0;
  nonce?: string | number;
  /** How often it was edited. Filling in a deferred answer counts. */
  edits = 0;
  editedAt: number | null = null;
  deleted = false;
  /** All its contents, oldest first; the last is the present one. */
  readonly versions: string[] = [];

  constructor(
    readonly id: string,
    readonly channelId: string,
    /** The person, if it is in a DM. */
    readonly recipientId: string | undefined,
    readonly createdAt: number,
    readonly origin: MessageOrigin,
  ) {}

  /** All readable text: content, embeds and text components, one line each. */
  text(): string {
    const lines = [this.content];
    for (const embed of this.embeds) {
      lines.push(embed.author?.name ?? '', embed.title ?? '', embed.description ?? '');
      for (const field of embed.fields ?? []) lines.push(field.name, field.value);
      lines.push(embed.footer?.text ?? '');
    }
    for (const component of everyComponent(this.components)) {
      if (component.type === ComponentType.TextDisplay) lines.push(component.content ?? '');
    }
    return lines.filter((line) => line !== '').join('\n');
  }

  /** Its buttons, in reading order; link buttons have an empty custom id. */
  buttons(): { label: string; customId: string; disabled: boolean }[] {
    return [...everyComponent(this.components)]
      .filter((component) => component.type === ComponentType.Button)
      .map((button) => ({
        label: button.label ?? '',
        customId: button.custom_id ?? '',
        disabled: button.disabled ?? false,
      }));
  }

  /** Whether it is a deferred answer, not filled in yet. */
  get loading(): boolean {
    return (this.flags & MessageFlag.loading) !== 0;
  }
}
