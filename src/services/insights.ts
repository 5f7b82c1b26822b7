import { eveningAt } from '../domain/evening.js';
import { addDays } from '../domain/local-time.js';
import { ok, type Result } from '../domain/refusal.js';
import {
  type ShortfallTogether,
  shortfallTogether,
  type SteppedIn,
  steppedInTogether,
} from '../domain/shortfall.js';
import type { Turnout } from '../domain/turnout.js';
import { type Weekdays, weekdaysOf } from '../domain/weekdays.js';
import type { View } from '../persistence/engine/database.js';
import { findCampaign } from '../persistence/stores/campaign-store.js';
import { type EveningRecord, eveningRecord } from '../persistence/stores/evening-record-store.js';
import { turnoutsSince } from '../persistence/stores/turnout-store.js';
import { othersTurn } from '../scheduling/others-turn.js';
import { requirePromoter } from './authorise.js';
import type { Actor, ServiceContext } from './context.js';

/** How far back the insights reach, and how many sessions they show at most: the latest. */
export const INSIGHT_WEEKS = 8;
const MAX_SESSIONS = 20;

/** Who came to an evening, what its people had answered, why it did not fill, and who stepped in. */
export interface EveningInsight extends EveningRecord {
  readonly turnout: Turnout;
}

/** The sessions of the last weeks, in numbers; `null`: nothing may be told. */
export interface Insights {
  /** The latest, oldest first. */
  readonly evenings: readonly EveningInsight[];
  /** Of these together. */
  readonly why: ShortfallTogether | null;
  readonly standbys: SteppedIn | null;
  /** Of all these weeks. */
  readonly weekdays: Weekdays;
  /** How many players make a session, as it is set now. */
  readonly threshold: number;
}

const NOTHING: EveningRecord = { answers: null, why: null, standbys: null };

/** Who came to the sessions of the last weeks, and why others did not, in numbers; for promoters and admins. */
export async function insights(context: ServiceContext, actor: Actor): Promise<Result<Insights>> {
  const promoter = await requirePromoter(context, actor);
  if (!promoter.ok) return promoter;
  const today = eveningAt(context.clock.now(), context.settings);
  const { view } = context.database;
  const turnouts = await turnoutsSince(view, addDays(today, -7 * INSIGHT_WEEKS));
  const threshold = context.settings.sessionReadyThreshold;
  const evenings: EveningInsight[] = [];
  for (const turnout of turnouts.slice(-MAX_SESSIONS)) {
    evenings.push(await insightOf(view, turnout));
    // An evening of thousands takes long to count, and messages want to leave meanwhile.
    await othersTurn();
  }
  return ok({
    evenings,
    why: shortfallTogether(evenings.flatMap(({ why }) => why ?? [])),
    standbys: steppedInTogether(evenings.flatMap(({ standbys }) => standbys ?? [])),
    weekdays: weekdaysOf(turnouts, threshold),
    threshold,
  });
}

async function insightOf(view: View, turnout: Turnout): Promise<EveningInsight> {
  const campaign = await findCampaign(view, turnout.campaignId);
  return { turnout, ...(campaign ? await eveningRecord(view, campaign, turnout) : NOTHING) };
}
