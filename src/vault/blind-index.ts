import { createHmac, hkdfSync } from 'node:crypto';

const PREFIX = 'digest:';

/**
 * Keyed digests of ids and addresses: who holds no key can't tell what one stands for, and the same value always gets
 * the same one.
 */
export class BlindIndex {
  readonly #keys: readonly Buffer[];

  /**
   * `secrets`: the first makes new digests, all are recognised. At least one. Digests of different purposes can't be
   * compared with each other.
   */
  constructor(secrets: readonly string[], purpose: 'person' | `${string} contact` = 'person') {
    if (secrets.length === 0) throw new Error('a blind index needs at least one secret');
    this.#keys = secrets.map((secret) =>
      Buffer.from(hkdfSync('sha256', secret, '', `muster ${purpose} digest v1`, 32)),
    );
  }

  /** The digest an id is kept as from now on. */
  digest(id: string): string {
    return this.all(id)[0] as string;
  }

  /** Every digest an id may have been kept as. */
  all(id: string): string[] {
    return this.#keys.map((key) => PREFIX + createHmac('sha256', key).update(id).digest('base64url'));
  }
}

/**
 * The index of a deployment's people: keyed by its contact keys, or where it has none, for nobody linked anything, by the
 * bot's token.
 */
export function deploymentIndex(keys: {
  readonly contactKeys: readonly string[];
  readonly discord: { readonly token: string };
}): BlindIndex {
  return new BlindIndex(keys.contactKeys.length > 0 ? keys.contactKeys : [keys.discord.token]);
}
