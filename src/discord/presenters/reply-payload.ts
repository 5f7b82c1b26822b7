import type {
  APIActionRowComponent,
  APIComponentInMessageActionRow,
  APIEmbed,
  AttachmentPayload,
} from 'discord.js';

/** What a presenter makes of a view: plain data that discord.js sends as it is. Who sees it, the piece decides. */
export interface ReplyPayload {
  readonly content?: string;
  readonly embeds?: readonly APIEmbed[];
  readonly components?: readonly APIActionRowComponent<APIComponentInMessageActionRow>[];
  readonly files?: readonly AttachmentPayload[];
}
