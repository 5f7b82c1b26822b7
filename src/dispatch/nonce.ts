import { randomUUID } from 'node:crypto';

/**
 * A nonce of 22 characters, random and never the same twice. The bytes are those of a UUID: Node keeps them ready, and asking
 * the system for 16 of its own takes as long as writing a row.
 */
export function newNonce(): string {
  return Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64url');
}
