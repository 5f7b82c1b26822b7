import { NO_OUTCOMES, type OutcomeCounts } from '../domain/campaign.js';
import type { Database, View } from '../persistence/database.js';
import { finalRowsBetween } from '../persistence/campaign-standing-store.js';

/** A job's final rows, counted. */
export interface JobTally {
  readonly counts: OutcomeCounts;
  readonly skippedByReason: Readonly<Record<string, number>>;
}

/** The final rows of a campaign's jobs up to a row of the send log. */
interface Tally {
  readonly upTo: number;
  readonly jobs: ReadonlyMap<string, JobTally>;
}

export const NOTHING_YET: JobTally = { counts: NO_OUTCOMES, skippedByReason: {} };

/** More than are looked at in one evening. */
const MOST_KEPT = 32;
const NONE: Tally = { upTo: 0, jobs: new Map() };
const kept = new WeakMap<Database, Map<string, Tally>>();

/**
 * The final rows of a campaign's jobs up to and with the row `upTo` of the send log. The log only grows, and its rows
 * become visible in the order of their ids, for there is one writer: so only what came since anybody last asked is
 * read, and nothing when nothing came.
 */
export async function tallyOf(database: Database, campaignId: string, upTo: number): Promise<Tally['jobs']> {
  const tallies = kept.get(database) ?? new Map<string, Tally>();
  kept.set(database, tallies);
  const known = tallies.get(campaignId);
  // Somebody may ask for a moment before the last one that was asked for.
  const from = known && known.upTo <= upTo ? known : NONE;
  if (from.upTo === upTo) return from.jobs;
  const tally = await continued(database.view, campaignId, from, upTo);
  keep(tallies, campaignId, tally);
  return tally.jobs;
}

async function continued(view: View, campaignId: string, from: Tally, upTo: number): Promise<Tally> {
  const jobs = new Map(from.jobs);
  for (const { jobId, outcome, reason, count } of await finalRowsBetween(view, campaignId, from.upTo, upTo)) {
    const { counts, skippedByReason } = jobs.get(jobId) ?? NOTHING_YET;
    const key = reason ?? '';
    jobs.set(jobId, {
      counts: { ...counts, [outcome]: counts[outcome] + count },
      skippedByReason:
        outcome === 'skipped'
          ? { ...skippedByReason, [key]: (skippedByReason[key] ?? 0) + count }
          : skippedByReason,
    });
  }
  return { upTo, jobs };
}

/** Keeps the newest, and lets go of the one that was asked for longest ago. */
function keep(tallies: Map<string, Tally>, campaignId: string, tally: Tally): void {
  const known = tallies.get(campaignId);
  tallies.delete(campaignId);
  tallies.set(campaignId, known && known.upTo > tally.upTo ? known : tally);
  const [oldest] = tallies.keys();
  if (tallies.size > MOST_KEPT && oldest !== undefined) tallies.delete(oldest);
}
