import { BotProcess, type LogLine } from './bot-process.js';

/** One of several hosts with Muster on it, and the supervisor that starts it again. */
export class Host {
  #bot: BotProcess;

  constructor(
    /** What it is called on the timeline. */
    readonly name: string,
    private readonly environment: Readonly<Record<string, string>>,
    private readonly hear: (host: Host, line: LogLine) => void,
  ) {
    this.#bot = this.#start();
  }

  /** The process it runs now. */
  get bot(): BotProcess {
    return this.#bot;
  }

  /** `kill -9`: nobody there can say goodbye. */
  async kill(): Promise<void> {
    await this.#bot.stop('SIGKILL');
  }

  /** Starts it again. */
  restart(): void {
    this.#bot = this.#start();
  }

  async stop(): Promise<void> {
    await this.#bot.stop();
  }

  #start(): BotProcess {
    const bot = BotProcess.start(this.environment);
    void this.#listen(bot);
    return bot;
  }

  async #listen(bot: BotProcess): Promise<void> {
    for (let index = 0; ; index += 1) {
      const line = await bot.lineAt(index);
      if (!line) return;
      this.hear(this, line);
    }
  }
}
