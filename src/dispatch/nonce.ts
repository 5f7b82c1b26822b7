import { randomFillSync } from 'node:crypto';

/** How many random bytes a nonce has. */
const BYTES = 16;

/** Random bytes for the next nonces: asking the system for a few takes as long as writing a row. */
const ready = Buffer.alloc(BYTES * 128);
let used = ready.length;

/** A nonce of 22 characters, random and never the same twice. */
export function newNonce(): string {
  if (used === ready.length) {
    randomFillSync(ready);
    used = 0;
  }
  return ready.toString('base64url', used, (used += BYTES));
}
