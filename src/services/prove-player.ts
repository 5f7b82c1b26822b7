import { randomInt } from 'node:crypto';
import { PROOF_LOOKS } from '../domain/limits.js';
import { codesIn, MOST_LOOKS, newProofCode, PROOF_LIFETIME_MS } from '../domain/player-proof.js';
import { ok, refuse, type Result } from '../domain/refusal.js';
import { appendAudit } from '../persistence/stores/audit-store.js';
import type { Tx } from '../persistence/engine/database.js';
import {
  findPlayerLink,
  type PlayerLink,
  verifyPlayerLink,
} from '../persistence/stores/player-link-store.js';
import {
  countLook,
  deleteProof,
  findProof,
  type PlayerProof,
  saveProof,
  useProof,
} from '../persistence/stores/player-proof-store.js';
import { requireAdminNow, requireMember } from './authorise.js';
import type { Actor, ServiceContext } from './context.js';
import { arrivalOf, doerOf } from './said-since.js';

/** A code to wear in the game. Shown once and never kept. */
export interface ProofCode {
  readonly code: string;
  readonly expiresAt: number;
}

/** Gives the owner of a link a code to prove it; it replaces an earlier one. */
export async function issueProof(
  context: ServiceContext,
  tx: Tx,
  link: PlayerLink,
  now: number,
): Promise<ProofCode> {
  const code = newProofCode(randomInt);
  const expiresAt = now + PROOF_LIFETIME_MS;
  const codeDigest = context.blindIndex.digest(bound(link, code));
  await saveProof(tx, { userId: link.userId, guid: link.guid, codeDigest, expiresAt }, now);
  return { code, expiresAt };
}

/**
 * Looks for a person's code on the game server, and confirms their link if a player there wears it. The code is bound
 * to the person and the account, so nobody gains by wearing, or asking for, somebody else's.
 */
export async function checkProof(context: ServiceContext, actor: Actor): Promise<Result<PlayerLink>> {
  const { clock, database, gameServer, limits } = context;
  const member = await requireMember(context, actor);
  if (!member.ok) return member;
  const retryInMs = await limits.take(PROOF_LOOKS, actor.userId);
  if (retryInMs > 0) return refuse({ code: 'proof_too_soon', retryInMs });
  const proof = await database.withTransaction((tx) => findProof(tx, actor.userId, clock.now()));
  if (!proof || proof.looks >= MOST_LOOKS) return refuse({ code: 'proof_expired' });
  const names = (await gameServer?.players()) ?? null;
  if (names === null) return refuse({ code: 'game_server_silent' });
  const worn = names.some((name) => wears(context, proof, name));
  const link = await database.withTransaction(async (tx) => {
    const now = clock.now();
    if (!worn) await countLook(tx, actor.userId, now);
    if (!worn || !(await useProof(tx, proof, now)) || !(await verifyPlayerLink(tx, proof, now))) return null;
    await record(context, tx, proof, actor.userId, 'game_server', now);
    return findPlayerLink(tx, actor.userId);
  });
  if (!link) return refuse({ code: worn ? 'proof_expired' : 'proof_not_seen' });
  context.events.emit({ type: 'player_verified', userId: actor.userId, actorId: actor.userId });
  return ok(link);
}

/** An admin's word that somebody's link is right, as it stands now. */
export async function confirmPlayer(
  context: ServiceContext,
  actor: Actor,
  targetId: string,
): Promise<Result<PlayerLink>> {
  const arrival = arrivalOf(context, actor);
  const allowed = await requireAdminNow(context, actor);
  if (!allowed.ok) return allowed;
  const link = await context.database.withTransaction(async (tx) => {
    const now = context.clock.now();
    const unconfirmed = await findPlayerLink(tx, targetId);
    if (!unconfirmed || unconfirmed.verifiedAt !== null) return unconfirmed;
    await verifyPlayerLink(tx, unconfirmed, now);
    await deleteProof(tx, targetId);
    const doer = await doerOf(context, actor.userId, arrival);
    await record(context, tx, unconfirmed, doer, 'admin', now);
    return findPlayerLink(tx, targetId);
  });
  if (!link) return refuse({ code: 'player_not_linked' });
  context.events.emit({ type: 'player_verified', userId: targetId, actorId: actor.userId });
  return ok(link);
}

function wears(context: ServiceContext, proof: PlayerProof, name: string): boolean {
  return codesIn(name).some((code) => context.blindIndex.all(bound(proof, code)).includes(proof.codeDigest));
}

/** Input for a digest that fits one person, one account and one code. */
function bound({ userId, guid }: Pick<PlayerLink, 'userId' | 'guid'>, code: string): string {
  return `player proof:${userId}:${guid}:${code}`;
}

async function record(
  context: ServiceContext,
  tx: Tx,
  { userId, guid }: Pick<PlayerLink, 'userId' | 'guid'>,
  actorId: string,
  how: 'game_server' | 'admin',
  now: number,
): Promise<void> {
  const metadata = { guid_digest: context.blindIndex.digest(guid), how };
  await appendAudit(tx, { userId, action: 'player_verified', actorId, metadata }, now);
}
