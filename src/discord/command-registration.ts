import { Events, type SapphireClient } from '@sapphire/framework';
import type { RESTPostAPIApplicationCommandsJSONBody } from 'discord.js';

/** What Sapphire keeps to itself of what a command wants registered. */
interface Wanted {
  readonly apiCalls: readonly {
    readonly builtData: RESTPostAPIApplicationCommandsJSONBody;
    readonly registerOptions: { readonly guildIds?: readonly string[] };
  }[];
}

/** A server's id; `null`: everywhere. */
type Scope = string | null;

/**
 * Which of our commands Discord has. Sapphire registers them once, at the login, and leaves it at a line in the log
 * where Discord refuses: what is missing is kept here, and can be asked for again.
 */
export class CommandRegistration {
  readonly #missing = new Set<Scope>();

  constructor(private readonly client: SapphireClient) {
    client.on(Events.ApplicationCommandRegistriesBulkOverwriteError, (_error: unknown, guildId: Scope) => {
      this.#missing.add(guildId);
    });
  }

  /** The bot has left a server, and its commands there are gone with it. */
  lost(guildId: string): void {
    this.#missing.add(guildId);
  }

  /** Registers whatever is missing. @throws what Discord says, when it refuses or can't be asked. */
  async complete(): Promise<void> {
    for (const scope of [...this.#missing]) {
      // First, for it may be lost again while it is registered.
      this.#missing.delete(scope);
      await this.#register(scope).catch((error: unknown) => {
        this.#missing.add(scope);
        throw error;
      });
    }
  }

  async #register(scope: Scope): Promise<void> {
    const data = new Map<string, RESTPostAPIApplicationCommandsJSONBody>();
    for (const piece of this.client.stores.get('commands').values()) {
      const { apiCalls } = piece.applicationCommandRegistry as unknown as Wanted;
      for (const { builtData, registerOptions } of apiCalls) {
        const { guildIds = [] } = registerOptions;
        // A login that had to be tried again loads every piece again, and each says once more what it wants.
        if (scope === null ? guildIds.length === 0 : guildIds.includes(scope))
          data.set(builtData.name, builtData);
      }
    }
    const commands = this.client.application?.commands;
    await (scope === null ? commands?.set([...data.values()]) : commands?.set([...data.values()], scope));
  }
}
