import { ButtonStyle } from 'discord.js';
import type { Messages } from '../../messages/messages.js';
import type { MadeLink } from '../../services/link-player.js';
import { customId, MAX_ID } from '../custom-id.js';
import { button, row } from './components.js';
import type { ReplyPayload } from './reply-payload.js';

const SEPARATOR = '\n';

/** A link that was just made: that it counts, or what makes it count; `wanted` is done then. */
export function presentMadeLink(
  { links, replies }: Messages,
  { link, counts, proof }: MadeLink,
  wanted = '',
): ReplyPayload {
  if (counts) return { content: replies.playerLinked(link.name) };
  if (!proof) return { content: links.askAdmin(link.name) };
  return {
    content: links.prove({ ...proof, playerName: link.name }),
    components: [row(button(checkId(link.userId, wanted), links.checkNow, ButtonStyle.Primary))],
  };
}

/** What the id of the button that looks for a code carries. */
export function checkedBy(id: string): { readonly userId: string; readonly wanted: string } {
  const [userId = '', wanted = ''] = id.split(SEPARATOR);
  return { userId, wanted };
}

/** A wish that does not fit is not carried. */
function checkId(userId: string, wanted: string): string {
  const id = customId('link-check', wanted === '' ? userId : [userId, wanted].join(SEPARATOR));
  return id.length <= MAX_ID ? id : customId('link-check', userId);
}
