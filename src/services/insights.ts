import { eveningAt } from '../domain/evening.js';
import { addDays } from '../domain/local-time.js';
import { ok, type Result } from '../domain/refusal.js';
import type { Turnout } from '../domain/turnout.js';
import { turnoutsSince } from '../persistence/stores/turnout-store.js';
import { requirePromoter } from './authorise.js';
import type { Actor, ServiceContext } from './context.js';

/** How far back the insights reach, and how many sessions they show at most: the latest. */
export const INSIGHT_WEEKS = 8;
const MAX_SESSIONS = 20;

/** Who came to the sessions of the last weeks, in numbers, oldest first; for promoters and admins. */
export async function insights(
  context: ServiceContext,
  actor: Actor,
): Promise<Result<{ turnouts: readonly Turnout[] }>> {
  const promoter = await requirePromoter(context, actor);
  if (!promoter.ok) return promoter;
  const today = eveningAt(context.clock.now(), context.settings);
  const since = addDays(today, -7 * INSIGHT_WEEKS);
  const turnouts = await turnoutsSince(context.database.view, since);
  return ok({ turnouts: turnouts.slice(-MAX_SESSIONS) });
}
