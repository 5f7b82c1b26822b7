import { hkdfSync } from 'node:crypto';

/** A key of 32 bytes for one purpose, made from a secret: what one purpose leaks serves no other. */
export function keyFor(secret: string, purpose: 'sessions' | 'sign-in'): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', `muster ${purpose}`, 32));
}
