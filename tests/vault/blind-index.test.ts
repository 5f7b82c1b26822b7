import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BlindIndex } from '../../src/vault/blind-index.js';

describe('the blind index', () => {
  it('gives the same person the same digest, and nobody else', () => {
    const index = new BlindIndex(['secret']);
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        expect(index.digest(one) === index.digest(other)).toBe(one === other);
      }),
    );
    expect(new BlindIndex(['secret']).digest('123')).toBe(index.digest('123'));
  });

  it('tells nothing without the key', () => {
    const digest = new BlindIndex(['secret']).digest('123456789012345678');
    expect(digest).toMatch(/^digest:[A-Za-z0-9_-]{43}$/);
    expect(digest).not.toBe(new BlindIndex(['another secret']).digest('123456789012345678'));
  });

  it('makes digests with the first secret and recognises those of all', () => {
    const rotated = new BlindIndex(['new', 'old']);
    expect(rotated.digest('p1')).toBe(new BlindIndex(['new']).digest('p1'));
    expect(rotated.all('p1')).toEqual([
      new BlindIndex(['new']).digest('p1'),
      new BlindIndex(['old']).digest('p1'),
    ]);
  });

  it('needs a secret', () => {
    expect(() => new BlindIndex([])).toThrow(/at least one secret/);
  });
});
