import { answersCountUntil } from './answer.js';
import type { Campaign, CampaignJob } from './campaign.js';

/** How long a drop-out waits before it is told (ms): others may follow, and some people come after all. */
export const DROP_OUTS_WAIT_MS = 5 * 60_000;

/**
 * Somebody who was pinged, had said that they come, and then said otherwise: without a name. `line` is the number of the
 * line of the audit log that says so, later ones have higher numbers; `at` is its instant (ms).
 */
export interface DropOut {
  readonly line: number;
  readonly at: number;
}

/**
 * From when on nobody drops out of an evening any more (ms): answers count no more, it was cancelled, or people are told that
 * it is off.
 */
export function dropOutsEnd(
  { startAt, cancelledAt }: Pick<Campaign, 'startAt' | 'cancelledAt'>,
  jobs: readonly Pick<CampaignJob, 'jobType' | 'runAt'>[],
): number {
  const calledOff = jobs.filter(({ jobType }) => jobType === 'call_off').map(({ runAt }) => runAt);
  return Math.min(answersCountUntil(startAt), cancelledAt ?? Infinity, ...calledOff);
}

/** An evening's drop-outs, and the last line of which its promoter was told; 0: of none. */
export interface DropOutsOfEvening {
  readonly dropOuts: readonly DropOut[];
  readonly toldLine: number;
  /** See {@link dropOutsEnd}: nothing more is told from then on. */
  readonly endsAt: number;
}

/**
 * When to tell the drop-outs that are not told yet (ms): {@link DROP_OUTS_WAIT_MS} after the first of them. `null`: there is
 * none, or the evening is over by then.
 */
export function tellDropOutsAt({ dropOuts, toldLine, endsAt }: DropOutsOfEvening): number | null {
  const untold = dropOuts.filter(({ line }) => line > toldLine).map(({ at }) => at);
  if (untold.length === 0) return null;
  const at = Math.min(...untold) + DROP_OUTS_WAIT_MS;
  return at < endsAt ? at : null;
}

/** What a promoter's message says of drop-outs. */
export interface DropOutsShown {
  readonly count: number;
  /** The last line it tells of. */
  readonly toldLine: number;
  /** Whether that is more than what was told before. */
  readonly isNews: boolean;
}

/** What a promoter's message says at `now` (ms): all drop-outs until then once they are due, else those that were told. */
export function dropOutsShown(evening: DropOutsOfEvening, now: number): DropOutsShown {
  const { dropOuts, endsAt } = evening;
  const at = tellDropOutsAt(evening);
  const isNews = at !== null && now >= at && now < endsAt;
  const toldLine = isNews ? Math.max(...dropOuts.map(({ line }) => line)) : evening.toldLine;
  return { count: dropOuts.filter(({ line }) => line <= toldLine).length, toldLine, isNews };
}
