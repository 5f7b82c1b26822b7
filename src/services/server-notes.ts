import type { Clock } from '../domain/clock.js';
import type { NewsWire } from '../domain/news.js';
import type { Database } from '../persistence/engine/database.js';
import { readState, writeState } from '../persistence/stores/system-state-store.js';

/** What only the gateway tells of the server. Each `null` as long as nobody knows it. */
export interface ServerFacts {
  readonly name: string | null;
  /** BCP 47. */
  readonly language: string | null;
  /** The voice channel to meet in where the settings name none. */
  readonly meetingPlace: string | null;
}

/** How often the gateway's process looks whether something is another, in milliseconds. */
const LOOK_EVERY_MS = 2_000;
const NOTHING: ServerFacts = { name: null, language: null, meetingPlace: null };

/** Notes what the gateway tells of the server, for the processes that do not have it. */
export class ServerNotes {
  #noted: ServerFacts = NOTHING;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly news: NewsWire,
    private readonly failed: (error: unknown) => void,
  ) {
    news.on(({ type }) => {
      if (type === 'server_told' || type === 'missed') void this.look();
    });
  }

  /** As it was noted last, whoever did. */
  get noted(): ServerFacts {
    return this.#noted;
  }

  /** Reads what is noted. Never throws. */
  async look(): Promise<void> {
    try {
      const text = await readState(this.database.view, 'server_told');
      if (text !== null) this.#noted = { ...NOTHING, ...(JSON.parse(text) as ServerFacts) };
    } catch (error) {
      this.failed(error);
    }
  }

  /** For the gateway's process: notes what it knows whenever that is another, until `ended` aborts. Never throws. */
  async keep(known: () => ServerFacts, ended: AbortSignal): Promise<void> {
    while (!ended.aborted) {
      await this.#note(known());
      await this.clock.sleep(LOOK_EVERY_MS, ended);
    }
  }

  async #note(known: ServerFacts): Promise<void> {
    const { name, language, meetingPlace } = known;
    // What it does not know yet was true when it was noted.
    const facts = {
      name: name ?? this.#noted.name,
      language: language ?? this.#noted.language,
      meetingPlace: meetingPlace ?? this.#noted.meetingPlace,
    };
    const text = JSON.stringify(facts);
    if (text === JSON.stringify(this.#noted)) return;
    try {
      await this.database.withTransaction((tx) => writeState(tx, 'server_told', text, this.clock.now()));
      this.#noted = facts;
      this.news.tell({ type: 'server_told' });
    } catch (error) {
      this.failed(error);
    }
  }
}
