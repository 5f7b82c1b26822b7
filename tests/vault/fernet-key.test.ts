import { createCipheriv, createHmac, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FernetKey } from '../../src/vault/fernet-key.js';
import { specification } from '../support/specs.js';

interface Vector {
  readonly desc?: string;
  readonly token: string;
  readonly now: string;
  readonly ttl_sec?: number;
  readonly src?: string;
  readonly secret: string;
}

const KEY = randomBytes(32);
const SECRET = `${KEY.toString('base64url')}=`;
const NOW = '2026-03-10T20:00:00Z';
const seconds = (instant: string): number => Math.floor(Date.parse(instant) / 1000);

/** A token made without the package, signed properly whatever is wrong inside it. */
function token(payload: Buffer, options: { at?: number; iv?: Buffer; version?: number } = {}): string {
  const header = Buffer.alloc(9);
  header[0] = options.version ?? 0x80;
  header.writeBigUInt64BE(BigInt(options.at ?? seconds(NOW)), 1);
  const signed = Buffer.concat([header, options.iv ?? randomBytes(16), payload]);
  const mac = createHmac('sha256', KEY.subarray(0, 16)).update(signed).digest();
  const text = Buffer.concat([signed, mac]).toString('base64url');
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}

function encrypted(plain: Buffer, iv: Buffer): Buffer {
  const cipher = createCipheriv('aes-128-cbc', KEY.subarray(16), iv).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.final()]);
}

/** The project's own cases, for where the specification's vectors are not at hand. */
function ownVectors(): { valid: Vector[]; invalid: Vector[] } {
  const iv = randomBytes(16);
  const hello = Buffer.concat([Buffer.from('hello'), Buffer.alloc(11, 11)]);
  const good = token(encrypted(hello, iv), { iv });
  const common = { now: NOW, ttl_sec: 60, secret: SECRET };
  const invalid = [
    ['incorrect mac', `${good.slice(0, -6)}AAAAA=`],
    ['too short', good.slice(0, 56)],
    ['invalid base64', `%%%%${good.slice(4)}`],
    ['payload size not multiple of block size', token(randomBytes(20))],
    ['payload padding error', token(encrypted(Buffer.alloc(16, 17), iv), { iv })],
    ['padding of unlike bytes', token(encrypted(Buffer.from('hello67890123456'), iv), { iv })],
    ['far-future TS', token(encrypted(hello, iv), { iv, at: seconds(NOW) + 61 })],
    ['expired TTL', token(encrypted(hello, iv), { iv, at: seconds(NOW) - 61 })],
    ['incorrect IV', token(encrypted(hello, iv), { iv: Buffer.from(iv.map((byte) => byte ^ 0xff)) })],
    ['another version', token(encrypted(hello, iv), { iv, version: 0x81 })],
  ] as const;
  return {
    valid: [{ ...common, token: good, src: 'hello' }],
    invalid: invalid.map(([desc, text]) => ({ ...common, desc, token: text })),
  };
}

const published = {
  generate: specification('fernet-generate.json') as Vector[] | null,
  verify: specification('fernet-verify.json') as Vector[] | null,
  invalid: specification('fernet-invalid.json') as Vector[] | null,
};
const own = ownVectors();

describe.each([
  [
    published.verify ? 'of the specification' : 'of this project (the specification is not at hand)',
    {
      valid: published.verify ? [...published.verify, ...(published.generate ?? [])] : own.valid,
      invalid: published.invalid ?? own.invalid,
    },
  ],
  ['made by hand', own],
])('the vectors %s', (_, { valid, invalid }) => {
  it.each(valid)('take a good token: $src', ({ token: text, secret, src, now, ttl_sec }) => {
    const key = new FernetKey(secret);
    const freshness = { ttl: ttl_sec ?? 60, now: seconds(now) };
    expect(key.decrypt(text, freshness)).toBe(src);
    expect(key.made(text)).toBe(true);
  });

  it.each(invalid)('refuse a bad one: $desc', ({ token: text, secret, now, ttl_sec }) => {
    expect(new FernetKey(secret).decrypt(text, { ttl: ttl_sec ?? 60, now: seconds(now) })).toBeNull();
  });
});

describe('a Fernet key', () => {
  it('reads what it wrote, at any time', () => {
    const key = new FernetKey(SECRET);
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (text) => {
        expect(key.decrypt(key.encrypt(text))).toBe(text);
      }),
      { numRuns: 50 },
    );
    const [old] = own.valid;
    expect(key.decrypt(old?.token ?? '')).toBe('hello');
  });

  it('never writes the same twice', () => {
    const key = new FernetKey(SECRET);
    expect(new Set(Array.from({ length: 20 }, () => key.encrypt('hello'))).size).toBe(20);
  });

  it('refuses a token with any bit changed, and every other spelling of it', () => {
    const key = new FernetKey(SECRET);
    const good = Buffer.from(key.encrypt('hello'), 'base64url');
    fc.assert(
      fc.property(fc.nat(good.length * 8 - 1), (bit) => {
        const bad = Buffer.from(good);
        bad[bit >> 3] = (bad[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(key.made(bad.toString('base64url'))).toBe(false);
      }),
    );
    expect(key.made(` ${good.toString('base64url')}`)).toBe(false);
    expect(key.made('')).toBe(false);
  });

  it('refuses a token in the alphabet that is not safe in addresses', () => {
    const key = new FernetKey(SECRET);
    // About one token in twenty happens to be spelt alike in both.
    let token: Buffer;
    do token = Buffer.from(key.encrypt('hello'), 'base64url');
    while (!/[+/]/.test(token.toString('base64')));
    expect(key.made(token.toString('base64url'))).toBe(true);
    expect(key.made(token.toString('base64'))).toBe(false);
  });

  it('opens nothing of another key', () => {
    const sealed = new FernetKey(SECRET).encrypt('hello');
    const other = new FernetKey(`${randomBytes(32).toString('base64url')}=`);
    expect(other.made(sealed)).toBe(false);
    expect(other.decrypt(sealed)).toBeNull();
  });

  it.each(['', 'short', `${randomBytes(31).toString('base64url')}=`])('is 32 bytes: %j is refused', (key) => {
    expect(() => new FernetKey(key)).toThrow();
  });
});
