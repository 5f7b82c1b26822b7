import type { Clock } from '../domain/clock.js';
import { withDeadline } from '../domain/deadline.js';
import { type Heard, heardIn, type News, type NewsWire } from '../domain/news.js';
import { PostgresConnection } from '../persistence/engine/postgres-connection.js';

/** News that comes in crowds waits so long (ms) for more of the same: while people are called it comes with each message. */
const TOGETHER_WITHIN_MS = 500;
const COMES_IN_CROWDS: ReadonlySet<News['type']> = new Set(['campaign_changed', 'member_changed']);
/** Of so many that can't be told meanwhile others had better look at everything. */
const MOST_UNTOLD = 1_000;
/** No news of this release, so whoever hears it looks at everything. */
const ANYTHING = '{"type":"anything"}';
/** How often the connection is tried out, in milliseconds. One that leads nowhere is silent. */
const TRY_EVERY_MS = 5_000;
const ANSWERS_WITHIN_MS = 3_000;
/** Pause before another try to connect, in milliseconds. */
const AGAIN_AFTER_MS = 500;
/** So often (ms) everything is looked at unasked: a process may end between its commit and the news of it. */
export const LOOK_EVERY_MS = 30_000;

/**
 * News among the processes on one PostgreSQL database, by NOTIFY, on a connection of its own. What could not be told is told
 * once there is a connection again; what could not be heard is made up for by looking at everything.
 */
export class PostgresNews implements NewsWire {
  readonly #listeners = new Set<(heard: Heard) => void>();
  readonly #untold = new Set<string>();
  readonly #leaving = new AbortController();
  readonly #living: Promise<void>;
  #telling: Promise<void> | null = null;
  #isGathering = false;

  private constructor(
    private readonly url: string,
    private readonly machine: Clock,
    private line: Line,
  ) {
    this.#living = this.#live();
    void this.#lookNowAndThen();
  }

  /** Begins to listen. `url` leads to the server itself. @throws what connecting throws. */
  static async join(url: string, machine: Clock): Promise<PostgresNews> {
    return new PostgresNews(url, machine, await Line.open(url));
  }

  tell(news: News): void {
    this.#untold.add(JSON.stringify(news));
    if (this.#untold.size > MOST_UNTOLD) {
      this.#untold.clear();
      this.#untold.add(ANYTHING);
    }
    if (!COMES_IN_CROWDS.has(news.type)) this.#tellAll();
    else void this.#gather();
  }

  on(listener: (heard: Heard) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells what is left to tell, and ends. */
  async leave(): Promise<void> {
    this.#tellAll();
    await this.#telling;
    this.#leaving.abort();
    await this.#living;
  }

  async #gather(): Promise<void> {
    if (this.#isGathering) return;
    this.#isGathering = true;
    await this.machine.sleep(TOGETHER_WITHIN_MS, this.#leaving.signal);
    this.#isGathering = false;
    this.#tellAll();
  }

  /** What comes while it tells goes along. */
  #tellAll(): void {
    this.#telling ??= this.#tellWhatIsUntold().finally(() => (this.#telling = null));
  }

  async #tellWhatIsUntold(): Promise<void> {
    while (this.#untold.size > 0 && !this.line.lost.aborted) {
      const now = [...this.#untold];
      this.#untold.clear();
      const isTold = await this.line.tell(now, this.machine);
      if (!isTold) for (const each of now) this.#untold.add(each);
    }
  }

  #hear(heard: Heard): void {
    for (const listener of this.#listeners) listener(heard);
  }

  async #live(): Promise<void> {
    const { machine } = this;
    const { signal } = this.#leaving;
    this.#listen();
    while (!signal.aborted) {
      if (this.line.lost.aborted) await this.#connectAgain();
      else {
        await this.line.tryOut(machine);
        await this.line.pause(machine, TRY_EVERY_MS, signal);
      }
    }
    await this.line.close(machine);
  }

  async #connectAgain(): Promise<void> {
    try {
      this.line = await Line.open(this.url);
    } catch {
      await this.machine.sleep(AGAIN_AFTER_MS, this.#leaving.signal);
      return;
    }
    this.#listen();
    this.#tellAll();
    this.#hear({ type: 'missed' });
  }

  #listen(): void {
    this.line.hear((payload) => this.#hear(heardIn(payload)));
  }

  async #lookNowAndThen(): Promise<void> {
    const { signal } = this.#leaving;
    while (!signal.aborted) {
      await this.machine.sleep(LOOK_EVERY_MS, signal);
      if (!this.#leaving.signal.aborted) this.#hear({ type: 'missed' });
    }
  }
}

/** One connection that listens. It never comes back: after its loss another one is to be opened. */
class Line {
  readonly #lost = new AbortController();

  private constructor(
    private readonly connection: PostgresConnection,
    private readonly channel: string,
    /** Which of the server's processes serves it. */
    private readonly backend: number,
  ) {
    connection.onLost(() => this.#lost.abort());
  }

  static async open(url: string): Promise<Line> {
    const connection = await PostgresConnection.open({ url });
    try {
      // Each schema is a deployment of its own.
      const [row] = await connection.sql<{ channel: string; backend: number }>`
        SELECT 'muster_' || md5(current_schema()) AS channel, pg_backend_pid() AS backend`;
      if (!row) throw new Error('a row is always there');
      await connection.script(`LISTEN "${row.channel}"`);
      return new Line(connection, row.channel, row.backend);
    } catch (error) {
      connection.abandon();
      throw error;
    }
  }

  /** Aborts when the connection is lost. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** Hears what others tell. */
  hear(listener: (payload: string) => void): void {
    this.connection.onNotified((payload, from) => {
      if (from !== this.backend) listener(payload);
    });
  }

  /** @returns whether it was told; otherwise it may have been, and the connection is given up. */
  async tell(texts: readonly string[], machine: Clock): Promise<boolean> {
    return this.#inTime(
      machine,
      () => this.connection.sql`
        SELECT pg_notify(${this.channel}, news) FROM json_array_elements_text(CAST(${JSON.stringify(texts)} AS json)) AS news`,
    );
  }

  /** Gives the connection up if nobody answers by it. */
  async tryOut(machine: Clock): Promise<void> {
    if (!this.lost.aborted) await this.#inTime(machine, () => this.connection.sql`SELECT 1`);
  }

  /** Waits, at most until it is lost or `stop` aborts. */
  async pause(machine: Clock, ms: number, stop: AbortSignal): Promise<void> {
    const over = new AbortController();
    const end = (): void => over.abort();
    for (const signal of [this.lost, stop]) {
      if (signal.aborted) end();
      signal.addEventListener('abort', end, { signal: over.signal });
    }
    await machine.sleep(ms, over.signal);
    end();
  }

  async close(machine: Clock): Promise<void> {
    if (!this.lost.aborted) await this.#inTime(machine, () => this.connection.close());
  }

  async #inTime(machine: Clock, work: () => Promise<unknown>): Promise<boolean> {
    try {
      await withDeadline(machine, ANSWERS_WITHIN_MS, work);
      return true;
    } catch {
      this.connection.abandon();
      return false;
    }
  }
}
