import type { GameDig } from 'gamedig';
import type { Clock } from '../../domain/clock.js';
import { withDeadline } from '../../domain/deadline.js';
import type { GameServer } from '../../domain/presence.js';
import { namesOf } from './names-of.js';

/** How long the server may take. A closed port says nothing, so a server that is down costs as much. */
const ANSWER_WITHIN_MS = 2_000;

export interface GameServerAddress {
  /** An id in gamedig's list. */
  readonly type: string;
  readonly host: string;
  /** Absent: gamedig tries the game's usual ports. */
  readonly port?: number | undefined;
}

/** Asks a game server in its own protocol. */
export class GamedigServer implements GameServer {
  constructor(
    private readonly address: GameServerAddress,
    private readonly gamedig: GameDig,
    private readonly clock: Clock,
  ) {}

  async players(): Promise<readonly string[] | null> {
    // gamedig's own limits are for one packet and one port, and it may try several.
    return withDeadline(this.clock, ANSWER_WITHIN_MS, () => this.#ask()).catch(() => null);
  }

  async #ask(): Promise<readonly string[] | null> {
    const { type, host, port } = this.address;
    try {
      const answer = await this.gamedig.query({
        type,
        host,
        ...(port !== undefined && { port }),
        givenPortOnly: port !== undefined,
        // With it, a player without a name takes the whole answer down.
        stripColors: false,
        socketTimeout: ANSWER_WITHIN_MS,
        attemptTimeout: ANSWER_WITHIN_MS,
      });
      return namesOf(answer);
    } catch {
      return null;
    }
  }
}
