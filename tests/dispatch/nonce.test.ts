import { expect, it } from 'vitest';
import { newNonce } from '../../src/dispatch/nonce.js';

it('is short enough for every provider, and never the same twice', () => {
  const nonces = Array.from({ length: 1_000 }, newNonce);
  for (const nonce of nonces) expect(nonce).toMatch(/^[\w-]{22}$/);
  expect(new Set(nonces).size).toBe(nonces.length);
});
