import type { LinkableChannel } from './channel-choice.js';
import type { Contact } from './contact.js';
import { cleanName } from './display-name.js';

/** What stands for everything that is not shown; always as long, so that it tells no length. */
const HIDDEN = '•••';
const COUNTRY = 4;
const LAST_DIGITS = 2;

/**
 * As much of a contact as lets its owner tell it from another of theirs, and nobody find it: of a Signal number the
 * beginning and the last two digits (`+386•••23`), of a Telegram account two letters of the name it shows (`Ma•••`).
 */
export function maskedContact(channel: LinkableChannel, { address, name }: Contact): string {
  return channel === 'signal' ? maskedNumber(address) : maskedName(name);
}

function maskedNumber(number: string): string {
  // Something as short as that would be given away by its ends.
  if (!/^\+\d{8,}$/.test(number)) return HIDDEN;
  return `${number.slice(0, COUNTRY)}${HIDDEN}${number.slice(-LAST_DIGITS)}`;
}

function maskedName(name: string): string {
  const letters = Array.from(cleanName(name));
  return `${letters.slice(0, Math.min(2, letters.length - 1)).join('')}${HIDDEN}`;
}
