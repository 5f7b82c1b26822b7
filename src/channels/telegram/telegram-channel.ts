import {
  type Channel,
  type Delivery,
  type DeliveryOutcome,
  HELD_UP,
  type MessageAction,
  type OutgoingMessage,
} from '../../domain/channel.js';
import type { Clock } from '../../domain/clock.js';
import type { EventBus } from '../../domain/events.js';
import { aside } from '../aside.js';
import { CLOSED_CHAT, outcomeOf, sentMessage } from './outcome.js';
import { TelegramApi, type TelegramAccess } from './telegram-api.js';

const REQUEST_TIMEOUT_MS = 10_000;

/** About one message a second to a chat. https://core.telegram.org/bots/faq#broadcasting-to-users */
const CHAT_INTERVAL_MS = 1_000;

/** How the channel reaches Telegram. */
export interface TelegramChannelOptions extends TelegramAccess {
  readonly messagesPerSecond: number;
  readonly clock: Clock;
  readonly events: EventBus;
  /** Forgets a person's address once Telegram has said that the chat is closed. */
  readonly forget: (closed: { userId: string; address: string; code: string }) => Promise<void>;
  readonly timeoutMs?: number;
}

/**
 * Messages of a Telegram bot to private chats. The Bot API knows no nonce, so a message that may have arrived
 * is never sent again.
 */
export class TelegramChannel implements Channel {
  readonly type = 'telegram';
  readonly nonceWindowMs = 0;
  readonly messagesPerSecond: number;
  readonly addressIntervalMs = CHAT_INTERVAL_MS;
  readonly timeoutMs: number;
  readonly #api: TelegramApi;

  constructor(private readonly options: TelegramChannelOptions) {
    this.messagesPerSecond = options.messagesPerSecond;
    this.#api = new TelegramApi(options, options.clock);
    this.timeoutMs = options.timeoutMs ?? REQUEST_TIMEOUT_MS;
  }

  async send({ recipient, message, mayLeave }: Delivery): Promise<DeliveryOutcome> {
    const { userId, address } = recipient;
    if (address === null) return { kind: 'closed', code: 'no_address' };
    if (mayLeave?.() === false) return HELD_UP;
    try {
      // No parse_mode: the text is plain text, whatever it contains.
      const sent = await this.#api.call(
        'sendMessage',
        {
          chat_id: address,
          text: message.text,
          ...keyboardOf(message),
        },
        { timeoutMs: this.timeoutMs },
      );
      return { kind: 'sent', messageId: sentMessage(sent, address) };
    } catch (error) {
      const outcome = outcomeOf(error);
      const { code } = outcome;
      if (CLOSED_CHAT.has(code)) {
        aside(this.options.events, 'forgetting a chat', () => this.options.forget({ userId, address, code }));
      }
      return outcome;
    }
  }
}

/** How many buttons stand beside each other, so that their labels can be read on a phone. */
export const MOST_IN_A_ROW = 2;

function rowsOf(actions: readonly MessageAction[]) {
  const starts = actions.flatMap((_, index) => (index % MOST_IN_A_ROW === 0 ? [index] : []));
  return starts.map((from) => actions.slice(from, from + MOST_IN_A_ROW).map(buttonOf));
}

/** The links in a row of their own, above the others. */
function keyboardOf({ actions, links = [] }: OutgoingMessage) {
  const rows = [links.map(({ label, url }) => ({ text: label, url })), ...rowsOf(actions)];
  const inline_keyboard = rows.filter((row) => row.length > 0);
  return inline_keyboard.length > 0 ? { reply_markup: { inline_keyboard } } : {};
}

function buttonOf({ action, id, label }: MessageAction) {
  return { text: label, callback_data: `${action}:${id}` };
}
