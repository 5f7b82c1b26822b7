import { randomBytes } from 'node:crypto';
import { runCommand } from './command.js';

/** Prints a new key for CONTACT_DATA_ENCRYPTION_KEY: url-safe base64 of 32 random bytes, as Fernet wants them. */
await runCommand(() => {
  process.stdout.write(`${randomBytes(32).toString('base64url')}=\n`);
  return 0;
});
