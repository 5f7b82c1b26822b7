import { ERASED_PREFIX } from '../domain/campaign.js';
import type { Clock } from '../domain/clock.js';
import type { MemberLookup } from '../domain/guild-directory.js';

/** How old a membership answer may be when a message leaves. */
const MAX_AGE_MS = 60_000;
/** How often to ask about everybody still to be called, so that nobody needs a request of their own. */
const REFRESH_MS = 40_000;
/** How soon to ask about them again after Discord gave no answer. */
const REFRESH_RETRY_MS = 1_000;

/** Who of a job's people is in the guild; asks for many at a time. */
export class Roster {
  /** When to ask about everybody next (monotonic). */
  #refreshAt = Number.NEGATIVE_INFINITY;
  #asking: Promise<void> | null = null;

  constructor(
    private readonly directory: MemberLookup,
    private readonly clock: Clock,
    /** The people still to be called. */
    private readonly remaining: () => readonly string[],
  ) {}

  /** Whether a person is a member; `null` when Discord can't be asked. */
  async has(userId: string): Promise<boolean | null> {
    // Discord knows nobody by that name.
    if (userId.startsWith(ERASED_PREFIX)) return false;
    await this.#refresh();
    // A recent answer holds even while Discord gives none.
    const answer = await this.directory.membersAmong([userId], { maxAgeMs: MAX_AGE_MS });
    return answer.known ? answer.value.has(userId) : null;
  }

  /** {@link has} without asking; `null`: unknown, or no longer known. */
  known(userId: string): boolean | null {
    return userId.startsWith(ERASED_PREFIX) ? false : this.directory.knownMember(userId);
  }

  /** Asks about everybody again whenever the answers get old, until `signal` aborts. */
  async keepFresh(signal: AbortSignal): Promise<void> {
    for (;;) {
      await this.clock.sleep(this.#refreshAt - this.clock.monotonic(), signal);
      if (signal.aborted) return;
      await this.#refresh();
    }
  }

  async #refresh(): Promise<void> {
    if (this.clock.monotonic() >= this.#refreshAt) {
      this.#asking ??= this.#askAboutAll().finally(() => (this.#asking = null));
    }
    await this.#asking;
  }

  async #askAboutAll(): Promise<void> {
    const known = this.remaining().filter((userId) => !userId.startsWith(ERASED_PREFIX));
    const answer = await this.directory.membersAmong(known, { maxAgeMs: MAX_AGE_MS - REFRESH_MS });
    this.#refreshAt = this.clock.monotonic() + (answer.known ? REFRESH_MS : REFRESH_RETRY_MS);
  }
}
