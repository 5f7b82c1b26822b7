import { type Context, Telegraf } from 'telegraf';
import { callbackQuery, editedMessage, message } from 'telegraf/filters';
import type { InlineKeyboardButton, Update } from 'telegraf/types';
import { outcomeOf } from '../../channels/telegram/outcome.js';
import { MOST_IN_A_ROW } from '../../channels/telegram/telegram-channel.js';
import { clientOptions, TelegramApi, type TelegramAccess } from '../../channels/telegram/telegram-api.js';
import { END_ACTIONS } from '../../domain/consent.js';
import {
  EVENING_PRESSES,
  type EveningButton,
  eveningButtonsAfter,
  type EveningPress,
  isEveningPress,
} from '../../domain/evening-buttons.js';
import { ANSWER_ACTIONS } from '../../domain/question.js';
import { TRANSLATIONS } from '../../messages/catalog.js';
import type { Messages } from '../../messages/messages.js';
import { pressLabels } from '../../messages/press-labels.js';
import type { ChatCommandName } from '../../messages/texts/typed.js';
import type { ServiceContext } from '../../services/context.js';
import { type Press, pressToShow } from '../answer.js';
import { type Sender, wordsFor } from '../done.js';
import { Answering } from '../answering.js';
import { Hearing } from '../hearing.js';
import { type Inbox, keepListening, type Loss } from '../inbox.js';
import { ReadUpdates } from './read-updates.js';

/** How long Telegram holds a request open when it has no update. */
const POLL_SECONDS = 50;
const POLL_TIMEOUT_MS = (POLL_SECONDS + 15) * 1_000;
const REQUEST_TIMEOUT_MS = 10_000;
const FAREWELL_TIMEOUT_MS = 2_000;
/**
 * How soon we ask Telegram again while an update is under way: we can't confirm that one yet, so Telegram
 * answers at once, whatever the time-out.
 */
const LOOK_AGAIN_MS = 500;
/** How often one that may have been replaced looks again, in milliseconds. */
const SURE_AGAIN_MS = 200;
const UPDATES = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const;
const COMMANDS = [
  'status',
  'coming',
  'late',
  'today',
  'tomorrow',
  'on',
  'clear',
  'weekly',
  'away',
  'back',
  'limit',
  'keep',
  'stop',
  'link',
  'unlink',
  'help',
] as const satisfies readonly ChatCommandName[];

/**
 * Hears messages to the Telegram bot, by long polling, from private chats only. The loop is ours because
 * telegraf's gives up for good on a refused token or a second poller; telegraf sorts the updates. An update
 * is confirmed when it is done; newer ones are read meanwhile.
 */
export class TelegramInbox implements Inbox {
  readonly #api: TelegramApi;
  readonly #bot: Telegraf;
  readonly #read = new ReadUpdates();
  readonly #stopping = new AbortController();
  readonly #answering: Answering;
  readonly #hearing: Hearing;
  #listening: Promise<void> = Promise.resolve();
  #username: string | null = null;

  constructor(
    private readonly services: ServiceContext,
    access: TelegramAccess,
    /**
     * Whether nobody else can be listening by now. What is heard meanwhile is left to them: done late, an old yes would come
     * after a newer no.
     */
    private readonly mayHear: () => boolean = () => true,
  ) {
    this.#api = new TelegramApi(access, services.clock);
    this.#answering = new Answering(services, 'telegram', this.#stopping.signal);
    this.#hearing = new Hearing(services, 'telegram', this.#answering);
    this.#bot = new Telegraf(access.token, { telegram: clientOptions(access) });
    this.#bot.use(async (context, next) => {
      if (context.chat?.type === 'private') await next();
    });
    // A picture's caption is text too.
    this.#bot.on(message('text'), (context) => this.#hear(context, context.message.text, false));
    this.#bot.on(message('caption'), (context) => this.#hear(context, context.message.caption, false));
    this.#bot.on(editedMessage('text'), (context) => this.#hear(context, context.editedMessage.text, true));
    this.#bot.on(editedMessage('caption'), (context) =>
      this.#hear(context, context.editedMessage.caption, true),
    );
    this.#bot.on(callbackQuery('data'), (context) => this.#press(context));
    this.#bot.on('my_chat_member', (context) => {
      if (context.myChatMember.new_chat_member.status !== 'kicked') return;
      this.#read.begin(context.update.update_id, this.#hearing.blocked(senderOf(context)));
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

  async stop(how: 'lost' | 'given_back'): Promise<void> {
    this.#stopping.abort();
    await this.#listening;
    await this.#read.allDone();
    await this.#answering.idle();
    // Who listens now confirms for themselves, and a request of ours would end theirs.
    if (how === 'lost' || this.#read.offset === 0) return;
    // Confirms the updates that are done, or the next start would answer them again.
    const payload = { offset: this.#read.offset, limit: 1, timeout: 0 };
    await this.#api.call('getUpdates', payload, { timeoutMs: FAREWELL_TIMEOUT_MS }).catch(() => undefined);
  }

  async #listen(ready: () => void): Promise<Loss> {
    const { signal } = this.#stopping;
    try {
      await this.#introduce();
      // The first request does not wait, so it shows at once whether polling works.
      for (let timeout = 0; ; timeout = POLL_SECONDS) {
        const updates = await this.#api.call(
          'getUpdates',
          { offset: this.#read.offset, timeout, allowed_updates: [...UPDATES] },
          { timeoutMs: POLL_TIMEOUT_MS, signal },
        );
        if (!(await this.#isToHear())) return { code: 'stopped' };
        ready();
        for (const update of this.#read.new(updates)) await this.#bot.handleUpdate(update);
        await this.#doneOrSoon();
        if (signal.aborted) return { code: 'stopped' };
      }
    } catch (error) {
      return lossOf(error);
    }
  }

  /** @returns false when it has to stop instead. */
  async #isToHear(): Promise<boolean> {
    const { signal } = this.#stopping;
    while (!this.mayHear() && !signal.aborted) await this.services.clock.sleep(SURE_AGAIN_MS, signal);
    return !signal.aborted;
  }

  async #introduce(): Promise<void> {
    const options = { timeoutMs: REQUEST_TIMEOUT_MS, signal: this.#stopping.signal };
    const me = await this.#api.call('getMe', {}, options);
    this.#bot.botInfo = me;
    this.#username = me.username;
    // While a webhook is set, Telegram refuses polling.
    await this.#api.call('deleteWebhook', {}, options);
    // The list without a language serves everybody whose own language has no list.
    for (const language of [undefined, ...TRANSLATIONS.keys()]) {
      const words = this.services.messagesFor(language ?? 'en').chat.commands;
      const commands = COMMANDS.map((command) => ({ command, description: words[command] }));
      await this.#api.call('setMyCommands', { commands, language_code: language }, options);
    }
  }

  /** Resolves when every update that was read is done, or soon, to look for more. */
  async #doneOrSoon(): Promise<void> {
    const done = new AbortController();
    const soon = this.services.clock.sleep(LOOK_AGAIN_MS, done.signal);
    await Promise.race([this.#read.allDone(), soon]).finally(() => done.abort());
  }

  // Nothing here waits, because telegraf gets one update after the other: requests keep their order.
  #hear(context: Context, text: string, edited: boolean): void {
    const heard = this.#hearing.message(senderOf(context), { text, edited });
    this.#read.begin(context.update.update_id, heard);
  }

  #press(context: Context<Update.CallbackQueryUpdate> & { callbackQuery: { data: string } }): void {
    const { data } = context.callbackQuery;
    const [action = '', campaignId = ''] = data.split(':');
    if (!isButton(action)) return;
    const sender = senderOf(context);
    const pressed = this.#hearing.press(sender, { action, campaignId }, (words, refused) =>
      this.#tellPress(sender, context.callbackQuery, {
        words,
        settled: refused ? null : { action, campaignId },
      }),
    );
    this.#read.begin(context.update.update_id, pressed);
  }

  #tellPress(
    sender: Sender,
    { id, message: pressed }: Update.CallbackQueryUpdate['callback_query'],
    {
      words,
      settled,
    }: { words: Promise<string>; settled: { readonly action: Button; readonly campaignId: string } | null },
  ): void {
    this.#ask(sender, async () =>
      this.#api.call(
        'answerCallbackQuery',
        { callback_query_id: id, text: (await words).slice(0, 200) },
        { timeoutMs: REQUEST_TIMEOUT_MS },
      ),
    );
    if (!pressed || !('reply_markup' in pressed) || !pressed.reply_markup) return;
    // After a refusal everything may be pressed again.
    const { inline_keyboard: rows } = pressed.reply_markup;
    if (settled === null) return;
    this.#ask(sender, async () =>
      this.#api.call(
        'editMessageReplyMarkup',
        {
          chat_id: sender.contact.address,
          message_id: pressed.message_id,
          inline_message_id: undefined,
          reply_markup: {
            inline_keyboard: buttonsAfter(
              await pressToShow(this.services, sender, settled),
              rows,
              await wordsFor(this.services, sender),
            ),
          },
        },
        { timeoutMs: REQUEST_TIMEOUT_MS },
      ),
    );
  }

  /** Makes a request that belongs to an answer. */
  #ask(sender: Sender, request: () => Promise<unknown>): void {
    this.#answering.ask(sender.contact.address, () =>
      request().then(() => ({ kind: 'sent' }) as const, outcomeOf),
    );
  }
}

const BUTTONS = [
  ...EVENING_PRESSES,
  'stop',
  ...END_ACTIONS,
  ...ANSWER_ACTIONS,
  'keep-weekly',
  'keep-pings',
] as const satisfies readonly Press['action'][];
type Button = (typeof BUTTONS)[number];

function isButton(action: string): action is Button {
  return BUTTONS.some((known) => known === action);
}

/** Before the label of the answer that was given. */
const CHOSEN = '✓ ';

/**
 * What is left under a message after a press: the answer that was given is marked, and the end of everything takes the place
 * of that of one kind of message.
 */
function buttonsAfter(
  pressed: Button,
  rows: readonly (readonly InlineKeyboardButton[])[],
  { buttons, standing, ownPings }: Messages,
): InlineKeyboardButton[][] {
  if (isEveningPress(pressed)) return answeredRows(pressed, rows, buttons);
  // After Stop there is nothing left to answer; the way to voice stays.
  if (pressed === 'stop')
    return rows.map((row) => row.filter((each) => 'url' in each)).filter((row) => row.length > 0);
  const replaced: Partial<Record<Button, { readonly by: Button; readonly text: string }>> = {
    'dont-ask': { by: 'stop', text: buttons.stopEverything },
    'stop-ready': { by: 'stop', text: buttons.stopEverything },
    'keep-weekly': { by: 'keep-weekly', text: `${CHOSEN}${standing.keep}` },
    'keep-pings': { by: 'keep-pings', text: `${CHOSEN}${ownPings.keep}` },
  };
  const after = (button: InlineKeyboardButton): InlineKeyboardButton => {
    if (!('callback_data' in button)) return button;
    const [action = '', id = ''] = button.callback_data.split(':');
    const { by, text } = (action === pressed && replaced[pressed]) || { by: action, text: button.text };
    const isAnswer = isAnswerButton(pressed) && isAnswerButton(action);
    if (!isAnswer) return { text, callback_data: `${by}:${id}` };
    const plain = text.startsWith(CHOSEN) ? text.slice(CHOSEN.length) : text;
    return { text: action === pressed ? `${CHOSEN}${plain}` : plain, callback_data: button.callback_data };
  };
  return rows.map((row) => row.map(after));
}

/** The buttons for an evening, and the way to stop, below what stays as it is. */
function answeredRows(
  pressed: EveningPress,
  rows: readonly (readonly InlineKeyboardButton[])[],
  buttons: Messages['buttons'],
): InlineKeyboardButton[][] {
  const present = rows.flat().flatMap((each) => eveningButtonIn(each) ?? []);
  const id = present[0]?.id ?? '';
  const labels = pressLabels(buttons);
  const after = eveningButtonsAfter(
    pressed,
    present.map(({ action }) => action),
  ).map(({ action, chosen }) => ({
    text: `${chosen ? CHOSEN : ''}${labels[action]}`,
    callback_data: `${action}:${id}`,
  }));
  const others = rows
    .map((row) => row.filter((each) => eveningButtonIn(each) === null))
    .filter((row) => row.length > 0);
  const starts = after.flatMap((_, at) => (at % MOST_IN_A_ROW === 0 ? [at] : []));
  return [...others, ...starts.map((from) => after.slice(from, from + MOST_IN_A_ROW))];
}

function eveningButtonIn(
  button: InlineKeyboardButton,
): { readonly action: EveningButton['action']; readonly id: string } | null {
  if (!('callback_data' in button)) return null;
  const [action = '', id = ''] = button.callback_data.split(':');
  return isEveningPress(action) || action === 'stop' ? { action, id } : null;
}

function isAnswerButton(action: string): boolean {
  return ANSWER_ACTIONS.some((known) => known === action);
}

function senderOf({ chat, from }: Context): Sender {
  const name = [from?.first_name, from?.last_name].filter(Boolean).join(' ');
  return {
    channel: 'telegram',
    contact: { address: String(chat?.id), name },
    ...(from?.language_code && { locale: from.language_code }),
  };
}

const CONFLICT = 409;

function lossOf(error: unknown): Loss {
  if ((error as { code?: unknown } | null)?.code === CONFLICT) return { code: 'conflict' };
  const outcome = outcomeOf(error);
  const retryAfterMs = 'retryAfterMs' in outcome ? outcome.retryAfterMs : undefined;
  return { code: outcome.code, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}
