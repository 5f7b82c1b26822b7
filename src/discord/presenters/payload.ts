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

/** Discord's limit for an embed field's text. */
const FIELD_LIMIT = 1024;

/** Puts a payload together. */
export function payload(parts: Partial<Omit<Payload, 'allowed_mentions'>>): Payload {
  return {
    content: parts.content ?? '',
    embeds: parts.embeds ?? [],
    components: parts.components ?? [],
    allowed_mentions: { parse: [] },
  };
}

/** As many lines as fit an embed field, and a last one that counts the rest. */
export function fieldOf(lines: readonly string[], more: (left: number) => string): string {
  const shown: string[] = [];
  let length = 0;
  for (const [index, line] of lines.entries()) {
    const rest = lines.length - index;
    const room = FIELD_LIMIT - length - more(rest).length - 1;
    if (line.length + 1 > room) return [...shown, more(rest)].join('\n');
    shown.push(line);
    length += line.length + 1;
  }
  return shown.join('\n');
}
