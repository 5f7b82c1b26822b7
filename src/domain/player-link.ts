import { z } from 'zod';
import { cleanName } from './display-name.js';

/** What makes a player link count: the person's own word, or a confirmation. */
export type PlayerLinkPolicy = 'self' | 'verified';

/** Whether a link counts as one: under `verified` only a confirmed one does. */
export function linkCounts(
  link: { readonly verifiedAt: number | null } | null,
  policy: PlayerLinkPolicy,
): boolean {
  return link !== null && (policy === 'self' || link.verifiedAt !== null);
}

const MAX_NAME_LENGTH = 32;

/** A player's id in the game: 1–64 letters, digits, `_` or `-`, spaces around it dropped. */
export const playerGuid = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9_-]{1,64}$/);

/**
 * A player's name in the game: 1–32 code points after dropping spaces around it, of which something can be shown.
 * Kept as it was typed, for it is compared with the names on the game server; `displayName` is what others see.
 */
export const playerName = z
  .string()
  .trim()
  .refine((name) => name !== '' && Array.from(name).length <= MAX_NAME_LENGTH)
  .refine((name) => cleanName(name) !== '');
