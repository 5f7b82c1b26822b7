import {
  ButtonStyle,
  ComponentType,
  type REST,
  type RESTOptions,
  type RESTPostAPIChannelMessageJSONBody,
  Routes,
} from 'discord.js';
import type {
  Attachment,
  Channel,
  Delivery,
  DeliveryOutcome,
  MessageAction,
  NotSent,
} from '../../domain/channel.js';
import { channelOfUser } from '../../domain/event-key.js';
import type { Clock } from '../../domain/clock.js';
import type { EventBus } from '../../domain/events.js';
import { aside } from '../aside.js';
import { OneAtATime } from '../one-at-a-time.js';
import { isOfPlace, openedChannel, outcomeOf, type Phase, postedMessage } from './outcome.js';
import { onlyOwnAnswers } from './own-answers.js';
import { SteadyRest } from './steady-rest.js';
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
export type Opening = { readonly kind: 'sent'; readonly channelId: string } | NotSent;

/** How the channel reaches Discord. */
export interface DiscordChannelOptions {
  readonly token: string;
  /** Without a version: `https://discord.com/api`. */
  readonly apiUrl: string;
  readonly messagesPerSecond: number;
  readonly dms: DmMemory;
  readonly clock: Clock;
  readonly events: EventBus;
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
  readonly addressIntervalMs = 0;
  readonly timeoutMs: number;
  readonly #requestTimeoutMs: number;
  readonly #rest: REST;
  readonly #openings: OneAtATime;

  constructor(private readonly options: DiscordChannelOptions) {
    this.messagesPerSecond = options.messagesPerSecond;
    const requestTimeoutMs = options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS;
    // A message may find its direct message to be another bot's: it is posted, waits for its turn to be opened anew, is
    // opened, and posted again.
    this.timeoutMs = 4 * requestTimeoutMs;
    this.#requestTimeoutMs = requestTimeoutMs;
    this.#openings = new OneAtATime(options.clock);
    this.#rest = new SteadyRest({
      api: options.apiUrl,
      retries: 0,
      timeout: requestTimeoutMs,
      makeRequest: onlyOwnAnswers(options.makeRequest ?? WHOLE_ANSWERS.makeRequest),
      // A limit is an answer for the ledger, not something to sit out unseen; the pacer keeps us below the global one.
      rejectOnRateLimit: () => true,
      globalRequestsPerSecond: Number.MAX_SAFE_INTEGER,
    }).setToken(options.token);
  }

  async send(delivery: Delivery): Promise<DeliveryOutcome> {
    const { userId, address } = delivery.recipient;
    if (address === null) return this.#openAndPost(delivery);
    const phase = channelOfUser(userId) === null ? 'direct_message' : 'server_channel';
    try {
      return { kind: 'sent', messageId: await this.#post(address, delivery) };
    } catch (error) {
      // What we remember is no channel of this person and this bot (any more): it says nothing about the person.
      if (phase === 'direct_message' && isOfPlace(error)) {
        this.#aside((dms) => dms.forget(userId));
        return this.#openAndPost(delivery);
      }
      return outcomeOf(error, phase);
    }
  }

  async #openAndPost(delivery: Delivery): Promise<DeliveryOutcome> {
    const { userId } = delivery.recipient;
    let phase: Phase = 'opening';
    try {
      const channelId = await this.#open(userId);
      phase = 'direct_message';
      this.#aside((dms) => dms.remember(userId, channelId));
      return { kind: 'sent', messageId: await this.#post(channelId, delivery) };
    } catch (error) {
      return outcomeOf(error, phase);
    }
  }

  /** Opens the DM with a person ahead of the first message, and tells what came of it. Never throws. */
  async open(userId: string): Promise<Opening> {
    try {
      return { kind: 'sent', channelId: await this.#open(userId) };
    } catch (error) {
      return outcomeOf(error, 'opening');
    }
  }

  async #open(userId: string): Promise<string> {
    // discord.js makes these one at a time, whoever they are about. The queue is ours, so that the time in it is told
    // from the time Discord takes: who only waited for others has not been asked for.
    const ask = (): Promise<unknown> =>
      this.#rest.post(Routes.userChannels(), { body: { recipient_id: userId } });
    return openedChannel(await this.#openings.turn(this.#requestTimeoutMs, ask));
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
    const answer = await this.#rest.post(Routes.channelMessages(channelId), {
      body: attachment && 'png' in attachment ? { ...body, attachments: [described(attachment)] } : body,
      files: attachment && [fileOf(attachment)],
    });
    return postedMessage(answer, channelId);
  }

  /** Memory only saves a request: where it fails the send goes on. */
  #aside(work: (dms: DmMemory) => Promise<void>): void {
    aside(this.options.events, 'direct message memory', () => work(this.options.dms));
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
