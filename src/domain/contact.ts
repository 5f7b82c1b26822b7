/** What a channel told us about somebody who linked it. Plain only in memory, on its way to the channel. */
export interface Contact {
  /** Their address: a Telegram chat's id, a Signal number, or a Signal account with an unknown number. */
  readonly address: string;
  /** The Signal account: the person, whatever number it has or shows. On Telegram the chat is the person. */
  readonly account?: string | undefined;
  /** The name the channel shows for them. */
  readonly name: string;
}

/** Identifies a person on a channel, as well as the channel can. */
export function identityOf({ account, address }: Contact): string {
  return account ?? address;
}

/** Reads contacts as they are kept: sealed. */
export interface ContactReader {
  /** Whether a key at hand opens it; cheap, and nothing is decrypted. */
  canOpen(sealed: string): boolean;
  /** The contact, or `null` when no key opens it. */
  open(sealed: string): Contact | null;
}
