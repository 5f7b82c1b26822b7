/**
 * After so many calls in a row without a sign of life, the last of them also asks whether they are still wanted; without an
 * answer no other follows. Two a session, that is six evenings, which is two to six weeks of most plans.
 */
export const CALLS_UNTIL_ASKED = 12;

/** The calls of somebody since their last sign of life. */
export interface Unanswered {
  /** Those that reached them, for all we know. */
  readonly sent: number;
  /** Those of which that is still open. */
  readonly underWay: number;
  /** A call that reached them asked whether they still want any. */
  readonly isAsked: boolean;
}

/** Whether somebody is called as ever, by a call that asks whether they still want them, or not at all for now. */
export type Freshness = 'fresh' | 'ask' | 'rest';

/**
 * What comes of a person's next call. Nobody rests who was not asked: a count may be wrong, and a call that may not have arrived
 * has asked nobody.
 */
export function freshnessOf({ sent, underWay, isAsked }: Unanswered): Freshness {
  if (isAsked) return 'rest';
  return sent + underWay + 1 >= CALLS_UNTIL_ASKED ? 'ask' : 'fresh';
}
