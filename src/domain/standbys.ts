import { type Campaign, type CampaignJob, NO_OUTCOMES, type OutcomeCounts } from './campaign.js';
import { isCalledOff, kindOf } from './message-kinds.js';

const MINUTE = 60_000;

/** How long before the start standbys may be called, in milliseconds. */
const MORE_BEFORE_MS = 15 * MINUTE;
/** How many standbys one request may ask for. */
export const MOST_MORE = 10;
/** How long somebody who was called has to come before the next one is called, in milliseconds. */
export const PATIENCE_MS = 4 * MINUTE;

/** Somebody in the line of standbys. */
export interface Standby {
  /** `over`: they were not called, and will not be. */
  readonly state: 'untried' | 'under_way' | 'called' | 'over';
  /** Since when they are being called (ms); `null`: they are not. */
  readonly since: number | null;
  /** They were called, and have come or said that they will. */
  readonly came: boolean;
}

/** Whose turn it is; without anybody it is to be looked again at `lookAgainAt` (ms), or where that is `null` all is done. */
export interface Turns<S> {
  readonly call: readonly S[];
  readonly lookAgainAt: number | null;
}

/**
 * Whom of a line to call now, in its order, so that `wanted` of them come. Whoever is called holds a place for
 * {@link PATIENCE_MS}; who has come holds it for good. It knows nothing but what is on record, so that looking twice calls
 * nobody twice.
 */
export function turnsOf<S extends Standby>(line: readonly S[], wanted: number, now: number): Turns<S> {
  const underWay = line.filter(({ state }) => state === 'under_way');
  const untried = line.filter(({ state }) => state === 'untried');
  const came = line.filter(({ state, came }) => state === 'called' && came).length;
  const holds = line
    .filter(({ state, came }) => state === 'under_way' || (state === 'called' && !came))
    .map(({ since }) => (since ?? now) + PATIENCE_MS)
    .filter((until) => until > now);
  const missing = Math.max(0, wanted - came - holds.length);
  const call = [...underWay, ...untried.slice(0, missing)];
  const isOver = came >= wanted || untried.length === 0;
  return { call, lookAgainAt: isOver || holds.length === 0 ? null : Math.min(...holds) };
}

/** From when and until when standbys may be called for a session that starts at `startAt`; all in milliseconds. */
export function whenToCallMore(startAt: number): { readonly from: number; readonly until: number } {
  return { from: startAt - MORE_BEFORE_MS, until: startAt + kindOf('one_more').usefulForMs };
}

/** Whether a campaign's promoter has stopped what is left of it, or called it off: nobody more is called then. */
export function isStopped(jobs: readonly Pick<CampaignJob, 'jobType' | 'status'>[]): boolean {
  return isCalledOff(jobs) || jobs.some(({ status }) => status === 'cancelled');
}

/** How many standbys of a campaign at most are left to be called; 0 where none of them may be, whatever the time. */
export function standbysLeft(
  { request, status, standbyCount }: Pick<Campaign, 'request' | 'status' | 'standbyCount'>,
  jobs: readonly (Pick<CampaignJob, 'jobType' | 'status' | 'wanted'> & { readonly counts: OutcomeCounts })[],
): number {
  if (request.dryRun || status === 'cancelled' || isStopped(jobs)) return 0;
  const { counts = NO_OUTCOMES } = jobs.find(({ wanted }) => wanted !== null) ?? {};
  return Math.max(0, standbyCount - Object.values(counts).reduce((sum, count) => sum + count, 0));
}
