import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

const PREFIX = 'digest:';
/** No id of Discord's begins with it. */
const ERASED = 'erased ';

/** A digest of an erased person's id, and the mark of its key. */
export interface Tombstone {
  readonly digest: string;
  readonly keyMark: string;
}

/** What digests are for. */
type Purpose = 'person' | 'way out' | 'calendar address' | `${string} contact`;

/**
 * Keyed digests of ids and addresses: without a key nobody can tell what one stands for, and the same value
 * always gets the same one.
 */
export class BlindIndex {
  /** Not as bytes: these are copied and checked for each digest, which takes as long as making it. */
  readonly #keys: readonly KeyObject[];

  /**
   * `secrets`: at least one; the first makes new digests, all recognise old ones. Digests of different
   * purposes can't be compared.
   */
  constructor(secrets: readonly string[], purpose: Purpose = 'person') {
    if (secrets.length === 0) throw new Error('a blind index needs at least one secret');
    this.#keys = secrets.map((secret) =>
      createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `muster ${purpose} digest v1`, 32))),
    );
  }

  /** The digest an id gets from now on. */
  digest(id: string): string {
    return this.all(id)[0] as string;
  }

  /** Every digest an id may have been kept as. */
  all(id: string): string[] {
    return this.#keys.map((key) => PREFIX + createHmac('sha256', key).update(id).digest('base64url'));
  }

  /** What is kept of somebody who has themselves erased; no other digest of theirs is equal to it. */
  tombstone(id: string): Tombstone {
    return { digest: this.digest(`${ERASED}${id}`), keyMark: this.digest(ERASED) };
  }

  /** Every digest a {@link tombstone} of an id may have. */
  tombstones(id: string): string[] {
    return this.all(`${ERASED}${id}`);
  }

  /** The marks of all keys at hand: a tombstone with another mark may be anybody's. */
  keyMarks(): string[] {
    return this.all(ERASED);
  }
}

/**
 * The index of a deployment's people: keyed by its contact keys, or, where it has none and nobody can link,
 * by the bot's token.
 */
export function deploymentIndex(
  keys: { readonly contactKeys: readonly string[]; readonly discord: { readonly token: string } },
  purpose?: Purpose,
): BlindIndex {
  return new BlindIndex(keys.contactKeys.length > 0 ? keys.contactKeys : [keys.discord.token], purpose);
}

/**
 * The index of calendar addresses, which live for years: whatever key a deployment has by then, it knows those made under the
 * bot's token before there was one.
 */
export function calendarIndexOf({
  contactKeys,
  discord,
}: {
  readonly contactKeys: readonly string[];
  readonly discord: { readonly token: string };
}): BlindIndex {
  return new BlindIndex([...contactKeys, discord.token], 'calendar address');
}
