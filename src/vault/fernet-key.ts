import { createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import fernet from 'fernet';

const VERSION = 0x80;
const HEADER = 1 + 8 + 16;
const BLOCK = 16;
const MAC = 32;
/** How far the clock that made a token may be ahead of ours, where freshness is asked. */
const MAX_CLOCK_SKEW_SECONDS = 60;

/** How old a token may be, and what time it is; both in seconds. */
export interface Freshness {
  readonly ttl: number;
  readonly now: number;
}

/**
 * A Fernet key (https://github.com/fernet/spec). The package makes and reads the tokens; this class first
 * refuses what the specification refuses and the package lets pass.
 */
export class FernetKey {
  readonly #secret: InstanceType<typeof fernet.Secret>;
  readonly #signingKey: Buffer;
  readonly #encryptionKey: Buffer;

  /** @throws when `key` is not 32 bytes in url-safe base64. */
  constructor(key: string) {
    this.#secret = new fernet.Secret(key);
    this.#signingKey = Buffer.from(this.#secret.signingKeyHex, 'hex');
    this.#encryptionKey = Buffer.from(this.#secret.encryptionKeyHex, 'hex');
  }

  encrypt(text: string): string {
    // By default the package lets it expire after a minute.
    return new fernet.Token({ secret: this.#secret, message: text, ttl: 0 }).encode();
  }

  /** Whether this key made the token; decrypts nothing. */
  made(token: string): boolean {
    return this.#signed(token) !== null;
  }

  /** The text, or `null`: not made by this key, changed, or (if asked) not fresh. */
  decrypt(token: string, freshness?: Freshness): string | null {
    const bytes = this.#signed(token);
    if (!bytes || (freshness && !isFresh(bytes, freshness)) || !this.#isPadded(bytes)) return null;
    return new fernet.Token({ secret: this.#secret, token, ttl: 0 }).decode();
  }

  /** The token's bytes, once shape and signature are right. Reads nothing else before the signature. */
  #signed(token: string): Buffer | null {
    const bytes = Buffer.from(token, 'base64url');
    // Only the one canonical spelling: Buffer skips what is no base64.
    if (bytes.toString('base64url') !== token.replace(/={0,2}$/, '')) return null;
    const payload = bytes.length - HEADER - MAC;
    if (payload < BLOCK || payload % BLOCK !== 0 || bytes[0] !== VERSION) return null;
    const signed = bytes.subarray(0, -MAC);
    const expected = createHmac('sha256', this.#signingKey).update(signed).digest();
    return timingSafeEqual(expected, bytes.subarray(-MAC)) ? bytes : null;
  }

  /** Whether the last block ends in a proper PKCS #7 padding. Looks at every byte, whatever the first ones say. */
  #isPadded(bytes: Buffer): boolean {
    const end = bytes.length - MAC;
    // In CBC the block before is the last one's IV; with a single block, that is the token's own.
    const decipher = createDecipheriv(
      'aes-128-cbc',
      this.#encryptionKey,
      bytes.subarray(end - 2 * BLOCK, end - BLOCK),
    ).setAutoPadding(false);
    const last = Buffer.concat([decipher.update(bytes.subarray(end - BLOCK, end)), decipher.final()]);
    const length = last[BLOCK - 1] ?? 0;
    let wrong = length < 1 || length > BLOCK ? 1 : 0;
    last.forEach((byte, index) => {
      wrong |= index >= BLOCK - length ? byte ^ length : 0;
    });
    return wrong === 0;
  }
}

function isFresh(bytes: Buffer, { ttl, now }: Freshness): boolean {
  const made = Number(bytes.readBigUInt64BE(1));
  return made + ttl >= now && made <= now + MAX_CLOCK_SKEW_SECONDS;
}
