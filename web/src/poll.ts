import type { Campaign } from '../../src/contract/campaign.js';

const SECOND = 1000;
const RUNNING_MS = 2 * SECOND;
const SOON_MS = 15 * SECOND;
const LONGEST_MS = 60 * SECOND;
const FIRST_RETRY_MS = 2 * SECOND;

/**
 * After how many milliseconds a campaign is worth asking for again; `null` when nothing more happens to it. Often
 * while a job runs or should, rarely while the next one is far, and never past the moment one begins. All in
 * milliseconds since the epoch.
 */
export function nextLook(campaign: Pick<Campaign, 'status' | 'jobs'>, now: number): number | null {
  if (campaign.jobs.some(({ status }) => status === 'running')) return RUNNING_MS;
  const waiting = campaign.jobs.filter(({ status }) => status === 'pending');
  if (waiting.length === 0) return null;
  const moments = waiting.map(({ run_at: at }) => Date.parse(at));
  const left = Math.min(...moments) - now;
  if (left <= RUNNING_MS) return RUNNING_MS;
  return Math.min(left, left <= 5 * 60 * SECOND ? SOON_MS : LONGEST_MS);
}

/** After how many milliseconds to try again when `failures` in a row went wrong; a `Retry-After` (ms) is obeyed. */
export function nextTry(failures: number, retryAfterMs: number | null): number {
  const backoff = Math.min(LONGEST_MS, FIRST_RETRY_MS * 2 ** Math.max(0, failures - 1));
  return Math.max(backoff, retryAfterMs ?? 0);
}

/** What a poller needs of the browser; handed in, so that a test can. */
export interface PollEnvironment {
  readonly setTimeout: (run: () => void, ms: number) => unknown;
  readonly clearTimeout: (timer: never) => void;
  readonly hidden: () => boolean;
  /** Calls back whenever the tab is shown or hidden; what it returns ends that. */
  readonly onVisibility: (listener: () => void) => () => void;
}

/** The poller's environment in a browser. */
export const browserPolling: PollEnvironment = {
  setTimeout: (run, ms) => window.setTimeout(run, ms),
  clearTimeout: (timer) => window.clearTimeout(timer),
  hidden: () => document.hidden,
  onVisibility: (listener) => {
    document.addEventListener('visibilitychange', listener);
    return () => document.removeEventListener('visibilitychange', listener);
  },
};

/**
 * Runs `look` again and again: each says after how many milliseconds the next is due, or `null` for never. One at a
 * time; none while the tab is hidden, and one at once when it is shown again. `stop` ends it and aborts what is under
 * way.
 */
export class Poller {
  #timer: unknown = null;
  #looking: AbortController | null = null;
  #due = false;
  #unlisten: (() => void) | null = null;

  constructor(
    private readonly look: (signal: AbortSignal) => Promise<number | null>,
    private readonly environment: PollEnvironment = browserPolling,
  ) {}

  /** Looks now. Starting a poller that runs makes it look at once. */
  start(): void {
    this.#unlisten ??= this.environment.onVisibility(() => this.#shownOrHidden());
    this.#due = true;
    this.#lookNow();
  }

  stop(): void {
    this.#unlisten?.();
    this.#unlisten = null;
    this.#due = false;
    this.#clear();
    this.#looking?.abort();
    this.#looking = null;
  }

  #shownOrHidden(): void {
    if (this.environment.hidden()) this.#clear();
    else if (this.#due) this.#lookNow();
  }

  #lookNow(): void {
    this.#clear();
    if (this.#looking || this.environment.hidden()) return;
    const looking = new AbortController();
    this.#looking = looking;
    void this.look(looking.signal).then((next) => {
      if (this.#looking !== looking) return;
      this.#looking = null;
      this.#due = next !== null;
      if (next === null) this.stop();
      else if (!this.environment.hidden()) {
        this.#timer = this.environment.setTimeout(() => this.#lookNow(), next);
      }
    });
  }

  #clear(): void {
    if (this.#timer !== null) this.environment.clearTimeout(this.#timer as never);
    this.#timer = null;
  }
}
