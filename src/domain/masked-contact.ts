import type { LinkableChannel } from './channel-choice.js';
import type { Contact } from './contact.js';
import { cleanName } from './display-name.js';

/** Stands for all hidden letters; always as long, so that it shows no length. */
const HIDDEN = '•••';
const COUNTRY = 4;
const LAST_DIGITS = 2;

/**
 * Enough of a contact for its owner to recognise it, and too little for others to find it: of a Signal number
 * the beginning and the last two digits (`+386•••23`), of a Telegram account two letters of its name
 * (`Ma•••`).
 */
export function maskedContact(channel: LinkableChannel, { address, name }: Contact): string {
  return channel === 'signal' ? maskedNumber(address) : maskedName(name);
}

function maskedNumber(number: string): string {
  // The ends of a number this short would give it away.
  if (!/^\+\d{8,}$/.test(number)) return HIDDEN;
  return `${number.slice(0, COUNTRY)}${HIDDEN}${number.slice(-LAST_DIGITS)}`;
}

function maskedName(name: string): string {
  const letters = Array.from(cleanName(name));
  return `${letters.slice(0, Math.min(2, letters.length - 1)).join('')}${HIDDEN}`;
}
