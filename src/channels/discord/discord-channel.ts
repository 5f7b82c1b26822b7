import {
  type APIDMChannel,
  type APIMessage,
  ButtonStyle,
  ComponentType,
  REST,
  type RESTOptions,
  type RESTPostAPIChannelMessageJSONBody,
  Routes,
} from 'discord.js';
import type { Attachment, Channel, Delivery, DeliveryOutcome, MessageAction } from '../../domain/channel.js';
import { outcomeOf } from './outcome.js';

/** How long one request may take before its answer no longer matters. */
const REQUEST_TIMEOUT_MS = 10_000;

/**
 * How long Discord is trusted to recognise a nonce. It documents "the past few minutes" for `enforce_nonce`; two is
 * what this project relies on.
 */
export const NONCE_WINDOW_MS = 120_000;

/** Where the ids of opened DM channels are kept. */
export interface DmMemory {
  remember(userId: string, channelId: string): Promise<void>;
  forget(userId: string): Promise<void>;
}

/** How the channel reaches Discord. */
export interface DiscordChannelOptions {
  readonly token: string;
  /** Without a version: `https://discord.com/api`. */
  readonly apiUrl: string;
  readonly messagesPerSecond: number;
  readonly dms: DmMemory;
  /** How requests are made, where somebody counts what becomes of them. */
  readonly makeRequest?: RESTOptions['makeRequest'];
  /** How long one request may take; shorter in tests. */
  readonly requestTimeoutMs?: number;
}

/**
 * Discord direct messages. Each send is exactly one POST, guarded by `nonce` and `enforce_nonce`: discord.js's own
 * retries are off here, for they would repeat a message without telling.
 */
export class DiscordChannel implements Channel {
  readonly type = 'discord';
  readonly nonceWindowMs = NONCE_WINDOW_MS;
  readonly messagesPerSecond: number;
  readonly #rest: REST;
  readonly #timeoutMs: number;

  constructor(private readonly options: DiscordChannelOptions) {
    this.messagesPerSecond = options.messagesPerSecond;
    this.#timeoutMs = options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS;
    this.#rest = new REST({
      api: options.apiUrl,
      retries: 0,
      timeout: this.#timeoutMs,
      // A limit is an answer for the ledger, not something to sit out unseen; the pacer keeps us below the global one.
      rejectOnRateLimit: () => true,
      globalRequestsPerSecond: Number.MAX_SAFE_INTEGER,
      ...(options.makeRequest && { makeRequest: options.makeRequest }),
    }).setToken(options.token);
  }

  async send(delivery: Delivery): Promise<DeliveryOutcome> {
    const { userId, address } = delivery.recipient;
    let channelId = address;
    if (channelId === null) {
      try {
        channelId = await this.#open(userId);
      } catch (error) {
        return this.#failed(error, 'opening');
      }
      await this.#remembering(this.options.dms.remember(userId, channelId));
    }
    try {
      return { kind: 'sent', messageId: await this.#post(channelId, delivery) };
    } catch (error) {
      const outcome = this.#failed(error, 'posting');
      if (outcome.code === 'unknown_channel') await this.#remembering(this.options.dms.forget(userId));
      return outcome;
    }
  }

  /** Opens the DM with a person ahead of the first message; `null` when that can't be done now. */
  async open(userId: string): Promise<string | null> {
    try {
      return await this.#open(userId);
    } catch (error) {
      this.#failed(error, 'opening');
      return null;
    }
  }

  async #open(userId: string): Promise<string> {
    const channel = (await this.#rest.post(Routes.userChannels(), {
      body: { recipient_id: userId },
      signal: AbortSignal.timeout(this.#timeoutMs),
    })) as APIDMChannel;
    return channel.id;
  }

  async #post(channelId: string, { message, nonce }: Delivery): Promise<string> {
    const body: RESTPostAPIChannelMessageJSONBody = {
      content: message.text,
      nonce,
      enforce_nonce: true,
      allowed_mentions: { parse: [] },
      components:
        message.actions.length > 0
          ? [{ type: ComponentType.ActionRow, components: buttons(message.actions) }]
          : [],
    };
    const { attachment } = message;
    const sent = (await this.#rest.post(Routes.channelMessages(channelId), {
      body: attachment && 'png' in attachment ? { ...body, attachments: [described(attachment)] } : body,
      files: attachment && [fileOf(attachment)],
      // The client's own time-out ends with the headers; this one also bounds a body that never comes.
      signal: AbortSignal.timeout(this.#timeoutMs),
    })) as APIMessage;
    return sent.id;
  }

  /** Memory only saves a request: where it fails the send goes on, and whoever asked for it hears of the database. */
  async #remembering(work: Promise<void>): Promise<void> {
    await work.catch(() => undefined);
  }

  #failed(error: unknown, phase: 'opening' | 'posting'): Exclude<DeliveryOutcome, { kind: 'sent' }> {
    const outcome = outcomeOf(error, phase);
    // discord.js drops a token that was refused once; the next probe must carry it again.
    if (outcome.code === 'unauthorized') this.#rest.setToken(this.options.token);
    return outcome;
  }
}

function fileOf(attachment: Attachment) {
  const { name } = attachment;
  return 'png' in attachment
    ? { name, data: Buffer.from(attachment.png), contentType: 'image/png' }
    : { name, data: attachment.text, contentType: 'text/plain' };
}

/** What a picture shows, for those who don't see it. */
function described({ name, description }: Extract<Attachment, { png: unknown }>) {
  return { id: '0', filename: name, description };
}

function buttons(actions: readonly MessageAction[]) {
  return actions.map(({ action, id, label }) => ({
    type: ComponentType.Button as const,
    style: ButtonStyle.Secondary as const,
    custom_id: `${action}:${id}`,
    label,
  }));
}
