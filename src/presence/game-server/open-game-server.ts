import type { Clock } from '../../domain/clock.js';
import type { GameServer } from '../../domain/presence.js';
import { GamedigServer, type GameServerAddress } from './gamedig-server.js';

/** What to do about a type gamedig doesn't know; completes "GAME_SERVER_TYPE …". */
export const UNKNOWN_GAME =
  'names no game that gamedig knows: take an id from https://github.com/gamedig/node-gamedig/blob/master/GAMES_LIST.md, such as wet for Enemy Territory.';

const PROTOCOL = 'protocol-';

/**
 * The game server at an address; `null` when gamedig knows no such game. Only this loads gamedig, which costs
 * 30 MiB: a deployment without a game server does without.
 */
export async function openGameServer(address: GameServerAddress, clock: Clock): Promise<GameServer | null> {
  const { GameDig, games, protocols } = await import('gamedig');
  const { type } = address;
  const known = type.startsWith(PROTOCOL)
    ? Object.hasOwn(protocols, type.slice(PROTOCOL.length))
    : Object.hasOwn(games, type);
  return known ? new GamedigServer(address, new GameDig(), clock) : null;
}
