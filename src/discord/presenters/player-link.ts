import { ButtonStyle } from 'discord.js';
import type { Messages } from '../../messages/messages.js';
import type { MadeLink } from '../../services/link-player.js';
import { customId } from '../custom-id.js';
import { button, row } from './components.js';
import type { ReplyPayload } from './reply-payload.js';

/** A link that was just made: that it counts, or what makes it count. */
export function presentMadeLink(
  { links, replies }: Messages,
  { link, counts, proof }: MadeLink,
): ReplyPayload {
  if (counts) return { content: replies.playerLinked(link.name) };
  if (!proof) return { content: links.askAdmin(link.name) };
  return {
    content: links.prove({ ...proof, playerName: link.name }),
    components: [row(button(customId('link-check', link.userId), links.checkNow, ButtonStyle.Primary))],
  };
}
