import type { Member } from './entities.js';
import { compareSnowflakes } from './snowflake.js';
import { memberView } from './user-views.js';
import type { Json } from './wire.js';
import type { World } from './world.js';

const CHUNK = 1000;

/** The members whose name or nick starts with `query`, by id. */
export function membersLike(world: World, query: string, limit: number): Member[] {
  const start = query.toLowerCase();
  return sortedMembers(world)
    .filter(({ user, nick }) => [user.name, nick ?? ''].some((name) => name.toLowerCase().startsWith(start)))
    .slice(0, limit);
}

/** All members, by id. */
export function sortedMembers(world: World): Member[] {
  return [...world.members.values()].sort((a, b) => compareSnowflakes(a.user.id, b.user.id));
}

/** The GUILD_MEMBERS_CHUNK events that answer a request for members (op 8), by ids or by query. */
export function memberChunks(world: World, request: Json): Json[] {
  if (String(request['guild_id']) !== world.seed.guildId || !world.botIsIn) return [];
  const ids = request['user_ids'] === undefined ? undefined : [request['user_ids']].flat().map(String);
  const limit = Number(request['limit'] ?? 0);
  const found = ids
    ? ids.flatMap((id) => world.members.get(id) ?? [])
    : membersLike(world, (request['query'] as string | undefined) ?? '', limit === 0 ? Infinity : limit);
  const missing = ids?.filter((id) => !world.members.has(id)) ?? [];
  const count = Math.max(1, Math.ceil(found.length / CHUNK));
  return Array.from({ length: count }, (_, index) => ({
    guild_id: world.seed.guildId,
    members: found.slice(index * CHUNK, (index + 1) * CHUNK).map(memberView),
    chunk_index: index,
    chunk_count: count,
    ...(missing.length > 0 && { not_found: missing }),
    ...(request['nonce'] !== undefined && { nonce: request['nonce'] }),
    ...(request['presences'] === true && { presences: [] }),
  }));
}
