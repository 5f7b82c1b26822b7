import { randomBytes } from 'node:crypto';
import { EXIT } from '../exit-codes.js';
import { type Work, WrongUse } from './command.js';

/** `keys new` prints a key for CONTACT_DATA_ENCRYPTION_KEY, `keys rotate` seals every contact with the first one there. */
export const keys: Work = async ({ words: [action] }) => {
  if (action === 'new') return printKey();
  if (action === 'rotate') return (await import('./rotate-keys.js')).rotateKeys();
  throw new WrongUse('Say what to do with keys.');
};

/** Url-safe base64 of 32 random bytes, as Fernet wants them. */
function printKey(): number {
  process.stdout.write(`${randomBytes(32).toString('base64url')}=\n`);
  return EXIT.ok;
}
