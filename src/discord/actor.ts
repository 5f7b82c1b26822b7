import type { BaseInteraction } from 'discord.js';
import { languageTag } from '../domain/language-tag.js';
import type { Actor } from '../services/context.js';

/** Who is behind an interaction, as the services want to know it. */
export function actorOf(interaction: BaseInteraction): Actor {
  const { user, member, guildId, locale } = interaction;
  const nickname = member && 'displayName' in member ? member.displayName : member?.nick;
  return {
    userId: user.id,
    displayName: nickname ?? user.displayName,
    guildId,
    locale: languageTag(locale),
  };
}
