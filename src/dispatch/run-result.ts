import type { CampaignJob } from '../domain/campaign.js';
import type { Conclusion } from './conclude.js';
import type { WaitReason } from './wait-reason.js';

/** How long to wait before Discord is asked again who is a member. */
const DIRECTORY_RETRY_MS = 5_000;

/** How long to wait before it is looked again who is in voice, or on the game server. */
const PRESENCE_RETRY_MS = 5_000;

/** How a run of a job ended: for good, or to be taken up again at an instant. */
export type RunResult = { readonly kind: 'finished'; readonly conclusion: Conclusion | null } | Waiting;

/** To be taken up again at `until`; `reason` is what is waited for. */
export interface Waiting {
  readonly kind: 'waiting';
  readonly until: number;
  readonly reason: WaitReason;
}

/** What a run is handed beside the job. */
export interface RunControl {
  /** Aborts when the process drains: nothing new is reserved from then on. */
  readonly draining: AbortSignal;
  /** Ledger rows this process is sending at the moment. */
  readonly inFlight: Set<string>;
}

/** To be taken up again at `until`, for `reason`, but not after the last useful moment: then the job ends. */
export function waitUntil(until: number, job: CampaignJob, reason: WaitReason): Waiting {
  return { kind: 'waiting', until: Math.min(until, job.expiresAt), reason };
}

/** To be taken up again when it may be known again who is there. */
export function waitForPresence(now: number, job: CampaignJob): Waiting {
  return waitUntil(now + PRESENCE_RETRY_MS, job, 'presence');
}

/** To be taken up again when Discord may tell again who is a member. */
export function waitForDirectory(now: number, job: CampaignJob): Waiting {
  return waitUntil(now + DIRECTORY_RETRY_MS, job, 'directory');
}
