import { matchPlayers } from '../domain/player-match.js';
import { linkedNames } from '../persistence/stores/linked-names.js';
import type { DispatchContext } from './context.js';

/** How old the game server's answer may be. */
const SERVER_REFRESH_MS = 15_000;

/** Where somebody is. */
export interface Seen {
  /** In voice; where voice is not looked at, on the game server. */
  readonly present: boolean;
  readonly inVoice: boolean;
  readonly onServer: boolean;
}

/** Who is in voice and on the game server now. Voice is told at once; the server is asked for everybody together. */
export class Attendance {
  /** Who is on the game server; `null` while that is not known. */
  #onServer: { has(userId: string): boolean } | null = null;
  #askedAt = Number.NEGATIVE_INFINITY;
  #asking: Promise<void> | null = null;

  constructor(private readonly context: DispatchContext) {}

  /** Whether voice is looked at. */
  get checksVoice(): boolean {
    return this.context.presence.voice !== null;
  }

  /** Whether anything is looked at. */
  get checksAnything(): boolean {
    return this.checksVoice || this.context.presence.gameServer !== null;
  }

  /** Whether it is known who is on the game server. */
  get knowsServer(): boolean {
    return this.#onServer !== null;
  }

  /**
   * Asks the game server again if its answer has become old. To be awaited outside of transactions.
   * @returns whether it can be told who is there. A silent game server matters only where voice is not looked at.
   */
  async refresh(): Promise<boolean> {
    if (this.context.clock.monotonic() - this.#askedAt >= SERVER_REFRESH_MS) {
      this.#asking ??= this.#askServer().finally(() => (this.#asking = null));
    }
    await this.#asking;
    return this.of('') !== null;
  }

  /** Whether what is known is of the last moment, or of the one before it: voice is told at once, the server asked. */
  get isFresh(): boolean {
    return this.context.clock.monotonic() - this.#askedAt < 2 * SERVER_REFRESH_MS && this.of('') !== null;
  }

  /** Goes on asking the game server as its answer becomes old, until `signal` aborts, or it can't be done. Never throws. */
  async keepFresh(signal: AbortSignal): Promise<void> {
    const { clock } = this.context;
    try {
      for (;;) {
        await clock.sleep(this.#askedAt + SERVER_REFRESH_MS - clock.monotonic(), signal);
        if (signal.aborted) return;
        await this.refresh();
      }
    } catch {
      // Whoever has to know asks again, and meets the same.
    }
  }

  /** Where a person is, by what is known now; `null` when that is not enough to tell. */
  of(userId: string): Seen | null {
    const { voice } = this.context.presence;
    const people = voice?.inVoice();
    if (people === null || (!voice && !this.#onServer)) return null;
    const inVoice = people?.has(userId) ?? false;
    const onServer = this.#onServer?.has(userId) ?? false;
    return { present: voice ? inVoice : onServer, inVoice, onServer };
  }

  async #askServer(): Promise<void> {
    const { presence, database, followUp, clock } = this.context;
    const names = presence.gameServer && (await presence.gameServer.players());
    // Whether a name is clear depends on everybody who is linked, not only on those who are expected.
    const links = names && (await linkedNames(database.view, followUp.onlyVerifiedLinks));
    this.#onServer = names && links && matchPlayers(links, names);
    this.#askedAt = clock.monotonic();
  }
}
