import { matchPlayers } from '../domain/player-match.js';
import { linkedNames } from '../persistence/stores/linked-names.js';
import type { DispatchContext } from './context.js';

/** How old the game server's answer may be. */
const SERVER_REFRESH_MS = 15_000;

export interface Seen {
  /** In voice; on the game server where the bot doesn't check voice. */
  readonly present: boolean;
  readonly inVoice: boolean;
  readonly onServer: boolean;
}

/** Who is in voice and on the game server now. Discord tells us of voice; we ask the server once for all. */
export class Attendance {
  /** Who is on the game server; `null` while that is not known. */
  #onServer: { has(userId: string): boolean } | null = null;
  #askedAt = Number.NEGATIVE_INFINITY;
  #asking: Promise<void> | null = null;

  constructor(private readonly context: DispatchContext) {}

  get checksVoice(): boolean {
    return this.context.presence.voice !== null;
  }

  get checksAnything(): boolean {
    return this.checksVoice || this.context.presence.gameServer !== null;
  }

  get knowsServer(): boolean {
    return this.#onServer !== null;
  }

  /**
   * Asks the game server again if its answer is too old. Await it outside transactions.
   * @returns whether {@link of} can tell. A silent game server matters only where the bot doesn't check
   * voice.
   */
  async refresh(): Promise<boolean> {
    if (this.context.clock.monotonic() - this.#askedAt >= SERVER_REFRESH_MS) {
      this.#asking ??= this.#askServer().finally(() => (this.#asking = null));
    }
    await this.#asking;
    return this.of('') !== null;
  }

  /** Whether {@link of} can tell, and the game server's answer is younger than two refresh periods. */
  get isFresh(): boolean {
    return this.context.clock.monotonic() - this.#askedAt < 2 * SERVER_REFRESH_MS && this.of('') !== null;
  }

  /**
   * Asks the game server again when its answer gets old, until `signal` aborts or asking fails. Never throws.
   */
  async keepFresh(signal: AbortSignal): Promise<void> {
    const { clock } = this.context;
    try {
      for (;;) {
        await clock.sleep(this.#askedAt + SERVER_REFRESH_MS - clock.monotonic(), signal);
        if (signal.aborted) return;
        await this.refresh();
      }
    } catch {
      // The next caller asks again and meets the same error.
    }
  }

  /** Where a person is, from what is known now; `null` when that is not enough. */
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
    // Whether a name is unambiguous depends on all linked players, not only on the expected ones.
    const links = names && (await linkedNames(database.view, followUp.onlyVerifiedLinks));
    this.#onServer = names && links && matchPlayers(links, names);
    this.#askedAt = clock.monotonic();
  }
}
