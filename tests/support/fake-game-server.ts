import type { GameServer } from '../../src/domain/presence.js';

/** A game server under the test's control: empty until a player joins. */
export class FakeGameServer implements GameServer {
  /** The names on it, in its spelling. */
  names: string[] = [];
  /** Whether it answers. */
  answers = true;
  /** How often it was asked. */
  asked = 0;

  async players(): Promise<readonly string[] | null> {
    this.asked += 1;
    return this.answers ? [...this.names] : null;
  }
}
