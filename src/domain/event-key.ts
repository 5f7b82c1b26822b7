import type { JobType } from './campaign.js';

// Written into ledgers that outlive a release: these words must never change.
const PHASES = { reminder: 'T-15', start: 'T0', follow_up: 'FOLLOWUP' } as const satisfies Record<
  JobType,
  string
>;

/**
 * Names the moment somebody is called for, whatever the channel and the campaign; a person has one ledger row per key.
 * `date` is the campaign's local date, `YYYY-MM-DD`.
 */
export function eventKey(jobType: JobType, date: string): string {
  return `PROMOTE:${PHASES[jobType]}:${date}`;
}

/** The ledger key of a dry run's job, which takes nobody's place on the evening. */
export function dryRunKey(campaignId: string, jobType: JobType): string {
  return `DRY:${campaignId}:${PHASES[jobType]}`;
}
