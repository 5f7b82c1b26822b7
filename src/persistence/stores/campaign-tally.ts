import { NO_OUTCOMES, type OutcomeCounts } from '../../domain/campaign.js';
import type { View } from '../engine/database.js';
import { finalRowsAfter } from './send-log-store.js';

/** A job's final rows, counted. */
export interface JobTally {
  readonly counts: OutcomeCounts;
  readonly skippedByReason: Readonly<Record<string, number>>;
  readonly failedByReason: Readonly<Record<string, number>>;
}

/** The final rows of a campaign's jobs up to row `upTo` of the log. */
export interface Tally {
  readonly upTo: number;
  readonly jobs: ReadonlyMap<string, JobTally>;
}

export const NOTHING_YET: JobTally = { counts: NO_OUTCOMES, skippedByReason: {}, failedByReason: {} };

const NONE: Tally = { upTo: 0, jobs: new Map() };

/**
 * Counts a campaign's final rows on from an earlier count. The log only grows, and with one writer its rows
 * become visible in the order of their ids: so it reads only newer ones.
 */
export async function tallyOf(view: View, campaignId: string, before: Tally = NONE): Promise<Tally> {
  const jobs = new Map(before.jobs);
  let { upTo } = before;
  for (const { jobId, outcome, reason, count, lastId } of await finalRowsAfter(view, campaignId, upTo)) {
    const { counts, skippedByReason: skipped, failedByReason: failed } = jobs.get(jobId) ?? NOTHING_YET;
    const and = (reasons: Readonly<Record<string, number>>): Record<string, number> => {
      return { ...reasons, [reason ?? '']: (reasons[reason ?? ''] ?? 0) + count };
    };
    jobs.set(jobId, {
      counts: { ...counts, [outcome]: counts[outcome] + count },
      skippedByReason: outcome === 'skipped' ? and(skipped) : skipped,
      failedByReason: outcome === 'failed' ? and(failed) : failed,
    });
    upTo = Math.max(upTo, lastId);
  }
  return { upTo, jobs };
}
