import * as z from 'zod';
import type { LinkableChannel } from '../domain/channel-choice.js';
import type { Contact, ContactReader } from '../domain/contact.js';
import { maskedContact } from '../domain/masked-contact.js';
import { BlindIndex } from './blind-index.js';
import { FernetKey } from './fernet-key.js';

const contactSchema = z.object({
  address: z.string().min(1),
  account: z.string().min(1).optional(),
  name: z.string(),
});

/** A stored contact: sealed, with digests to find it by. */
export interface SealedContact {
  readonly sealed: string;
  /** Of the address. */
  readonly digest: string;
  /** Of the account; `null` where none is known. */
  readonly accountDigest: string | null;
}

/**
 * Seals contacts. Without a key it seals and opens nothing; with several, the first seals and all open, so
 * that a key can be replaced while everything goes on.
 */
export class ContactVault implements ContactReader {
  readonly #keys: readonly FernetKey[];
  readonly #indexes: Readonly<Record<LinkableChannel, BlindIndex>> | null;

  constructor(keys: readonly string[]) {
    this.#keys = keys.map((key) => new FernetKey(key));
    this.#indexes =
      keys.length === 0
        ? null
        : {
            telegram: new BlindIndex(keys, 'telegram contact'),
            signal: new BlindIndex(keys, 'signal contact'),
          };
  }

  /** Whether there is a key. */
  get enabled(): boolean {
    return this.#keys.length > 0;
  }

  /** @throws without a key. */
  seal(channel: LinkableChannel, contact: Contact): SealedContact {
    const [first] = this.#keys;
    if (!first || !this.#indexes) throw new Error('contacts cannot be sealed without a key');
    const { address, account, name } = contact;
    const index = this.#indexes[channel];
    return {
      sealed: first.encrypt(JSON.stringify({ address, account, name })),
      digest: index.digest(address),
      accountDigest: account === undefined ? null : index.digest(account),
    };
  }

  canOpen(sealed: string): boolean {
    return this.#keys.some((key) => key.made(sealed));
  }

  open(sealed: string): Contact | null {
    for (const key of this.#keys) {
      const text = key.decrypt(sealed);
      if (text !== null) return parse(text);
    }
    return null;
  }

  /** What its person may see of a sealed contact; only dots when no key opens it. */
  masked(channel: LinkableChannel, sealed: string): string {
    return maskedContact(channel, this.open(sealed) ?? { address: '', name: '' });
  }

  /** Whether the first key sealed it: replacing keys has nothing left to do for it. */
  isCurrent(sealed: string): boolean {
    return this.#keys[0]?.made(sealed) ?? false;
  }

  /** Every digest an address or an account of a channel may be kept under; none without a key. */
  digests(channel: LinkableChannel, value: string): string[] {
    return this.#indexes?.[channel].all(value) ?? [];
  }
}

function parse(text: string): Contact | null {
  try {
    const contact = contactSchema.safeParse(JSON.parse(text));
    return contact.success ? contact.data : null;
  } catch {
    return null;
  }
}
