import type { EndReason, JobStatus } from './campaign.js';

type Counts = Readonly<Record<string, number>>;

const NOT_MISSING: ReadonlySet<string> = new Set(['present', 'not_called']);

/**
 * Why a follow-up ended as it did, from its final rows: what was `skipped` and `failed`, by reason. `null` where its
 * status says it all.
 */
export function followUpEndReason(status: JobStatus, skipped: Counts, failed: Counts): EndReason | null {
  if ((failed['presence_unknown'] ?? 0) > 0) return 'presence_unknown';
  const reasons = Object.keys(skipped);
  if (status !== 'skipped' || reasons.length === 0) return null;
  if (reasons.every((reason) => NOT_MISSING.has(reason))) return 'nobody_missing';
  return reasons.every((reason) => reason === 'not_checked') ? 'not_checked' : null;
}
