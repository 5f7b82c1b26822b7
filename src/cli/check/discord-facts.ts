import {
  type APIApplication,
  type APIChannel,
  type APIGuild,
  type APIGuildMember,
  type APIUser,
  type RESTGetAPICurrentUserGuildsResult,
  type RESTGetAPIGuildMembersSearchResult,
  DiscordAPIError,
  REST,
  Routes,
} from 'discord.js';
import { WHOLE_ANSWERS } from '../../channels/discord/whole-answers.js';

const ASK_TIMEOUT_MS = 4_000;

/** Discord said no: there is no such thing, or it is not for us to see. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(readonly status: number) {
    super(`Discord refuses with ${status}`);
  }
}

/** Discord did not answer, or with an error of its own. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/**
 * What Discord says, each thing asked for once and only when somebody wants to know.
 * Every method @throws {@link Refused} or {@link NoAnswer}.
 */
export class DiscordFacts {
  readonly #rest: REST;
  readonly #asked = new Map<string, Promise<unknown>>();

  constructor(
    access: { readonly token: string; readonly apiUrl: string },
    readonly guildId: string,
  ) {
    const options = { api: access.apiUrl, retries: 1, timeout: ASK_TIMEOUT_MS, ...WHOLE_ANSWERS };
    this.#rest = new REST(options).setToken(access.token);
  }

  bot(): Promise<APIUser> {
    return this.#ask(Routes.user());
  }

  application(): Promise<APIApplication> {
    return this.#ask(Routes.currentApplication());
  }

  guild(): Promise<APIGuild> {
    return this.#ask(Routes.guild(this.guildId));
  }

  /** The servers the bot is in: as many as Discord tells at once, which is 200. */
  servers(): Promise<RESTGetAPICurrentUserGuildsResult> {
    return this.#ask(Routes.userGuilds());
  }

  channel(id: string): Promise<APIChannel> {
    return this.#ask(Routes.channel(id));
  }

  /** `null`: no member of the guild, or nobody has that id. */
  async member(userId: string): Promise<APIGuildMember | null> {
    try {
      return await this.#ask(Routes.guildMember(this.guildId, userId));
    } catch (error) {
      if (error instanceof Refused && error.status === 404) return null;
      throw error;
    }
  }

  /** The first members of the guild, in Discord's order, whose name or nickname begins so; `limit`: 1 to 1000. */
  membersNamed(beginning: string, limit: number): Promise<RESTGetAPIGuildMembersSearchResult> {
    const query = new URLSearchParams({ query: beginning, limit: String(limit) });
    return this.#ask(`${Routes.guildMembersSearch(this.guildId)}?${query.toString()}`);
  }

  #ask<T>(route: `/${string}`): Promise<T> {
    const asked = this.#asked.get(route) ?? this.#rest.get(route).catch(sorted);
    this.#asked.set(route, asked);
    return asked as Promise<T>;
  }
}

function sorted(error: unknown): never {
  if (error instanceof DiscordAPIError && error.status < 500) throw new Refused(error.status);
  throw new NoAnswer('Discord does not answer');
}
