import { jwtVerify } from 'jose';
import type { Clock } from '../../domain/clock.js';

/** How long a token may be good for, and how far the clocks of two machines may be apart; in seconds. */
const MOST_SECONDS = 5 * 60;
const TOLERANCE_SECONDS = 30;
/** More than are in use at a time in one community. */
const MOST_KNOWN = 1_000;
const SNOWFLAKE = /^\d{17,20}$/;

/** The tokens the website's back end mints for its signed-in people. */
export class BearerTokens {
  readonly #key: Uint8Array;
  /**
   * Valid tokens, until they end. A page that polls sends the same one again and again, and checking a
   * signature costs a turn of another thread, which takes longer than the answer.
   */
  readonly #known = new Map<string, { userId: string; from: number; until: number }>();

  constructor(
    private readonly clock: Clock,
    secret: string,
  ) {
    this.#key = new TextEncoder().encode(secret);
  }

  /** The Discord id of a token that was valid before and still is; `null` says nothing. */
  knownUserOf(token: string): string | null {
    const now = this.clock.now();
    const known = this.#known.get(token);
    return known && known.from <= now && now < known.until ? known.userId : null;
  }

  /** The Discord id in a token; `null` if it is not valid, for any reason. */
  async userOf(token: string): Promise<string | null> {
    const known = this.knownUserOf(token);
    if (known !== null) return known;
    const now = this.clock.now();
    this.#known.delete(token);
    const good = await this.#verified(token, now);
    if (!good) return null;
    const [oldest] = this.#known.keys();
    if (this.#known.size >= MOST_KNOWN && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(token, { userId: good.userId, from: now, until: (good.exp + TOLERANCE_SECONDS) * 1_000 });
    return good.userId;
  }

  async #verified(token: string, now: number): Promise<{ userId: string; exp: number } | null> {
    try {
      const { payload } = await jwtVerify(token, this.#key, {
        // Pinned: we ignore the token's own claim about its algorithm.
        algorithms: ['HS256'],
        audience: 'muster',
        requiredClaims: ['sub', 'iat', 'exp', 'aud'],
        // Also refuses an `iat` of the future.
        maxTokenAge: MOST_SECONDS,
        clockTolerance: TOLERANCE_SECONDS,
        currentDate: new Date(now),
      });
      const { sub, iat = 0, exp = Number.POSITIVE_INFINITY } = payload;
      // A number would have lost digits on its way.
      const isId = typeof sub === 'string' && SNOWFLAKE.test(sub);
      return exp - iat <= MOST_SECONDS && isId ? { userId: sub, exp } : null;
    } catch {
      // A stranger may send anything: every reason gets the same words.
      return null;
    }
  }
}
