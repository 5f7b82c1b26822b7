import type { Said } from '../domain/answer.js';
import { ATTEMPT_OUTCOMES, type AttemptOutcome, type Campaign } from '../domain/campaign.js';
import { mostFirst } from '../domain/most-first.js';
import { eveningAt } from '../domain/evening.js';
import { parseDateInput } from '../messages/typed-date.js';
import { ok, refuse, type Result } from '../domain/refusal.js';
import type { View } from '../persistence/engine/database.js';
import { answersByPerson } from '../persistence/stores/answer-store.js';
import { campaignToShow, systemCampaigns } from '../persistence/stores/campaign-store.js';
import { sendLogOf, type SendLogLine } from '../persistence/stores/send-log-store.js';
import { noteOf } from '../dispatch/call-message.js';
import type { Note } from '../messages/texts/calls.js';
import { requirePromoter } from './authorise.js';
import type { Actor, ServiceContext } from './context.js';

/** How many rows of the log say the same. */
export interface LogCount {
  readonly jobType: string;
  readonly isSummary: boolean;
  readonly outcome: AttemptOutcome;
  readonly reason: string | null;
  readonly errorCode: string | null;
  readonly count: number;
}

/** A line of the log, and what its person answered to the campaign; `null`: there is nothing to answer to. */
export type LoggedLine = SendLogLine & { readonly answer: Said | null };

/** A campaign's log: for admins with names, for promoters as counts. */
export interface CampaignLog {
  readonly campaign: Campaign;
  /** What its promoter wrote to its people; `null`: nothing. */
  readonly note?: Note | null;
  readonly counts: readonly LogCount[];
  /** `null` for promoters, who see no names. */
  readonly lines: readonly LoggedLine[] | null;
}

/**
 * The final rows of a date's campaign, for every recipient; for admins also those of what Muster started by itself that day.
 * `outcome` narrows them.
 */
export async function campaignLog(
  context: ServiceContext,
  actor: Actor,
  query: { date?: string; outcome?: string },
): Promise<Result<CampaignLog>> {
  const promoter = await requirePromoter(context, actor);
  if (!promoter.ok) return promoter;
  const date = parseDateInput(query.date, eveningAt(context.clock.now(), context.settings), 'last');
  if (!date.ok) return date;
  const outcome = ATTEMPT_OUTCOMES.find((known) => known === query.outcome);
  if (query.outcome !== undefined && !outcome)
    return refuse({ code: 'invalid_outcome', input: query.outcome });
  const { view } = context.database;
  const { isAdmin } = promoter.value.member;
  const shown = await campaignToShow(view, actor.userId, date.value);
  const campaigns = [...(shown ? [shown] : []), ...(isAdmin ? await systemCampaigns(view, date.value) : [])];
  const [campaign] = campaigns;
  if (!campaign) return refuse({ code: 'campaign_not_found' });
  const logs = await Promise.all(campaigns.map(({ id }) => sendLogOf(view, id, outcome)));
  const lines = logs.flat().sort((a, b) => a.at - b.at);
  return ok({
    campaign,
    note: noteOf(campaign),
    counts: countLines(lines),
    lines: isAdmin ? await withAnswers(view, lines, shown) : null,
  });
}

/** What Muster started by itself calls nobody to an evening. */
async function withAnswers(
  view: View,
  lines: readonly SendLogLine[],
  shown: Campaign | null,
): Promise<LoggedLine[]> {
  const answers: ReadonlyMap<string, Said> = shown ? await answersByPerson(view, shown) : new Map();
  return lines.map((line) => {
    const answer = line.campaignId === shown?.id ? answers.get(line.userId) : undefined;
    return { ...line, answer: answer ?? null };
  });
}

function countLines(lines: readonly SendLogLine[]): LogCount[] {
  const counts = new Map<string, LogCount>();
  for (const { jobType, isSummary, outcome, reason, errorCode } of lines) {
    const key = JSON.stringify([jobType, isSummary, outcome, reason, errorCode]);
    const known = counts.get(key);
    counts.set(key, { jobType, isSummary, outcome, reason, errorCode, count: (known?.count ?? 0) + 1 });
  }
  const numbers = Object.fromEntries([...counts].map(([key, { count }]) => [key, count]));
  return mostFirst(numbers).flatMap(([key]) => counts.get(key) ?? []);
}
