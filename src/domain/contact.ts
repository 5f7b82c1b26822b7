/** What a channel told us about somebody who linked it. Plain only in memory, on its way to the channel. */
export interface Contact {
  /** A Telegram chat's id, or a Signal number. */
  readonly address: string;
  /** The name the channel shows for them. */
  readonly name: string;
}

/** Reads contacts as they are kept: sealed. */
export interface ContactReader {
  /** Whether a key at hand opens it; cheap, and nothing is decrypted. */
  canOpen(sealed: string): boolean;
  /** The contact, or `null` when no key opens it. */
  open(sealed: string): Contact | null;
}
