import type { CampaignJob } from '../domain/campaign.js';
import type { Conclusion } from './conclude.js';
import type { WaitReason } from './wait-reason.js';

/** How long to wait before asking Discord again who is a member. */
const DIRECTORY_RETRY_MS = 5_000;

/** How long to wait before looking again who is in voice, or on the game server. */
const PRESENCE_RETRY_MS = 5_000;

/** How a run of a job ended: for good, or until it continues later. */
export type RunResult = { readonly kind: 'finished'; readonly conclusion: Conclusion | null } | Waiting;

/** The job continues at `until`; it waits for `reason`. */
export interface Waiting {
  readonly kind: 'waiting';
  readonly until: number;
  readonly reason: WaitReason;
}

/** What a run gets beside the job. */
export interface RunControl {
  /** Aborts when the process drains: nothing new is reserved from then on. */
  readonly draining: AbortSignal;
  /** Ledger rows this process is sending at the moment. */
  readonly inFlight: Set<string>;
}

/** Retry at `until`, at the last useful moment at the latest: then the job ends. */
export function waitUntil(until: number, job: CampaignJob, reason: WaitReason): Waiting {
  return { kind: 'waiting', until: Math.min(until, job.expiresAt), reason };
}

/** Retry later: presence is unknown. */
export function waitForPresence(now: number, job: CampaignJob): Waiting {
  return waitUntil(now + PRESENCE_RETRY_MS, job, 'presence');
}

/** Retry later: membership is unknown. */
export function waitForDirectory(now: number, job: CampaignJob): Waiting {
  return waitUntil(now + DIRECTORY_RETRY_MS, job, 'directory');
}
