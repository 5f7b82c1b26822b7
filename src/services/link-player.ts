import { CHANGES, PROOFS } from '../domain/limits.js';
import { canonicalGuid, linkCounts, playerGuid, playerName } from '../domain/player-link.js';
import { ok, refuse, type Result } from '../domain/refusal.js';
import { WEEKDAYS } from '../domain/session-plan.js';
import { appendAudit } from '../persistence/stores/audit-store.js';
import { isUniqueViolation } from '../persistence/engine/dialect.js';
import { dropConditions } from '../persistence/stores/condition-store.js';
import {
  deletePlayerLink,
  findPlayerLink,
  isTakenInOtherLetters,
  type PlayerLink,
  savePlayerLink,
} from '../persistence/stores/player-link-store.js';
import { deleteProof } from '../persistence/stores/player-proof-store.js';
import { clearWeekdays } from '../persistence/stores/standing-store.js';
import { requireAdminNow, requireMember } from './authorise.js';
import type { Actor, ServiceContext } from './context.js';
import { issueProof, type ProofCode } from './prove-player.js';
import { arrivalOf, doerOf, stillWanted } from './said-since.js';

// The audit log outlives an erasure, so it holds a digest that an admin can compare, not the account itself.

/** A link as it was made. */
export interface MadeLink {
  readonly link: PlayerLink;
  /** Whether it counts already. */
  readonly counts: boolean;
  /** The code to wear in the game; `null` if the link counts, or only an admin can confirm it. */
  readonly proof: ProofCode | null;
}

/** Links a member to a game account that is nobody else's, in place of the one they had. */
export async function linkPlayer(
  context: ServiceContext,
  actor: Actor,
  input: { guid: string; name: string },
): Promise<Result<MadeLink>> {
  const arrival = arrivalOf(context, actor);
  const member = await requireMember(context, actor);
  if (!member.ok) return member;
  const guid = playerGuid.safeParse(input.guid);
  if (!guid.success) return refuse({ code: 'invalid_guid' });
  const name = playerName.safeParse(input.name);
  if (!name.success) return refuse({ code: 'invalid_player_name' });
  const { clock, limits, settings, gameServer } = context;
  const provable = settings.playerLinkPolicy === 'verified' && gameServer !== null;
  const retryInMs = provable ? await limits.waitMs(PROOFS, actor.userId) : 0;
  if (retryInMs > 0) return refuse({ code: 'proof_too_soon', retryInMs });
  const changeInMs = await limits.waitMs(CHANGES, actor.userId);
  if (changeInMs > 0) return refuse({ code: 'changed_too_often', retryInMs: changeInMs });
  const now = clock.now();
  try {
    const made = await context.database.withTransaction(async (tx): Promise<Result<MadeLink>> => {
      const still = await stillWanted(context, actor.userId, ['link player'], arrival);
      if (!still.ok) return still;
      const canonical = canonicalGuid(guid.data);
      const wanted = { userId: actor.userId, guid: canonical, name: name.data };
      if (await isTakenInOtherLetters(tx, wanted)) return refuse({ code: 'guid_taken' });
      const own = await findPlayerLink(tx, actor.userId);
      // The same account in other letter case keeps the old spelling, and its proof.
      const kept = own && canonicalGuid(own.guid) === canonical ? own.guid : canonical;
      const link = await savePlayerLink(tx, { ...wanted, guid: kept }, now);
      const metadata = { guid_digest: context.blindIndex.digest(link.guid) };
      await appendAudit(
        tx,
        { userId: actor.userId, action: 'player_linked', actorId: actor.userId, metadata },
        now,
      );
      const counts = linkCounts(link, settings.playerLinkPolicy);
      const proof = provable && !counts ? await issueProof(context, tx, link, now) : null;
      // A code for the account they had proves nothing any more.
      if (!proof) await deleteProof(tx, actor.userId);
      return ok({ link, counts, proof });
    });
    if (!made.ok) return made;
    if (made.value.proof) await limits.take(PROOFS, actor.userId);
    await limits.take(CHANGES, actor.userId);
    context.events.emit({ type: 'player_linked', userId: actor.userId, actorId: actor.userId });
    return made;
  } catch (error) {
    if (isUniqueViolation(error)) return refuse({ code: 'guid_taken' });
    throw error;
  }
}

/** Releases a player link: one's own (everybody, whatever Discord says) or, for an admin, anybody's. */
export async function unlinkPlayer(
  context: ServiceContext,
  actor: Actor,
  targetId: string = actor.userId,
): Promise<Result<PlayerLink>> {
  const arrival = arrivalOf(context, actor);
  if (targetId !== actor.userId) {
    const admin = await requireAdminNow(context, actor);
    if (!admin.ok) return admin;
  }
  const now = context.clock.now();
  const released = await context.database.withTransaction(async (tx) => {
    if (targetId === actor.userId) await context.waysOut.note(targetId, ['link player'], arrival);
    const link = await findPlayerLink(tx, targetId);
    if (!link) return null;
    await deletePlayerLink(tx, targetId);
    await deleteProof(tx, targetId);
    // Nobody could change them any more.
    await clearWeekdays(tx, targetId, WEEKDAYS);
    // Nor could they say the yes that a condition turns into.
    await dropConditions(tx, targetId);
    const metadata = { guid_digest: context.blindIndex.digest(link.guid) };
    const actorId = await doerOf(context, actor.userId, arrival);
    await appendAudit(tx, { userId: targetId, action: 'player_unlinked', actorId, metadata }, now);
    return link;
  });
  if (!released) return refuse({ code: 'link_not_found' });
  context.events.emit({ type: 'player_unlinked', userId: targetId, actorId: actor.userId });
  context.events.emit({ type: 'standing_answers_changed', userId: targetId, what: 'weekly' });
  return ok(released);
}
