import { ERASED_PREFIX } from '../domain/campaign.js';
import { eveningAt } from '../domain/evening.js';
import { addDays } from '../domain/local-time.js';
import { withdrawAnswers } from '../persistence/stores/answer-store.js';
import { appendAudit } from '../persistence/stores/audit-store.js';
import { erase } from '../persistence/stores/erasure-store.js';
import type { Actor, ServiceContext } from './context.js';
import { arrivalOf } from './said-since.js';

/**
 * Forgets a person at once: their data goes, sends not yet reserved stop, and history that must add up keeps
 * a random stand-in. Only the used moments of today stay tied to them, by a keyed digest, until tomorrow:
 * erasing is no way to be called twice. Another digest stays for good, so that no import brings them back.
 */
export async function erasePerson(
  context: ServiceContext,
  actor: Pick<Actor, 'userId' | 'cameIn'>,
): Promise<void> {
  const arrival = arrivalOf(context, actor);
  const now = context.clock.now();
  const today = eveningAt(now, context.settings);
  const standIn = `${ERASED_PREFIX}${context.newId()}`;
  // Yesterday's too: an evening may last past midnight.
  const guardedDates = [today, addDays(today, -1)];
  await context.database.withTransaction(async (tx) => {
    await context.waysOut.note(actor.userId, ['everything'], arrival);
    await withdrawAnswers(tx, actor.userId, addDays(today, -1), now);
    const digest = context.blindIndex.digest(actor.userId);
    const tombstone = context.blindIndex.tombstone(actor.userId);
    await erase(tx, { userId: actor.userId, standIn, digest, tombstone, guardedDates }, now);
    await appendAudit(tx, { userId: standIn, action: 'erased', actorId: standIn, metadata: {} }, now);
  });
  context.events.emit({ type: 'person_erased', standIn });
}
