/** A person on Telegram. */
export interface TelegramPerson {
  /** The id of the person, and of their private chat with the bot. */
  readonly id: string;
  readonly name: string;
  readonly language: string;
  /** They pressed Start: before that, a bot can't write to them. */
  started: boolean;
  /** They blocked the bot. */
  blocked: boolean;
  /** Their account is deleted. */
  deleted: boolean;
}

/** A button under a message. */
export interface TelegramButton {
  readonly text: string;
  /** What pressing it tells the bot; empty for a link. */
  readonly data: string;
  /** Where a link leads. */
  readonly url?: string;
  /** Its row in the keyboard, from 0. */
  readonly row: number;
}

/** A message the bot sent. */
export interface TelegramMessage {
  readonly id: number;
  /** The person whose chat it is in. */
  readonly personId: string;
  readonly text: string;
  readonly at: number;
  /** They change when the bot edits the message. */
  buttons: readonly TelegramButton[];
}
