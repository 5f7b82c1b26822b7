import { z } from 'zod';
import { cleanName } from './display-name.js';
import { withoutColours } from './player-match.js';

/** What makes a player link count: the person's own word, or a confirmation. */
export type PlayerLinkPolicy = 'self' | 'verified';

/** Whether a link counts as one: under `verified` only a confirmed one does. */
export function linkCounts(
  link: { readonly verifiedAt: number | null } | null,
  policy: PlayerLinkPolicy,
): boolean {
  return link !== null && (policy === 'self' || link.verifiedAt !== null);
}

/** What others read as somebody's name: their player's, else the one Discord knows; empty where there is neither. */
export function calledName(playerName: string | null, discordName: string | null): string {
  return playerName === null ? (discordName ?? '') : readableName(playerName);
}

const MAX_NAME_LENGTH = 32;

/** A player's id in the game: 1–64 letters, digits, `_` or `-`, spaces around it dropped. */
export const playerGuid = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9_-]{1,64}$/);

/** From eight digits on: PunkBuster's short ids are the shortest there are; what is shorter may be a name. */
const HEX_ID = /^[\dA-Fa-f]{8,64}$/;

/** An id as it is kept: games that write theirs in hex don't tell capital letters from small ones, others do. */
export function canonicalGuid(guid: string): string {
  return HEX_ID.test(guid) ? guid.toUpperCase() : guid;
}

/** A name from the game as others read it: without what colours it there. Matching it with the game's is another matter. */
export function readableName(name: string): string {
  return withoutColours(name).trim();
}

/**
 * A player's name in the game: 1–32 code points after dropping spaces around it, of which something can be shown.
 * Kept as it was typed, for it is compared with the names on the game server; {@link readableName} is what others see.
 */
export const playerName = z
  .string()
  .trim()
  .refine((name) => name !== '' && Array.from(name).length <= MAX_NAME_LENGTH)
  .refine((name) => cleanName(readableName(name)) !== '');
