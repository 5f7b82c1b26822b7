import {
  type APIDMChannel,
  type APIMessage,
  ButtonStyle,
  ComponentType,
  REST,
  type RESTPostAPIChannelMessageJSONBody,
  Routes,
} from 'discord.js';
import type { Attachment, Channel, Delivery, DeliveryOutcome, MessageAction } from '../../domain/channel.js';
import type { EventBus } from '../../domain/events.js';
import { aside } from '../aside.js';
import { outcomeOf } from './outcome.js';
import { WHOLE_ANSWERS } from './whole-answers.js';

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

/** What came of a request to open a direct message: the channel's id, or as for a message. */
export type Opening =
  { readonly kind: 'sent'; readonly channelId: string } | Exclude<DeliveryOutcome, { kind: 'sent' }>;

/** How the channel reaches Discord. */
export interface DiscordChannelOptions {
  readonly token: string;
  /** Without a version: `https://discord.com/api`. */
  readonly apiUrl: string;
  readonly messagesPerSecond: number;
  readonly dms: DmMemory;
  readonly events: EventBus;
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
  readonly addressIntervalMs = 0;
  readonly timeoutMs: number;
  readonly #rest: REST;

  constructor(private readonly options: DiscordChannelOptions) {
    this.messagesPerSecond = options.messagesPerSecond;
    const requestTimeoutMs = options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS;
    // A message may have to open its direct message first.
    this.timeoutMs = 2 * requestTimeoutMs;
    this.#rest = new REST({
      api: options.apiUrl,
      retries: 0,
      timeout: requestTimeoutMs,
      ...WHOLE_ANSWERS,
      // A limit is an answer for the ledger, not something to sit out unseen; the pacer keeps us below the global one.
      rejectOnRateLimit: () => true,
      globalRequestsPerSecond: Number.MAX_SAFE_INTEGER,
    }).setToken(options.token);
  }

  async send(delivery: Delivery): Promise<DeliveryOutcome> {
    const { userId, address } = delivery.recipient;
    let channelId = address;
    if (channelId === null) {
      const opening = await this.open(userId);
      if (opening.kind !== 'sent') return opening;
      const opened = opening.channelId;
      await this.#aside((dms) => dms.remember(userId, opened));
      channelId = opened;
    }
    try {
      return { kind: 'sent', messageId: await this.#post(channelId, delivery) };
    } catch (error) {
      const outcome = this.#failed(error, 'posting');
      if (outcome.code === 'unknown_channel') await this.#aside((dms) => dms.forget(userId));
      return outcome;
    }
  }

  /** Opens the DM with a person ahead of the first message, and tells what came of it. Never throws. */
  async open(userId: string): Promise<Opening> {
    try {
      return { kind: 'sent', channelId: await this.#open(userId) };
    } catch (error) {
      return this.#failed(error, 'opening');
    }
  }

  async #open(userId: string): Promise<string> {
    const channel = (await this.#rest.post(Routes.userChannels(), {
      body: { recipient_id: userId },
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
    })) as APIMessage;
    return sent.id;
  }

  /** Memory only saves a request: where it fails the send goes on. */
  #aside(work: (dms: DmMemory) => Promise<void>): Promise<void> {
    return aside(this.options.events, 'direct message memory', () => work(this.options.dms));
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
