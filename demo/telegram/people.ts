/** Somebody on Telegram. */
export interface TelegramPerson {
  /** Their id, and that of their private chat with the bot. */
  readonly id: string;
  readonly name: string;
  readonly language: string;
  /** They pressed Start: before, a bot can't write to them. */
  started: boolean;
  /** They blocked the bot. */
  blocked: boolean;
  /** Their account is no more. */
  deleted: boolean;
}

/** A button under a message. */
export interface TelegramButton {
  readonly text: string;
  readonly data: string;
}

/** A message the bot sent. */
export interface TelegramMessage {
  readonly id: number;
  /** Whose chat it is in. */
  readonly personId: string;
  readonly text: string;
  readonly at: number;
  /** As they are now. */
  buttons: readonly TelegramButton[];
}
