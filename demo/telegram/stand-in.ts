import { Bulletin } from '../discord/bulletin.js';
import { Faults } from '../discord/faults.js';
import { Traffic } from '../discord/traffic.js';
import { type WireReply, type WireRequest, WireServer } from '../wire-server.js';
import type { TelegramButton, TelegramMessage, TelegramPerson } from './people.js';
import { Updates } from './updates.js';

/** A stand-in's settings; all have a default. */
export interface TelegramStandInOptions {
  readonly port?: number;
  readonly token?: string;
  readonly username?: string;
  /** How many messages the bot may send in any second. */
  readonly messagesPerSecond?: number;
  /**
   * The least time between two messages to one chat, in milliseconds. Telegram asks for a second; here it is
   * a little less, because messages that leave a second apart may arrive closer together.
   */
  readonly chatIntervalMs?: number;
  /** What time it is, in milliseconds since the epoch. */
  readonly now?: () => number;
}

const MAX_TEXT = 4_096;
const MAX_CALLBACK_DATA = 64;
const PATH = /^\/bot([^/]+)\/(\w+)$/;

/**
 * A stand-in for Telegram's Bot API on loopback: one bot, and people who start it, press its buttons and
 * write to it. It speaks the real wire protocol: give a real bot {@link url} as its API, and it works.
 */
export class TelegramStandIn {
  readonly token: string;
  readonly username: string;
  readonly faults = new Faults();
  readonly traffic: Traffic;
  /** The bot's lists of commands, by language code; '' is for all other languages. */
  readonly commandsIn = new Map<string, readonly { command: string; description: string }[]>();
  /** Whether Telegram accepts the token; false: every request gets a 401. */
  tokenIsGood = true;
  /** Telegram has frozen the bot: it can write to nobody. */
  frozen = false;
  /** Another program polls with the same token: every poll gets a 409. */
  polledElsewhere = false;
  /** Telegram sends updates there instead of keeping them for a poll; empty: no webhook. */
  webhookUrl = '';
  readonly #bulletin = new Bulletin();
  readonly #updates = new Updates();
  readonly #people = new Map<string, TelegramPerson>();
  readonly #delivered: TelegramMessage[] = [];
  readonly #presses = new Map<string, { text: string | null }>();
  readonly #recent: number[] = [];
  readonly #perSecond: number;
  readonly #chatIntervalMs: number;
  readonly #now: () => number;
  readonly #wire: WireServer;
  #lastId = 700_000_000;
  #lastMessage = 0;

  private constructor(options: TelegramStandInOptions) {
    this.token = options.token ?? '700000001:stand-in_token';
    this.username = options.username ?? 'muster_stand_in_bot';
    this.#perSecond = options.messagesPerSecond ?? 30;
    this.#chatIntervalMs = options.chatIntervalMs ?? 900;
    this.#now = options.now ?? Date.now;
    this.traffic = new Traffic(this.#bulletin);
    this.#wire = new WireServer(
      {
        sort: (request) => this.#sort(request),
        handle: (request) => this.#handle(request),
        rateLimited: tooMany,
        refused: failure,
      },
      this.faults,
      this.traffic,
    );
  }

  /** Starts a stand-in; when this resolves, it listens. */
  static async start(options: TelegramStandInOptions = {}): Promise<TelegramStandIn> {
    const standIn = new TelegramStandIn(options);
    await standIn.#wire.listen(options.port);
    return standIn;
  }

  /** The API's address, for the bot. */
  get url(): string {
    return this.#wire.origin;
  }

  /** Ends everything; waits under way fail. */
  async stop(): Promise<void> {
    this.#bulletin.close('The stand-in was stopped.');
    await this.#wire.stop();
  }

  /** Refuses connections: Telegram does not answer. */
  pauseHttp(): Promise<void> {
    return this.#wire.pause();
  }

  /** Accepts connections again. */
  resumeHttp(): Promise<void> {
    return this.#wire.resume();
  }

  /** Adds a person. `started`: they have already pressed Start. */
  addPerson(seed: { name: string; id?: string; language?: string; started?: boolean }): TelegramPerson {
    const person: TelegramPerson = {
      id: seed.id ?? String(++this.#lastId),
      name: seed.name,
      language: seed.language ?? 'en',
      started: seed.started ?? false,
      blocked: false,
      deleted: false,
    };
    this.#people.set(person.id, person);
    return person;
  }

  /** A person opens a deep link to the bot and presses Start. */
  openDeepLink(personId: string, link: string): void {
    const url = new URL(link);
    if (url.origin !== 'https://t.me' || url.pathname !== `/${this.username}`) {
      throw new Error(`${link} does not lead to @${this.username}.`);
    }
    this.start(personId, url.searchParams.get('start') ?? undefined);
  }

  /** A person presses Start, which also ends a block. */
  start(personId: string, payload?: string): void {
    const person = this.#person(personId);
    person.started = true;
    person.blocked = false;
    this.write(personId, payload === undefined ? '/start' : `/start ${payload}`);
  }

  /** A person writes to the bot in their private chat. */
  write(personId: string, text: string): void {
    this.#tell(personId, { id: Number(personId), type: 'private' }, { text });
  }

  /** A person edits their last message in the private chat. */
  edit(personId: string, text: string): void {
    this.#tell(personId, { id: Number(personId), type: 'private' }, { text }, 'edited_message');
  }

  /** A person sends the bot a picture with a caption. */
  sendPicture(personId: string, caption: string): void {
    const photo = [{ file_id: 'a', file_unique_id: 'b', width: 90, height: 90 }];
    this.#tell(personId, { id: Number(personId), type: 'private' }, { photo, caption });
  }

  /** A person writes in a group the bot is in. */
  writeInGroup(personId: string, text: string): void {
    this.#tell(personId, { id: -100_200_300, type: 'supergroup', title: 'A group' }, { text });
  }

  /** A person presses the button with this label; resolves with the bot's answer. */
  async press(personId: string, message: TelegramMessage, label: string): Promise<string> {
    const button = message.buttons.find(({ text }) => text === label);
    const offered = message.buttons.map(({ text }) => `"${text}"`).join(', ') || '(none)';
    if (!button) throw new Error(`There is no button "${label}", only: ${offered}.`);
    if (button.url !== undefined) throw new Error(`"${label}" is a link: the bot hears nothing of it.`);
    const id = `press-${this.#presses.size + 1}`;
    const press = { text: null as string | null };
    this.#presses.set(id, press);
    this.#updates.push({
      callback_query: {
        id,
        from: this.#user(personId),
        chat_instance: '1',
        data: button.data,
        message: this.#wireMessage(message),
      },
    });
    return this.#bulletin.until(() => press.text ?? undefined, `an answer to the press of "${label}"`);
  }

  /** A person blocks the bot. */
  block(personId: string): void {
    this.#person(personId).blocked = true;
    const chat = { id: Number(personId), type: 'private' };
    const from = this.#user(personId);
    const member = (status: string) => ({
      user: { id: 700_000_001, is_bot: true, first_name: 'Muster' },
      status,
    });
    this.#updates.push({
      my_chat_member: {
        chat,
        from,
        date: Math.floor(this.#now() / 1_000),
        old_chat_member: member('member'),
        new_chat_member: { ...member('kicked'), until_date: 0 },
      },
    });
  }

  /** A person deletes their account. */
  deleteAccount(personId: string): void {
    this.#person(personId).deleted = true;
  }

  /** Another program begins to poll with the bot's token. */
  beginPollingElsewhere(): void {
    this.polledElsewhere = true;
    this.#updates.interrupt();
  }

  /** Every message the bot sent, in order. */
  get delivered(): readonly TelegramMessage[] {
    return this.#delivered;
  }

  /** The messages to a person. */
  messagesTo(personId: string): TelegramMessage[] {
    return this.#delivered.filter((message) => message.personId === personId);
  }

  /** Resolves with the messages to a person once there are `count`. */
  waitForMessages(personId: string, count = 1, timeoutMs?: number): Promise<TelegramMessage[]> {
    const look = (): TelegramMessage[] | false => {
      const messages = this.messagesTo(personId);
      return messages.length >= count && messages;
    };
    return this.#bulletin.until(look, `Telegram message no. ${count} to ${personId}`, timeoutMs);
  }

  /** Resolves with the first message that satisfies the predicate, past ones included. */
  waitForMessage(
    predicate: (message: TelegramMessage) => boolean,
    timeoutMs?: number,
  ): Promise<TelegramMessage> {
    const texts = (): string => this.#delivered.map(({ text }) => JSON.stringify(text)).join(', ') || 'none';
    const what = (): string => `a Telegram message; sent were: ${texts()}`;
    return this.#bulletin.until(() => this.#delivered.find(predicate), what, timeoutMs);
  }

  /** How many updates the bot has not confirmed. */
  get unconfirmed(): number {
    return this.#updates.unconfirmed.length;
  }

  /** Resolves when the bot listens: it holds a poll open. */
  async waitForPolling(timeoutMs?: number): Promise<void> {
    await this.waitUntil(() => this.#updates.polled, 'the bot to poll', timeoutMs);
  }

  /** Resolves when `look` returns true; it looks again at every change. */
  async waitUntil(look: () => boolean, what: string, timeoutMs?: number): Promise<void> {
    await this.#bulletin.until(look, what, timeoutMs);
  }

  #sort({ path, body }: WireRequest): { route: string; person?: string } {
    const chat = body['chat_id'];
    const method = PATH.exec(path)?.[2] ?? 'unknown';
    const person = typeof chat === 'string' || typeof chat === 'number' ? String(chat) : undefined;
    return { route: `POST /${method}`, ...(person !== undefined && { person }) };
  }

  async #handle({ path, body, gone }: WireRequest): Promise<WireReply> {
    const [, token, method] = PATH.exec(path) ?? [];
    if (token !== this.token) return failure(token === undefined ? 404 : 401, 'Unauthorized');
    if (!this.tokenIsGood) return failure(401, 'Unauthorized');
    switch (method) {
      case 'getMe':
        return ok({ id: 700_000_001, is_bot: true, first_name: 'Muster', username: this.username });
      case 'getWebhookInfo':
        return ok({ url: this.webhookUrl, has_custom_certificate: false, pending_update_count: 0 });
      case 'deleteWebhook':
        this.webhookUrl = '';
        return ok(true);
      case 'setMyCommands':
        return this.#setCommands(body);
      case 'getUpdates':
        return this.#poll(body, gone);
      case 'sendMessage':
        return this.#send(body);
      case 'answerCallbackQuery':
        return this.#answerPress(body);
      case 'editMessageReplyMarkup':
        return this.#edit(body);
      default:
        return failure(404, 'Not Found');
    }
  }

  #setCommands(body: Record<string, unknown>): WireReply {
    const commands = body['commands'] as { command: string; description: string }[];
    const language = body['language_code'] ?? '';
    if (typeof language !== 'string' || !/^([a-z]{2})?$/.test(language)) {
      return failure(400, 'Bad Request: invalid language code specified');
    }
    if (commands.some(({ command }) => !/^[a-z0-9_]{1,32}$/.test(command))) {
      return failure(400, 'Bad Request: BOT_COMMAND_INVALID');
    }
    if (commands.some(({ description }) => description.length < 1 || description.length > 256)) {
      return failure(400, 'Bad Request: BOT_COMMAND_DESCRIPTION_INVALID');
    }
    this.commandsIn.set(language, commands);
    return ok(true);
  }

  async #poll(body: WireRequest['body'], gone: AbortSignal): Promise<WireReply> {
    const conflict = failure(409, 'Conflict: terminated by other getUpdates request');
    if (this.polledElsewhere) return conflict;
    const over = new AbortController();
    const end = (): void => over.abort();
    for (const signal of [gone, this.#wire.stopping]) {
      if (signal.aborted) end();
      signal.addEventListener('abort', end);
    }
    const polling = this.#updates.poll(
      Number(body['offset'] ?? 0),
      Number(body['timeout'] ?? 0),
      (body['allowed_updates'] as string[] | undefined) ?? [],
      over.signal,
    );
    this.#bulletin.announce();
    const updates = await polling;
    for (const signal of [gone, this.#wire.stopping]) signal.removeEventListener('abort', end);
    return updates === null ? conflict : ok(updates);
  }

  #send(body: WireRequest['body']): WireReply {
    if (this.frozen) return failure(403, 'Forbidden: bot is frozen');
    const person = this.#people.get(String(body['chat_id']));
    if (!person) return failure(400, 'Bad Request: chat not found');
    if (person.deleted) return failure(403, 'Forbidden: user is deactivated');
    if (person.blocked) return failure(403, 'Forbidden: bot was blocked by the user');
    if (!person.started) return failure(403, "Forbidden: bot can't initiate conversation with a user");
    const text = typeof body['text'] === 'string' ? body['text'] : '';
    if (text.trim() === '') return failure(400, 'Bad Request: message text is empty');
    if (text.length > MAX_TEXT) return failure(400, 'Bad Request: message is too long');
    const buttons = buttonsIn(body['reply_markup']);
    const fault = faultOf(buttons);
    if (fault !== null) return failure(400, fault);
    const now = this.#now();
    while ((this.#recent[0] ?? now) <= now - 1_000) this.#recent.shift();
    const lastToThem = this.#delivered.findLast(({ personId }) => personId === person.id)?.at;
    const tooSoon = lastToThem !== undefined && now - lastToThem < this.#chatIntervalMs;
    if (this.#recent.length >= this.#perSecond || tooSoon) return tooMany(1);
    this.#recent.push(now);
    const message = { id: ++this.#lastMessage, personId: person.id, text, at: now, buttons };
    this.#delivered.push(message);
    this.#bulletin.announce();
    return ok(this.#wireMessage(message));
  }

  #answerPress(body: WireRequest['body']): WireReply {
    const press = this.#presses.get(String(body['callback_query_id']));
    if (!press) return failure(400, 'Bad Request: query is too old and response timeout expired');
    press.text = typeof body['text'] === 'string' ? body['text'] : '';
    this.#bulletin.announce();
    return ok(true);
  }

  #edit(body: WireRequest['body']): WireReply {
    const message = this.#delivered.find(
      ({ id, personId }) => id === Number(body['message_id']) && personId === String(body['chat_id']),
    );
    if (!message) return failure(400, 'Bad Request: message to edit not found');
    const buttons = buttonsIn(body['reply_markup']);
    const fault = faultOf(buttons);
    if (fault !== null) return failure(400, fault);
    message.buttons = buttons;
    this.#bulletin.announce();
    return ok(this.#wireMessage(message));
  }

  #tell(
    personId: string,
    chat: Readonly<Record<string, unknown>>,
    content: Readonly<Record<string, unknown>>,
    kind: 'message' | 'edited_message' = 'message',
  ): void {
    const from = this.#user(personId);
    const date = Math.floor(this.#now() / 1_000);
    const text = typeof content['text'] === 'string' ? content['text'] : '';
    const entities = text.startsWith('/')
      ? [{ type: 'bot_command', offset: 0, length: text.split(/\s/)[0]?.length ?? 0 }]
      : undefined;
    const edited = kind === 'edited_message';
    const message_id = edited ? this.#lastMessage : ++this.#lastMessage;
    this.#updates.push({
      [kind]: {
        message_id,
        date,
        ...(edited && { edit_date: date }),
        from,
        chat,
        ...content,
        ...(entities && { entities }),
      },
    });
  }

  #person(personId: string): TelegramPerson {
    const person = this.#people.get(personId);
    if (!person) throw new Error(`Nobody on Telegram has the id ${personId}.`);
    return person;
  }

  #user(personId: string) {
    const { id, name, language } = this.#person(personId);
    return { id: Number(id), is_bot: false, first_name: name, language_code: language };
  }

  #wireMessage({ id, personId, text, at, buttons }: TelegramMessage) {
    return {
      message_id: id,
      date: Math.floor(at / 1_000),
      chat: { id: Number(personId), type: 'private' },
      text,
      ...(buttons.length > 0 && {
        reply_markup: {
          inline_keyboard: rowsOf(buttons),
        },
      }),
    };
  }
}

function ok(result: unknown): WireReply {
  return { status: 200, body: { ok: true, result } };
}

function failure(status: number, description: string): WireReply {
  return { status, body: { ok: false, error_code: status, description } };
}

function tooMany(retryAfter: number): WireReply {
  const description = `Too Many Requests: retry after ${retryAfter}`;
  const parameters = { retry_after: retryAfter };
  return { status: 429, body: { ok: false, error_code: 429, description, parameters } };
}

interface WireButton {
  readonly text?: string;
  readonly callback_data?: string;
  readonly url?: string;
}

function buttonsIn(markup: unknown): TelegramButton[] {
  const rows = (markup as { inline_keyboard?: WireButton[][] } | undefined)?.inline_keyboard;
  return (rows ?? []).flatMap((buttons, row) =>
    buttons.map(({ text = '', callback_data = '', url }) => ({
      text,
      data: callback_data,
      ...(url !== undefined && { url }),
      row,
    })),
  );
}

/** The keyboard as it goes over the wire. */
function rowsOf(buttons: readonly TelegramButton[]): WireButton[][] {
  const rows: WireButton[][] = [];
  for (const { text, data, url, row } of buttons) {
    (rows[row] ??= []).push(url === undefined ? { text, callback_data: data } : { text, url });
  }
  return rows;
}

/** What Telegram says of a keyboard it does not take; `null`: it takes it. */
function faultOf(buttons: readonly TelegramButton[]): string | null {
  for (const { text, data, url } of buttons) {
    if (text === '') return 'Bad Request: inline keyboard button text is empty';
    if ((data === '') === (url === undefined))
      return 'Bad Request: text buttons are unallowed in the inline keyboard';
    if (Buffer.byteLength(data) > MAX_CALLBACK_DATA) return 'Bad Request: BUTTON_DATA_INVALID';
    if (url !== undefined && !isLink(url)) {
      return `Bad Request: inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`;
    }
  }
  return null;
}

/** Telegram takes web addresses whose host has a dot, and its own. */
function isLink(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'tg:' || (['http:', 'https:'].includes(protocol) && hostname.includes('.'));
}
