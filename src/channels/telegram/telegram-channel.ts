import type { Channel, Delivery, DeliveryOutcome, MessageAction } from '../../domain/channel.js';
import type { Clock } from '../../domain/clock.js';
import { ChatPace } from './chat-pace.js';
import { CLOSED_CHAT, outcomeOf, sentMessage } from './outcome.js';
import { TelegramApi, type TelegramAccess } from './telegram-api.js';

const REQUEST_TIMEOUT_MS = 10_000;

/** How the channel reaches Telegram. */
export interface TelegramChannelOptions extends TelegramAccess {
  readonly messagesPerSecond: number;
  readonly clock: Clock;
  /** Forgets where a person is reached, once Telegram has said that the chat is closed. */
  readonly forget: (closed: { userId: string; address: string; code: string }) => Promise<void>;
  readonly timeoutMs?: number;
}

/**
 * Messages of a Telegram bot to private chats. The Bot API knows no nonce, so what may have arrived is never sent
 * again.
 */
export class TelegramChannel implements Channel {
  readonly type = 'telegram';
  readonly nonceWindowMs = 0;
  readonly messagesPerSecond: number;
  readonly #api: TelegramApi;
  readonly #pace: ChatPace;

  constructor(private readonly options: TelegramChannelOptions) {
    this.messagesPerSecond = options.messagesPerSecond;
    this.#api = new TelegramApi(options);
    this.#pace = new ChatPace(options.clock);
  }

  async send({ recipient, message }: Delivery): Promise<DeliveryOutcome> {
    const { userId, address } = recipient;
    if (address === null) return { kind: 'closed', code: 'no_address' };
    await this.#pace.turn(address);
    try {
      // No parse_mode: whatever stands in the text is text.
      const sent = await this.#api.call(
        'sendMessage',
        {
          chat_id: address,
          text: message.text,
          ...(message.actions.length > 0 && {
            reply_markup: { inline_keyboard: [message.actions.map(buttonOf)] },
          }),
        },
        { timeoutMs: this.options.timeoutMs ?? REQUEST_TIMEOUT_MS },
      );
      return { kind: 'sent', messageId: sentMessage(sent, address) };
    } catch (error) {
      const outcome = outcomeOf(error);
      if (CLOSED_CHAT.has(outcome.code)) {
        // The refusal stands, whatever becomes of our memory; who asked for it hears of the database.
        await this.options.forget({ userId, address, code: outcome.code }).catch(() => undefined);
      }
      return outcome;
    }
  }
}

function buttonOf({ action, id, label }: MessageAction) {
  return { text: label, callback_data: `${action}:${id}` };
}
