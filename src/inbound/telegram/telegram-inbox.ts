import { type Context, Telegraf } from 'telegraf';
import { callbackQuery, editedMessage, message } from 'telegraf/filters';
import type { Update } from 'telegraf/types';
import { outcomeOf } from '../../channels/telegram/outcome.js';
import { clientOptions, TelegramApi, type TelegramAccess } from '../../channels/telegram/telegram-api.js';
import { TRANSLATIONS } from '../../messages/catalog.js';
import type { ServiceContext } from '../../services/context.js';
import { answerTo, answerToPress, attentionFor, forgetBlocked, mayAnswer, type Sender } from '../answer.js';
import { Answering } from '../answering.js';
import { type Inbox, keepListening, type Loss } from '../inbox.js';
import { Lanes } from '../lanes.js';

/** How long Telegram holds a request open when there is nothing to tell. */
const POLL_SECONDS = 50;
const POLL_TIMEOUT_MS = (POLL_SECONDS + 15) * 1_000;
const REQUEST_TIMEOUT_MS = 10_000;
const FAREWELL_TIMEOUT_MS = 2_000;
const UPDATES = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const;
const COMMANDS = ['status', 'today', 'stop', 'link', 'unlink', 'help'] as const;

/**
 * What people write to the Telegram bot, by long polling. Only private chats are heard. The loop is ours and not
 * telegraf's, which gives up for good on a refused token or a second poller; telegraf sorts the updates.
 */
export class TelegramInbox implements Inbox {
  readonly #api: TelegramApi;
  readonly #bot: Telegraf;
  readonly #lanes = new Lanes();
  readonly #stopping = new AbortController();
  readonly #answering: Answering;
  #listening: Promise<void> = Promise.resolve();
  #offset = 0;
  #username: string | null = null;

  constructor(
    private readonly services: ServiceContext,
    access: TelegramAccess,
  ) {
    this.#api = new TelegramApi(access, services.clock);
    this.#answering = new Answering(services, 'telegram', this.#stopping.signal);
    this.#bot = new Telegraf(access.token, { telegram: clientOptions(access) });
    this.#bot.use(async (context, next) => {
      if (context.chat?.type === 'private') await next();
    });
    // Words under a picture are words, too.
    this.#bot.on(message('text'), (context) => this.#answer(context, context.message.text, false));
    this.#bot.on(message('caption'), (context) => this.#answer(context, context.message.caption, false));
    this.#bot.on(editedMessage('text'), (context) => this.#answer(context, context.editedMessage.text, true));
    this.#bot.on(editedMessage('caption'), (context) =>
      this.#answer(context, context.editedMessage.caption, true),
    );
    this.#bot.on(callbackQuery('data'), (context) => this.#press(context));
    this.#bot.on('my_chat_member', async (context) => {
      if (context.myChatMember.new_chat_member.status !== 'kicked') return;
      await forgetBlocked(this.services, senderOf(context));
    });
    this.#bot.catch((error) => {
      this.services.events.emit({ type: 'background_error', where: 'telegram inbox', error });
    });
  }

  /** The bot's name, once Telegram has told it. */
  get username(): string | null {
    return this.#username;
  }

  start(): void {
    this.#listening = keepListening(this.services, 'telegram', this.#stopping.signal, (ready) =>
      this.#listen(ready),
    );
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#listening;
    await this.#answering.idle();
    if (this.#offset === 0) return;
    // Tells Telegram what was answered, or the next start would answer it again.
    const payload = { offset: this.#offset, limit: 1, timeout: 0 };
    await this.#api.call('getUpdates', payload, { timeoutMs: FAREWELL_TIMEOUT_MS }).catch(() => undefined);
  }

  async #listen(ready: () => void): Promise<Loss> {
    const { signal } = this.#stopping;
    try {
      await this.#introduce();
      // The first request does not wait, and so tells at once whether we are heard.
      for (let timeout = 0; ; timeout = POLL_SECONDS) {
        const updates = await this.#api.call(
          'getUpdates',
          { offset: this.#offset, timeout, allowed_updates: [...UPDATES] },
          { timeoutMs: POLL_TIMEOUT_MS, signal },
        );
        ready();
        await Promise.all(
          updates.map((update) => this.#lanes.run(chatOf(update), () => this.#bot.handleUpdate(update))),
        );
        this.#offset = (updates.at(-1)?.update_id ?? this.#offset - 1) + 1;
        if (signal.aborted) return { code: 'stopped' };
      }
    } catch (error) {
      return lossOf(error);
    }
  }

  async #introduce(): Promise<void> {
    const options = { timeoutMs: REQUEST_TIMEOUT_MS, signal: this.#stopping.signal };
    const me = await this.#api.call('getMe', {}, options);
    this.#bot.botInfo = me;
    this.#username = me.username;
    // Where a webhook is set, polling is refused.
    await this.#api.call('deleteWebhook', {}, options);
    // Without a language they are for everybody whose own has no list.
    for (const language of [undefined, ...TRANSLATIONS.keys()]) {
      const words = this.services.messagesFor(language ?? 'en').chat.commands;
      const commands = COMMANDS.map((command) => ({ command, description: words[command] }));
      await this.#api.call('setMyCommands', { commands, language_code: language }, options);
    }
  }

  async #answer(context: Context, written: string, edited: boolean): Promise<void> {
    const sender = senderOf(context);
    const attention = attentionFor(this.services, sender, { text: written, edited });
    if (!attention.act) return;
    const text = await this.#worded(sender, () => answerTo(this.services, sender, written));
    if (attention.answer) this.#answering.say(sender.contact.address, text);
  }

  async #press(
    context: Context<Update.CallbackQueryUpdate> & { callbackQuery: { data: string } },
  ): Promise<void> {
    const { id, data, message: pressed } = context.callbackQuery;
    const [action = '', campaignId = ''] = data.split(':');
    if (action !== 'stop' && action !== 'not-tonight') return;
    const sender = senderOf(context);
    const answers = mayAnswer(this.services, sender);
    const text = await this.#worded(sender, () =>
      answerToPress(this.services, sender, { action, campaignId }),
    );
    if (!answers) return;
    this.#ask(sender, () =>
      this.#api.call(
        'answerCallbackQuery',
        { callback_query_id: id, text: text.slice(0, 200) },
        { timeoutMs: REQUEST_TIMEOUT_MS },
      ),
    );
    if (!pressed || !('reply_markup' in pressed) || !pressed.reply_markup) return;
    // What a press has settled goes; after Stop there is nothing left to say no to.
    const left = pressed.reply_markup.inline_keyboard
      .map((row) =>
        row.filter(
          (button) => action !== 'stop' && 'callback_data' in button && button.callback_data !== data,
        ),
      )
      .filter((row) => row.length > 0);
    this.#ask(sender, () =>
      this.#api.call(
        'editMessageReplyMarkup',
        {
          chat_id: sender.contact.address,
          message_id: pressed.message_id,
          inline_message_id: undefined,
          reply_markup: { inline_keyboard: left },
        },
        { timeoutMs: REQUEST_TIMEOUT_MS },
      ),
    );
  }

  /** The words of an answer; a fault of ours is told as such, and why is for the log. */
  async #worded(sender: Sender, answer: () => Promise<string>): Promise<string> {
    try {
      return await answer();
    } catch (error) {
      this.services.events.emit({ type: 'background_error', where: 'telegram inbox', error });
      return this.services.messagesFor(sender.locale ?? 'en').chat.internalError;
    }
  }

  /** Makes a request that belongs to an answer. */
  #ask(sender: Sender, request: () => Promise<unknown>): void {
    this.#answering.ask(sender.contact.address, () =>
      request().then(() => ({ kind: 'sent' }) as const, outcomeOf),
    );
  }
}

function senderOf({ chat, from }: Context): Sender {
  const name = [from?.first_name, from?.last_name].filter(Boolean).join(' ');
  return {
    channel: 'telegram',
    contact: { address: String(chat?.id), name },
    ...(from?.language_code && { locale: from.language_code }),
  };
}

function chatOf(update: Update): unknown {
  if ('message' in update) return update.message.chat.id;
  if ('edited_message' in update) return update.edited_message.chat.id;
  if ('my_chat_member' in update) return update.my_chat_member.chat.id;
  return 'callback_query' in update ? update.callback_query.from.id : null;
}

const CONFLICT = 409;

function lossOf(error: unknown): Loss {
  if ((error as { code?: unknown } | null)?.code === CONFLICT) return { code: 'conflict' };
  const outcome = outcomeOf(error);
  const retryAfterMs = 'retryAfterMs' in outcome ? outcome.retryAfterMs : undefined;
  return { code: outcome.code, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}
