import type { Messages } from '../../messages/messages.js';
import type { LinkToken } from '../../services/link-channel.js';
import type { ReplyPayload } from './reply-payload.js';

/** What to do with a token, and its link as a code to scan. */
export async function presentLinkToken({ links }: Messages, token: LinkToken): Promise<ReplyPayload> {
  const { channel, deepLink } = token;
  const content = links.token(token);
  if (deepLink === null) return { content };
  // Few link a channel; a start need not load it.
  const { default: qrcode } = await import('qrcode');
  const attachment = await qrcode.toBuffer(deepLink, { type: 'png', margin: 2, scale: 6 });
  return { content, files: [{ name: `link-${channel}.png`, attachment }] };
}
