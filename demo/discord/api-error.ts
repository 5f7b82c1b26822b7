import type { Json } from './wire.js';

/** An answer other than success, in Discord's words: HTTP status, JSON code and message. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: number,
    message: string,
    readonly errors?: Json,
  ) {
    super(message);
  }

  /** The body Discord sends with it. */
  body(): Json {
    return { message: this.message, code: this.code, ...(this.errors && { errors: this.errors }) };
  }
}

/** The refusals Discord has a code for. */
export const refuse = {
  unauthorized: () => new ApiError(401, 0, '401: Unauthorized'),
  notFound: () => new ApiError(404, 0, '404: Not Found'),
  unknownApplication: () => new ApiError(404, 10002, 'Unknown Application'),
  unknownChannel: () => new ApiError(404, 10003, 'Unknown Channel'),
  unknownGuild: () => new ApiError(404, 10004, 'Unknown Guild'),
  unknownMember: () => new ApiError(404, 10007, 'Unknown Member'),
  unknownMessage: () => new ApiError(404, 10008, 'Unknown Message'),
  unknownUser: () => new ApiError(404, 10013, 'Unknown User'),
  unknownWebhook: () => new ApiError(404, 10015, 'Unknown Webhook'),
  unknownInteraction: () => new ApiError(404, 10062, 'Unknown interaction'),
  unknownCommand: () => new ApiError(404, 10063, 'Unknown application command'),
  alreadyAcknowledged: () => new ApiError(400, 40060, 'Interaction has already been acknowledged.'),
  missingAccess: () => new ApiError(403, 50001, 'Missing Access'),
  notTheAuthor: () => new ApiError(403, 50005, 'Cannot edit a message authored by another user'),
  emptyMessage: () => new ApiError(400, 50006, 'Cannot send an empty message'),
  dmsClosed: () => new ApiError(403, 50007, 'Cannot send messages to this user'),
  notATextChannel: () => new ApiError(400, 50008, 'Cannot send messages in a non-text channel'),
  invalidWebhookToken: () => new ApiError(401, 50027, 'Invalid Webhook Token'),
  invalidRecipient: () => new ApiError(400, 50033, 'Invalid Recipient(s)'),
  malformedJson: () => new ApiError(400, 50109, 'The request body contains invalid JSON.'),
  noMutualGuild: () =>
    new ApiError(403, 50278, 'Cannot send messages to this user due to having no mutual guilds'),
};

/** Where in a request's body something is, for example `['embeds', 0, 'title']`. */
export type FormPath = readonly (string | number)[];

/** Gathers what is wrong with a request's body, then refuses it whole, as "Invalid Form Body". */
export class FormErrors {
  readonly #tree: Json = {};
  #count = 0;

  /** Notes one fault at a path such as `['embeds', 0, 'title']`. */
  add(path: FormPath, code: string, message: string): void {
    let node = this.#tree;
    for (const key of path) node = (node[String(key)] ??= {}) as Json;
    ((node['_errors'] ??= []) as Json[]).push({ code, message });
    this.#count += 1;
  }

  /** Notes a text that is missing, too short or too long. */
  length(path: FormPath, value: unknown, min: number, max: number): void {
    if (value === undefined || value === null) {
      if (min > 0) this.add(path, 'BASE_TYPE_REQUIRED', 'This field is required');
    } else if (typeof value !== 'string') {
      this.add(path, 'STRING_TYPE_CONVERT', 'Could not interpret value as string.');
    } else if (value.length < min || value.length > max) {
      const code = min > 0 ? 'BASE_TYPE_BAD_LENGTH' : 'BASE_TYPE_MAX_LENGTH';
      const between = min > 0 ? `between ${min} and ${max}` : `${max} or fewer`;
      this.add(path, code, `Must be ${between} in length.`);
    }
  }

  /** Notes a list with too few or too many entries. */
  count(path: FormPath, list: readonly unknown[], min: number, max: number): void {
    if (list.length >= min && list.length <= max) return;
    this.add(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`);
  }

  /** Throws the refusal if anything was noted. */
  throwIfAny(): void {
    if (this.#count > 0) throw new ApiError(400, 50035, 'Invalid Form Body', this.#tree);
  }
}
