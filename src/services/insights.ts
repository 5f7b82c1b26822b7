import type { EveningAnswers } from '../domain/answer.js';
import { eveningAt } from '../domain/evening.js';
import { addDays } from '../domain/local-time.js';
import { ok, type Result } from '../domain/refusal.js';
import type { Turnout } from '../domain/turnout.js';
import { findCampaign } from '../persistence/stores/campaign-store.js';
import { answersOfEvening } from '../persistence/stores/drop-out-store.js';
import { turnoutsSince } from '../persistence/stores/turnout-store.js';
import { requirePromoter } from './authorise.js';
import type { Actor, ServiceContext } from './context.js';

/** How far back the insights reach, and how many sessions they show at most: the latest. */
export const INSIGHT_WEEKS = 8;
const MAX_SESSIONS = 20;

/** Who came to an evening, and what its people had answered; `null`: too few to tell, or nobody answered. */
export interface EveningInsight {
  readonly turnout: Turnout;
  readonly answers: EveningAnswers | null;
}

/** Who came to the sessions of the last weeks, and what was answered, in numbers, oldest first; for promoters and admins. */
export async function insights(
  context: ServiceContext,
  actor: Actor,
): Promise<Result<{ evenings: readonly EveningInsight[] }>> {
  const promoter = await requirePromoter(context, actor);
  if (!promoter.ok) return promoter;
  const today = eveningAt(context.clock.now(), context.settings);
  const since = addDays(today, -7 * INSIGHT_WEEKS);
  const { view } = context.database;
  const turnouts = (await turnoutsSince(view, since)).slice(-MAX_SESSIONS);
  const evenings = turnouts.map(async (turnout) => {
    const campaign = await findCampaign(view, turnout.campaignId);
    return { turnout, answers: campaign && (await answersOfEvening(view, campaign)) };
  });
  return ok({ evenings: await Promise.all(evenings) });
}
