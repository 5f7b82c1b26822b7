import { ok, refuse, type Result } from '../domain/refusal.js';
import { clearState, promotionsPaused, writeState } from '../persistence/stores/system-state-store.js';
import { requireAdminNow, stopperBy } from './authorise.js';
import type { Actor, ServiceContext } from './context.js';
import { arrivalOf, doerOf } from './said-since.js';

/**
 * From now on no new row is reserved, across restarts, until resumed. For admins, even while Discord gives no
 * answer about them: see {@link stopperBy}. `false`: it was paused already.
 */
export async function pausePromotions(context: ServiceContext, actor: Actor): Promise<Result<boolean>> {
  const arrival = arrivalOf(context, actor);
  const stopper = stopperBy(actor, await requireAdminNow(context, actor), { code: 'not_admin' });
  if (!stopper.ok) return stopper;
  if (!stopper.value.isAdmin) return refuse(stopper.value.notTheirs);
  const changed = await context.database.withTransaction(async (tx) => {
    if (await promotionsPaused(tx)) return false;
    const doer = await doerOf(context, actor.userId, arrival);
    await writeState(tx, 'promotions_paused', doer, context.clock.now());
    return true;
  });
  if (changed) context.events.emit({ type: 'promotions_paused', actorId: actor.userId });
  return ok(changed);
}

/** Due jobs go on at once. For admins. `false`: it was not paused. */
export async function resumePromotions(context: ServiceContext, actor: Actor): Promise<Result<boolean>> {
  const admin = await requireAdminNow(context, actor);
  if (!admin.ok) return admin;
  const changed = await context.database.withTransaction((tx) => clearState(tx, 'promotions_paused'));
  if (changed) {
    context.events.emit({ type: 'promotions_resumed', actorId: actor.userId });
    context.sweep();
  }
  return ok(changed);
}
