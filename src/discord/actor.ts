import type { BaseInteraction } from 'discord.js';
import { languageTag } from '../domain/language-tag.js';
import type { Actor } from '../services/context.js';
import { isAdminBy } from './permissions.js';

/** Who is behind an interaction, as the services want to know it. */
export function actorOf(interaction: BaseInteraction): Actor {
  const { user, member, memberPermissions, guildId, locale } = interaction;
  const nickname = member && 'displayName' in member ? member.displayName : member?.nick;
  return {
    userId: user.id,
    displayName: nickname ?? user.displayName,
    guildId,
    locale: languageTag(locale),
    ...(memberPermissions && { attested: { isAdmin: isAdminBy(memberPermissions.bitfield) } }),
  };
}
