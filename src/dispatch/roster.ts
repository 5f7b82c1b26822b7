import { ERASED_PREFIX } from '../domain/campaign.js';
import type { Clock } from '../domain/clock.js';
import type { MemberLookup } from '../domain/guild-directory.js';

/** How old the answer "is a member" may be when a message leaves. */
const MAX_AGE_MS = 60_000;
/** Everybody still to be called is asked about together this often, so that nobody has to be asked about alone. */
const REFRESH_MS = 40_000;
/** How soon they are asked about together again where Discord gave no answer. */
const REFRESH_RETRY_MS = 1_000;

/** Who of a job's people is in the guild, asked for many at a time. */
export class Roster {
  /** When everybody is to be asked about next (monotonic). */
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
    // Nobody Discord could know by that name.
    if (userId.startsWith(ERASED_PREFIX)) return false;
    await this.#refresh();
    // An answer of a moment ago holds also while Discord gives none.
    const answer = await this.directory.membersAmong([userId], { maxAgeMs: MAX_AGE_MS });
    return answer.known ? answer.value.has(userId) : null;
  }

  /** {@link has}, as far as it is known without asking; `null`: not, or not any more. */
  known(userId: string): boolean | null {
    return userId.startsWith(ERASED_PREFIX) ? false : this.directory.knownMember(userId);
  }

  /** Goes on asking about everybody as their answers become old, until `signal` aborts. */
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
