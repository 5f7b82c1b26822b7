import type { Clock } from '../../domain/clock.js';
import type { GameServerAddress } from '../../presence/game-server/gamedig-server.js';
import { openGameServer, UNKNOWN_GAME } from '../../presence/game-server/open-game-server.js';
import { type Check, fault, ok, warning } from './finding.js';

/** Whether the game server tells who is on it. */
export function gameServerCheck(address: GameServerAddress, clock: Clock): Check {
  const what = 'game server';
  return {
    what,
    async look() {
      const server = await openGameServer(address, clock);
      if (!server) return fault(what, `GAME_SERVER_TYPE ${UNKNOWN_GAME}`);
      const players = await server.players();
      // It may be down by intention while nobody plays.
      return players
        ? ok(what, `answers at ${address.host}; on it now: ${players.length}`)
        : warning(
            what,
            'does not tell who is there: start it, or look at GAME_SERVER_HOST and GAME_SERVER_PORT',
          );
    },
  };
}
