import * as z from 'zod';
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

/** The name other people read: the player's, else Discord's; empty without both. */
export function calledName(playerName: string | null, discordName: string | null): string {
  return playerName === null ? (discordName ?? '') : readableName(playerName);
}

const MAX_NAME_LENGTH = 32;

/** A player's id in the game: 1–64 letters, digits, `_` or `-`, spaces around it dropped. */
export const playerGuid = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9_-]{1,64}$/);

/** At least eight digits: PunkBuster's short ids are the shortest; anything shorter may be a name. */
const HEX_ID = /^[\dA-Fa-f]{8,64}$/;

/** An id as stored: games with hex ids ignore letter case, others don't. */
export function canonicalGuid(guid: string): string {
  return HEX_ID.test(guid) ? guid.toUpperCase() : guid;
}

/** A name from the game without its colour codes, for display; matching names does not use it. */
export function readableName(name: string): string {
  return withoutColours(name).trim();
}

/**
 * A player's name in the game: 1–32 code points without spaces around it; some of it must be visible. Stored
 * as typed, to be compared with the names on the game server; other people see {@link readableName}.
 */
export const playerName = z
  .string()
  .trim()
  .refine((name) => name !== '' && Array.from(name).length <= MAX_NAME_LENGTH)
  .refine((name) => cleanName(readableName(name)) !== '');
