import { jwtVerify } from 'jose';
import type { Clock } from '../../domain/clock.js';

/** How long a token may be good for, and how far the clocks of two machines may be apart; in seconds. */
const MOST_SECONDS = 5 * 60;
const TOLERANCE_SECONDS = 30;
const SNOWFLAKE = /^\d{17,20}$/;

/** The tokens the website's back end mints for its signed-in people. */
export class BearerTokens {
  readonly #key: Uint8Array;

  constructor(
    private readonly clock: Clock,
    secret: string,
  ) {
    this.#key = new TextEncoder().encode(secret);
  }

  /** The Discord id a token speaks for; `null` when it is not good, whyever. */
  async userOf(token: string): Promise<string | null> {
    const now = this.clock.now();
    try {
      const { payload } = await jwtVerify(token, this.#key, {
        // Pinned: the token's own word on how it is signed counts for nothing.
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
      return exp - iat <= MOST_SECONDS && isId ? sub : null;
    } catch {
      // Whatever a stranger sent: every reason is told in the same words.
      return null;
    }
  }
}
