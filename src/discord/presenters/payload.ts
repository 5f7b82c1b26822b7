import type {
  APIActionRowComponent,
  APIComponentInMessageActionRow,
  APIEmbed,
  AllowedMentionsTypes,
} from 'discord.js';

/** A message as Discord takes it, good for an interaction's answer and for a plain request alike. */
export interface Payload {
  readonly content: string;
  readonly embeds: APIEmbed[];
  readonly components: APIActionRowComponent<APIComponentInMessageActionRow>[];
  /** Mentions never ping. */
  readonly allowed_mentions: { parse: AllowedMentionsTypes[] };
}

/** Colours of embeds: what is planned, what went well, what needs a look, what went wrong. */
export const COLOUR = {
  planned: 0x5865f2,
  good: 0x3ba55d,
  attention: 0xfaa61a,
  bad: 0xed4245,
  quiet: 0x747f8d,
} as const;

/** Puts a payload together. */
export function payload(parts: Partial<Omit<Payload, 'allowed_mentions'>>): Payload {
  return {
    content: parts.content ?? '',
    embeds: parts.embeds ?? [],
    components: parts.components ?? [],
    allowed_mentions: { parse: [] },
  };
}
