import type { SapphireClient } from '@sapphire/framework';
import { DiscordAPIError, type Guild, RESTJSONErrorCodes } from 'discord.js';
import { backoffDelay } from '../domain/backoff.js';
import type { Clock } from '../domain/clock.js';
import type { EventBus } from '../domain/events.js';
import { CommandRegistration } from './command-registration.js';
import { notInServer, withoutCommands } from './invitation.js';
import { reasonOf } from './startup.js';

/** How often in a row Discord refuses to register commands before that is told. */
const REFUSED_FOR_GOOD = 3;

/**
 * Whether the bot is in its server with its commands. A bot that was never invited, or is thrown out, says how it is
 * invited and waits: ways out in direct messages work meanwhile.
 */
export class GuildEntry {
  readonly #registration: CommandRegistration;
  #entered = false;
  #told = false;

  /** To be made before the client logs in. */
  constructor(
    private readonly client: SapphireClient,
    private readonly guildId: string,
    private readonly clock: Clock,
    private readonly events: EventBus,
  ) {
    this.#registration = new CommandRegistration(client);
    client.on('guildDelete', ({ id }: Guild) => {
      if (id === guildId) this.#registration.lost(guildId);
    });
  }

  /** Whether it is there, and Discord has every command. */
  get entered(): boolean {
    return this.#entered;
  }

  /** Resolves once it is there with every command, or when `stop` aborts. Waits as long as it takes. */
  async enter(stop: AbortSignal): Promise<void> {
    this.#entered = false;
    let failures = 0;
    while (!stop.aborted) {
      if (!this.#isThere()) {
        await this.#invited(stop);
        continue;
      }
      try {
        await this.#registration.complete();
        // It may have been thrown out again meanwhile.
        if (!this.#isThere()) continue;
        this.#entered = true;
        if (this.#told) this.events.emit({ type: 'invited', guildId: this.guildId });
        this.#told = false;
        return;
      } catch (error) {
        failures += 1;
        await this.#tryAgain(error, failures, stop);
      }
    }
  }

  /** Enters anew whenever the bot was thrown out, until `stop` aborts. */
  stay(stop: AbortSignal, failed: (error: unknown) => void): void {
    if (stop.aborted) return;
    const { client } = this;
    const look = (guild: Guild): void => {
      if (guild.id === this.guildId && this.#entered) this.enter(stop).catch(failed);
    };
    client.on('guildDelete', look);
    stop.addEventListener('abort', () => client.off('guildDelete', look));
  }

  /** Says how the bot is invited, and resolves when it was. */
  #invited(stop: AbortSignal): Promise<void> {
    const { client, guildId } = this;
    return new Promise((resolve) => {
      const done = (): void => {
        client.off('guildCreate', look);
        stop.removeEventListener('abort', done);
        resolve();
      };
      const look = (guild: Guild): void => {
        if (guild.id === guildId) done();
      };
      client.on('guildCreate', look);
      stop.addEventListener('abort', done);
      this.#tell();
    });
  }

  async #tryAgain(error: unknown, failures: number, stop: AbortSignal): Promise<void> {
    const retryInMs = backoffDelay(failures, () => 0.999);
    const isRefused = error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.MissingAccess;
    if (!isRefused) this.events.emit({ type: 'commands_missing', reason: reasonOf(error), retryInMs });
    // A moment after the invitation that may pass; else it was made without commands.
    else if (failures >= REFUSED_FOR_GOOD) this.#tell();
    await this.clock.sleep(retryInMs, stop);
  }

  #isThere(): boolean {
    return this.client.guilds.cache.has(this.guildId);
  }

  #tell(): void {
    if (this.#told) return;
    this.#told = true;
    const { client, guildId } = this;
    const servers = client.guilds.cache
      .filter(({ available }) => available)
      .map(({ id, name }) => ({ id, name }));
    const applicationId = client.application?.id ?? '';
    const remedy = this.#isThere()
      ? withoutCommands(applicationId, guildId)
      : notInServer(applicationId, guildId, servers);
    this.events.emit({ type: 'not_invited', guildId, remedy });
  }
}
