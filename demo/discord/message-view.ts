import type { StoredMessage } from './stored-message.js';
import { timestamp, userView } from './user-views.js';
import type { Json } from './wire.js';
import type { World } from './world.js';

/** The API's message object, complete. `cdn` is the base address of attachments. */
export function messageView(world: World, message: StoredMessage, cdn: string): Json {
  const author = world.users.get(message.origin.authorId) ?? world.bot;
  const named = [...message.content.matchAll(/<@!?(\d+)>/g)].map((match) => match[1] ?? '');
  const allowed = message.allowedMentions;
  const pings = (kind: string): boolean => !allowed || (allowed.parse ?? []).includes(kind);
  const mentioned = [...new Set(named)].filter((id) => pings('users') || allowed?.users?.includes(id));
  return {
    id: message.id,
    channel_id: message.channelId,
    type: message.origin.type ?? 0,
    author: userView(author),
    content: message.content,
    timestamp: timestamp(message.createdAt),
    edited_timestamp: message.editedAt === null ? null : timestamp(message.editedAt),
    tts: false,
    mention_everyone: /@(everyone|here)/.test(message.content) && pings('everyone'),
    mentions: mentioned.flatMap((id) => {
      const user = world.users.get(id);
      return user ? [userView(user)] : [];
    }),
    mention_roles: [],
    attachments: message.attachments.map((file) => ({
      id: file.id,
      filename: file.filename,
      size: file.data.length,
      url: `${cdn}/attachments/${message.channelId}/${message.id}/${file.id}/${encodeURIComponent(file.filename)}`,
      proxy_url: `${cdn}/attachments/${message.channelId}/${message.id}/${file.id}/${encodeURIComponent(file.filename)}`,
      ...(file.contentType && { content_type: file.contentType }),
      ...(file.description && { description: file.description }),
    })),
    embeds: message.embeds,
    components: message.components,
    pinned: false,
    flags: message.flags,
    ...(message.nonce !== undefined && { nonce: message.nonce }),
    ...(message.origin.interaction && {
      webhook_id: world.seed.applicationId,
      application_id: world.seed.applicationId,
      interaction_metadata: message.origin.interaction,
    }),
  };
}
