import {
  type APIActionRowComponent,
  type APIButtonComponent,
  ButtonStyle,
  ComponentType,
  type REST,
  type RESTOptions,
  type RESTPostAPIChannelMessageJSONBody,
  Routes,
} from 'discord.js';
import {
  type Attachment,
  type Channel,
  type Delivery,
  type DeliveryOutcome,
  HELD_UP,
  type MessageAction,
  type MessageLink,
  type NotSent,
  type OutgoingMessage,
} from '../../domain/channel.js';
import { channelOfUser } from '../../domain/event-key.js';
import type { Clock } from '../../domain/clock.js';
import type { EventBus } from '../../domain/events.js';
import { aside } from '../aside.js';
import { DISCORD_ACCOUNT } from '../../domain/discord-budgets.js';
import { OneAtATime } from '../one-at-a-time.js';
import { isOfPlace, openedChannel, outcomeOf, type Phase, postedMessage } from './outcome.js';
import { onlyOwnAnswers } from './own-answers.js';
import { SteadyRest } from './steady-rest.js';
import { WHOLE_ANSWERS } from './whole-answers.js';

/** How long we wait for the answer to one request. */
const REQUEST_TIMEOUT_MS = 10_000;

/**
 * How long we trust Discord to recognise a nonce. For `enforce_nonce` it documents "the past few minutes";
 * this project relies on two.
 */
export const NONCE_WINDOW_MS = 120_000;

/** Keeps the ids of opened DM channels. */
export interface DmMemory {
  remember(userId: string, channelId: string): Promise<void>;
  forget(userId: string): Promise<void>;
}

/** The result of opening a direct message: the channel's id, or the outcome as for a message. */
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
  /** Makes the requests, if somebody counts the answers. */
  readonly makeRequest?: RESTOptions['makeRequest'];
  /** Limit for one request; shorter in tests. */
  readonly requestTimeoutMs?: number;
}

/**
 * Discord direct messages. Each send is exactly one POST, guarded by `nonce` and `enforce_nonce`. The retries
 * of discord.js are off: they would repeat a message without our knowledge.
 */
export class DiscordChannel implements Channel {
  readonly type = 'discord';
  readonly nonceWindowMs = NONCE_WINDOW_MS;
  readonly messagesPerSecond: number;
  readonly budgets = [DISCORD_ACCOUNT];
  readonly addressIntervalMs = 0;
  readonly timeoutMs: number;
  readonly #requestTimeoutMs: number;
  readonly #rest: REST;
  readonly #openings: OneAtATime;

  constructor(private readonly options: DiscordChannelOptions) {
    this.messagesPerSecond = options.messagesPerSecond;
    const requestTimeoutMs = options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS;
    // The longest case, when the remembered direct message is another bot's: post, wait for a turn to open it
    // anew, open, post again.
    this.timeoutMs = 4 * requestTimeoutMs;
    this.#requestTimeoutMs = requestTimeoutMs;
    this.#openings = new OneAtATime(options.clock);
    this.#rest = new SteadyRest({
      api: options.apiUrl,
      retries: 0,
      timeout: requestTimeoutMs,
      makeRequest: onlyOwnAnswers(options.makeRequest ?? WHOLE_ANSWERS.makeRequest),
      // The ledger must see a limit, so nothing sits it out here; the pacer keeps us below the global one.
      rejectOnRateLimit: () => true,
      globalRequestsPerSecond: Number.MAX_SAFE_INTEGER,
    }).setToken(options.token);
  }

  async send(delivery: Delivery): Promise<DeliveryOutcome> {
    const { userId, address } = delivery.recipient;
    if (address === null) return this.#openAndPost(delivery);
    const phase = channelOfUser(userId) === null ? 'direct_message' : 'server_channel';
    try {
      return await this.#post(address, delivery);
    } catch (error) {
      // The remembered channel is not (any more) this person's with this bot; that is not their doing.
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
      return await this.#post(channelId, delivery);
    } catch (error) {
      return outcomeOf(error, phase);
    }
  }

  /** Opens the DM with a person ahead of the first message. Never throws. */
  async open(userId: string): Promise<Opening> {
    try {
      return { kind: 'sent', channelId: await this.#open(userId) };
    } catch (error) {
      return outcomeOf(error, 'opening');
    }
  }

  async #open(userId: string): Promise<string> {
    // discord.js opens DMs one at a time, for all people. Our own queue before it separates waiting for
    // others from waiting for Discord: a request that only waited has not left.
    const ask = (): Promise<unknown> =>
      this.#rest.post(Routes.userChannels(), { body: { recipient_id: userId } });
    return openedChannel(await this.#openings.turn(this.#requestTimeoutMs, ask));
  }

  async #post(channelId: string, { message, nonce, mayLeave }: Delivery): Promise<DeliveryOutcome> {
    // Opening the direct message may have taken its time.
    if (mayLeave?.() === false) return HELD_UP;
    const body: RESTPostAPIChannelMessageJSONBody = {
      content: message.text,
      nonce,
      enforce_nonce: true,
      allowed_mentions: { parse: [] },
      components: rowsOf(message),
    };
    const { attachment } = message;
    const answer = await this.#rest.post(Routes.channelMessages(channelId), {
      body: attachment && 'png' in attachment ? { ...body, attachments: [described(attachment)] } : body,
      files: attachment && [fileOf(attachment)],
    });
    return { kind: 'sent', messageId: postedMessage(answer, channelId) };
  }

  /** Memory only saves a request: if it fails, the send goes on. */
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

/** A picture's description, for people who don't see it. */
function described({ name, description }: Extract<Attachment, { png: unknown }>) {
  return { id: '0', filename: name, description };
}

/** The most buttons Discord takes in a row. */
const MOST_IN_A_ROW = 5;

/** Rows, where the links come first. */
function rowsOf({ actions, links = [] }: OutgoingMessage): APIActionRowComponent<APIButtonComponent>[] {
  const components = [...links.map(linkButton), ...actions.map(actionButton)];
  const starts = components.flatMap((_, at) => (at % MOST_IN_A_ROW === 0 ? [at] : []));
  return starts.map((from) => ({
    type: ComponentType.ActionRow,
    components: components.slice(from, from + MOST_IN_A_ROW),
  }));
}

function linkButton({ label, url }: MessageLink): APIButtonComponent {
  return { type: ComponentType.Button, style: ButtonStyle.Link, label, url };
}

function actionButton({ action, id, label }: MessageAction): APIButtonComponent {
  return { type: ComponentType.Button, style: ButtonStyle.Secondary, custom_id: `${action}:${id}`, label };
}
